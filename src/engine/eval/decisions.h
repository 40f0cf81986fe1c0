/* engine/eval/decisions.h - a file of judgements (src/result/JSON.md, "decisions file"). */
#ifndef ENGINE_EVAL_DECISIONS_H
#define ENGINE_EVAL_DECISIONS_H
#include <stdint.h>
#include <tensen/status.h>
#include "util/strtab.h"

enum { NOT_JUDGED = -1, JUDGED_NO, JUDGED_YES };

typedef struct decision {
	uint32_t id; /* number in decisions.ids */
	uint8_t field;
	int8_t is_new, plausible; /* NOT_JUDGED .. JUDGED_YES */
	uint64_t line;            /* from 1 */
} decision;

#define DECISIONS_NAMED 5 /* broken lines that are told by number */

typedef struct decisions {
	strtab ids;
	decision *v; /* by id in order of arrival, then field; one for each pair: the last */
	uint32_t n;
	uint32_t lines, broken, replaced; /* lines with anything in them; of them ... */
	uint64_t broken_at[DECISIONS_NAMED];
} decisions;

/* E_IO, E_NOMEM.  Broken lines are counted, not refused. */
tensen_status decisions_read(decisions *out, const char *path, tensen_error *err);
void decisions_clear(decisions *d);

#endif
