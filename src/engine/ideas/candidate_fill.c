/* engine/ideas/candidate_fill.c - see candidate_fill.h. */
#include "engine/base/query.h"
#include "engine/ideas/candidate_fill.h"
#include <string.h>
#include "engine/ideas/titles.h"
#include "engine/ideas/trouble.h"
#include "engine/query/sentence.h"
#include "util/fail.h"

static int
is_title_only(const document_sections *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].what != SEC_TITLE)
			return 0;
	return 1;
}

int
query_title_only(const query *a)
{
	return a->row != ROW_NONE && a->sections.n > 0 && is_title_only(&a->sections);
}

tensen_status
read_row_of(read_row *out, tensen_searcher *s, uint32_t row, tensen_error *err)
{
	span record;
	tensen_status st;

	*out = (read_row){.row = row};
	/* Not copied: no other document is read meanwhile, and a gazette is long. */
	if ((st = docstore_get(s->ix->store->docs, s->docs, row, &record, err)) < 0 ||
	    (st = document_read(&out->doc, &s->mem, record, err)) < 0)
		return st;
	st = document_sections_of(&out->parts, &out->doc, s->ix->sectioner, &s->mem, err);
	out->title_only = is_title_only(&out->parts);
	return st;
}

void
fill_document(
    tensen_document_ref *out, tensen_result *base, const tensen_searcher *s, const read_row *d)
{
	const rows *r = &s->ix->store->rows;
	const field_info *field;
	const subclass_info *info;
	uint32_t row = d->row;

	*out = (tensen_document_ref){.id = result_copy(base, rows_id(r, row)),
	    .title = result_copy(base, rows_title(r, row)),
	    .applicants = row_applicants(base, r, row),
	    .url = result_copy(base, d->doc.url),
	    .subclass = result_copy(base, row_subclass(r, row)),
	    .field = r->primary[row],
	    .date = r->date[row],
	    .open = (r->flags[row] & ROW_OPEN) != 0,
	    .status = r->status[row],
	    .title_only = d->title_only};
	info = fields_subclass(s->ix->fields, out->subclass);
	field = fields_info(s->ix->fields, out->field);
	for (int l = 0; l < 2; l++) {
		out->subclass_name[l] = result_copy(base, info ? info->name[l] : (span){"", 0});
		out->field_name[l] = result_copy(base, field ? field->name[l] : (span){"", 0});
	}
}

void
fill_application(
    const char *out[2], tensen_result *base, const tensen_searcher *s, const tensen_document_ref *d)
{
	const subclass_info *info = fields_subclass(s->ix->fields, d->subclass);
	span thing = title_thing(span_of(d->title));

	for (int l = 0; l < 2; l++)
		out[l] = thing.n                       ? result_copy(base, thing)
			 : info && info->products[l].n ? result_copy(base, info->products[l])
						       : d->id;
}

static tensen_status
fill_sentence(const candidate_filler *f, tensen_candidate *out, const triage_doc *d,
    const read_row *r, tensen_error *err)
{
	met_sentence m;
	tensen_status st = sentence_of_sections(
	    &m, f->base, f->s, &f->t->aspects.v[d->aspect].query, d->row, &r->parts, err);

	out->sentence = m.sentence;
	out->highlights = m.highlights;
	out->n_highlights = m.n_highlights;
	return st;
}

static const char *
copied(tensen_result *r, const char *s)
{
	return s ? result_copy(r, span_of(s)) : NULL;
}

static tensen_status
fill_judgement(
    const candidate_filler *f, tensen_candidate *out, const tensen_judgement *j, tensen_error *err)
{
	tensen_judgement *to;
	tensen_result *r = f->base;

	if (!j)
		return TENSEN_OK;
	to = arena_alloc(&r->mem, sizeof *to);
	if (!to)
		return tensen_fail_nomem(err);
	*to = *j;
	to->id = out->document.id;
	to->by = copied(r, j->by);
	to->date = copied(r, j->date);
	to->application = copied(r, j->application);
	to->transfer = copied(r, j->transfer);
	to->quote_query = copied(r, j->quote_query);
	to->quote_document = copied(r, j->quote_document);
	to->objection = copied(r, j->objection);
	to->doubt_objection = copied(r, j->doubt_objection);
	to->doubt_by = copied(r, j->doubt_by);
	out->judgement = to;
	return TENSEN_OK;
}

/* The query's sentence to be read beside a document. */
static span
effect_beside(const triage *t, uint32_t number)
{
	const aspect *x = &t->aspects.v[number];

	return x->kind == TENSEN_ASPECT_WHOLE ? effect_of(&x->query.sections) : x->text;
}

tensen_status
fill_candidate(
    const candidate_filler *f, tensen_candidate *out, const triage_doc *d, tensen_error *err)
{
	read_row r;
	tensen_status st = read_row_of(&r, f->s, d->row, err);

	if (st < 0)
		return st;
	*out = (tensen_candidate){.sentence = "",
	    .aspect = d->aspect,
	    .distance = d->distance,
	    .shelf = d->shelf,
	    .effect = result_copy(f->base, effect_beside(f->t, d->aspect)),
	    .trouble = result_copy(f->base, trouble_of(&r.parts))};
	fill_document(&out->document, f->base, f->s, &r);
	fill_application(out->application, f->base, f->s, &out->document);
	if (f->quote && (st = fill_sentence(f, out, d, &r, err)) < 0)
		return st;
	return fill_judgement(f, out, d->judgement, err);
}

tensen_status
fill_aspects(const candidate_filler *f, candidate_list *out, tensen_error *err)
{
	const aspects *all = &f->t->aspects;
	tensen_aspect *v = arena_calloc(&f->base->mem, (all->n + (size_t)1) * sizeof *v);

	if (!v)
		return tensen_fail_nomem(err);
	for (uint32_t i = 0; i < all->n; i++)
		v[i] = (tensen_aspect){
		    .text = result_copy(f->base, all->v[i].text), .kind = all->v[i].kind};
	for (uint32_t i = 0; i < f->t->n; i++) {
		const triage_doc *d = &f->t->v[i];
		v[d->aspect].looked++;
		v[d->aspect].read += d->judgement != NULL;
		v[d->aspect].good += d->judgement && d->judgement->grade >= GOOD_GRADE;
	}
	out->aspects = v;
	out->n_aspects = all->n;
	return TENSEN_OK;
}

tensen_status
fill_candidates(const candidate_filler *f, candidate_list *out, uint32_t most, tensen_error *err)
{
	uint32_t n = f->t->n < most ? f->t->n : most;
	tensen_candidate *v = arena_calloc(&f->base->mem, (n + (size_t)1) * sizeof *v);
	tensen_status st = v ? TENSEN_OK : tensen_fail_nomem(err);

	for (uint32_t i = 0; i < n && st == TENSEN_OK; i++)
		st = fill_candidate(f, &v[i], &f->t->v[i], err);
	out->v = v;
	out->n = st == TENSEN_OK ? n : 0;
	return st;
}
