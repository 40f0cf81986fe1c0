/* engine/ideas/application.c - see application.h. */
#include "engine/ideas/application.h"

/* Where a title goes on to its next thing. */
static const char *const joins[] = {"、", "，", "および", "及び", "並びに", "ならびに", "とその",
    "とこれを", "、および", " and ", ", ", "; "};

const char *
application_name(tensen_result *r, span title, span products)
{
	size_t end;

	title = span_trim(title);
	if (!title.n)
		return result_copy(r, products);
	end = title.n;
	for (size_t k = 0; k < sizeof joins / sizeof *joins; k++) {
		size_t at = span_find(title, span_of(joins[k]), 0);
		if (at != (size_t)-1 && at >= 6 && at < end)
			end = at;
	}
	return result_copy(r, span_trim(span_sub(title, 0, end)));
}
