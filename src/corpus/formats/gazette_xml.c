/* corpus/formats/gazette_xml.c - one JPO gazette by expat.
 *
 * HOW     The stream decodes the bytes first, because expat knows neither EUC-JP nor Shift_JIS;
 *         expat gets the encoding UTF-8 and ignores the declaration.  Elements become tokens.
 *         `inside` counts the open elements of each token, and these counts decide where a text
 *         belongs.
 * SAFETY  DTDs and external entities are not fetched.  Entities that the file declares are not
 *         expanded; a reference to one refuses the record.  An entity that only the missing DTD
 *         declares stays in the text as &name;.
 * COST    A gazette is one record with at most GAZETTE_TEXT_MAX of each text. */
#include <stdarg.h>
#include <stdio.h>
#include "corpus/formats/gazette.h"
#include "text/utf8.h"
#include "util/fail.h"

#define DECLARED_MAX ((size_t)64 << 10) /* bytes of names of declared entities */

typedef gazette_xml parser;

__attribute__((format(printf, 2, 3))) static void
gazette_stop(parser *ps, const char *fmt, ...)
{
	va_list ap;

	if (ps->problem[0])
		return;
	va_start(ap, fmt);
	vsnprintf(ps->problem, sizeof ps->problem, fmt, ap);
	va_end(ap);
	ps->problem[utf8_bad_at(span_of(ps->problem))] = '\0';
	XML_StopParser(ps->xml, XML_FALSE);
}

/* --- text ------------------------------------------------------------------ */

/* The text that character data belongs to now, NULL if it is not read. */
static text_flow *
gazette_target(parser *ps)
{
	int set = ps->inside[TOK_AMENDMENT] > 0;
	text_flow *text = ps->g.text[set];

	if (ps->inside[TOK_SKIP])
		return NULL;
	if (ps->inside[TOK_CLAIM])
		return ps->inside[TOK_CLAIM_TEXT] ? &ps->g.claim : NULL;
	if (ps->inside[TOK_ABSTRACT])
		return &text[GOT_ABSTRACT];
	if (ps->inside[TOK_PROBLEM])
		return &text[GOT_PROBLEM];
	if (ps->inside[TOK_MEANS])
		return &text[GOT_MEANS];
	if (ps->inside[TOK_EFFECT])
		return &text[GOT_EFFECT];
	if (ps->inside[TOK_DESCRIPTION] || ps->inside[TOK_AMENDMENT])
		return &text[GOT_DESCRIPTION];
	return &ps->leaf;
}

static void
end_line(text_flow *flow)
{
	flow->blank = 0;
	if (flow->text.n && flow->text.p[flow->text.n - 1] != '\n')
		buf_char(&flow->text, '\n');
}

static void
write_heading(text_flow *flow)
{
	end_line(flow);
	buf_str(&flow->text, flow->heading);
	buf_char(&flow->text, '\n');
	flow->heading = NULL;
}

/* A run of line ends and indentation of the XML is one blank, and none at the beginning of a
 * line. */
static void
gazette_flow(text_flow *one, const char *str, size_t n)
{
	for (size_t i = 0, from; i < n;) {
		if ((unsigned char)str[i] <= ' ') {
			one->blank = 1;
			i++;
			continue;
		}
		if (one->heading)
			write_heading(one);
		if (one->blank && one->text.n && one->text.p[one->text.n - 1] != '\n')
			buf_char(&one->text, ' ');
		one->blank = 0;
		for (from = i; i < n && (unsigned char)str[i] > ' ';)
			i++;
		buf_add(&one->text, str + from, i - from);
	}
}

static void
on_text(void *payload, const XML_Char *Char, int n)
{
	parser *p = payload;
	text_flow *f = gazette_target(p);

	if (!f)
		return;
	if (f->text.n + (size_t)n > GAZETTE_TEXT_MAX)
		p->truncated = 1;
	else
		gazette_flow(f, Char, (size_t)n);
	if (f->text.failed)
		gazette_stop(p, SAY_OUT_MEMORY);
}

/* --- elements ------------------------------------------------------------------ */

static int
is_leaf(token tok)
{
	return (tok >= TOK_NUMBER && tok <= TOK_FTERM && tok != TOK_APPLICANT &&
		   tok != TOK_IPC_GROUP && tok != TOK_FI_GROUP) ||
	       tok == TOK_REPUBLICATION || tok == TOK_CITATION;
}

static void
check_root(parser *ps, span name, const XML_Char **attributes)
{
	span publication = SPAN_LIT("Publication");
	int newer = name.n > publication.n &&
		    span_eq(span_sub(name, name.n - publication.n, name.n), publication);

	if (!newer && !span_eq(name, SPAN_LIT("jp-official-gazette"))) {
		gazette_stop(ps, SAY_ROOT_ELEMENT, name.p);
		return;
	}
	snprintf(ps->g.root, sizeof ps->g.root, "%.*s", (int)name.n, name.p);
	for (; *attributes; attributes += 2)
		if (strcmp(attributes[0], "kind-of-jp") == 0)
			snprintf(ps->g.kind_attr, sizeof ps->g.kind_attr, "%s", attributes[1]);
}

static span
local_name(const XML_Char *name)
{
	const char *colon = strrchr(name, ':');

	return span_of(colon ? colon + 1 : name);
}

static void
begin_element(parser *ps, token tok, const char *heading)
{
	text_flow *f = gazette_target(ps);

	if (tok == TOK_APPLICANT)
		ps->g.named = 0;
	if (tok == TOK_CLAIMS)
		ps->g.new_claims = (span_list){.n = 0};
	if (tok == TOK_CLAIM)
		buf_reset(&ps->g.claim.text);
	if (f == &ps->leaf && is_leaf(tok))
		buf_reset(&ps->leaf.text);
	else if (f && heading && f != &ps->leaf)
		f->heading = heading;
	if (f && tok == TOK_BREAK)
		end_line(f);
	else if (f && (tok == TOK_PARAGRAPH || tok == TOK_CITATION) && f != &ps->leaf)
		end_line(f);
}

static void
on_start(void *payload, const XML_Char *name, const XML_Char **attributes)
{
	parser *p = payload;
	span local = local_name(name);
	const char *heading;
	token t = gazette_token(local, &heading);

	if (p->depth == 0)
		check_root(p, local, attributes);
	if (p->depth == GAZETTE_DEPTH) {
		gazette_stop(p, SAY_ELEMENTS_NESTED, GAZETTE_DEPTH);
		return;
	}
	p->open[p->depth++] = (uint8_t)t;
	p->inside[t]++;
	begin_element(p, t, heading);
}

static void
end_claim(parser *ps)
{
	buf *b = &ps->g.claim.text;
	span s = span_trim((span){b->p, b->n});
	int set = ps->inside[TOK_AMENDMENT] > 0;
	span_list *l = set ? &ps->g.new_claims : &ps->g.claims[0];

	if (s.n == 0)
		return;
	s = arena_copy(ps->g.rec->d.mem, s.p, s.n);
	if (!s.p || span_list_add(ps->g.rec->d.mem, l, s) < 0)
		gazette_stop(ps, SAY_OUT_MEMORY);
}

/* The element t that ends is still counted in `inside`. */
static void
end_element(parser *ps, token tok)
{
	text_flow *f = gazette_target(ps);

	if (f == &ps->leaf && is_leaf(tok) && !ps->inside[TOK_SKIP]) {
		gazette_set(&ps->g, tok, ps->inside, (span){ps->leaf.text.p, ps->leaf.text.n});
		buf_reset(&ps->leaf.text);
	}
	if (tok == TOK_CLAIM)
		end_claim(ps);
	/* the last amendment with claims counts */
	if (tok == TOK_CLAIMS && ps->inside[TOK_AMENDMENT] && ps->g.new_claims.n)
		ps->g.claims[1] = ps->g.new_claims;
	if (f && tok == TOK_SECTION)
		f->heading = NULL; /* a section without words has no heading */
	if (f && f != &ps->leaf && (tok == TOK_PARAGRAPH || tok == TOK_CITATION))
		end_line(f);
}

static void
on_end(void *payload, const XML_Char *name)
{
	parser *p = payload;
	token t;

	(void)name;
	if (p->depth == 0)
		return;
	t = (token)p->open[--p->depth];
	end_element(p, t);
	p->inside[t]--;
	if (p->depth == 0 && !p->problem[0]) {
		p->root_end = (uint64_t)XML_GetCurrentByteIndex(p->xml) +
			      (uint64_t)XML_GetCurrentByteCount(p->xml);
		XML_StopParser(p->xml, XML_FALSE);
	}
}

/* --- entities --------------------------------------------------------------------- */

static void
on_entity_declared(void *payload, const XML_Char *name, int is_parameter, const XML_Char *value,
    int length, const XML_Char *base, const XML_Char *system, const XML_Char *public_id,
    const XML_Char *notation)
{
	parser *p = payload;

	(void)value;
	(void)length;
	(void)base;
	(void)system;
	(void)public_id;
	(void)notation;
	if (is_parameter)
		return;
	if (p->declared.n > DECLARED_MAX) {
		gazette_stop(p, SAY_MORE_ENTITIES);
		return;
	}
	buf_char(&p->declared, '\0');
	buf_str(&p->declared, name);
	buf_char(&p->declared, '\0');
}

static int
is_declared(const parser *ps, const XML_Char *name)
{
	size_t n = strlen(name) + 1;

	/* the NUL in front: "b" must not be found in "ab" */
	for (size_t at = 0; at + n < ps->declared.n; at++)
		if (!ps->declared.p[at] && memcmp(ps->declared.p + at + 1, name, n) == 0)
			return 1;
	return 0;
}

/* Takes a reference that expat did not expand. */
static void
on_skipped_entity(void *payload, const XML_Char *name, int is_parameter)
{
	parser *p = payload;

	if (is_parameter)
		return;
	if (is_declared(p, name)) {
		gazette_stop(p, SAY_ENTITY_NEVER_EXPANDED, name);
		return;
	}
	on_text(p, "&", 1);
	on_text(p, name, (int)strlen(name));
	on_text(p, ";", 1);
}

static int
on_external_entity(XML_Parser xml, const XML_Char *context, const XML_Char *base,
    const XML_Char *system, const XML_Char *public_id)
{
	parser *p = XML_GetUserData(xml);

	(void)context;
	(void)base;
	(void)public_id;
	gazette_stop(p, SAY_ENTITY_NEVER_FETCHED, system ? system : "");
	return XML_STATUS_ERROR;
}

/* With a default handler set, expat does not expand declared entities. */
static void
on_anything_else(void *payload, const XML_Char *Char, int n)
{
	(void)payload;
	(void)Char;
	(void)n;
}

static void
set_handlers(parser *ps)
{
	XML_SetUserData(ps->xml, ps);
	XML_SetElementHandler(ps->xml, on_start, on_end);
	XML_SetCharacterDataHandler(ps->xml, on_text);
	XML_SetDefaultHandler(ps->xml, on_anything_else);
	XML_SetEntityDeclHandler(ps->xml, on_entity_declared);
	XML_SetSkippedEntityHandler(ps->xml, on_skipped_entity);
	XML_SetExternalEntityRefHandler(ps->xml, on_external_entity);
	XML_SetParamEntityParsing(ps->xml, XML_PARAM_ENTITY_PARSING_NEVER);
}

/* The line of the file, 1-based. */
static unsigned long
line_of(const gazette_xml *gaz)
{
	return gaz->lines + (unsigned long)XML_GetCurrentLineNumber(gaz->xml);
}

tensen_status
gazette_xml_begin(gazette_xml *gaz, record *rec, tensen_error *err)
{
	gazette_clear(&gaz->g);
	gazette_init(&gaz->g, rec);
	memset(gaz->inside, 0, sizeof gaz->inside);
	buf_reset(&gaz->leaf.text);
	buf_reset(&gaz->declared);
	gaz->depth = 0;
	gaz->fed = gaz->root_end = 0;
	gaz->truncated = 0;
	gaz->problem[0] = '\0';
	if (!(gaz->xml = XML_ParserCreate("UTF-8")))
		return tensen_fail_nomem(err);
	set_handlers(gaz);
	return TENSEN_OK;
}

size_t
gazette_xml_feed(gazette_xml *gaz, span text, int last)
{
	uint64_t before = gaz->fed, at;

	gaz->fed += text.n;
	if (XML_Parse(gaz->xml, text.p, (int)text.n, last) != XML_STATUS_ERROR)
		return text.n;
	if (gaz->root_end)
		return (size_t)(gaz->root_end - before);
	gazette_stop(
	    gaz, SAY_NOT_WELL_FORMED, line_of(gaz), XML_ErrorString(XML_GetErrorCode(gaz->xml)));
	at = (uint64_t)XML_GetCurrentByteIndex(gaz->xml);
	return at > before && at <= gaz->fed ? (size_t)(at - before) : 0;
}

void
gazette_xml_end(gazette_xml *gaz)
{
	if (!gaz->xml)
		return;
	gaz->lines = line_of(gaz) - 1;
	XML_ParserFree(gaz->xml);
	gaz->xml = NULL;
}

void
gazette_xml_clear(gazette_xml *gaz)
{
	gazette_xml_end(gaz);
	gazette_clear(&gaz->g);
	bufs_clear(&gaz->leaf.text, &gaz->declared);
}
