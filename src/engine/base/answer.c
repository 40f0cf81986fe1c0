/* engine/base/answer.c - the end of every answer; see index.h. */
#include "engine/base/index.h"
#include "result/result.h"
#include "util/fail.h"

void
engine_sign(tensen_result *result, const tensen_index *ix)
{
	result_sign(result, container_signature(&ix->store->file));
	result->coverage = ix->coverage;
}

tensen_status
engine_sound(tensen_status st, const tensen_index *ix, tensen_error *err)
{
	if (st < 0 || !__atomic_load_n(&ix->store->rows_damaged, __ATOMIC_RELAXED))
		return st;
	return tensen_fail(
	    err, TENSEN_E_CORRUPT, "section ROWS is damaged: a column points outside its table");
}

tensen_status
engine_answer(
    void *ctx, tensen_status st, const tensen_index *ix, tensen_result **out, tensen_error *err)
{
	tensen_result *base = ctx; /* every result begins with it */

	if (base)
		engine_sign(base, ix);
	return result_end(base, engine_sound(st, ix, err), out, err);
}
