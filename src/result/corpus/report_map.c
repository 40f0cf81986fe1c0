/* result/corpus/report_map.c - the pictures of a report, as inline SVG.
 *
 * The colours are blue and orange because red-green colour blindness does not confuse them.
 * In grey print, the place of a cell shows its half, its darkness shows the step. */
#include <math.h>
#include <stdio.h>
#include "result/write/html.h"
#include "result/corpus/report_result.h"

#define STEPS 5 /* of darkness */
#define CELL 18
#define LEFT 150
#define TOP 26

/* A share from 0 to 1 as a step from 1 to STEPS. */
static int
report_step(double share)
{
	int k = 1 + (int)(share * STEPS);

	return k > STEPS ? STEPS : k;
}

static uint32_t
most_links(const report_result *result)
{
	uint32_t most = 0;

	for (unsigned a = 0; a < N_FIELDS; a++)
		for (unsigned b = 0; b < a; b++)
			most = result->fields[a].both[b] > most ? result->fields[a].both[b] : most;
	return most;
}

static void
report_cell(buf *out, const report_field *row, const report_field *across, const char *tone, int k,
    const char *what, tensen_lang lang)
{
	buf_printf(out, "<rect class=%s%d x=\"%u\" y=\"%u\" width=\"%d\" height=\"%d\"><title>",
	    tone, k, LEFT + (across->field - 1) * CELL, TOP + (row->field - 1) * CELL, CELL - 1,
	    CELL - 1);
	html_str(out, row->brief[lang]);
	buf_str(out, " × ");
	html_str(out, across->brief[lang]);
	buf_str(out, ": ");
	html_str(out, what);
	buf_str(out, "</title></rect>\n");
}

/* What is known of two fields: below the diagonal, then above it. */
static void
pair_cells(
    buf *out, const report_field *one, const report_field *other, double most, tensen_lang lang)
{
	uint32_t both = one->both[other->field - 1];
	double missing = one->missing[other->field - 1];
	char what[96];

	if (both) {
		snprintf(what, sizeof what,
		    lang == TENSEN_JA ? "両方に属する文献 %u 件" : "%u in both", both);
		report_cell(
		    out, one, other, "o", report_step(log1p((double)both) / most), what, lang);
	}
	if (missing > 0) {
		snprintf(what, sizeof what,
		    lang == TENSEN_JA ? "足りない結びつき %.2f（両方に属する文献 %u 件）"
				      : "missing link %.2f (%u in both)",
		    missing, both);
		report_cell(out, other, one, "m", report_step(missing), what, lang);
	}
}

static void
report_cells(buf *out, const report_result *result, tensen_lang lang)
{
	double most = log1p((double)most_links(result));
	char what[96];

	for (unsigned a = 0; a < N_FIELDS; a++) {
		const report_field *x = &result->fields[a];
		snprintf(
		    what, sizeof what, lang == TENSEN_JA ? "%u 件" : "%u documents", x->documents);
		report_cell(out, x, x, "d", 0, what, lang);
		for (unsigned b = 0; b < a; b++)
			pair_cells(out, x, &result->fields[b], most, lang);
	}
}

static void
report_labels(buf *out, const report_result *result, tensen_lang lang)
{
	const int end = LEFT + N_FIELDS * CELL;

	for (unsigned i = 0; i < N_FIELDS; i++) {
		const report_field *of = &result->fields[i];
		unsigned y = TOP + i * CELL, x = LEFT + i * CELL;
		buf_printf(out, "<text class=row x=\"%d\" y=\"%u\">", LEFT - 5, y + 13);
		html_str(out, of->brief[lang]);
		buf_printf(out, " %u</text><text class=col x=\"%u\" y=\"%d\">%u</text>\n",
		    of->field, x + CELL / 2, TOP - 6, of->field);
		if (i > 0 && of->sector != of[-1].sector)
			buf_printf(out, "<path class=sector d=\"M4 %u.5H%dM%u.5 6V%d\"/>\n", y - 1,
			    end, x - 1, TOP + N_FIELDS * CELL);
	}
}

static void
report_legend(buf *out, int x, int y, const char *tone, const char *text)
{
	for (int k = 1; k <= STEPS; k++)
		buf_printf(out, "<rect class=%s%d x=\"%d\" y=\"%d\" width=\"17\" height=\"12\"/>",
		    tone, k, x + (k - 1) * 18, y);
	buf_printf(out, "<text class=key x=\"%d\" y=\"%d\">", x + STEPS * 18 + 6, y + 10);
	html_str(out, text);
	buf_str(out, "</text>\n");
}

void
report_map(buf *out, const report_result *result, tensen_lang lang)
{
	const int size = N_FIELDS * CELL, ja = lang == TENSEN_JA;

	buf_printf(out,
	    "<div class=scroll><svg class=map viewBox=\"0 0 %d %d\" role=\"img\" "
	    "aria-label=\"%s\">\n",
	    LEFT + size + 4, TOP + size + 30, ja ? "分野と分野の結びつき" : "Links between fields");
	buf_printf(out, "<rect class=ground x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", LEFT,
	    TOP, size, size);
	report_cells(out, result, lang);
	report_labels(out, result, lang);
	report_legend(out, LEFT, TOP + size + 12, "o",
	    ja ? "左下: 両方に属する文献（少→多）" : "lower left: in both (few to many)");
	report_legend(out, LEFT + size / 2, TOP + size + 12, "m",
	    ja ? "右上: 足りない結びつき（弱→強）" : "upper right: missing links (weak to strong)");
	buf_str(out, "</svg></div>\n");
}

#define PLOT_W 700
#define PLOT_H 150

void
report_years(buf *out, const report_result *result, tensen_lang lang)
{
	uint32_t most = 1, every = result->n_years / 12 + 1;
	double width = (double)PLOT_W / (result->n_years ? result->n_years : 1);

	for (uint32_t i = 0; i < result->n_years; i++)
		most = result->years[i].documents > most ? result->years[i].documents : most;
	buf_printf(out,
	    "<div class=scroll><svg class=years viewBox=\"0 0 %d %d\" role=\"img\" "
	    "aria-label=\"%s\">\n<text class=key x=\"0\" y=\"12\">%u</text>\n",
	    PLOT_W + 50, PLOT_H + 40, lang == TENSEN_JA ? "年ごとの文献数" : "Documents by year",
	    most);
	buf_printf(out, "<path class=sector d=\"M40 8.5H%dM40 %d.5H%d\"/>\n", PLOT_W + 40,
	    PLOT_H + 8, PLOT_W + 40);
	for (uint32_t i = 0; i < result->n_years; i++) {
		const report_year *y = &result->years[i];
		double x = 40 + i * width, all = (double)PLOT_H * y->documents / most,
		       open = (double)PLOT_H * y->open / most;
		buf_printf(out,
		    "<g><title>%u: %u (%u %s)</title><rect class=c x=\"%.1f\" y=\"%.1f\" "
		    "width=\"%.1f\" height=\"%.1f\"/><rect class=a x=\"%.1f\" y=\"%.1f\" "
		    "width=\"%.1f\" height=\"%.1f\"/></g>\n",
		    y->year, y->documents, y->open, lang == TENSEN_JA ? "件は開放" : "open", x,
		    8 + PLOT_H - all, width * 0.8, all, x, 8 + PLOT_H - open, width * 0.8, open);
		if (i % every == 0)
			buf_printf(out, "<text class=col x=\"%.1f\" y=\"%d\">%u</text>\n",
			    x + width * 0.4, PLOT_H + 26, y->year);
	}
	buf_str(out, "</svg></div>\n");
}
