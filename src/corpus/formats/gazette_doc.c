/* corpus/formats/gazette_doc.c - the texts gathered from a gazette become a document.
 *
 * The id has J-PlatPat's spelling (特開2010-035913), so that a document from a CSV and the same
 * one from its gazette unite. */
#include <stdio.h>
#include "corpus/document/docnumber.h"
#include "corpus/document/fold.h"
#include "corpus/formats/gazette.h"
#include "util/json/json.h"

void
gazette_init(gazette *g, record *r)
{
	*g = (gazette){.rec = r};
}

static void
clear_flow(text_flow *f)
{
	buf_clear(&f->text);
}

void
gazette_clear(gazette *g)
{
	for (int set = 0; set < 2; set++)
		for (int i = 0; i < N_GATHERED; i++)
			clear_flow(&g->text[set][i]);
	clear_flow(&g->claim);
	bufs_clear(&g->kind, &g->publication, &g->date);
}

static void
keep(gazette *g, span_list *l, span value)
{
	span s = fold_blanks(value, g->rec->d.mem);

	if (!s.p || (s.n && span_list_add_once(g->rec->d.mem, l, s) < 0))
		g->rec->failed = 1;
}

static void
set_once(buf *b, span value)
{
	if (b->n == 0)
		buf_span(b, value);
}

/* KR2011007305 is PCT/KR2011/007305. */
static void
set_pct(gazette *g, span value)
{
	char out[DOCNUMBER_MAX];
	size_t n = docnumber_make("PCT/", value, out);

	if (n)
		record_set(g->rec, FIELD_NUMBER, SPAN_LIT("国際出願番号"), (span){out, n});
	else
		record_set(g->rec, FIELD_EXTRA, SPAN_LIT("国際出願番号"), value);
}

/* 公開特許公報(A), 登録実用新案公報(U) ...; the newest gazettes may lack it. */
static int
kind_says(const gazette *g, const char *words)
{
	span kind = {g->kind.p, g->kind.n};

	return kind.n && span_find(kind, span_of(words), 0) != (size_t)-1;
}

static int
is_utility_model(const gazette *g)
{
	return strstr(g->root, "Utility") != NULL || g->kind_attr[0] == 'U' ||
	       g->kind_attr[0] == 'Y' || kind_says(g, "実用新案");
}

static void
set_application(gazette *g, span value)
{
	char out[DOCNUMBER_MAX];
	size_t n;

	if (value.n > 2 && value.p[0] >= 'A' && value.p[0] <= 'Z') {
		set_pct(g, value);
		return;
	}
	n = docnumber_make(is_utility_model(g) ? "実願" : "特願", value, out);
	record_set(g->rec, n ? FIELD_NUMBER : FIELD_EXTRA, SPAN_LIT("出願番号"),
	    n ? (span){out, n} : value);
}

static void
set_grant(gazette *g, span value)
{
	char out[DOCNUMBER_MAX];
	size_t n = docnumber_make("特許", value, out);

	record_set(g->rec, n ? FIELD_NUMBER : FIELD_EXTRA, SPAN_LIT("登録番号"),
	    n ? (span){out, n} : value);
}

static void
set_number(gazette *g, const uint16_t *inside, span value)
{
	if (inside[TOK_PRIORITY] || inside[TOK_CITED])
		return;
	if (inside[TOK_RELATED])
		keep(g, &g->parents, value);
	else if (inside[TOK_PCT_PUBLISHING])
		record_set(g->rec, FIELD_NUMBER, SPAN_LIT("国際公開番号"), value);
	else if (inside[TOK_PCT_FILING])
		set_pct(g, value);
	else if (inside[TOK_PUBLICATION])
		set_once(&g->publication, value);
	else if (inside[TOK_APPLICATION])
		set_application(g, value);
	else if (inside[TOK_GRANT])
		set_grant(g, value);
}

static void
set_date(gazette *g, const uint16_t *inside, span value)
{
	if (inside[TOK_PRIORITY] || inside[TOK_RELATED] || inside[TOK_PCT_PUBLISHING] ||
	    inside[TOK_PCT_FILING])
		return;
	if (inside[TOK_PUBLICATION])
		set_once(&g->date, value);
	else if (inside[TOK_APPLICATION])
		record_set(g->rec, FIELD_FILED, SPAN_LIT("出願日"), value);
}

/* The older form gives a foreign applicant's name twice, the second in Latin. */
static void
set_name(gazette *g, const uint16_t *inside, span value)
{
	if (!inside[TOK_APPLICANT])
		return;
	if (g->named)
		keep(g, &g->other_names, value);
	else
		record_set(g->rec, FIELD_APPLICANT, SPAN_LIT("applicant"), value);
	g->named = 1;
}

static void
set_symbol(gazette *g, const uint16_t *inside, span value)
{
	if (inside[TOK_IPC_GROUP])
		record_set(g->rec, FIELD_IPC, SPAN_LIT("ipc"), value);
	else if (inside[TOK_FI_GROUP])
		record_set(g->rec, FIELD_FI, SPAN_LIT("fi"), value);
}

void
gazette_set(gazette *g, token t, const uint16_t *inside, span value)
{
	value = span_trim(value);
	if (value.n == 0)
		return;
	if (t == TOK_NUMBER)
		set_number(g, inside, value);
	else if (t == TOK_DATE)
		set_date(g, inside, value);
	else if (t == TOK_KIND)
		set_once(&g->kind, value);
	else if (t == TOK_TITLE && g->rec->d.title.n == 0)
		record_set(g->rec, FIELD_TITLE, SPAN_LIT("title"), value);
	else if (t == TOK_NAME)
		set_name(g, inside, value);
	else if (t == TOK_SYMBOL)
		set_symbol(g, inside, value);
	else if (t == TOK_THEME)
		return; /* the first five characters of every F-term */
	else if (t == TOK_FTERM)
		record_set(g->rec, FIELD_FTERM, SPAN_LIT("fterm"), value);
	else if (t == TOK_REPUBLICATION)
		set_application(g, value);
	else if (t == TOK_CITATION && inside[TOK_CITED])
		keep(g, &g->citations, value);
}

/* --- the end --------------------------------------------------------------- */

/* J-PlatPat's prefix of the number: from the words of the gazette, else from its kind. */
static const char *
prefix_of(const gazette *g)
{
	static const struct {
		const char *words, *prefix;
	} kinds[] = {{"再公表", "再表"}, {"公表特許", "特表"}, {"公開特許", "特開"},
	    {"公開実用", "実開"}, {"公表実用", "実表"}, {"登録実用", "実登"},
	    {"実用新案登録", "実登"}, {"実用新案公報", "実公"}, {"特許公報", "特許"}};
	static const struct {
		char attr;
		const char *prefix;
	} attrs[] = {{'A', "特開"}, {'T', "特表"}, {'S', "再表"}, {'B', "特許"}, {'U', "実登"}};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kind_says(g, kinds[i].words))
			return kinds[i].prefix;
	for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++)
		if (g->kind_attr[0] == attrs[i].attr)
			return attrs[i].prefix;
	if (strstr(g->root, "Utility"))
		return "実登";
	if (strstr(g->root, "International"))
		return "特表";
	return strstr(g->root, "Registered") ? "特許" : "特開";
}

static void
set_id(gazette *g)
{
	char out[DOCNUMBER_MAX];
	span number = {g->publication.p, g->publication.n};
	size_t n = docnumber_make(prefix_of(g), number, out);

	/* before 1996 特許公報 had numbers by year, as 特公 */
	if (!n && strcmp(prefix_of(g), "特許") == 0)
		n = docnumber_make("特公", number, out);
	record_set(g->rec, FIELD_ID, SPAN_LIT("id"), n ? (span){out, n} : number);
}

static span
gathered_text(gazette *g, int set, gathered what)
{
	buf *b = &g->text[set][what].text;

	g->rec->failed |= b->failed;
	return span_trim((span){b->p, b->n});
}

/* Sets the body's text, or the amendment's if the body has none. */
static void
set_text(gazette *g, record_field f, gathered what)
{
	span body = gathered_text(g, 0, what), amended = gathered_text(g, 1, what);

	record_set(g->rec, f, SPAN_LIT("text"), body.n ? body : amended);
	if (body.n && amended.n && f == FIELD_DESCRIPTION) {
		record_set(g->rec, f, SPAN_LIT("text"), SPAN_LIT("【手続補正書】"));
		record_set(g->rec, f, SPAN_LIT("text"), amended);
	}
}

static void
keep_list(gazette *g, const char *name, const span_list *l)
{
	buf b = BUF_INIT;
	json j;

	if (l->n == 0)
		return;
	json_init(&j, &b, 0);
	json_open(&j, '[');
	for (uint32_t i = 0; i < l->n; i++)
		json_span(&j, l->v[i]);
	json_close(&j, ']');
	g->rec->failed |= b.failed;
	if (!b.failed)
		record_set_json(g->rec, span_of(name), (span){b.p, b.n});
	buf_clear(&b);
}

/* The document has the published claims.  The claims of an amendment are kept in extra, or
 * replace the published ones if the body has none. */
static void
set_claims(gazette *g)
{
	const span_list *use = g->claims[0].n ? &g->claims[0] : &g->claims[1];

	for (uint32_t i = 0; i < use->n; i++)
		record_set(g->rec, FIELD_CLAIM, SPAN_LIT("claim"), use->v[i]);
	if (g->claims[0].n && g->claims[1].n) {
		keep_list(g, "amended_claims", &g->claims[1]);
		feed_note(g->rec->feed, g->rec->at,
		    "two sets of claims: the published one is used, the amendment's kept");
	}
}

void
gazette_finish(gazette *g)
{
	set_id(g);
	record_set(g->rec, FIELD_DATE, SPAN_LIT("date"), (span){g->date.p, g->date.n});
	set_text(g, FIELD_ABSTRACT, GOT_ABSTRACT);
	set_text(g, FIELD_PROBLEM, GOT_PROBLEM);
	set_text(g, FIELD_MEANS, GOT_MEANS);
	set_text(g, FIELD_EFFECT, GOT_EFFECT);
	set_text(g, FIELD_DESCRIPTION, GOT_DESCRIPTION);
	set_claims(g);
	keep_list(g, "citations", &g->citations);
	keep_list(g, "parents", &g->parents);
	keep_list(g, "applicants_as_filed", &g->other_names);
	g->rec->d.lang = SPAN_LIT("ja");
	g->rec->failed |=
	    g->kind.failed | g->publication.failed | g->date.failed | g->claim.text.failed;
}
