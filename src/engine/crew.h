/* engine/crew.h - threads that answer many questions of one index, each with a searcher. */
#pragma once
#include "engine/base/searcher.h"

typedef struct crew {
	tensen_searcher **searchers; /* by worker */
	unsigned threads;
	/* NULL: nobody asks.  Told between pieces, which are all done when it cancels. */
	const char *stage;
	tensen_progress_fn progress;
	void *payload;
} crew;

/* Piece i, by a searcher that no other thread has. */
typedef tensen_status (*crew_fn)(void *ctx, uint32_t i, tensen_searcher *s, tensen_error *err);

/* crew_end() after it, whatever it says. */
tensen_status crew_begin(crew *out, const tensen_index *ix, unsigned threads, tensen_error *err);
void crew_end(crew *all);
/* n pieces on all threads; the first failure by number. */
tensen_status crew_run(const crew *all, uint32_t n, crew_fn fn, void *ctx, tensen_error *err);
