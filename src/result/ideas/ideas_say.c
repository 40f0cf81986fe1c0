/* result/ideas/ideas_say.c - see ideas_say.h. */
#include "result/ideas/ideas_say.h"
#include "result/write/table.h"

void
support_say(buf *out, const tensen_support *x, tensen_lang lang)
{
	if (lang == TENSEN_JA)
		buf_printf(out, "課題の近い文献 %u 件", x->documents);
	else
		buf_printf(out, "%u near document%s", x->documents, x->documents == 1 ? "" : "s");
	if (x->applicants)
		buf_printf(out, lang == TENSEN_JA ? "、出願人 %u 者" : ", %u applicant%s",
		    x->applicants, x->applicants == 1 ? "" : "s");
	if (x->first_year && x->first_year == x->last_year)
		buf_printf(out, lang == TENSEN_JA ? "、%u年" : ", %u", x->first_year);
	else if (x->first_year)
		buf_printf(out,
		    lang == TENSEN_JA ? "、%u〜%u年（直近5年 %u 件、その前の5年 %u 件）"
				      : ", %u-%u (last five years: %u, the five before: %u)",
		    x->first_year, x->last_year, x->recent, x->earlier);
}

void
difference_say(buf *out, const tensen_evidence *e, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;
	const char *alike = e->means < 0.25F  ? ja ? "異なる" : "unlike"
			    : e->means < 0.5F ? ja ? "一部が重なる" : "partly like"
			    : ja              ? "近い"
					      : "like";

	buf_printf(out,
	    ja ? "「%s」は課題が近く（%.2f）、手段は元の特許と%s（%.2f）。"
	       : "\"%s\" is near in its problem (%.2f); its means are %s the patent's (%.2f).",
	    e->title, (double)e->problem, alike, (double)e->means);
}

void
subclasses_say(buf *out, const idea_detail *d, tensen_lang lang)
{
	for (uint32_t i = 0; i < d->n_subclasses; i++)
		buf_printf(out, "%s%s %s %.0f%%",
		    i == 0              ? ""
		    : lang == TENSEN_JA ? "、"
					: ", ",
		    d->subclasses[i].symbol, d->subclasses[i].name[lang],
		    100 * (double)d->subclasses[i].share);
}

void
state_say(buf *out, const idea_source *x, tensen_lang lang)
{
	int ja = lang == TENSEN_JA;

	buf_str(out, status_word(x->status, lang));
	if (x->open)
		buf_str(out, ja ? "・開放" : ", open to licence");
	if (!x->date)
		return;
	buf_str(out, ja ? "（" : " (");
	table_date(out, x->date);
	buf_str(out, ja ? " 公報）" : ")");
}

void
licence_say(buf *out, const char *id, const char *terms)
{
	buf_printf(out, "%s%s%s", id, id[0] ? " " : "", terms);
}
