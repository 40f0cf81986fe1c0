/* index/postings/postings_plan.h - a query as fixed-point weights of lists. */
#pragma once
#include "index/postings/postings_list.h"

/* One term that is used: a posting of impact i adds lex_contribution(w, i) units. */
typedef struct lex_weight {
	uint32_t index; /* in the query */
	uint32_t term;
	uint16_t max_impact; /* of its list */
	uint32_t max;        /* greatest contribution: of max_impact */
	uint64_t w;
	double value; /* the weight in the formula */
} lex_weight;

typedef struct lex_plan {
	lex_weight *terms; /* in the order of the query; sum of their max < 2^24 */
	uint32_t n, cap;
	float unit; /* a power of two */
} lex_plan;

static inline uint32_t
lex_contribution(uint64_t w, uint16_t impact)
{
	return (uint32_t)((w * impact + 32768) >> 16);
}

tensen_status lex_plan_make(
    lex_plan *plan, const postings *lists, const lex_query *lq, tensen_error *err);
