/* corpus/document/document.c - an empty document, and what counts as its text. */
#include "corpus/document/document.h"

static const char *const status_names[] = {"unknown", "alive", "dead", "pending"};

const char *
doc_status_name(int s)
{
	return s >= 0 && s <= DOC_PENDING ? status_names[s] : status_names[DOC_UNKNOWN];
}

void
document_init(document *d, arena *mem)
{
	*d = (document){.mem = mem};
}

static int
has_claim_text(const document *d)
{
	for (uint32_t i = 0; i < d->claims.n; i++)
		if (d->claims.v[i].n)
			return 1;
	return 0;
}

int
document_has_text(const document *d)
{
	return d->title.n || d->abstract.n || d->problem.n || d->means.n || d->effect.n ||
	       d->description.n || d->products.n || has_claim_text(d);
}
