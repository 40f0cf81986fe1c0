/* result/lists/search_lists.c - the lists of a search result and their headings, for all forms. */
#include "result/lists/search_result.h"

size_t
search_lists(const search_result *result)
{
	return result->per ? result->n_groups : 1;
}

tensen_hit_group
search_list(const search_result *result, size_t i)
{
	return result->per ? result->groups[i]
			   : (tensen_hit_group){.hits = result->hits, .n = result->n_hits};
}

const char *
search_per(const search_result *result, tensen_lang lang)
{
	static const char *const kinds[][2] = {{"", ""}, {"分野ごと", "by field"},
	    {"IPC クラスごと", "by IPC class"}, {"IPC サブクラスごと", "by IPC subclass"}};

	return kinds[result->per][lang];
}

void
search_heading(buf *out, const tensen_hit_group *group_of, tensen_lang lang)
{
	const char *name = group_of->name[lang];

	buf_printf(out,
	    lang == TENSEN_JA          ? "%s%s%s（%llu 件）"
	    : group_of->documents == 1 ? "%s%s%s (%llu document)"
				       : "%s%s%s (%llu documents)",
	    group_of->symbol, name[0] ? " " : "", name, (unsigned long long)group_of->documents);
}

void
search_more(buf *out, const search_result *result, tensen_lang lang)
{
	static const char *const kinds[][3] = {{"", "", ""}, {"分野", "field", "fields"},
	    {"クラス", "class", "classes"}, {"サブクラス", "subclass", "subclasses"}};
	size_t n = result->all_groups - result->n_groups;

	if (n == 0)
		return;
	if (lang == TENSEN_JA)
		buf_printf(out, "ほか %zu %s", n, kinds[result->per][0]);
	else
		buf_printf(out, "%zu more %s", n, kinds[result->per][1 + (n > 1)]);
}
