/* engine/distributed/shard_bad.c - see shard_bad.h. */
#include "engine/distributed/shard_bad.h"
#include <string.h>
#include "util/bytes.h"
#include "util/fail.h"

void
shard_note_bad(buf *out, const file_account *a)
{
	if (!a->bad && !a->part)
		return;
	buf_varint(out, a->part);
	buf_varint(out, a->bad);
	buf_varint(out, a->read + a->no_text);
	buf_varint(out, a->records);
	buf_varint(out, a->problem_at);
	buf_varint(out, strlen(a->path));
	buf_str(out, a->path);
	buf_varint(out, a->problem ? strlen(a->problem) : 0);
	buf_str(out, a->problem ? a->problem : "");
}

/* What the ranks know of one file. */
typedef struct judged_file {
	span path, why;
	uint64_t read, records, at;
	int bad;
} judged_file;

static void
judge_file(judged_file *to, cursor *c)
{
	judged_file f = {.path = {"", 0}};

	cursor_varint(c); /* part */
	f.bad = cursor_varint(c) != 0;
	f.read = cursor_varint(c);
	f.records = cursor_varint(c);
	f.at = cursor_varint(c);
	f.path = cursor_span(c);
	f.why = cursor_span(c);
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
keep_judged(account *a, const judged_file *f)
{
	if (f->path.n && (f->bad || (f->read == 0 && f->records)))
		account_add_bad(
		    a, result_copy(&a->base, f->path), f->at, result_copy(&a->base, f->why));
}

tensen_status
shard_share_bad(shard *s, const buf *bad, tensen_error *err)
{
	account *a = s->b.account;
	buf *all = team_bufs(&s->team);
	judged_file last = {.path = {"", 0}};
	tensen_status st = !all || bad->failed ? tensen_fail_nomem(err) : TENSEN_OK;

	if (st == TENSEN_OK)
		st = team_gather(&s->team, (span){bad->p, bad->n}, all, err);
	for (unsigned i = 0; st == TENSEN_OK && i < s->team.size; i++) {
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
	team_bufs_free(&s->team, all);
	if (st < 0 || !a->n_bad || s->b.opts->skip_bad)
		return st;
	tensen_bad_files(&a->base, 0, err);
	return TENSEN_E_INPUT;
}
