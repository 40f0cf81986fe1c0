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
functions_at(const finder *seeker, size_t i)
{
	return morph_at(seeker->m, i);
}

/* --- output ----------------------------------------------------------- */

/* The object of a function: morphs of one run, or of two (温度の低下). */
typedef struct object {
	uint32_t from, to;   /* the head */
	uint32_t from2, to2; /* the run put before it; from2 == to2: none */
} object;

static span
action_class(const finder *seeker, span action)
{
	return lexicon_action(seeker->x, action);
}

/* 1 for an object without content: もの, 前記, a number. */
static int
is_empty(const finder *seeker, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++) {
		const morph *m = functions_at(seeker, i);
		if (morph_is_term(m) ||
		    (m->kind != M_NUMBER && m->kind != M_COUNTER && m->kind != M_DEPENDENT &&
			!(m->lex->flags & LEX_BREAK) && utf8_count(m->base) > 1))
			return 0;
	}
	return 1;
}

static void
functions_put(
    const finder *seeker, span generalized, const object *thing, span action, uint32_t until)
{
	emitter *e = seeker->e;
	size_t begin = emit_begin(e);
	uint32_t first = thing->from2 < thing->to2 ? thing->from2 : thing->from;
	const morph *last = functions_at(seeker, until > thing->to - 1 ? until : thing->to - 1);

	if (generalized.n)
		buf_span(&e->bytes, generalized);
	else {
		if (thing->from2 < thing->to2)
			runs_spell(e, seeker->m, seeker->x, thing->from2, thing->to2);
		runs_spell(e, seeker->m, seeker->x, thing->from, thing->to);
	}
	buf_char(&e->bytes, '>');
	buf_span(&e->bytes, action);
	emit_end(e, begin, TERM_FUNCTION, functions_at(seeker, first)->surface.p,
	    last->surface.p + last->surface.n);
}

/* The generalization of an object: the class of the whole, else of its last word. */
static span
general_of(const finder *seeker, const object *obj)
{
	span none = {NULL, 0}, whole, thing;
	emitter *e = seeker->e;
	size_t begin = e->bytes.n;
	const morph *head = functions_at(seeker, obj->to - 1);

	runs_spell(e, seeker->m, seeker->x, obj->from, obj->to);
	if (e->bytes.failed)
		return none;
	whole = (span){e->bytes.p + begin, e->bytes.n - begin};
	thing = lexicon_thing(seeker->x, whole);
	e->bytes.n = begin; /* the bytes stay in place until the next append */
	if (thing.p != whole.p)
		return thing;
	if (obj->to - obj->from < 2 && obj->from2 == obj->to2)
		return none;
	return morph_is_term(head) ? lexicon_thing(seeker->x, head->base) : none;
}

/* 1 if the function emitted at `before` has this object already. */
static int
functions_repeats(const finder *seeker, size_t before, span what)
{
	span last = {seeker->e->bytes.p + before, seeker->e->bytes.n - before};

	return span_starts(last, what) && last.n > what.n && last.p[what.n] == '>';
}

static void
emit_function(const finder *seeker, const object *thing, span action, uint32_t until)
{
	span class = action_class(seeker, action), general;
	size_t before;

	if (is_empty(seeker, thing->from, thing->to) && is_empty(seeker, thing->from2, thing->to2))
		return;
	general = general_of(seeker, thing);
	before = emit_begin(seeker->e);
	functions_put(seeker, (span){NULL, 0}, thing, class, until);
	if (general.n && !functions_repeats(seeker, before, general))
		functions_put(seeker, general, thing, class, until);
}

/* --- patterns -------------------------------------------------------------- */

/* The run that ends where morph `stop` stands, or NULL; k: its number. */
static const run *
run_ending(const finder *seeker, size_t stop, size_t upto)
{
	for (size_t k = upto; k-- > 0 && seeker->v[k].stop >= stop;)
		if (seeker->v[k].stop == stop)
			return seeker->v[k].from < seeker->v[k].to ? &seeker->v[k] : NULL;
	return NULL;
}

/* The object with its の phrase: 温度の低下 needs 温度, the thing it happens to; in 漏れの発生 only
 * 漏れ is the object. */
static object
object_of(const finder *seeker, size_t k)
{
	const run *r = &seeker->v[k], *of;
	object o = {r->from, r->to, 0, 0};
	uint16_t flags = functions_at(seeker, r->from)->lex->flags;

	if (r->to - r->from != 1 || !(flags & LEX_EVENT) || r->from == 0 ||
	    functions_at(seeker, r->from)->lex->thing != LEX_NONE ||
	    !morph_is_particle(functions_at(seeker, r->from - 1), "の"))
		return o;
	of = run_ending(seeker, r->from - 1, k);
	if (!of || is_empty(seeker, of->from, of->to))
		return o;
	if (flags & LEX_ARISE)
		return (object){of->from, of->to, 0, 0};
	o.from2 = of->from;
	o.to2 = of->to;
	return o;
}

/* 1 if the run is a single action noun: 低減. */
static int
is_action_noun(const finder *seeker, const run *rn)
{
	const morph *m = functions_at(seeker, rn->to - 1);

	return rn->to - rn->from == 1 && (m->kind == M_SAHEN || m->kind == M_NOUN) &&
	       m->lex->action != LEX_NONE;
}

/* The run before the particle of a list (や, と ...) that stands before morph i, or NULL. */
static const run *
before_joint(const finder *seeker, uint32_t i, size_t upto, int only_ya)
{
	static const char *const joints[] = {"や", "及び", "および", "並びに", "又は", "または",
	    "もしくは", "若しくは", "ならびに", "と", "・"};
	size_t n = only_ya ? 1 : sizeof joints / sizeof *joints;

	for (size_t j = 0; i > 0 && j < n; j++)
		if (span_eq(functions_at(seeker, i - 1)->surface, span_of(joints[j])))
			return run_ending(seeker, i - 1, upto);
	return NULL;
}

/* The run of a further object of the same verb: 腐食や摩耗を防ぐ, 水の汚染や土のむらを抑える.
 * Only や joins across a の: AとBのC may be one C of two things. */
static const run *
joined_before(const finder *seeker, size_t k)
{
	uint32_t i = seeker->v[k].from;
	const run *of;

	if (i == 0 || !morph_is_particle(functions_at(seeker, i - 1), "の"))
		return before_joint(seeker, i, k, 0);
	of = run_ending(seeker, i - 1, k);
	return of ? before_joint(seeker, of->from, (size_t)(of - seeker->v), 1) : NULL;
}

/* N の V-noun, if no する follows V-noun and V-noun is no object itself. */
static void
noun_of_noun(const finder *seeker, size_t k)
{
	const run *r = &seeker->v[k], *of;
	object o;
	predicate p;

	if (!is_action_noun(seeker, r) || r->from == 0 ||
	    !morph_is_particle(functions_at(seeker, r->from - 1), "の") ||
	    !(of = run_ending(seeker, r->from - 1, k)))
		return;
	if (morph_is_particle(functions_at(seeker, r->stop), "を")) {
		p = predicate_behind(seeker->m, r->stop + 1, 1);
		if (p.action.n && !(p.flags & LEX_LIGHT))
			return;
	}
	if (predicate_verbalized(seeker->m, r->stop) ||
	    !(functions_at(seeker, r->from)->lex->flags & LEX_EFFECT))
		return;
	for (int i = 0; of && i < 4; i++) {
		o = object_of(seeker, (size_t)(of - seeker->v));
		emit_function(seeker, &o, functions_at(seeker, r->from)->base, r->to - 1);
		of = joined_before(seeker, (size_t)(of - seeker->v));
	}
}

static int
is_function_verb(const predicate *verb)
{
	return verb->action.n && !(verb->flags & (LEX_NOT_DONE | LEX_LIGHT));
}

static void
object_and_verb(const finder *seeker, size_t k, const predicate *verb, span action)
{
	const run *more = &seeker->v[k];

	for (int i = 0; more && i < 4; i++) {
		object o = object_of(seeker, (size_t)(more - seeker->v));
		emit_function(seeker, &o, action, verb->at);
		more = joined_before(seeker, (size_t)(more - seeker->v));
	}
}

/* N も V, where も stands for を. */
static void
taken_by_mo(const finder *seeker, size_t k, uint32_t behind)
{
	predicate p = predicate_behind(seeker->m, behind, 0);

	if (is_function_verb(&p) && !p.denied &&
	    lexicon_action(seeker->x, p.action).p != p.action.p)
		object_and_verb(seeker, k, &p, p.action);
}

static void
taken_by_wo(const finder *seeker, size_t k, uint32_t behind)
{
	predicate p = predicate_behind(seeker->m, behind, 1);

	if (is_function_verb(&p) && !p.denied)
		object_and_verb(seeker, k, &p, p.action);
}

/* N が V: something happens; if it is denied, it is prevented.  の is the particle of the subject
 * only directly before the verb (ビビリの生じにくい). */
static void
taken_by_ga(const finder *seeker, size_t k, uint32_t behind)
{
	predicate p = predicate_behind(seeker->m, behind, 0);

	if (!is_function_verb(&p))
		return;
	if (morph_is_particle(functions_at(seeker, behind - 1), "の") &&
	    (p.at != behind || !(p.flags & LEX_EVENT)))
		return;
	if (functions_at(seeker, seeker->v[k].to - 1)->lex->flags & LEX_PERSON)
		return;
	/* a transitive verb without an object: the noun before が acts */
	if (!p.passive && !(p.flags & LEX_EVENT) &&
	    lexicon_action(seeker->x, p.action).p != p.action.p)
		return;
	if (!p.denied)
		object_and_verb(seeker, k, &p, p.action);
	else if (p.flags & LEX_ARISE)
		object_and_verb(seeker, k, &p, SPAN_LIT(SUPPRESS));
}

/* 破損しにくい, 錆びにくい: denied harm is prevented harm.  ない does not count: 凍らない may be a
 * complaint. */
static void
denied_harm(const finder *seeker, size_t i)
{
	const morph *m = functions_at(seeker, i);
	predicate p = {{NULL, 0}, 0, 0, 0, 0, 0};
	object o = {(uint32_t)i, (uint32_t)i + 1, 0, 0};

	if (m->lex->thing == LEX_NONE || !predicate_at(seeker->m, i, &p) || !p.hard)
		return;
	emit_function(seeker, &o, SPAN_LIT(SUPPRESS), (uint32_t)i);
}

/* 振動抑制装置: object and action inside one compound. */
static void
inside_compound(const finder *seeker, const run *rn)
{
	for (uint32_t i = rn->from + 1; i < rn->to; i++)
		if (functions_at(seeker, i)->lex->flags & LEX_ACTION) {
			object o = {rn->from, i, 0, 0};
			emit_function(seeker, &o, functions_at(seeker, i)->base, i);
			return;
		}
}

/* The case particle of run k, behind だけ and similar particles and behind the と of AとBとを. */
static uint32_t
particle_of(const finder *seeker, size_t k)
{
	static const char *const between[] = {"だけ", "のみ", "など", "まで"};
	uint32_t i = seeker->v[k].stop;

	for (size_t b = 0; b < sizeof between / sizeof *between; b++)
		if (morph_is_particle(functions_at(seeker, i), between[b]))
			return i + 1;
	return morph_is_particle(functions_at(seeker, i), "と") &&
		       morph_is_particle(functions_at(seeker, i + 1), "を")
		   ? i + 1
		   : i;
}

static void
functions_taken(const finder *seeker, size_t k)
{
	uint32_t i = particle_of(seeker, k);
	const morph *next = functions_at(seeker, i);

	if (morph_is_particle(next, "を") && !predicate_is_link(seeker->m, i))
		taken_by_wo(seeker, k, i + 1);
	else if (morph_is_particle(next, "も"))
		taken_by_mo(seeker, k, i + 1);
	else if (morph_is_particle(next, "が") || morph_is_particle(next, "の"))
		taken_by_ga(seeker, k, i + 1);
}

void
functions_emit(const morphs *words, const runs *sorted_runs, const lexicon *lex, emitter *out)
{
	finder f = {words, lex, out, runs_v(sorted_runs), runs_n(sorted_runs)};

	for (size_t k = 0; k < f.n; k++) {
		if (f.v[k].from == f.v[k].to)
			continue;
		inside_compound(&f, &f.v[k]);
		noun_of_noun(&f, k);
		functions_taken(&f, k);
	}
	for (size_t i = 0; i < words->n; i++)
		denied_harm(&f, i);
}
