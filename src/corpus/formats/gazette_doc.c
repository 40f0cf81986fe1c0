/* corpus/formats/gazette_doc.c - the texts gathered from a gazette become a document.
 *
 * The id has J-PlatPat's spelling (特開2010-035913), so that a document from a CSV and the same
 * one from its gazette unite. */
#include <tensen/messages.h>
#include "corpus/document/docnumber.h"
#include "corpus/document/fold.h"
#include "corpus/formats/gazette.h"
#include "util/json/json.h"

void
gazette_init(gazette *gaz, record *one_record)
{
	*gaz = (gazette){.rec = one_record};
}

void
gazette_clear(gazette *g)
{
	for (int set = 0; set < 2; set++)
		for (int i = 0; i < N_GATHERED; i++)
			buf_clear(&g->text[set][i].text);
	bufs_clear(&g->claim.text, &g->kind, &g->publication, &g->date);
}

static void
gazette_keep(gazette *gaz, span_list *spans, span value)
{
	span s = fold_blanks(value, gaz->rec->d.mem);

	if (!s.p || (s.n && span_list_add_once(gaz->rec->d.mem, spans, s) < 0))
		gaz->rec->failed = 1;
}

static void
set_once(buf *out, span value)
{
	if (out->n == 0)
		buf_span(out, value);
}

/* A number by the prefix of its kind; one that is none is kept as it is. */
static void
set_made(gazette *gaz, const char *prefix, span name, span value)
{
	char out[DOCNUMBER_MAX];
	size_t n = docnumber_make(prefix, value, out);

	record_set(gaz->rec, n ? FIELD_NUMBER : FIELD_EXTRA, name, n ? (span){out, n} : value);
}

/* KR2011007305 is PCT/KR2011/007305. */
static void
set_pct(gazette *gaz, span value)
{
	set_made(gaz, "PCT/", SPAN_LIT("国際出願番号"), value);
}

/* 公開特許公報(A), 登録実用新案公報(U) ...; the newest gazettes may lack it. */
static int
kind_says(const gazette *gaz, const char *words)
{
	span kind = {gaz->kind.p, gaz->kind.n};

	return kind.n && span_find(kind, span_of(words), 0) != (size_t)-1;
}

static int
is_utility_model(const gazette *gaz)
{
	return strstr(gaz->root, "Utility") != NULL || gaz->kind_attr[0] == 'U' ||
	       gaz->kind_attr[0] == 'Y' || kind_says(gaz, "実用新案");
}

static void
set_application(gazette *gaz, span value)
{
	if (value.n > 2 && value.p[0] >= 'A' && value.p[0] <= 'Z')
		set_pct(gaz, value);
	else
		set_made(gaz, is_utility_model(gaz) ? "実願" : "特願", SPAN_LIT("出願番号"), value);
}

static void
set_number(gazette *gaz, const uint16_t *inside, span value)
{
	if (inside[TOK_PRIORITY] || inside[TOK_CITED])
		return;
	if (inside[TOK_RELATED])
		gazette_keep(gaz, &gaz->parents, value);
	else if (inside[TOK_PCT_PUBLISHING])
		record_set(gaz->rec, FIELD_NUMBER, SPAN_LIT("国際公開番号"), value);
	else if (inside[TOK_PCT_FILING])
		set_pct(gaz, value);
	else if (inside[TOK_PUBLICATION])
		set_once(&gaz->publication, value);
	else if (inside[TOK_APPLICATION])
		set_application(gaz, value);
	else if (inside[TOK_GRANT])
		set_made(gaz, "特許", SPAN_LIT("登録番号"), value);
}

static void
set_date(gazette *gaz, const uint16_t *inside, span value)
{
	if (inside[TOK_PRIORITY] || inside[TOK_RELATED] || inside[TOK_PCT_PUBLISHING] ||
	    inside[TOK_PCT_FILING])
		return;
	if (inside[TOK_PUBLICATION])
		set_once(&gaz->date, value);
	else if (inside[TOK_APPLICATION])
		record_set(gaz->rec, FIELD_FILED, SPAN_LIT("出願日"), value);
}

/* The older form gives a foreign applicant's name twice, the second in Latin. */
static void
set_name(gazette *gaz, const uint16_t *inside, span value)
{
	if (!inside[TOK_APPLICANT])
		return;
	if (gaz->named)
		gazette_keep(gaz, &gaz->other_names, value);
	else
		record_set(gaz->rec, FIELD_APPLICANT, SPAN_LIT("applicant"), value);
	gaz->named = 1;
}

static void
set_symbol(gazette *gaz, const uint16_t *inside, span value)
{
	if (inside[TOK_IPC_GROUP])
		record_set(gaz->rec, FIELD_IPC, SPAN_LIT("ipc"), value);
	else if (inside[TOK_FI_GROUP])
		record_set(gaz->rec, FIELD_FI, SPAN_LIT("fi"), value);
}

void
gazette_set(gazette *gaz, token tok, const uint16_t *inside, span value)
{
	value = span_trim(value);
	if (value.n == 0)
		return;
	if (tok == TOK_NUMBER)
		set_number(gaz, inside, value);
	else if (tok == TOK_DATE)
		set_date(gaz, inside, value);
	else if (tok == TOK_KIND)
		set_once(&gaz->kind, value);
	else if (tok == TOK_TITLE && gaz->rec->d.title.n == 0)
		record_set(gaz->rec, FIELD_TITLE, SPAN_LIT("title"), value);
	else if (tok == TOK_NAME)
		set_name(gaz, inside, value);
	else if (tok == TOK_SYMBOL)
		set_symbol(gaz, inside, value);
	else if (tok == TOK_THEME)
		return; /* the first five characters of every F-term */
	else if (tok == TOK_FTERM)
		record_set(gaz->rec, FIELD_FTERM, SPAN_LIT("fterm"), value);
	else if (tok == TOK_REPUBLICATION)
		set_application(gaz, value);
	else if (tok == TOK_CITATION && inside[TOK_CITED])
		gazette_keep(gaz, &gaz->citations, value);
}

/* --- the end --------------------------------------------------------------- */

/* J-PlatPat's prefix of the number: from the words of the gazette, else from its kind. */
static const char *
prefix_of(const gazette *gaz)
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
		if (kind_says(gaz, kinds[i].words))
			return kinds[i].prefix;
	for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++)
		if (gaz->kind_attr[0] == attrs[i].attr)
			return attrs[i].prefix;
	if (strstr(gaz->root, "Utility"))
		return "実登";
	if (strstr(gaz->root, "International"))
		return "特表";
	return strstr(gaz->root, "Registered") ? "特許" : "特開";
}

static void
set_id(gazette *gaz)
{
	char out[DOCNUMBER_MAX];
	span number = {gaz->publication.p, gaz->publication.n};
	size_t n = docnumber_make(prefix_of(gaz), number, out);

	/* before 1996 特許公報 had numbers by year, as 特公 */
	if (!n && strcmp(prefix_of(gaz), "特許") == 0)
		n = docnumber_make("特公", number, out);
	record_set(gaz->rec, FIELD_ID, SPAN_LIT("id"), n ? (span){out, n} : number);
}

static span
gathered_text(gazette *gaz, int set, gathered what)
{
	buf *b = &gaz->text[set][what].text;

	gaz->rec->failed |= b->failed;
	return span_trim((span){b->p, b->n});
}

/* Sets the body's text, or the amendment's if the body has none. */
static void
set_text(gazette *gaz, record_field field, gathered what)
{
	span body = gathered_text(gaz, 0, what), amended = gathered_text(gaz, 1, what);

	record_set(gaz->rec, field, SPAN_LIT("text"), body.n ? body : amended);
	if (body.n && amended.n && field == FIELD_DESCRIPTION) {
		record_set(gaz->rec, field, SPAN_LIT("text"), SPAN_LIT("【手続補正書】"));
		record_set(gaz->rec, field, SPAN_LIT("text"), amended);
	}
}

static void
keep_list(gazette *gaz, const char *name, const span_list *spans)
{
	buf b = BUF_INIT;
	json j;

	if (spans->n == 0)
		return;
	json_init(&j, &b, 0);
	json_open(&j, '[');
	for (uint32_t i = 0; i < spans->n; i++)
		json_span(&j, spans->v[i]);
	json_close(&j, ']');
	gaz->rec->failed |= b.failed;
	if (!b.failed)
		record_set_json(gaz->rec, span_of(name), (span){b.p, b.n});
	buf_clear(&b);
}

/* The document has the published claims.  The claims of an amendment are kept in extra, or
 * replace the published ones if the body has none. */
static void
set_claims(gazette *gaz)
{
	const span_list *use = gaz->claims[0].n ? &gaz->claims[0] : &gaz->claims[1];

	for (uint32_t i = 0; i < use->n; i++)
		record_set(gaz->rec, FIELD_CLAIM, SPAN_LIT("claim"), use->v[i]);
	if (gaz->claims[0].n && gaz->claims[1].n) {
		keep_list(gaz, "amended_claims", &gaz->claims[1]);
		feed_note(gaz->rec->feed, gaz->rec->at, SAY_TWO_SETS_OF_CLAIMS);
	}
}

void
gazette_finish(gazette *gaz)
{
	set_id(gaz);
	record_set(gaz->rec, FIELD_DATE, SPAN_LIT("date"), (span){gaz->date.p, gaz->date.n});
	set_text(gaz, FIELD_ABSTRACT, GOT_ABSTRACT);
	set_text(gaz, FIELD_PROBLEM, GOT_PROBLEM);
	set_text(gaz, FIELD_MEANS, GOT_MEANS);
	set_text(gaz, FIELD_EFFECT, GOT_EFFECT);
	set_text(gaz, FIELD_DESCRIPTION, GOT_DESCRIPTION);
	set_claims(gaz);
	keep_list(gaz, "citations", &gaz->citations);
	keep_list(gaz, "parents", &gaz->parents);
	keep_list(gaz, "applicants_as_filed", &gaz->other_names);
	gaz->rec->d.lang = SPAN_LIT("ja");
	gaz->rec->failed |=
	    gaz->kind.failed | gaz->publication.failed | gaz->date.failed | gaz->claim.text.failed;
}
