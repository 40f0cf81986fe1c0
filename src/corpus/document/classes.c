/* corpus/document/classes.c - see classes.h. */
#include "corpus/document/classes.h"
#include "corpus/document/fold.h"
#include "text/utf8.h"

static int
is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Of a cell in capitals, as fold_cell() makes it; class_symbol_parse() in fields/ reads any
 * spelling. */
static int
begins_symbol(span text)
{
	return text.n >= 4 && is_capital(text.p[0]) && is_digit(text.p[1]) && is_digit(text.p[2]) &&
	       is_capital(text.p[3]);
}

int
class_exists(span text)
{
	return begins_symbol(text) && ((text.p[0] >= 'A' && text.p[0] <= 'H') || text.p[0] == 'Y');
}

/* A copy in half-width capitals; blanks stay. */
static span
fold_cell(arena *mem, span cell)
{
	span s = fold_id(cell, mem);
	char *p = (char *)(uintptr_t)s.p; /* a copy made above, so it may be written */

	for (size_t i = 0; i < s.n; i++) {
		if (p[i] >= 'a' && p[i] <= 'z')
			p[i] = (char)(p[i] - 'a' + 'A');
		else if (p[i] == '\n' || p[i] == '\t' || p[i] == '\r')
			p[i] = ' ';
	}
	return s;
}

/* The next run of bytes without any of `separators`; 0 at the end. */
static int
next_token(span text, size_t *at, const char *separators, span *token)
{
	size_t from;

	while (*at < text.n && strchr(separators, text.p[*at]))
		++*at;
	from = *at;
	while (*at < text.n && !strchr(separators, text.p[*at]))
		++*at;
	*token = span_sub(text, from, *at);
	return token->n > 0;
}

static tensen_status
add_joined(arena *mem, span_list *spans, span text, const char *between, span bytes)
{
	size_t k = strlen(between);
	char *p = arena_alloc(mem, text.n + k + bytes.n + 1);
	span s = {p, text.n + k + bytes.n};

	if (!p)
		return TENSEN_E_NOMEM;
	memcpy(p, text.p, text.n);
	memcpy(p + text.n, between, k);
	if (bytes.n)
		memcpy(p + text.n + k, bytes.p, bytes.n);
	p[s.n] = '\0';
	return span_list_add_once(mem, spans, s);
}

/* "34/13" or a main group alone, "34": not "20060101AFI". */
static int
is_group(span text)
{
	size_t n = 0;

	while (n < text.n && is_digit(text.p[n]))
		n++;
	return n >= 1 && n <= 4 && (n == text.n || text.p[n] == '/');
}

tensen_status
classes_add_ipc(arena *mem, span_list *spans, span cell)
{
	span s = fold_cell(mem, cell), token, subclass = {NULL, 0};
	size_t at = 0;
	tensen_status st = s.p ? TENSEN_OK : TENSEN_E_NOMEM;

	while (st == TENSEN_OK && next_token(s, &at, ",;| ", &token)) {
		if (subclass.n && is_group(token)) {
			st = add_joined(mem, spans, subclass, " ", token);
			subclass.n = 0;
			continue;
		}
		if (subclass.n)
			st = span_list_add_once(mem, spans, subclass);
		subclass.n = 0;
		if (st < 0)
			break;
		if (begins_symbol(token) && token.n == 4)
			subclass = token;
		else if (begins_symbol(token))
			st = add_joined(
			    mem, spans, span_sub(token, 0, 4), " ", span_sub(token, 4, token.n));
		else if (!is_digit(token.p[0]) && token.p[0] != '(')
			st = span_list_add_once(mem, spans, token);
	}
	if (st == TENSEN_OK && subclass.n)
		st = span_list_add_once(mem, spans, subclass);
	return st;
}

/* A gazette's "B41J3/04 103A" or "A45C7/00 S" in J-PlatPat's spelling.  p has room for two
 * bytes more than s. */
static size_t
fi_spelling(span text, char *str)
{
	size_t i = 0, k = 0;

	while (i < text.n && text.p[i] != ' ')
		str[k++] = text.p[i++];
	while (i < text.n && text.p[i] == ' ')
		i++;
	if (i == text.n)
		return k;
	if (is_digit(text.p[i])) {
		str[k++] = ',';
		while (i < text.n && is_digit(text.p[i]))
			str[k++] = text.p[i++];
	}
	if (i < text.n && text.p[i] != '@')
		str[k++] = '@';
	for (; i < text.n; i++)
		if (text.p[i] != ' ')
			str[k++] = text.p[i];
	return k;
}

static tensen_status
add_fi(arena *mem, span_list *spans, span text)
{
	/* two bytes more: the comma and the @ that replace a blank */
	char *p = arena_alloc(mem, text.n + 2);

	if (!p)
		return TENSEN_E_NOMEM;
	return span_list_add_once(mem, spans, (span){p, fi_spelling(text, p)});
}

tensen_status
classes_add_fi(arena *mem, span_list *spans, span cell)
{
	span s = fold_cell(mem, cell);
	size_t from = 0;
	tensen_status st = s.p ? TENSEN_OK : TENSEN_E_NOMEM;

	for (size_t i = 0; i <= s.n && st == TENSEN_OK; i++) {
		span piece, rest = span_sub(s, i + 1, s.n);
		if (i < s.n && !strchr(",;| ", s.p[i]))
			continue;
		if (i < s.n && rest.n && (s.p[i] == ',' || s.p[i] == ' ') && !begins_symbol(rest))
			continue;
		piece = span_trim(span_sub(s, from, i));
		while (piece.n && piece.p[piece.n - 1] == ',')
			piece = span_trim(span_sub(piece, 0, piece.n - 1));
		if (piece.n)
			st = add_fi(mem, spans, piece);
		from = i + 1;
	}
	return st;
}

tensen_status
classes_add_fterm(arena *mem, span_list *spans, span cell)
{
	span s = fold_cell(mem, cell), token;
	size_t at = 0;
	tensen_status st = s.p ? TENSEN_OK : TENSEN_E_NOMEM;

	while (st == TENSEN_OK && next_token(s, &at, ",;|", &token)) {
		char *p = arena_alloc(mem, token.n + 1);
		size_t k = 0;
		if (!p)
			return TENSEN_E_NOMEM;
		for (size_t i = 0; i < token.n; i++)
			if (token.p[i] != ' ')
				p[k++] = token.p[i];
		if (k)
			st = span_list_add_once(mem, spans, (span){p, k});
	}
	return st;
}

/* "Ltd." behind the comma of "Foo Co., Ltd." is part of the name. */
static int
is_company_form(span text)
{
	static const char *const forms[] = {"Ltd", "LTD", "Inc", "INC", "LLC", "L.L.C", "Co.",
	    "CO.", "Corp", "CORP", "S.A", "GmbH", "GMBH", "N.V", "B.V", "L.P", "LP", "PLC", "plc",
	    "Jr"};

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		size_t n = strlen(forms[i]);
		if (span_starts(text, span_of(forms[i])) &&
		    (text.n == n || text.p[n] == '.' || text.p[n] == ',' || text.p[n] == ' '))
			return 1;
	}
	return 0;
}

tensen_status
classes_add_names(arena *mem, span_list *spans, span cell)
{
	size_t from = 0;

	for (size_t i = 0; i <= cell.n; i++) {
		span name;
		if (i < cell.n && !strchr(",;|\n", cell.p[i]))
			continue;
		if (i < cell.n && cell.p[i] == ',' &&
		    is_company_form(span_trim(span_sub(cell, i + 1, cell.n))))
			continue;
		name = fold_blanks(span_sub(cell, from, i), mem);
		from = i + 1;
		if (!name.p || (name.n && span_list_add_once(mem, spans, name) < 0))
			return TENSEN_E_NOMEM;
	}
	return TENSEN_OK;
}
