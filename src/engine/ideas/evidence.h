/* engine/ideas/evidence.h - the documents that speak for and against one idea. */
#ifndef ENGINE_IDEAS_EVIDENCE_H
#define ENGINE_IDEAS_EVIDENCE_H
#include "engine/query/filter.h"
#include "engine/ideas/probe.h"
#include "engine/query/shared.h"
#include "result/ideas/ideas_result.h"
#include "ideas/statement.h"

/* A document of the target field with its cosines to the query, by view. */
typedef struct witness {
	uint32_t row;
	float cosine[N_VIEWS];
	float need; /* likeness of its problem, 0 .. 1 (engine/ideas/need.h) */
	int told;   /* the first need of an earlier idea: not told again */
} witness;

_Static_assert(TENSEN_EVIDENCE_MAX <= PROBE_K, "what may be asked for is kept");
#define WITNESSES_MAX (2 * PROBE_K + NEED_MAX)

typedef struct evidence {
	witness all[WITNESSES_MAX];
	uint32_t n;
	uint32_t needs[PROBE_K], precedents[PROBE_K]; /* places in all, best first */
	uint32_t n_needs, n_precedents;
	uint32_t refutation;  /* place in all, or n: none */
	const need_doc *near; /* everything kept of the field, as in need_lists */
	uint32_t n_near;
	float best;      /* likeness of the best of all fields */
	uint32_t newest; /* date of the newest document of any field that was kept */
} evidence;

/* First needs of the ideas told so far: a document makes one idea, not one in each of
 * its fields. */
typedef struct told_rows {
	uint32_t rows[N_FIELDS], n;
} told_rows;
/* Also for another row of the same title: divisions and republications. */
int is_told(const told_rows *t, const rows *r, uint32_t row);

/* Weigh the documents that the probe kept for `field`. */
tensen_status evidence_gather(evidence *out, tensen_searcher *s, const asked *a, const probe *p,
    unsigned field, const filter_set *allowed, const told_rows *told, uint32_t want,
    tensen_error *err);

/* Write evidence, bridges, subclass, support, applicants and statements of one idea into r. */
tensen_status evidence_fill(tensen_idea *out, idea_detail *detail, ideas_result *r,
    tensen_searcher *s, const asked *a, const evidence *e, statement_uses *uses, tensen_error *err);

/* ---- parts of evidence_fill() ---- */

/* Terms of the documents of one idea, summed over them. */
typedef struct term_sums {
	shared_term *v;
	uint32_t n, cap;
} term_sums;
tensen_status term_sums_add(
    term_sums *t, tensen_searcher *s, const shared_term *v, uint32_t n, tensen_error *err);

typedef struct teller {
	ideas_result *r;
	tensen_searcher *s;
	const asked *a;
	term_sums bridges, differs;
} teller;

/* Whom to ask: the applicants of those rows, four at most. */
tensen_status fill_applicants(
    teller *t, tensen_idea *out, const uint32_t *rows_told, uint32_t n_told, tensen_error *err);

/* evidence_words.c */
tensen_status fill_bridges(teller *t, tensen_idea *out, tensen_error *err);
tensen_status fill_differs(teller *t, tensen_idea *out, const evidence *e, tensen_error *err);
/* Cosine of a term's own place in the LSA space with a view of the query. */
double term_nearness(const teller *t, uint32_t id, view v);

/* evidence_target.c: names, subclass and support.  Returns the subclass that the first need
 * stands in, NULL if it has none. */
const subclass_info *fill_target(
    teller *t, tensen_idea *out, idea_detail *d, const evidence *e, tensen_error *err);

#endif
