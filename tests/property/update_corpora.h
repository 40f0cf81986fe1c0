/* tests/property/update_corpora.h - the corpora and indexes of the tests of an update. */
#pragma once
#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "engine/base/index.h"
#include "../support.h"
#include "model/lsa.h"
#include "util/threads/sort.h"

#define MAX_DOCS 600
#define N_NEW 30     /* the last lines of the demo come with the update */
#define STEP_EDIT 23 /* one in so many of the others is changed */
#define STEP_GONE 41 /* and so many are deleted */

static char *lines[MAX_DOCS];
static char *ids[MAX_DOCS];
static size_t n_lines;
static store *before, *after, *anew; /* old index; updated; built over the new corpus */

/* ---- the corpora ---- */

static inline int
is_gone(size_t i)
{
	return i < n_lines - N_NEW && i % STEP_GONE == 7;
}

static inline int
is_edited(size_t i)
{
	return i < n_lines - N_NEW && i % STEP_EDIT == 3 && !is_gone(i);
}

static inline void
put_line(FILE *f, size_t i, int edited)
{
	static const char head[] = "\"abstract\": \"【課題】";
	const char *at = strstr(lines[i], head);

	assert_non_null(at);
	at += strlen(head);
	fprintf(f, "%.*s%s%s\n", (int)(at - lines[i]), lines[i],
	    edited ? "冷却水が漏れて騒音が生じる。" : "", at);
}

static inline void
read_demo(void)
{
	glob_t found;
	char line[65536];

	assert_int_equal(glob("data/demo/*.jsonl", 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		FILE *f = fopen(found.gl_pathv[i], "r");
		assert_non_null(f);
		while (fgets(line, sizeof line, f) && n_lines < MAX_DOCS) {
			char *id = strstr(line, "\"id\": \"");
			line[strcspn(line, "\n")] = '\0';
			assert_non_null(id);
			lines[n_lines] = strdup(line);
			ids[n_lines++] = strndup(id + 7, strcspn(id + 7, "\""));
		}
		fclose(f);
	}
	globfree(&found);
}

enum corpus { OLD, CHANGES, NEW };

static inline const char *
write_corpus(const char *name, enum corpus which)
{
	FILE *f = fopen(place(name), "w");

	assert_non_null(f);
	for (size_t i = 0; i < n_lines; i++) {
		int late = i >= n_lines - N_NEW;
		if ((which == OLD && late) || (which == NEW && is_gone(i)) ||
		    (which == CHANGES && !late && !is_edited(i)))
			continue;
		put_line(f, i, which != OLD && is_edited(i));
	}
	assert_int_equal(fclose(f), 0);
	return place(name);
}

static inline void
build(const char *name, const char *input)
{
	const char *inputs[] = {input};
	tensen_build_opts o = TENSEN_BUILD_OPTS_INIT;

	o.dims = 32;
	build_index(place(name), inputs, 1, &o);
}

static inline void
copy(const char *from, const char *to)
{
	char command[840];

	snprintf(command, sizeof command, "cp %s %s", place(from), place(to));
	assert_int_equal(system(command), 0);
}

static inline tensen_status
update(const char *name, const char *input, const tensen_update_opts *o, tensen_error *err)
{
	const char *inputs[] = {input};

	return tensen_update(NULL, place(name), inputs, input ? 1 : 0, o, err);
}

static inline void
update_all(const char *name, unsigned threads)
{
	const char *gone[MAX_DOCS];
	tensen_update_opts o = TENSEN_UPDATE_OPTS_INIT;
	tensen_error err = {.code = TENSEN_OK};

	for (size_t i = 0; i < n_lines; i++)
		if (is_gone(i))
			gone[o.n_delete++] = ids[i];
	o.delete_ids = gone;
	o.build = &(tensen_build_opts){.threads = threads};
	if (update(name, place("changes.jsonl"), &o, &err) != TENSEN_OK)
		fail_msg("%s: %s", err.where, err.message);
}

static inline int
make_all(void **state)
{
	if (place_make(state) < 0)
		return -1;
	read_demo();
	write_corpus("changes.jsonl", CHANGES);
	build("before", write_corpus("old.jsonl", OLD));
	build("anew", write_corpus("new.jsonl", NEW));
	copy("before", "after");
	update_all("after", 1);
	return store_open(&before, place("before"), NULL) ||
	       store_open(&after, place("after"), NULL) || store_open(&anew, place("anew"), NULL);
}

static inline int
free_all(void **state)
{
	store_close(before);
	store_close(after);
	store_close(anew);
	for (size_t i = 0; i < n_lines; i++) {
		free(lines[i]);
		free(ids[i]);
	}
	return place_remove(state);
}
