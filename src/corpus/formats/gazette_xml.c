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
stop(parser *p, const char *fmt, ...)
{
	va_list ap;

	if (p->problem[0])
		return;
	va_start(ap, fmt);
	vsnprintf(p->problem, sizeof p->problem, fmt, ap);
	va_end(ap);
	p->problem[utf8_bad_at(span_of(p->problem))] = '\0';
	XML_StopParser(p->xml, XML_FALSE);
}

/* --- text ------------------------------------------------------------------ */

/* The text that character data belongs to now, NULL if it is not read. */
static text_flow *
target(parser *p)
{
	int set = p->inside[TOK_AMENDMENT] > 0;
	text_flow *text = p->g.text[set];

	if (p->inside[TOK_SKIP])
		return NULL;
	if (p->inside[TOK_CLAIM])
		return p->inside[TOK_CLAIM_TEXT] ? &p->g.claim : NULL;
	if (p->inside[TOK_ABSTRACT])
		return &text[GOT_ABSTRACT];
	if (p->inside[TOK_PROBLEM])
		return &text[GOT_PROBLEM];
	if (p->inside[TOK_MEANS])
		return &text[GOT_MEANS];
	if (p->inside[TOK_EFFECT])
		return &text[GOT_EFFECT];
	if (p->inside[TOK_DESCRIPTION] || p->inside[TOK_AMENDMENT])
		return &text[GOT_DESCRIPTION];
	return &p->leaf;
}

static void
end_line(text_flow *f)
{
	f->blank = 0;
	if (f->text.n && f->text.p[f->text.n - 1] != '\n')
		buf_char(&f->text, '\n');
}

static void
write_heading(text_flow *f)
{
	end_line(f);
	buf_str(&f->text, f->heading);
	buf_char(&f->text, '\n');
	f->heading = NULL;
}

/* A run of line ends and indentation of the XML is one blank, and none at the beginning of a
 * line. */
static void
flow(text_flow *f, const char *s, size_t n)
{
	for (size_t i = 0, from; i < n;) {
		if ((unsigned char)s[i] <= ' ') {
			f->blank = 1;
			i++;
			continue;
		}
		if (f->heading)
			write_heading(f);
		if (f->blank && f->text.n && f->text.p[f->text.n - 1] != '\n')
			buf_char(&f->text, ' ');
		f->blank = 0;
		for (from = i; i < n && (unsigned char)s[i] > ' ';)
			i++;
		buf_add(&f->text, s + from, i - from);
	}
}

static void
on_text(void *payload, const XML_Char *s, int n)
{
	parser *p = payload;
	text_flow *f = target(p);

	if (!f)
		return;
	if (f->text.n + (size_t)n > GAZETTE_TEXT_MAX)
		p->truncated = 1;
	else
		flow(f, s, (size_t)n);
	if (f->text.failed)
		stop(p, "out of memory");
}

/* --- elements ------------------------------------------------------------------ */

static int
is_leaf(token t)
{
	return (t >= TOK_NUMBER && t <= TOK_FTERM && t != TOK_APPLICANT && t != TOK_IPC_GROUP &&
		   t != TOK_FI_GROUP) ||
	       t == TOK_REPUBLICATION || t == TOK_CITATION;
}

static void
check_root(parser *p, span name, const XML_Char **attributes)
{
	span publication = SPAN_LIT("Publication");
	int newer = name.n > publication.n &&
		    span_eq(span_sub(name, name.n - publication.n, name.n), publication);

	if (!newer && !span_eq(name, SPAN_LIT("jp-official-gazette"))) {
		stop(p,
		    "root element <%.60s>, expected jp-official-gazette or a publication of "
		    "ST.96",
		    name.p);
		return;
	}
	snprintf(p->g.root, sizeof p->g.root, "%.*s", (int)name.n, name.p);
	for (; *attributes; attributes += 2)
		if (strcmp(attributes[0], "kind-of-jp") == 0)
			snprintf(p->g.kind_attr, sizeof p->g.kind_attr, "%s", attributes[1]);
}

static span
local_name(const XML_Char *name)
{
	const char *colon = strrchr(name, ':');

	return span_of(colon ? colon + 1 : name);
}

static void
begin_element(parser *p, token t, const char *heading)
{
	text_flow *f = target(p);

	if (t == TOK_APPLICANT)
		p->g.named = 0;
	if (t == TOK_CLAIMS)
		p->g.new_claims = (span_list){.n = 0};
	if (t == TOK_CLAIM)
		buf_reset(&p->g.claim.text);
	if (f == &p->leaf && is_leaf(t))
		buf_reset(&p->leaf.text);
	else if (f && heading && f != &p->leaf)
		f->heading = heading;
	if (f && t == TOK_BREAK)
		end_line(f);
	else if (f && (t == TOK_PARAGRAPH || t == TOK_CITATION) && f != &p->leaf)
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
		stop(p, "elements nested more than %d deep", GAZETTE_DEPTH);
		return;
	}
	p->open[p->depth++] = (uint8_t)t;
	p->inside[t]++;
	begin_element(p, t, heading);
}

static void
end_claim(parser *p)
{
	buf *b = &p->g.claim.text;
	span s = span_trim((span){b->p, b->n});
	int set = p->inside[TOK_AMENDMENT] > 0;
	span_list *l = set ? &p->g.new_claims : &p->g.claims[0];

	if (s.n == 0)
		return;
	s = arena_copy(p->g.rec->d.mem, s.p, s.n);
	if (!s.p || span_list_add(p->g.rec->d.mem, l, s) < 0)
		stop(p, "out of memory");
}

/* The element t that ends is still counted in `inside`. */
static void
end_element(parser *p, token t)
{
	text_flow *f = target(p);

	if (f == &p->leaf && is_leaf(t) && !p->inside[TOK_SKIP]) {
		gazette_set(&p->g, t, p->inside, (span){p->leaf.text.p, p->leaf.text.n});
		buf_reset(&p->leaf.text);
	}
	if (t == TOK_CLAIM)
		end_claim(p);
	/* the last amendment with claims counts */
	if (t == TOK_CLAIMS && p->inside[TOK_AMENDMENT] && p->g.new_claims.n)
		p->g.claims[1] = p->g.new_claims;
	if (f && t == TOK_SECTION)
		f->heading = NULL; /* a section without words has no heading */
	if (f && f != &p->leaf && (t == TOK_PARAGRAPH || t == TOK_CITATION))
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
		stop(p, "more entities are declared than a gazette has");
		return;
	}
	buf_char(&p->declared, '\0');
	buf_str(&p->declared, name);
	buf_char(&p->declared, '\0');
}

static int
is_declared(const parser *p, const XML_Char *name)
{
	size_t n = strlen(name) + 1;

	/* the NUL in front: "b" must not be found in "ab" */
	for (size_t at = 0; at + n < p->declared.n; at++)
		if (!p->declared.p[at] && memcmp(p->declared.p + at + 1, name, n) == 0)
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
		stop(p, "refers to the entity &%.60s;, and entities are never expanded", name);
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
	stop(p, "refers to an external entity (%.100s), which is never fetched",
	    system ? system : "");
	return XML_STATUS_ERROR;
}

/* With a default handler set, expat does not expand declared entities. */
static void
on_anything_else(void *payload, const XML_Char *s, int n)
{
	(void)payload;
	(void)s;
	(void)n;
}

static void
set_handlers(parser *p)
{
	XML_SetUserData(p->xml, p);
	XML_SetElementHandler(p->xml, on_start, on_end);
	XML_SetCharacterDataHandler(p->xml, on_text);
	XML_SetDefaultHandler(p->xml, on_anything_else);
	XML_SetEntityDeclHandler(p->xml, on_entity_declared);
	XML_SetSkippedEntityHandler(p->xml, on_skipped_entity);
	XML_SetExternalEntityRefHandler(p->xml, on_external_entity);
	XML_SetParamEntityParsing(p->xml, XML_PARAM_ENTITY_PARSING_NEVER);
}

/* The line of the file, 1-based. */
static unsigned long
line_of(const gazette_xml *x)
{
	return x->lines + (unsigned long)XML_GetCurrentLineNumber(x->xml);
}

tensen_status
gazette_xml_begin(gazette_xml *x, record *r, tensen_error *err)
{
	gazette_clear(&x->g);
	gazette_init(&x->g, r);
	memset(x->inside, 0, sizeof x->inside);
	buf_reset(&x->leaf.text);
	buf_reset(&x->declared);
	x->depth = 0;
	x->fed = x->root_end = 0;
	x->truncated = 0;
	x->problem[0] = '\0';
	if (!(x->xml = XML_ParserCreate("UTF-8")))
		return tensen_fail_nomem(err);
	set_handlers(x);
	return TENSEN_OK;
}

size_t
gazette_xml_feed(gazette_xml *x, span s, int last)
{
	uint64_t before = x->fed, at;

	x->fed += s.n;
	if (XML_Parse(x->xml, s.p, (int)s.n, last) != XML_STATUS_ERROR)
		return s.n;
	if (x->root_end)
		return (size_t)(x->root_end - before);
	stop(x, "not well-formed XML in line %lu: %s", line_of(x),
	    XML_ErrorString(XML_GetErrorCode(x->xml)));
	at = (uint64_t)XML_GetCurrentByteIndex(x->xml);
	return at > before && at <= x->fed ? (size_t)(at - before) : 0;
}

void
gazette_xml_end(gazette_xml *x)
{
	if (!x->xml)
		return;
	x->lines = line_of(x) - 1;
	XML_ParserFree(x->xml);
	x->xml = NULL;
}

void
gazette_xml_clear(gazette_xml *x)
{
	gazette_xml_end(x);
	gazette_clear(&x->g);
	buf_clear(&x->leaf.text);
	buf_clear(&x->declared);
}
