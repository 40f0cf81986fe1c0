/* result/ideas/candidates_result.c - what a list of candidates answers; in a terminal. */
#include "result/ideas/ideas_say.h"
#include "result/ideas/pair_columns.h"
#include "result/write/table.h"

void
candidates_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const ideas_result *r = RESULT_AS(ideas_result, res);
	unsigned w = table_columns(style);
	int ja = style->lang == TENSEN_JA;
	buf line = BUF_INIT;

	if (r->words.known == 0) {
		query_words_table(out, &r->words, style->lang, w);
		return;
	}
	if (r->id[0]) {
		buf_printf(&line, "%s %s", r->id, r->title);
		table_wrap(out, (span){line.p, line.n}, w, 2);
	}
	if (r->title_only)
		buf_printf(out, "  %s\n", title_only_say(style->lang));
	asked_table(out, r->list.aspects, r->list.n_aspects, style->lang, w);
	buf_printf(out,
	    ja ? "\n候補 %zu 件（同じ製品系列として除いた文献 %u 件）\n"
	       : "\n%zu candidates (%u of its own product family set aside)\n",
	    r->list.n, r->n_family);
	for (size_t i = 0; i < r->list.n; i++)
		candidate_table(out, &r->list, i, style->lang, w);
	out->failed |= line.failed;
	buf_clear(&line);
}
