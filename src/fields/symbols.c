/* fields/symbols.c - see symbols.h. */
#include "fields/symbols.h"
#include "text/utf8.h"

static char
upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

int
class_symbol_parse(class_symbol *out, span s)
{
	size_t i;
	uint32_t group = 0;

	s = span_trim(s);
	if (s.n < 4 || upper(s.p[0]) < 'A' || upper(s.p[0]) > 'Z' || !is_digit(s.p[1]) ||
	    !is_digit(s.p[2]) || upper(s.p[3]) < 'A' || upper(s.p[3]) > 'Z')
		return 0;
	out->subclass[0] = upper(s.p[0]);
	out->subclass[1] = s.p[1];
	out->subclass[2] = s.p[2];
	out->subclass[3] = upper(s.p[3]);
	out->subclass[4] = '\0';
	s = span_trim(span_sub(s, 4, s.n));
	i = s.n && s.p[0] == '-';
	/* at most four digits: in A63F0005040000 the rest is the subgroup */
	for (size_t from = i; i < s.n && is_digit(s.p[i]) && i - from < 4; i++)
		group = group * 10 + (uint32_t)(s.p[i] - '0');
	out->group = group;
	return 1;
}

span
class_group_name(const class_symbol *c, char name[CLASS_GROUP_MAX])
{
	char digits[10];
	size_t n = strlen(c->subclass), k = 0;

	memcpy(name, c->subclass, n);
	for (unsigned g = c->group; g;
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
class_count(const document *d)
{
	return (size_t)d->ipc.n + d->fi.n + d->cpc.n;
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
