/* model/bilingual/pairs.c - see bilingual_impl.h. */
#include "model/bilingual/bilingual_impl.h"
#define XXH_INLINE_ALL
#include <xxhash.h>
#include "text/utf8.h"
#include "util/fail.h"
#include "util/files/file.h"
#include "util/files/models.h"

static const char *
what_is_wrong(const span cols[3], size_t n)
{
	if (n != 2)
		return SAY_NOT_TWO_COLUMNS;
	if (utf8_bad_at(cols[0]) < cols[0].n || utf8_bad_at(cols[1]) < cols[1].n)
		return SAY_NOT_UTF_8_TEXT;
	if (cols[0].n == 0 || cols[1].n == 0)
		return SAY_EMPTY_COLUMN;
	return NULL;
}

/* path: of the user's pairs, in which a line that is no pair is an error; NULL: of the program's */
static tensen_status
read_text(pairs *out, span text, const char *path, tensen_error *err)
{
	tsv in = {.file = text};
	wrong_lines none = {.n = 0};
	span cols[3];
	size_t n;

	while ((n = tsv_next(&in, cols, 3)) > 0) {
		const char *wrong;
		for (size_t i = 0; i < n; i++)
			cols[i] = span_trim(cols[i]);
		wrong = what_is_wrong(cols, n);
		if (wrong) {
			wrong_line(&none, in.line, "%s", wrong);
			continue;
		}
		buf_add(&out->v, &(word_pair){cols[0], cols[1]}, sizeof(word_pair));
		out->n++;
	}
	return path ? tensen_fail_lines(err, &none, path) : TENSEN_OK;
}

tensen_status
pairs_read(pairs *out, const bilingual_opts *opts, tensen_error *err)
{
	tensen_status st = TENSEN_OK;

	*out = (pairs){.text = BUF_INIT, .v = BUF_INIT};
	if (opts->pairs && (st = file_slurp(&out->text, opts->pairs, err)) < 0)
		return st;
	st = read_text(out, (span){out->text.p, out->text.n}, opts->pairs, err);
	if (st < 0)
		return st;
	out->own = out->n;
	out->hash = out->own ? XXH3_64bits(out->text.p, out->text.n) : 0;
	read_text(out, opts->builtin, NULL, err);
	return out->v.failed ? tensen_fail_nomem(err) : TENSEN_OK;
}
