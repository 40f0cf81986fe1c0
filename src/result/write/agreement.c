/* result/write/agreement.c - how often people agreed with a language model. */
#include "result/write/agreement.h"
#include "result/write/table.h"

void
agreement_json(json *out, const tensen_agreement *agreed)
{
	if (!agreed->pairs)
		return;
	json_key_open(out, "agreement", '{');
	json_key_int(out, "pairs", agreed->pairs);
	json_key_int(out, "agreed", agreed->agreed);
	json_key_int(out, "ideas", agreed->ideas);
	json_key_int(out, "confirmed", agreed->confirmed);
	json_close(out, '}');
}

void
agreement_line(buf *out, const tensen_agreement *agreed, tensen_lang lang, unsigned columns)
{
	buf line = BUF_INIT;

	if (!agreed->pairs)
		return;
	buf_printf(&line,
	    lang == TENSEN_JA
		? "人と言語モデルがともに採点した %u 組のうち、%u 組で 2 以上かどうかが一致。"
		  "再読で残った %u 件のうち %u 件を人が 2 以上とした"
		: "%u pairs graded by people and by a model: on %u they agree whether it is 2 or "
		  "more; of %u that the second reading held people gave %u a 2 or more",
	    agreed->pairs, agreed->agreed, agreed->ideas, agreed->confirmed);
	table_wrap(out, (span){line.p, line.n}, columns, 2);
	out->failed |= line.failed;
	buf_clear(&line);
}
