/* engine/ideas/candidate_fill.c - see candidate_fill.h. */
#include "engine/base/document_ref.h"
#include "engine/ideas/candidate_fill.h"
#include "engine/ideas/titles.h"
#include "engine/ideas/trouble.h"
#include "engine/query/question.h"
#include "engine/query/sentence.h"
#include "util/fail.h"
#include "engine/query/understand.h"
#include "result/write/quote.h"

int
query_title_only(const query *q, const tensen_searcher *searcher)
{
	return q->row != ROW_NONE && row_is_title_alone(&searcher->ix->store->rows, q->row);
}

tensen_status
read_row_of(read_row *out, tensen_searcher *searcher, uint32_t row, tensen_error *err)
{
	span record;
	tensen_status st;

	*out = (read_row){.row = row};
	/* Not copied: no other document is read meanwhile, and a gazette is long. */
	if ((st = docstore_get(searcher->ix->store->docs, searcher->docs, row, &record, err)) < 0 ||
	    (st = document_read(&out->doc, &searcher->mem, record, err)) < 0)
		return st;
	return document_sections_of(
	    &out->parts, &out->doc, searcher->ix->sectioner, &searcher->mem, err);
}

void
fill_document(tensen_document_ref *out, tensen_result *base, const tensen_searcher *searcher,
    const read_row *one)
{
	ref_of_row(out, base, searcher->ix, one->row);
	ref_add_text(out, base, &one->doc);
}

void
fill_application(const char *out[2], tensen_result *base, const tensen_searcher *searcher,
    const tensen_document_ref *ref)
{
	const subclass_info *info = fields_subclass(searcher->ix->fields, ref->subclass);
	span thing = title_thing(span_of(ref->title));

	for (int l = 0; l < 2; l++)
		out[l] = thing.n                       ? result_copy(base, thing)
			 : info && info->products[l].n ? result_copy(base, info->products[l])
						       : ref->id;
}

static tensen_status
fill_sentence(const candidate_filler *fill, tensen_candidate *out, const triage_doc *doc,
    const read_row *one, tensen_error *err)
{
	met_sentence m;
	tensen_status st = sentence_of_sections(&m, fill->base, fill->s,
	    &fill->t->aspects.v[doc->aspect].query, doc->row, &one->parts, err);

	out->sentence = m.sentence;
	out->highlights = m.highlights;
	out->n_highlights = m.n_highlights;
	return st;
}

static const char *
candidate_copied(tensen_result *result, const char *str)
{
	return str ? result_copy(result, span_of(str)) : NULL;
}

const tensen_judgement *
judgement_copy(tensen_result *result, const tensen_judgement *judged)
{
	tensen_judgement *to = arena_alloc(&result->mem, sizeof *to);

	if (!to)
		return NULL;
	*to = *judged;
	to->id = candidate_copied(result, judged->id);
	to->by = candidate_copied(result, judged->by);
	to->date = candidate_copied(result, judged->date);
	to->application = candidate_copied(result, judged->application);
	to->transfer = candidate_copied(result, judged->transfer);
	to->quote_query = candidate_copied(result, judged->quote_query);
	to->quote_document = candidate_copied(result, judged->quote_document);
	to->objection = candidate_copied(result, judged->objection);
	to->note = candidate_copied(result, judged->note);
	to->doubt_objection = candidate_copied(result, judged->doubt_objection);
	to->doubt_by = candidate_copied(result, judged->doubt_by);
	return to;
}

static tensen_status
fill_judgement(const candidate_filler *fill, tensen_candidate *out, const tensen_judgement *judged,
    tensen_error *err)
{
	if (judged && !(out->judgement = judgement_copy(fill->base, judged)))
		return tensen_fail_nomem(err);
	return TENSEN_OK;
}

static span
effect_of_aspect(const triage *grades, uint32_t number)
{
	const aspect *x = &grades->aspects.v[number];

	if (aspect_was_given(x) || x->kind == TENSEN_ASPECT_ELSEWHERE)
		return effect_of(&x->of->sections);
	return x->kind == TENSEN_ASPECT_WHOLE ? effect_of(&x->query.sections) : x->text;
}

const char *
effect_beside(tensen_result *base, const triage *grades, const query *asked, uint32_t number)
{
	const int found = number != TENSEN_NO_ASPECT;
	buf b = BUF_INIT;

	for (size_t i = 0; i < grades->n_together; i++) {
		const query *q = grades->together[i];
		buf_str(&b, i ? "\n" : "");
		buf_span(&b, q->doc.id);
		buf_str(&b, ": ");
		buf_span(&b, found && grades->aspects.v[number].of == q
				 ? effect_of_aspect(grades, number)
				 : effect_of(&q->sections));
	}
	if (grades->n_together)
		return result_text(base, &b);
	return result_copy(
	    base, found ? effect_of_aspect(grades, number) : effect_of(&asked->sections));
}

tensen_status
fill_candidate(
    candidate_filler *fill, tensen_candidate *out, const triage_doc *doc, tensen_error *err)
{
	read_row r;
	tensen_status st = read_row_of(&r, fill->s, doc->row, err);

	if (st < 0)
		return st;
	*out = (tensen_candidate){.sentence = "",
	    .aspect = doc->aspect,
	    .asked = &fill->asked[doc->aspect],
	    .distance = doc->distance,
	    .shelf = doc->shelf,
	    .effect = effect_beside(fill->base, fill->t, NULL, doc->aspect),
	    .trouble = result_copy(fill->base, trouble_of(&r.parts))};
	fill_document(&out->document, fill->base, fill->s, &r);
	fill_application(out->application, fill->base, fill->s, &out->document);
	if ((st = pair_words(out, &fill->effect, fill->base, fill->s, err)) < 0)
		return st;
	if (fill->quote && (st = fill_sentence(fill, out, doc, &r, err)) < 0)
		return st;
	return fill_judgement(fill, out, doc->judgement, err);
}

tensen_status
fill_aspects(candidate_filler *fill, candidate_list *out, tensen_error *err)
{
	const aspects *all = &fill->t->aspects;
	tensen_aspect *v = arena_calloc(&fill->base->mem, (all->n + (size_t)1) * sizeof *v);

	if (!v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < all->n; i++)
		v[i] = (tensen_aspect){
		    .text = result_copy(fill->base, all->v[i].text), .kind = all->v[i].kind};
	for (uint32_t i = 0; i < fill->t->n; i++) {
		const triage_doc *d = &fill->t->v[i];
		v[d->aspect].looked++;
		v[d->aspect].read += d->judgement != NULL;
		v[d->aspect].good += d->judgement && d->judgement->grade >= GOOD_GRADE;
	}
	fill->asked = out->aspects = v;
	out->n_aspects = all->n;
	return TENSEN_OK;
}

tensen_status
fill_candidates(candidate_filler *fill, candidate_list *out, uint32_t most, tensen_error *err)
{
	uint32_t n = fill->t->n < most ? fill->t->n : most;
	tensen_candidate *v = arena_calloc(&fill->base->mem, (n + (size_t)1) * sizeof *v);
	tensen_status st = v ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		st = fill_candidate(fill, &v[i], &fill->t->v[i], err);
	out->v = v;
	out->n = st == TENSEN_OK ? n : 0;
	return st;
}

#define SECTION_COLUMNS                                                                            \
	600 /* of a section of a document: a little over five lines of a sheet of A4 */
#define CLASSES_SHOWN 8

/* The first of the wanted sections that there is; a text without any has SEC_OTHER. */
static const char *
section_text(tensen_result *result, const document_sections *read, section wanted, section instead)
{
	const section order[] = {wanted, instead, SEC_OTHER};
	buf b = BUF_INIT;

	for (size_t k = 0; k < sizeof order / sizeof *order; k++)
		for (size_t i = 0; i < read->n && b.n == 0; i++)
			if (read->v[i].what == order[k])
				quote_shorten(&b, read->v[i].text, SECTION_COLUMNS, NO_HIGHLIGHTS);
	return result_text(result, &b);
}

static void
fill_source(
    idea_source *out, tensen_result *result, const document *doc, const document_sections *read)
{
	/* CPC only where neither of the others is: it repeats them */
	const span_list *classes = doc->ipc.n ? &doc->ipc : doc->fi.n ? &doc->fi : &doc->cpc;

	ref_of_document(&out->document, result, doc);
	out->classes = texts_joined(result, classes, ", ", CLASSES_SHOWN);
	out->problem = section_text(result, read, SEC_PROBLEM, SEC_EFFECT);
	out->means = section_text(result, read, SEC_MEANS, SEC_CLAIMS);
}

tensen_status
idea_source_of_query(ideas_result *result, const query *q, tensen_error *err)
{
	idea_source *x = arena_alloc(&result->base.mem, sizeof *x);

	if (!x)
		return tensen_fail_nomem(err);
	fill_source(x, &result->base, &q->doc, &q->sections);
	result->sources = x;
	result->n_sources = 1;
	return TENSEN_OK;
}

tensen_status
idea_sources_of_rows(ideas_result *result, tensen_searcher *searcher, const uint32_t *rows_of,
    size_t n, tensen_error *err)
{
	size_t most = n < IDEA_SOURCES_MAX ? n : IDEA_SOURCES_MAX;
	idea_source *x = arena_alloc(&result->base.mem, IDEA_SOURCES_MAX * sizeof *x);
	tensen_status st = x ? TENSEN_OK : tensen_fail_nomem(err);

	for (size_t i = 0; i < most && st == TENSEN_OK; i++) {
		document d;
		document_sections read;
		if ((st = stored_document(searcher, rows_of[i], &d, err)) < 0 ||
		    (st = document_sections_of(
			 &read, &d, searcher->ix->sectioner, &searcher->mem, err)) < 0)
			break;
		fill_source(&x[i], &result->base, &d, &read);
	}
	result->sources = x;
	result->n_sources = st == TENSEN_OK ? most : 0;
	return st;
}
