/* bench/data/readers.c - the speed of reading files, and the documents read.
 *
 *     build/release/bench/data/readers FILE...          MB/s, records/s, peak memory
 *     build/release/bench/data/readers --dump FILE...   every document as one line of JSON,
 *                                                  for bench/data/readers_check.py
 *     --encoding E                                 of all files, instead of detection
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include "corpus/reader.h"
#include "util/clock.h"
#include "util/json/json.h"

typedef struct totals {
	int dump;
	uint64_t documents, text, refused, noted;
	buf line;
} totals;

static void
put_list(json *j, const char *key, const span_list *l)
{
	json_key_open(j, key, '[');
	for (uint32_t i = 0; i < l->n; i++)
		json_span(j, l->v[i]);
	json_close(j, ']');
}

static void
put_texts(json *j, const document *d)
{
	json_key_span(j, "id", d->id);
	json_key_span(j, "title", d->title);
	json_key_span(j, "abstract", d->abstract);
	json_key_span(j, "problem", d->problem);
	json_key_span(j, "means", d->means);
	json_key_span(j, "effect", d->effect);
	json_key_span(j, "description", d->description);
	json_key_span(j, "products", d->products);
	json_key_span(j, "source", d->source);
}

static void
put_document(totals *t, const document *d)
{
	json j;

	buf_reset(&t->line);
	json_init(&j, &t->line, 0);
	json_open(&j, '{');
	put_texts(&j, d);
	put_list(&j, "claims", &d->claims);
	put_list(&j, "ipc", &d->ipc);
	put_list(&j, "fi", &d->fi);
	put_list(&j, "cpc", &d->cpc);
	put_list(&j, "fterm", &d->fterm);
	put_list(&j, "applicants", &d->applicants);
	put_list(&j, "numbers", &d->numbers);
	json_key_int(&j, "date", d->date);
	json_key_str(&j, "status", doc_status_name(d->status));
	json_key_bool(&j, "open", d->open);
	json_key_span(&j, "license_id", d->license_id);
	json_key_span(&j, "license_terms", d->license_terms);
	json_key_span(&j, "url", d->url);
	if (d->extra.n) {
		json_key(&j, "extra");
		json_raw(&j, d->extra);
	}
	json_close(&j, '}');
	puts(buf_cstr(&t->line));
}

static tensen_status
on_document(void *payload, const document *d, tensen_error *err)
{
	totals *t = payload;

	(void)err;
	t->documents++;
	t->text +=
	    d->title.n + d->abstract.n + d->problem.n + d->means.n + d->effect.n + d->description.n;
	if (t->dump)
		put_document(t, d);
	return TENSEN_OK;
}

static void
on_refused(void *payload, const char *path, unsigned long long at, const char *why)
{
	((totals *)payload)->refused++;
	fprintf(stderr, "%s:%llu: %s\n", path, at, why);
}

static void
on_noted(void *payload, const char *path, unsigned long long at, const char *what)
{
	(void)path;
	(void)at;
	(void)what;
	((totals *)payload)->noted++;
}

int
main(int argc, char **argv)
{
	totals t = {0};
	corpus_opts opts = {0};
	corpus_sink sink = {on_document, on_refused, NULL, &t, on_noted, NULL};
	tensen_error err = {.where = ""};
	struct rusage use;
	struct stat sb;
	double start = clock_now(), seconds, bytes = 0;
	int first = 1;

	for (; first < argc && strncmp(argv[first], "--", 2) == 0; first++) {
		if (strcmp(argv[first], "--dump") == 0)
			t.dump = 1;
		else if (strcmp(argv[first], "--encoding") == 0 && first + 1 < argc)
			opts.encoding = argv[++first];
		else
			first = argc;
	}
	if (first >= argc)
		errx(2, "usage: readers [--dump] [--encoding E] FILE...");
	if (corpus_read((const char *const *)argv + first, (size_t)(argc - first), &opts, &sink,
		&err) < 0) {
		fprintf(stderr, "%s:%llu: %s\n", err.where, err.at, err.message);
		return 1;
	}
	seconds = clock_now() - start;
	for (int i = first; i < argc; i++)
		bytes += stat(argv[i], &sb) == 0 ? (double)sb.st_size : 0;
	getrusage(RUSAGE_SELF, &use);
	fprintf(stderr,
	    "%llu documents, %.1f MB of text, %llu refused, %llu noted; %.2f s, %.1f MB/s of "
	    "named files, peak %ld KB\n",
	    (unsigned long long)t.documents, (double)t.text / 1e6, (unsigned long long)t.refused,
	    (unsigned long long)t.noted, seconds, bytes / 1e6 / seconds, use.ru_maxrss);
	buf_clear(&t.line);
	return 0;
}
