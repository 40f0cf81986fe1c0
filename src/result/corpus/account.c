/* result/corpus/account.c - the account of a build as table and JSON. */
#include "result/corpus/account.h"
#include <stdlib.h>
#include <tensen/build.h>
#include "result/write/table.h"
#include "util/clock.h"
#include "util/fail.h"

account_file
account_sum(const account *acct)
{
	account_file sum;

	memset(&sum, 0, sizeof sum);
	for (uint32_t i = 0; i < acct->n_files; i++) {
		const account_file *f = &acct->files[i];
		sum.records += f->records;
		sum.read += f->read;
		sum.merged += f->merged;
		sum.no_text += f->no_text;
		sum.refused += f->refused;
		sum.noted += f->noted;
	}
	return sum;
}

void
account_counts_json(json *out, const account_file *file)
{
	json_key_int(out, "records", (int64_t)file->records);
	json_key_int(out, "read", (int64_t)file->read);
	json_key_int(out, "merged", (int64_t)file->merged);
	json_key_int(out, "no_text", (int64_t)file->no_text);
	json_key_int(out, "refused", (int64_t)file->refused);
	json_key_int(out, "noted", (int64_t)file->noted);
}

static void
reason_keys(json *out, const void *list, size_t i)
{
	const refusal *x = (const refusal *)list + i;

	json_key_int(out, "at", (int64_t)x->at);
	json_key_said(out, "why", x->why);
}

static void
json_file(json *out, const account_file *file)
{
	json_open(out, '{');
	json_key_str(out, "path", file->path);
	json_key_str(out, "format", file->format);
	json_key_str(out, "encoding", file->encoding);
	account_counts_json(out, file);
	if (file->passed_over)
		json_key_said(out, "passed_over", file->passed_over);
	json_key_objects(out, "reasons", file->n_reasons, reason_keys, file->reasons);
	if (file->note.why)
		json_key_objects(out, "notes", 1, reason_keys, &file->note);
	json_close(out, '}');
}

#define RETRAIN_SHARE                                                                              \
	5 /* retraining is advised when one document in 5 is newer than the model: a rule of thumb \
	   */

/* How many updates of this size until a fifth of the documents is newer than the model and
 * retraining is advised.  0: now; UINT64_MAX: this update changed nothing. */
static uint64_t
account_retrain_in(const account *acct)
{
	const account_update *u = acct->update;
	uint64_t limit = acct->documents / RETRAIN_SHARE + 1, now = u->added + u->replaced;

	if (u->changed >= limit)
		return 0;
	return now ? (limit - u->changed + now - 1) / now : UINT64_MAX;
}

static double
unknown_share(const account_update *update)
{
	return update->all > 0 ? 1 - update->known / update->all : 0;
}

static void
json_update(json *out, const account *acct)
{
	const account_update *u = acct->update;

	json_key_open(out, "update", '{');
	json_key_int(out, "added", (int64_t)u->added);
	json_key_int(out, "replaced", (int64_t)u->replaced);
	json_key_int(out, "unchanged", (int64_t)u->unchanged);
	json_key_int(out, "deleted", (int64_t)u->deleted);
	json_key_int(out, "unknown_ids", (int64_t)u->unknown);
	json_key_strs(out, "unknown", u->unknown_ids,
	    u->unknown < ACCOUNT_UNKNOWN ? u->unknown : ACCOUNT_UNKNOWN);
	json_key_num(out, "unknown_share", unknown_share(u), 4);
	json_key_int(out, "changed_since_model", (int64_t)u->changed);
	json_key_num(out, "unknown_share_since_model", u->unknown_share, 4);
	json_key_bool(out, "retrained", u->retrained);
	json_key_bool(out, "retrain_advised", account_retrain_in(acct) == 0);
	json_close(out, '}');
}

static void
bad_keys(json *out, const void *list, size_t i)
{
	const account_bad *x = (const account_bad *)list + i;

	json_key_str(out, "path", x->path);
	json_key_int(out, "at", (int64_t)x->at);
	json_key_said(out, "why", x->why);
}

/* What is written of every failure (src/result/JSON.md, "error"): of the first bad file.  3 is the
 * exit code of bad input. */
static void
json_stopped(json *out, const account_bad *first)
{
	json_key_open(out, "error", '{');
	json_key_str(out, "kind", "error");
	json_key_int(out, "version", 1);
	json_key_int(out, "code", 3);
	json_key_said(out, "message", first->why);
	json_key_str(out, "where", first->path);
	json_key_int(out, "at", (int64_t)first->at);
	json_close(out, '}');
}

static void
part_keys(json *out, const void *list, size_t i)
{
	const account_part *x = (const account_part *)list + i;

	json_key_str(out, "path", x->path);
	json_key_int(out, "documents", (int64_t)x->documents);
}

static void
to_json(const tensen_result *res, const tensen_style *style, json *out)
{
	const account *a = RESULT_AS(account, res);
	account_file sum = account_sum(a);

	(void)style;
	json_key_bool(out, "ok", a->n_bad == 0);
	json_key_objects(out, "bad_files", a->n_bad, bad_keys, a->bad);
	if (a->stopped && a->n_bad)
		json_stopped(out, a->bad);
	json_key_open(out, "files", '[');
	for (uint32_t i = 0; i < a->n_files; i++)
		json_file(out, &a->files[i]);
	json_close(out, ']');
	json_key_open(out, "total", '{');
	account_counts_json(out, &sum);
	json_close(out, '}');
	json_key_int(out, "linked", (int64_t)a->linked);
	json_key_int(out, "differing", (int64_t)a->differing);
	json_key_int(out, "documents", a->documents);
	json_key_int(out, "title_alone", (int64_t)a->title_alone);
	json_key_int(out, "open", a->open);
	json_key_int(out, "in_fields", a->in_fields);
	json_key_int(out, "terms", a->terms);
	json_key_int(out, "dims", a->dims);
	json_key_num(out, "energy", a->energy, 4);
	json_key_num(out, "unknown_word_rate",
	    a->words ? (double)a->unknown_words / (double)a->words : 0, 4);
	if (a->update)
		json_update(out, a);
	if (a->parts)
		json_key_objects(out, "parts", a->n_parts, part_keys, a->parts);
	json_key_int(out, "bytes", (int64_t)a->bytes);
	json_key_num(out, "seconds", a->seconds, 3);
}

/* A path that is too long keeps its last part, which names the file. */
static void
table_path(buf *out, const char *path, unsigned columns)
{
	span s = span_of(path);
	size_t slash = (size_t)-1, at;

	while ((at = span_find(s, SPAN_LIT("/"), slash + 1)) != (size_t)-1)
		slash = at;
	if (s.n > columns && slash != (size_t)-1)
		s = span_sub(s, slash + 1, s.n);
	table_cell(out, s, columns, 1);
}

/* Tens of millions of records, the first two columns with a blank between. */
#define COUNTS 5
static const unsigned count_columns[COUNTS] = {10, 11, 9, 8, 8};
#define COUNT_COLUMNS 46 /* their sum */

static void
table_line(buf *out, const char *name, const account_file *file, unsigned name_columns)
{
	const uint64_t counts[COUNTS] = {
	    file->records, file->read, file->merged, file->no_text, file->refused};

	table_path(out, name, name_columns);
	for (int i = 0; i < COUNTS; i++)
		table_number(out, counts[i], count_columns[i]);
	buf_char(out, '\n');
}

static void
table_reason(buf *out, const account_file *file, const refusal *reason, int ja)
{
	char why[SAID_MAX];

	tensen_message(why, sizeof why, reason->why, ja ? TENSEN_JA : TENSEN_EN);
	buf_printf(out, "  %s:", file->path);
	if (reason->at) /* 0: the refusal is of the whole file */
		buf_printf(out, "%llu:", reason->at);
	buf_printf(out, " %s\n", why);
}

static void
table_reasons(buf *out, const account_file *file, int ja)
{
	for (uint32_t i = 0; i < file->n_reasons; i++)
		table_reason(out, file, &file->reasons[i], ja);
	if (file->refused > file->n_reasons && file->n_reasons)
		buf_printf(out, ja ? "  … ほか %llu 件\n" : "  … %llu more\n",
		    (unsigned long long)file->refused - file->n_reasons);
}

static void
table_heads(buf *out, int ja, unsigned name_columns)
{
	static const char *const heads[2][COUNTS + 1] = {
	    {"ファイル", "レコード", "読込", "統合", "本文無", "拒否"},
	    {"file", "records", "read", "merged", "no text", "refused"}};

	table_cell(out, span_of(heads[!ja][0]), name_columns, 1);
	for (int i = 0; i < COUNTS; i++) {
		/* a Japanese letter has 3 bytes and 2 columns */
		size_t n = strlen(heads[!ja][i + 1]), w = ja ? n / 3 * 2 : n;
		for (; w < count_columns[i]; w++)
			buf_char(out, ' ');
		buf_str(out, heads[!ja][i + 1]);
	}
	buf_char(out, '\n');
}

#define UNKNOWN_SHOWN 5

static void
table_unknown(buf *out, const account_update *update, int ja)
{
	if (!update->unknown)
		return;
	buf_printf(out,
	    ja ? "削除する番号のうち %llu 件は索引にない: "
	       : "%llu ids to delete are not in the index: ",
	    (unsigned long long)update->unknown);
	for (uint64_t i = 0; i < update->unknown && i < UNKNOWN_SHOWN; i++)
		buf_printf(out, "%s%s", i ? ", " : "", update->unknown_ids[i]);
	buf_str(out, update->unknown > UNKNOWN_SHOWN ? ", ...\n" : "\n");
}

static void
table_update(buf *out, const account *acct, int ja)
{
	const account_update *u = acct->update;
	uint64_t in = account_retrain_in(acct);

	buf_printf(out,
	    ja ? "追加 %llu、差し替え %llu、変わらず %llu、削除 %llu"
	       : "%llu added, %llu replaced, %llu as they were, %llu deleted",
	    (unsigned long long)u->added, (unsigned long long)u->replaced,
	    (unsigned long long)u->unchanged, (unsigned long long)u->deleted);
	buf_char(out, '\n');
	table_unknown(out, u, ja);
	if (u->added + u->replaced)
		buf_printf(out,
		    ja ? "索引にない語 %.1f %%（新しい文献の語の重みで）\n"
		       : "%.1f %% of the new documents' words, by weight, are not in the index\n",
		    100 * unknown_share(u));
	if (u->retrained)
		buf_str(out, ja ? "モデルを作り直した\n" : "the model was made anew\n");
	else if (in == 0)
		buf_printf(out,
		    ja ? "モデルを作ってから %llu 件が変わった。--retrain での作り直しを勧める\n"
		       : "%llu documents changed since the model was made: --retrain is advised\n",
		    (unsigned long long)u->changed);
	else if (in != UINT64_MAX)
		buf_printf(out,
		    ja ? "モデルを作ってから %llu 件が変わった。作り直し（--retrain）の目安は、"
			 "この件数であと %llu 回\n"
		       : "%llu documents changed since the model was made; at this pace --retrain "
			 "is advised in %llu updates\n",
		    (unsigned long long)u->changed, (unsigned long long)in);
}

static void
table_parts(buf *out, const account *acct, int ja, unsigned name_columns)
{
	buf_printf(out, ja ? "まとめた索引 %u 件\n" : "%u index files united\n", acct->n_parts);
	for (uint32_t i = 0; i < acct->n_parts; i++) {
		buf_str(out, "  ");
		table_path(out, acct->parts[i].path, name_columns);
		table_number(out, acct->parts[i].documents, 9);
		buf_str(out, ja ? " 件\n" : " documents\n");
	}
}

/* A line for a file: of more than this, only those of which something is to be said. */
#define FILES_SHOWN 40

static void
table_files(buf *out, const account *acct, int ja, unsigned name)
{
	char why[SAID_MAX];
	uint32_t quiet = 0, other = 0;

	for (uint32_t i = 0; i < acct->n_files; i++) {
		const account_file *f = &acct->files[i];
		other += f->passed_over != NULL;
		if (f->passed_over)
			continue;
		if (acct->n_files > FILES_SHOWN && !f->n_reasons) {
			quiet++;
			continue;
		}
		table_line(out, f->path, f, name);
		table_reasons(out, f, ja);
		if (f->note.why)
			table_reason(out, f, &f->note, ja);
	}
	if (quiet)
		buf_printf(out,
		    ja ? "  … 不備のないファイル %u 件\n" : "  … %u files without trouble\n",
		    quiet);
	for (uint32_t i = 0, shown = 0; i < acct->n_files && shown < ACCOUNT_REASONS; i++)
		if (acct->files[i].passed_over) {
			tensen_message(why, sizeof why, acct->files[i].passed_over,
			    ja ? TENSEN_JA : TENSEN_EN);
			buf_printf(out, ja ? "  読まないファイル %s: %s\n" : "  not read: %s: %s\n",
			    acct->files[i].path, why);
			shown++;
		}
	if (other > ACCOUNT_REASONS)
		buf_printf(out,
		    ja ? "  … ほか %u 件（--report で一覧）\n"
		       : "  … %u more (--report lists them)\n",
		    other - ACCOUNT_REASONS);
}

/* Counts of records read, merged and refused, by file. */
static void
table_records(buf *out, const account *acct, int ja, unsigned name)
{
	account_file sum = account_sum(acct);

	table_heads(out, ja, name);
	table_files(out, acct, ja, name);
	table_line(out, ja ? "合計" : "total", &sum, name);
	if (sum.noted)
		buf_printf(out,
		    ja ? "注記 %llu 件（存在しない日付や分類、読まない列など。--report で一覧）\n"
		       : "%llu notes (a date or class that does not exist, a column that nothing "
			 "reads; --report lists all)\n",
		    (unsigned long long)sum.noted);
}

static void
to_table(const tensen_result *res, const tensen_style *style, buf *out)
{
	const account *a = RESULT_AS(account, res);
	int ja = style->lang == TENSEN_JA;
	unsigned w = style->columns ? style->columns : 80,
		 name = w > COUNT_COLUMNS + 18 ? w - COUNT_COLUMNS : 18;

	if (a->parts)
		table_parts(out, a, ja, name);
	else
		table_records(out, a, ja, name);
	if (a->update)
		table_update(out, a, ja);
	if (!a->documents)
		return;
	buf_printf(out,
	    ja ? "文献 %u（開放 %u、分野のあるもの %u、許諾情報の紐付け %llu）"
	       : "%u documents (%u open, %u with a field, %llu licences linked)",
	    a->documents, a->open, a->in_fields, (unsigned long long)a->linked);
	if (a->differing)
		buf_printf(out, ja ? "、内容の異なる同番号 %llu" : ", %llu with differing texts",
		    (unsigned long long)a->differing);
	if (a->title_alone)
		buf_printf(out,
		    ja ? "\n題名だけの文献 %llu 件。用途を見つけるには文章が要る（J-PlatPat "
			 "では「要約」を含めて"
			 "出力する）"
		       : "\n%llu documents have a title alone.  Ideas need a text: export with the "
			 "abstract (要約 of J-PlatPat)",
		    (unsigned long long)a->title_alone);
	buf_printf(out,
	    ja ? "\n用語 %u、次元 %u、索引 %.1f MB、%.1f 秒\n"
	       : "\n%u terms, %u dimensions, index %.1f MB, %.1f s\n",
	    a->terms, a->dims, (double)a->bytes / 1e6, a->seconds);
}

const result_class account_class = {.kind = "account",
    .size = sizeof(account),
    .version = 1,
    .holds = {MEMBER(account, documents)},
    .json = to_json,
    .table = to_table};

tensen_status
account_end(account *acct, tensen_status st, double start, tensen_result **out)
{
	acct->seconds = clock_now() - start;
	acct->stopped = st == TENSEN_E_INPUT;
	if (out && (st == TENSEN_OK || (acct->stopped && acct->n_files)))
		*out = &acct->base;
	else
		tensen_result_free(&acct->base);
	return st;
}

/* Room for item n of a list: the list, or a longer copy of it. */
static void *
account_room(account *acct, void *list, uint32_t n, uint32_t *cap, size_t size)
{
	void *longer;

	if (n < *cap)
		return list;
	*cap = *cap ? *cap * 2 : 32;
	longer = arena_alloc(&acct->base.mem, *cap * size);
	acct->base.nomem |= !longer;
	return longer && n ? memcpy(longer, list, n * size) : longer;
}

account_file *
account_add(account *acct, const char *path, const char *format, const char *encoding)
{
	account_file *f =
	    account_room(acct, acct->files, acct->n_files, &acct->cap_files, sizeof *f);

	if (!f)
		return NULL;
	acct->files = f;
	f += acct->n_files++;
	*f = (account_file){.path = result_copy(&acct->base, span_of(path)),
	    .format = format,
	    .encoding = result_copy(&acct->base, span_of(encoding ? encoding : ""))};
	return f;
}

void
account_add_bad(account *acct, const char *path, unsigned long long at, const char *why)
{
	account_bad *v = account_room(acct, acct->bad, acct->n_bad, &acct->cap_bad, sizeof *v);

	if (!v)
		return;
	acct->bad = v;
	acct->bad[acct->n_bad++] = (account_bad){
	    result_copy(&acct->base, span_of(path)), result_copy(&acct->base, span_of(why)), at};
}

size_t
tensen_bad_files(const tensen_result *res, size_t i, tensen_error *out)
{
	const account *a;

	if (!res || res->cls != &account_class)
		return 0;
	a = RESULT_AS(account, res);
	if (out && i < a->n_bad) {
		*out = (tensen_error){.code = TENSEN_E_INPUT, .at = a->bad[i].at};
		tensen_fail(out, TENSEN_E_INPUT, "%s", a->bad[i].why);
		tensen_fail_at(out, a->bad[i].path, a->bad[i].at);
	}
	return a->n_bad;
}
