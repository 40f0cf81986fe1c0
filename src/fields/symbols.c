/* fields/symbols.c - see symbols.h. */
#include "fields/symbols.h"
#include "text/utf8.h"

static char
symbols_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

int
class_symbol_parse(class_symbol *out, span text)
{
	size_t i;
	uint32_t group = 0;

	text = span_trim(text);
	if (text.n < 4 || symbols_upper(text.p[0]) < 'A' || symbols_upper(text.p[0]) > 'Z' ||
	    !is_digit(text.p[1]) || !is_digit(text.p[2]) || symbols_upper(text.p[3]) < 'A' ||
	    symbols_upper(text.p[3]) > 'Z')
		return 0;
	out->subclass[0] = symbols_upper(text.p[0]);
	out->subclass[1] = text.p[1];
	out->subclass[2] = text.p[2];
	out->subclass[3] = symbols_upper(text.p[3]);
	out->subclass[4] = '\0';
	text = span_trim(span_sub(text, 4, text.n));
	i = text.n && text.p[0] == '-';
	/* at most four digits: in A63F0005040000 the rest is the subgroup */
	for (size_t from = i; i < text.n && is_digit(text.p[i]) && i - from < 4; i++)
		group = group * 10 + (uint32_t)(text.p[i] - '0');
	out->group = group;
	return 1;
}

span
class_group_name(const class_symbol *symbol, char name[CLASS_GROUP_MAX])
{
	char digits[10];
	size_t n = strlen(symbol->subclass), k = 0;

	memcpy(name, symbol->subclass, n);
	for (unsigned g = symbol->group; g;
	     g /= 10) /* called for every class of every document, so no printf() */
		digits[k++] = (char)('0' + g % 10);
	if (k)
		name[n++] = ' ';
	while (k)
		name[n++] = digits[--k];
	name[n] = '\0';
	return (span){name, n};
}

size_t
class_count(const document *doc)
{
	return (size_t)doc->ipc.n + doc->fi.n + doc->cpc.n;
}

int
class_next(class_cursor *at, span *written)
{
	const span_list *lists[] = {&at->of->ipc, &at->of->fi, &at->of->cpc};

	for (; at->list < sizeof lists / sizeof *lists; at->list++, at->i = 0)
		if (at->i < lists[at->list]->n) {
			*written = lists[at->list]->v[at->i++];
			return 1;
		}
	return 0;
}

int
class_next_symbol(class_cursor *at, class_symbol *out)
{
	span written;

	while (class_next(at, &written))
		if (class_symbol_parse(out, written))
			return 1;
	return 0;
}
