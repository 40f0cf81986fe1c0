/* result/lists/search_lists.c - the lists of a search result and their headings, for all forms. */
#include "result/lists/search_result.h"

size_t
search_lists(const search_result *r)
{
	return r->per ? r->n_groups : 1;
}

hit_range
search_list(const search_result *r, size_t i)
{
	const hit_group *g = &r->groups[i];

	return r->per ? (hit_range){g, g->first, g->first + g->n, 1}
		      : (hit_range){NULL, 0, r->n_hits, (size_t)r->offset + 1};
}

const char *
search_per(const search_result *r, tensen_lang lang)
{
	static const char *const kinds[][2] = {{"", ""}, {"分野ごと", "by field"},
	    {"IPC クラスごと", "by IPC class"}, {"IPC サブクラスごと", "by IPC subclass"}};

	return kinds[r->per][lang];
}

void
search_heading(buf *out, const hit_group *g, tensen_lang lang)
{
	const char *name = g->name[lang];

	buf_printf(out,
	    lang == TENSEN_JA   ? "%s%s%s（%llu 件）"
	    : g->documents == 1 ? "%s%s%s (%llu document)"
				: "%s%s%s (%llu documents)",
	    g->symbol, name[0] ? " " : "", name, (unsigned long long)g->documents);
}

void
search_more(buf *out, const search_result *r, tensen_lang lang)
{
	static const char *const kinds[][3] = {{"", "", ""}, {"分野", "field", "fields"},
	    {"クラス", "class", "classes"}, {"サブクラス", "subclass", "subclasses"}};
	size_t n = r->all_groups - r->n_groups;

	if (n == 0)
		return;
	if (lang == TENSEN_JA)
		buf_printf(out, "ほか %zu %s", n, kinds[r->per][0]);
	else
		buf_printf(out, "%zu more %s", n, kinds[r->per][1 + (n > 1)]);
}
