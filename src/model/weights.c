/* model/weights.c - see weights.h. */
#include "model/weights.h"
#include <math.h>
#include "text/analyzer.h"

const char *const view_tags[N_VIEWS] = {"VTOP", "VPRO"};

/* The effect also states the problem.  The title does not: a record that is only a title (most rows
 * of a J-PlatPat list) must not count as a document that states a need. */
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
};

const float function_section_weights[N_SECTIONS] = {[SEC_TITLE] = 1.0f,
    [SEC_PROBLEM] = 1.0f,
    [SEC_MEANS] = 1.0f,
    [SEC_EFFECT] = 1.0f,
    [SEC_CLAIMS] = 0.7f,
    [SEC_DESCRIPTION] = 0.2f,
    [SEC_OTHER] = 1.0f};

const char *
view_name(view one)
{
	static const char *const names[N_VIEWS] = {"topic", "problem"};

	return names[one];
}

float
tf_damped(float tf)
{
	return tf >= 1.0f ? 1.0f + logf(tf) : tf;
}

/* What a row is made of. */
typedef struct row_rule {
	const float *section_weights;
	int functions;              /* 1: terms of kind TERM_FUNCTION, 0: the others */
	const float *share, *worth; /* by term, NULL: 1 */
} row_rule;

static uint32_t
make_row(const vocab *words, const row_rule *rule, const term_count *terms, uint32_t n,
    uint32_t *col, float *val)
{
	uint32_t k = 0;
	double square = 0;

	for (uint32_t i = 0; i < n; i++) {
		float tf;
		if ((words->kind[terms[i].term] == TERM_FUNCTION) != rule->functions)
			continue;
		tf = term_weighted(&terms[i], rule->section_weights);
		if (rule->share)
			tf *= rule->share[i];
		if (tf <= 0)
			continue;
		col[k] = terms[i].term;
		val[k] = tf_damped(tf) * vocab_idf(words, terms[i].term);
		if (rule->worth)
			val[k] *= rule->worth[i];
		square += (double)val[k] * val[k];
		k++;
	}
	for (uint32_t i = 0; i < k; i++)
		val[i] = (float)(val[i] / sqrt(square));
	return k;
}

uint32_t
view_row(
    const vocab *words, view which, const term_count *terms, uint32_t n, uint32_t *col, float *val)
{
	return view_row_scaled(words, which, terms, NULL, NULL, n, col, val);
}

uint32_t
view_row_scaled(const vocab *words, view which, const term_count *terms, const float *share,
    const float *worth, uint32_t n, uint32_t *col, float *val)
{
	const row_rule rule = {view_section_weights[which], 0, share, worth};

	return make_row(words, &rule, terms, n, col, val);
}

uint32_t
function_row(const vocab *words, const term_count *terms, uint32_t n, uint32_t *col, float *val)
{
	const row_rule rule = {function_section_weights, 1, NULL, NULL};

	return make_row(words, &rule, terms, n, col, val);
}
