/* engine/distributed/shard_bad.c - bad files of a job of many ranks, judged by all of them. */
#include "engine/distributed/shard.h"
#include <string.h>
#include "util/bytes.h"
#include "util/fail.h"

void
shard_note_bad(buf *out, const file_account *acct)
{
	if (!acct->bad && !acct->part)
		return;
	buf_varint(out, acct->part);
	buf_varint(out, acct->bad);
	buf_varint(out, acct->read + acct->no_text);
	buf_varint(out, acct->records);
	buf_varint(out, acct->problem_at);
	buf_varint(out, strlen(acct->path));
	buf_str(out, acct->path);
	buf_varint(out, acct->problem ? strlen(acct->problem) : 0);
	buf_str(out, acct->problem ? acct->problem : "");
}

/* What the ranks know of one file. */
typedef struct judged_file {
	span path, why;
	uint64_t read, records, at;
	int bad;
} judged_file;

static void
judge_file(judged_file *to, cursor *cur)
{
	judged_file f = {.path = {"", 0}};

	cursor_varint(cur); /* part */
	f.bad = cursor_varint(cur) != 0;
	f.read = cursor_varint(cur);
	f.records = cursor_varint(cur);
	f.at = cursor_varint(cur);
	f.path = cursor_span(cur);
	f.why = cursor_span(cur);
	if (!to->path.n)
		to->path = f.path;
	if (f.why.n && (!to->why.n || (f.bad && !to->bad))) {
		to->why = f.why;
		to->at = f.at;
	}
	to->bad |= f.bad;
	to->read += f.read;
	to->records += f.records;
}

static void
keep_judged(account *acct, const judged_file *file)
{
	if (file->path.n && (file->bad || (file->read == 0 && file->records)))
		account_add_bad(acct, result_copy(&acct->base, file->path), file->at,
		    result_copy(&acct->base, file->why));
}

tensen_status
shard_share_bad(shard *of, const buf *bad, tensen_error *err)
{
	account *a = of->b.account;
	buf *all = team_bufs(&of->team);
	judged_file last = {.path = {"", 0}};
	tensen_status st = !all || bad->failed ? tensen_fail_nomem(err) : TENSEN_OK;

	if (st == TENSEN_OK)
		st = team_gather(&of->team, (span){bad->p, bad->n}, all, err);
	for (unsigned i = 0; st == TENSEN_OK && i < of->team.size; i++) {
		cursor c = cursor_of(all[i].p, all[i].n);
		while (cursor_left(&c) > 0 && !c.failed) {
			cursor next = c;
			judged_file one = {.path = {"", 0}};
			judge_file(&one, &next);
			if (!span_eq(one.path, last.path)) {
				keep_judged(a, &last);
				last = (judged_file){.path = {"", 0}};
			}
			judge_file(&last, &c);
		}
	}
	keep_judged(a, &last);
	team_bufs_free(&of->team, all);
	if (st < 0 || !a->n_bad || of->b.opts->skip_bad)
		return st;
	tensen_bad_files(&a->base, 0, err);
	return TENSEN_E_INPUT;
}
