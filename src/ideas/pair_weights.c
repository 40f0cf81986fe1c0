/* ideas/pair_weights.c - see pair_weights.h. */
#include "ideas/pair_weights.h"
#include <math.h>
#include <string.h>
#include "util/fail.h"
#include "util/json/plain.h"

static const char *const names[N_SIGNALS] = {"place", "whole", "near", "problem", "subclass",
    "class", "group", "area", "distance", "close", "plain", "scene", "scenes", "agreed"};

const char *
pair_signal_name(pair_signal k)
{
	return names[k];
}

static int
signal_of(span name)
{
	for (int k = 0; k < N_SIGNALS; k++)
		if (span_eq(name, span_of(names[k])))
			return k;
	return span_eq(name, SPAN_LIT("constant")) ? N_SIGNALS : -1;
}

static double
number_of(span s)
{
	char copy[32] = "";

	memcpy(copy, s.p, s.n < sizeof copy - 1 ? s.n : sizeof copy - 1);
	return plain_strtod(copy);
}

tensen_status
pair_weights_read(pair_weights *out, const models *m, tensen_error *err)
{
	double *const columns[3] = {out->good, out->family, out->precedent};
	tsv file;
	span cols[4];
	unsigned seen = 0;
	tensen_status st = tsv_open(&file, m, "pair-weights.tsv", err);

	while (st == TENSEN_OK && tsv_next(&file, cols, 4) == 4) {
		int k = signal_of(cols[0]);
		if (k < 0)
			return tensen_fail(err, TENSEN_E_INPUT,
			    "pair-weights.tsv line %u: %.*s is no signal", file.line,
			    (int)cols[0].n, cols[0].p);
		for (int c = 0; c < 3; c++)
			columns[c][k] = number_of(cols[c + 1]);
		seen |= 1u << k;
	}
	if (st == TENSEN_OK && seen != (1u << (N_SIGNALS + 1)) - 1)
		return tensen_fail(err, TENSEN_E_INPUT, "pair-weights.tsv: a signal is missing");
	return st;
}

float
pair_probability(const double w[N_SIGNALS + 1], const float x[N_SIGNALS])
{
	double sum = w[N_SIGNALS];

	for (int k = 0; k < N_SIGNALS; k++)
		sum += w[k] * (double)x[k];
	return (float)(1 / (1 + exp(-sum)));
}
