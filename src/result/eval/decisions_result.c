/* result/eval/decisions_result.c - judgements as table and JSON. */
#include "result/eval/decisions_result.h"
#include <math.h>
#include "result/write/table.h"

static const char *const advice_words[] = {"too-few", "keep", "boldness"};
static const char *const parts[N_PARTS][3] = {{"fit", "適合", "fit"}, {"need", "課題", "need"},
    {"precedent", "先例", "precedent"}, {"whitespace", "余白", "whitespace"},
    {"distance", "距離", "distance"}};

share
share_of(uint32_t yes, uint32_t n)
{
	const double z = 1.959964;
	double p = n ? (double)yes / n : 0, z2 = n ? z * z / n : 0;
	double middle = (p + z2 / 2) / (1 + z2);
	double half = n ? z / (1 + z2) * sqrt(p * (1 - p) / n + z2 / (4 * n)) : 0;
	share s = {yes, n, middle - half, middle + half};

	if (n == 0)
		s.high = 1;
	if (yes == 0)
		s.low = 0;
	if (yes == n)
		s.high = 1;
	return s;
}

static int
empty(const tensen_result *r)
{
	return RESULT_AS(decisions_result, r)->used == 0;
}

static void
json_share(json *j, const char *key, const share *s)
{
	json_key_open(j, key, '{');
	json_key_int(j, "yes", s->yes);
	json_key_int(j, "of", s->n);
	json_key_num(j, "low", s->low, 4);
	json_key_num(j, "high", s->high, 4);
	json_close(j, '}');
}

static void
json_counts(json *j, const decisions_result *r)
{
	json_key_str(j, "path", r->path);
	json_key_int(j, "lines", r->lines);
	json_key_int(j, "used", r->used);
	json_key_int(j, "replaced", r->replaced);
	json_key_int(j, "not_proposed", r->not_proposed);
	json_key_int(j, "broken", r->broken);
	json_key_open(j, "broken_at", '[');
	for (uint32_t i = 0; i < r->n_broken_at; i++)
		json_int(j, (int64_t)r->broken_at[i]);
	json_close(j, ']');
	json_key_int(j, "unknown", r->unknown);
	json_key_strs(j, "unknown_ids", r->unknown_ids, r->n_unknown_ids);
}

static void
json_advice(json *j, const decisions_result *r)
{
	json_key_str(j, "advice", advice_words[r->advice]);
	json_key_int(j, "needed", r->needed);
	json_key_num(j, "boldness_now", r->boldness_now, 2);
	json_key(j, "boldness");
	if (r->advice == ADVICE_BOLDNESS)
		json_num(j, r->boldness, 2);
	else
		json_str(j, NULL);
	json_key_open(j, "log_loss", '{');
	json_key_num(j, "rate", r->loss_rate, 4);
	json_key_num(j, "now", r->loss_now, 4);
	json_key_num(j, "suggested", r->loss, 4);
	json_close(j, '}');
	json_key_open(j, "weights", '{');
	for (int k = 0; k < N_PARTS && r->weighed; k++)
		json_key_num(j, parts[k][0], r->weights[k], 3);
	json_close(j, '}');
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *j)
{
	const decisions_result *r = RESULT_AS(decisions_result, res);

	json_key_str(j, "task", "decisions");
	json_counts(j, r);
	json_key_open(j, "precision", '[');
	for (uint32_t i = 0; i < r->n_rows; i++) {
		const decisions_row *x = &r->rows[i];
		json_open(j, '{');
		json_key_str(j, "name", x->name[style->lang]);
		json_key_int(j, "field", x->field);
		json_key_int(j, "from_rank", x->from);
		json_key_int(j, "to_rank", x->to);
		json_share(j, "plausible", &x->plausible);
		json_share(j, "new", &x->fresh);
		json_share(j, "both", &x->both);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_advice(j, r);
}

static void
table_share(buf *out, const share *s)
{
	if (s->n == 0)
		buf_str(out, "    -               ");
	else
		buf_printf(out, " %3.0f%% %3u/%-3u [%2.0f-%3.0f]", 100.0 * s->yes / s->n, s->yes,
		    s->n, 100 * s->low, 100 * s->high);
}

static void
table_counts(const decisions_result *r, int ja, unsigned w, buf *out)
{
	buf b = BUF_INIT;

	buf_printf(out,
	    ja ? "%s: 判断 %u 行、使ったもの %u 件（上書きされた行 %u、候補でない分野 %u）\n"
	       : "%s: %u lines, %u judgements used (%u replaced later, %u of fields that are no "
		 "candidates)\n",
	    r->path, r->lines, r->used, r->replaced, r->not_proposed);
	if (r->broken) {
		buf_printf(&b,
		    ja ? "判断として読めない行 %u 件（行番号）:"
		       : "%u lines are no judgements, by number:",
		    r->broken);
		for (uint32_t i = 0; i < r->n_broken_at; i++)
			buf_printf(&b, " %llu", (unsigned long long)r->broken_at[i]);
		buf_str(&b, r->broken > r->n_broken_at ? " …" : "");
		table_wrap(out, (span){b.p, b.n}, w, 2);
	}
	buf_again(&b);
	if (r->unknown) {
		buf_printf(&b,
		    ja ? "索引にない文献の判断 %u 件:"
		       : "%u judge documents that are not in the index:",
		    r->unknown);
		for (uint32_t i = 0; i < r->n_unknown_ids; i++)
			buf_printf(&b, " %s", r->unknown_ids[i]);
		buf_str(&b, r->unknown > r->n_unknown_ids ? " …" : "");
		table_wrap(out, (span){b.p, b.n}, w, 2);
	}
	buf_end_part(out, &b);
}

void
decisions_say_advice(const decisions_result *r, int ja, buf *out)
{
	if (r->advice == ADVICE_TOO_FEW)
		buf_printf(out,
		    ja ? "重みの提案には判断が足りない（良い・良くない、それぞれ %u 件以上）。"
		       : "too few judgements to suggest weights (good and not good, %u of each).",
		    r->needed);
	else if (r->advice == ADVICE_KEEP)
		buf_printf(out,
		    ja ? "--boldness %.2f のままでよい。変えても、学習に使わなかった特許の判断は"
			 "当たりやすくならない。"
		       : "--boldness %.2f is fine: another does not judge unseen patents better.",
		    r->boldness_now);
	else
		buf_printf(out,
		    ja ? "提案: --boldness %.2f（いまは %.2f）。"
		       : "suggestion: --boldness %.2f (now %.2f).",
		    r->boldness, r->boldness_now);
	if (r->advice != ADVICE_TOO_FEW)
		buf_printf(out,
		    ja ? "交差検証の対数損失: 割合だけ %.3f、いまの評点 %.3f、提案 %.3f。"
		       : " Cross-validated log loss: rate alone %.3f, score as it is %.3f, "
			 "suggested %.3f.",
		    r->loss_rate, r->loss_now, r->loss);
}

void
decisions_say_weights(const decisions_result *r, int ja, buf *out)
{
	if (!r->weighed)
		return;
	buf_str(out, ja ? "判断に効いた成分:" : "what the judgements went with:");
	for (int k = 0; k < N_PARTS; k++)
		buf_printf(out, " %s %+.2f", parts[k][ja ? 1 : 2], r->weights[k]);
}

static void
table_advice(const decisions_result *r, int ja, unsigned w, buf *out)
{
	buf b = BUF_INIT;

	buf_char(out, '\n');
	decisions_say_advice(r, ja, &b);
	table_wrap(out, (span){b.p, b.n}, w, 0);
	buf_again(&b);
	decisions_say_weights(r, ja, &b);
	if (r->weighed)
		table_wrap(out, (span){b.p, b.n}, w, 2);
	buf_end_part(out, &b);
}

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const decisions_result *r = RESULT_AS(decisions_result, res);
	unsigned w = style->columns ? style->columns : 80;
	int ja = style->lang == TENSEN_JA;

	w = w < 40 ? 40 : w;
	table_counts(r, ja, w, out);
	if (r->used == 0)
		return;
	buf_char(out, '\n');
	table_cell(out, span_of(""), 22, 1);
	table_cell(out, span_of(ja ? " もっともらしい" : " plausible"), 20, 1);
	table_cell(out, span_of(ja ? " 新しい" : " new"), 20, 1);
	buf_str(out, ja ? " 両方\n" : " both\n");
	for (uint32_t i = 0; i < r->n_rows; i++) {
		table_cell(out, span_of(r->rows[i].name[style->lang]), 22, 1);
		table_share(out, &r->rows[i].plausible);
		table_share(out, &r->rows[i].fresh);
		table_share(out, &r->rows[i].both);
		buf_char(out, '\n');
	}
	table_advice(r, ja, w, out);
}

static const result_class decisions_class = {"eval", empty, to_json, to_table, NULL, decisions_csv,
    decisions_markdown, decisions_html, NULL};

decisions_result *
decisions_result_new(void)
{
	return result_new(&decisions_class, sizeof(decisions_result));
}
