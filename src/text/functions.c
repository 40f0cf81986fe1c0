/* text/functions.c - "what is done to what" from the morphs of one sentence.
 *
 *   振動を効果的に抑える     振動>抑制       N を ... V
 *   隙間が生じる             隙間>発生       N が ... V (intransitive or passive)
 *   漏れの防止を図る         漏れ>抑制       N の V-noun
 *   目詰まりが生じにくい     目詰まり>抑制   something happens, denied
 *   揺れ低減装置             揺れ>抑制       inside a compound
 *
 * Patterns over particles find functions without a parser, because patents seldom omit particles.
 * A function whose object is a compound or has a class is followed by its generalization on the
 * same bytes (車体振動>抑制, 振動>抑制; ビビリ>抑制, 振動>抑制), so that different wordings of one
 * function share a term. */
#include "text/steps.h"
#include "text/utf8.h"

#define SUPPRESS "抑制" /* the class of verbs that prevent something (models/functions.tsv) */

typedef struct finder {
	const morphs *m;
	const lexicon *x;
	emitter *e;
	const run *v;
	size_t n;
} finder;

static inline const morph *
at(const finder *f, size_t i)
{
	return morph_at(f->m, i);
}

/* --- output ----------------------------------------------------------- */

/* The object of a function: morphs of one run, or of two (温度の低下). */
typedef struct object {
	uint32_t from, to;   /* the head */
	uint32_t from2, to2; /* the run put before it; from2 == to2: none */
} object;

static span
action_class(const finder *f, span action)
{
	return lexicon_action(f->x, action);
}

/* 1 for an object without content: もの, 前記, a number. */
static int
is_empty(const finder *f, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		const morph *m = at(f, i);
		if (morph_is_term(m) ||
		    (m->kind != M_NUMBER && m->kind != M_COUNTER && m->kind != M_DEPENDENT &&
			!(m->lex->flags & LEX_BREAK) && utf8_count(m->base) > 1))
			return 0;
	}
	return 1;
}

static void
put(const finder *f, span generalized, const object *o, span action, uint32_t until)
{
	emitter *e = f->e;
	size_t begin = emit_begin(e);
	uint32_t first = o->from2 < o->to2 ? o->from2 : o->from;
	const morph *last = at(f, until > o->to - 1 ? until : o->to - 1);

	if (generalized.n)
		buf_span(&e->bytes, generalized);
	else {
		if (o->from2 < o->to2)
			runs_spell(e, f->m, f->x, o->from2, o->to2);
		runs_spell(e, f->m, f->x, o->from, o->to);
	}
	buf_char(&e->bytes, '>');
	buf_span(&e->bytes, action);
	emit_end(
	    e, begin, TERM_FUNCTION, at(f, first)->surface.p, last->surface.p + last->surface.n);
}

/* The generalization of an object: the class of the whole, else of its last word. */
static span
general_of(const finder *f, const object *o)
{
	span none = {NULL, 0}, whole, thing;
	emitter *e = f->e;
	size_t begin = e->bytes.n;
	const morph *head = at(f, o->to - 1);

	runs_spell(e, f->m, f->x, o->from, o->to);
	if (e->bytes.failed)
		return none;
	whole = (span){e->bytes.p + begin, e->bytes.n - begin};
	thing = lexicon_thing(f->x, whole);
	e->bytes.n = begin; /* the bytes stay in place until the next append */
	if (thing.p != whole.p)
		return thing;
	if (o->to - o->from < 2 && o->from2 == o->to2)
		return none;
	return morph_is_term(head) ? lexicon_thing(f->x, head->base) : none;
}

/* 1 if the function emitted at `before` has this object already. */
static int
repeats(const finder *f, size_t before, span what)
{
	span last = {f->e->bytes.p + before, f->e->bytes.n - before};

	return span_starts(last, what) && last.n > what.n && last.p[what.n] == '>';
}

static void
emit_function(const finder *f, const object *o, span action, uint32_t until)
{
	span class = action_class(f, action), general;
	size_t before;

	if (is_empty(f, o->from, o->to) && is_empty(f, o->from2, o->to2))
		return;
	general = general_of(f, o);
	before = emit_begin(f->e);
	put(f, (span){NULL, 0}, o, class, until);
	if (general.n && !repeats(f, before, general))
		put(f, general, o, class, until);
}

/* --- patterns -------------------------------------------------------------- */

/* The run that ends where morph `stop` stands, or NULL; k: its number. */
static const run *
run_ending(const finder *f, size_t stop, size_t upto)
{
	for (size_t k = upto; k-- > 0 && f->v[k].stop >= stop;)
		if (f->v[k].stop == stop)
			return f->v[k].from < f->v[k].to ? &f->v[k] : NULL;
	return NULL;
}

/* The object with its の phrase: 温度の低下 needs 温度, the thing it happens to; in 漏れの発生 only
 * 漏れ is the object. */
static object
object_of(const finder *f, size_t k)
{
	const run *r = &f->v[k], *of;
	object o = {r->from, r->to, 0, 0};
	uint16_t flags = at(f, r->from)->lex->flags;

	if (r->to - r->from != 1 || !(flags & LEX_EVENT) || r->from == 0 ||
	    at(f, r->from)->lex->thing != LEX_NONE || !morph_is_particle(at(f, r->from - 1), "の"))
		return o;
	of = run_ending(f, r->from - 1, k);
	if (!of || is_empty(f, of->from, of->to))
		return o;
	if (flags & LEX_ARISE)
		return (object){of->from, of->to, 0, 0};
	o.from2 = of->from;
	o.to2 = of->to;
	return o;
}

/* 1 if the run is a single action noun: 低減. */
static int
is_action_noun(const finder *f, const run *r)
{
	const morph *m = at(f, r->to - 1);

	return r->to - r->from == 1 && (m->kind == M_SAHEN || m->kind == M_NOUN) &&
	       m->lex->action != LEX_NONE;
}

/* The run before the particle of a list (や, と ...) that stands before morph i, or NULL. */
static const run *
before_joint(const finder *f, uint32_t i, size_t upto, int only_ya)
{
	static const char *const joints[] = {"や", "及び", "および", "並びに", "又は", "または",
	    "もしくは", "若しくは", "ならびに", "と", "・"};
	size_t n = only_ya ? 1 : sizeof joints / sizeof *joints;

	for (size_t j = 0; i > 0 && j < n; j++)
		if (span_eq(at(f, i - 1)->surface, span_of(joints[j])))
			return run_ending(f, i - 1, upto);
	return NULL;
}

/* The run of a further object of the same verb: 腐食や摩耗を防ぐ, 水の汚染や土のむらを抑える.
 * Only や joins across a の: AとBのC may be one C of two things. */
static const run *
joined_before(const finder *f, size_t k)
{
	uint32_t i = f->v[k].from;
	const run *of;

	if (i == 0 || !morph_is_particle(at(f, i - 1), "の"))
		return before_joint(f, i, k, 0);
	of = run_ending(f, i - 1, k);
	return of ? before_joint(f, of->from, (size_t)(of - f->v), 1) : NULL;
}

/* N の V-noun, if no する follows V-noun and V-noun is no object itself. */
static void
noun_of_noun(const finder *f, size_t k)
{
	const run *r = &f->v[k], *of;
	object o;
	predicate p;

	if (!is_action_noun(f, r) || r->from == 0 || !morph_is_particle(at(f, r->from - 1), "の") ||
	    !(of = run_ending(f, r->from - 1, k)))
		return;
	if (morph_is_particle(at(f, r->stop), "を")) {
		p = predicate_behind(f->m, r->stop + 1, 1);
		if (p.action.n && !(p.flags & LEX_LIGHT))
			return;
	}
	if (predicate_verbalized(f->m, r->stop) || !(at(f, r->from)->lex->flags & LEX_EFFECT))
		return;
	for (int i = 0; of && i < 4; i++) {
		o = object_of(f, (size_t)(of - f->v));
		emit_function(f, &o, at(f, r->from)->base, r->to - 1);
		of = joined_before(f, (size_t)(of - f->v));
	}
}

static int
is_function_verb(const predicate *p)
{
	return p->action.n && !(p->flags & (LEX_NOT_DONE | LEX_LIGHT));
}

static void
object_and_verb(const finder *f, size_t k, const predicate *p, span action)
{
	const run *more = &f->v[k];

	for (int i = 0; more && i < 4; i++) {
		object o = object_of(f, (size_t)(more - f->v));
		emit_function(f, &o, action, p->at);
		more = joined_before(f, (size_t)(more - f->v));
	}
}

/* N も V, where も stands for を. */
static void
taken_by_mo(const finder *f, size_t k, uint32_t behind)
{
	predicate p = predicate_behind(f->m, behind, 0);

	if (is_function_verb(&p) && !p.denied && lexicon_action(f->x, p.action).p != p.action.p)
		object_and_verb(f, k, &p, p.action);
}

static void
taken_by_wo(const finder *f, size_t k, uint32_t behind)
{
	predicate p = predicate_behind(f->m, behind, 1);

	if (is_function_verb(&p) && !p.denied)
		object_and_verb(f, k, &p, p.action);
}

/* N が V: something happens; if it is denied, it is prevented.  の is the particle of the subject
 * only directly before the verb (ビビリの生じにくい). */
static void
taken_by_ga(const finder *f, size_t k, uint32_t behind)
{
	predicate p = predicate_behind(f->m, behind, 0);

	if (!is_function_verb(&p))
		return;
	if (morph_is_particle(at(f, behind - 1), "の") &&
	    (p.at != behind || !(p.flags & LEX_EVENT)))
		return;
	if (at(f, f->v[k].to - 1)->lex->flags & LEX_PERSON)
		return;
	/* a transitive verb without an object: the noun before が acts */
	if (!p.passive && !(p.flags & LEX_EVENT) && lexicon_action(f->x, p.action).p != p.action.p)
		return;
	if (!p.denied)
		object_and_verb(f, k, &p, p.action);
	else if (p.flags & LEX_ARISE)
		object_and_verb(f, k, &p, SPAN_LIT(SUPPRESS));
}

/* 破損しにくい, 錆びにくい: denied harm is prevented harm.  ない does not count: 凍らない may be a
 * complaint. */
static void
denied_harm(const finder *f, size_t i)
{
	const morph *m = at(f, i);
	predicate p = {{NULL, 0}, 0, 0, 0, 0, 0};
	object o = {(uint32_t)i, (uint32_t)i + 1, 0, 0};

	if (m->lex->thing == LEX_NONE || !predicate_at(f->m, i, &p) || !p.hard)
		return;
	emit_function(f, &o, SPAN_LIT(SUPPRESS), (uint32_t)i);
}

/* 振動抑制装置: object and action inside one compound. */
static void
inside_compound(const finder *f, const run *r)
{
	for (uint32_t i = r->from + 1; i < r->to; i++)
		if (at(f, i)->lex->flags & LEX_ACTION) {
			object o = {r->from, i, 0, 0};
			emit_function(f, &o, at(f, i)->base, i);
			return;
		}
}

/* The case particle of run k, behind だけ and similar particles and behind the と of AとBとを. */
static uint32_t
particle_of(const finder *f, size_t k)
{
	static const char *const between[] = {"だけ", "のみ", "など", "まで"};
	uint32_t i = f->v[k].stop;

	for (size_t b = 0; b < sizeof between / sizeof *between; b++)
		if (morph_is_particle(at(f, i), between[b]))
			return i + 1;
	return morph_is_particle(at(f, i), "と") && morph_is_particle(at(f, i + 1), "を") ? i + 1
											  : i;
}

static void
taken(const finder *f, size_t k)
{
	uint32_t i = particle_of(f, k);
	const morph *next = at(f, i);

	if (morph_is_particle(next, "を") && !predicate_is_link(f->m, i))
		taken_by_wo(f, k, i + 1);
	else if (morph_is_particle(next, "も"))
		taken_by_mo(f, k, i + 1);
	else if (morph_is_particle(next, "が") || morph_is_particle(next, "の"))
		taken_by_ga(f, k, i + 1);
}

void
functions_emit(const morphs *m, const runs *r, const lexicon *x, emitter *e)
{
	finder f = {m, x, e, runs_v(r), runs_n(r)};

	for (size_t k = 0; k < f.n; k++) {
		if (f.v[k].from == f.v[k].to)
			continue;
		inside_compound(&f, &f.v[k]);
		noun_of_noun(&f, k);
		taken(&f, k);
	}
	for (size_t i = 0; i < m->n; i++)
		denied_harm(&f, i);
}
