/* engine/base/index_analyzer.c - the analyzer of an index: opened with the user dictionary that the
 * index keeps, and compared with the one that the index was made with. */
#include <json-c/json.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>
#include "engine/base/index.h"
#include "util/fail.h"
#include "util/json/json_read.h"

/* libmecab opens files only: the user dictionary of the index becomes a file in memory. */
tensen_status
engine_open_analyzer(
    analyzer **out, const store *from, const analyzer_opts *opts, tensen_error *err)
{
	analyzer_opts a = *opts;
	span kept = from->user_dic;
	char path[40];
	tensen_status st;
	int fd = -1;

	if (!a.user_dic && kept.n) {
		fd = memfd_create("user.dic", MFD_CLOEXEC);
		if (fd < 0 || write(fd, kept.p, kept.n) != (ssize_t)kept.n) {
			if (fd >= 0)
				close(fd);
			return tensen_fail_nomem(err);
		}
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		a.user_dic = path;
	}
	st = analyzer_new(out, &a, err);
	if (fd >= 0)
		close(fd);
	return st;
}

/* The first thing in which two identities differ: "icu: index 72.1, here 74.2". */
static void
write_difference(buf *out, json_object *index, json_object *here)
{
	json_object *built, *now;
	const char *key = json_first_difference(index, here, &built, &now);

	if (key)
		buf_printf(out, "%s: index %s, here %s", key,
		    built ? json_object_get_string(built) : "none", json_object_get_string(now));
	else
		buf_str(out, "the index names more than this program knows");
}

/* Two dictionaries that tokenize differently give plausible but wrong neighbours. */
tensen_status
engine_check_identity(
    const store *kept, const analyzer *tokenizer, const char *path, tensen_error *err)
{
	json_object *built = json_tokener_parse(kept->meta.identity.p);
	json_object *here = json_tokener_parse(analyzer_identity(tokenizer).p);
	buf what = BUF_INIT;
	int same = built && here && json_object_equal(built, here);

	if (!same && here)
		write_difference(&what, built, here);
	json_object_put(built);
	json_object_put(here);
	if (!same) {
		tensen_fail(err, TENSEN_E_MISMATCH, SAY_MADE_WITH_ANOTHER, buf_cstr(&what));
		tensen_fail_at(err, path, 0);
	}
	buf_clear(&what);
	return same ? TENSEN_OK : TENSEN_E_MISMATCH;
}
