/* engine/ideas/combine.h - what finding and telling the uses of patents together share. */
#ifndef ENGINE_IDEAS_COMBINE_H
#define ENGINE_IDEAS_COMBINE_H
#include "engine/ideas/evidence.h"

#define COMBINE_POOL (TENSEN_COMBINE_MAX * NEED_MAX)

/* What is kept of one patent while the others are asked. */
typedef struct side {
	float *problem; /* [dims]; malloc'ed */
	int silent;     /* it states no problem */
	need_doc *docs; /* whose problem is like its own, as in needs; malloc'ed */
	uint32_t n[N_FIELDS];
} side;

typedef struct need_of_all {
	uint32_t row;
	float weakest;
} need_of_all;

/* What is asked about. */
typedef struct parts {
	const char *const *ids;
	uint32_t row[TENSEN_COMBINE_MAX];
	size_t n;
	side side[TENSEN_COMBINE_MAX];
	asked asked[TENSEN_COMBINE_MAX];
	span titles[TENSEN_COMBINE_MAX];
	uint64_t own; /* fields of any */
} parts;

typedef struct chance {
	unsigned field;
	need_of_all docs[COMBINE_POOL]; /* best first */
	uint32_t n;
} chance;

/* Add the idea of a chance to r: its first `want` documents, what joins them to each patent. */
tensen_status fill_chance(ideas_result *r, tensen_searcher *s, const parts *p, const chance *c,
    uint32_t want, tensen_error *err);

#endif
