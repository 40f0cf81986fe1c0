/* model/weights.c - see weights.h. */
#include "model/weights.h"
#include <math.h>
#include "text/analyzer.h"

const char *const view_tags[N_VIEWS] = {"VTOP", "VPRO", "VMEA", "VFUN"};

/* The effect also states the problem, the claim also the means.  The title states neither: a record
 * that is only a title (most rows of a J-PlatPat list) must not count as a document that states
 * a need. */
const float view_section_weights[N_VIEWS][N_SECTIONS] = {
    [VIEW_TOPIC] = {[SEC_TITLE] = 2.0f,
	[SEC_PROBLEM] = 1.0f,
	[SEC_MEANS] = 1.0f,
	[SEC_EFFECT] = 1.0f,
	[SEC_CLAIMS] = 0.7f,
	[SEC_DESCRIPTION] = 0.2f,
	[SEC_PRODUCTS] = 1.0f,
	[SEC_OTHER] = 1.0f},
    [VIEW_PROBLEM] = {[SEC_PROBLEM] = 1.0f, [SEC_EFFECT] = 1.0f},
    [VIEW_MEANS] =
	{[SEC_TITLE] = 0.5f, [SEC_MEANS] = 1.0f, [SEC_CLAIMS] = 0.7f, [SEC_OTHER] = 1.0f},
    [VIEW_FUNCTION] = {[SEC_TITLE] = 1.0f,
	[SEC_PROBLEM] = 1.0f,
	[SEC_MEANS] = 1.0f,
	[SEC_EFFECT] = 1.0f,
	[SEC_CLAIMS] = 0.7f,
	[SEC_DESCRIPTION] = 0.2f,
	[SEC_OTHER] = 1.0f},
};

const char *
view_name(view v)
{
	static const char *const names[N_VIEWS] = {"topic", "problem", "means", "function"};

	return names[v];
}

float
tf_damped(float tf)
{
	return tf >= 1.0f ? 1.0f + logf(tf) : tf;
}

uint32_t
view_row(const vocab *v, view which, const term_count *t, uint32_t n, uint32_t *col, float *val)
{
	return view_row_scaled(v, which, t, NULL, NULL, n, col, val);
}

uint32_t
view_row_scaled(const vocab *v, view which, const term_count *t, const float *share,
    const float *worth, uint32_t n, uint32_t *col, float *val)
{
	uint32_t k = 0;
	double square = 0;

	for (uint32_t i = 0; i < n; i++) {
		int is_function = v->kind[t[i].term] == TERM_FUNCTION;
		float tf;
		if (is_function != (which == VIEW_FUNCTION))
			continue;
		tf = term_weighted(&t[i], view_section_weights[which]);
		if (share)
			tf *= share[i];
		if (tf <= 0)
			continue;
		col[k] = t[i].term;
		val[k] = tf_damped(tf) * vocab_idf(v, t[i].term);
		if (worth)
			val[k] *= worth[i];
		square += (double)val[k] * val[k];
		k++;
	}
	for (uint32_t i = 0; i < k; i++)
		val[i] = (float)(val[i] / sqrt(square));
	return k;
}
