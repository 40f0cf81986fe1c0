/* cli/query.c - what is asked, and which documents may answer. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cli/common.h"

#define QUERY_MAX                                                                                  \
	((size_t)64 << 20) /* beyond any patent; keeps a wrong file from filling memory            \
			    */

/* Room for at least one more byte and a NUL; 0 when out of memory. */
static int
grow(char **p, size_t n, size_t *cap)
{
	char *more;

	if (*cap - n >= 2)
		return 1;
	*cap = *cap ? *cap * 2 : 4096;
	if (!(more = realloc(*p, *cap)))
		return 0;
	*p = more;
	return 1;
}

static exit_code
read_all(int fd, const char *name, char **out, size_t *n_out)
{
	char *p = NULL;
	size_t n = 0, cap = 0;

	for (;;) {
		ssize_t k = -1;
		errno = ENOMEM;
		if (grow(&p, n, &cap))
			k = read(fd, p + n, cap - n - 1);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0 || (n += (size_t)k) > QUERY_MAX) {
			exit_code code = report_errno(name, k < 0 ? errno : EFBIG,
			    k < 0 && errno == ENOMEM ? EXIT_SYSTEM : EXIT_INPUT);
			free(p);
			return code;
		}
		if (k == 0)
			break;
	}
	p[n] = '\0';
	*out = p;
	*n_out = n;
	return EXIT_OK;
}

static exit_code
read_file(query *out, const char *path)
{
	int is_stdin = strcmp(path, "-") == 0;
	int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	exit_code code;

	if (fd < 0)
		return report_errno(path, errno, EXIT_INPUT);
	code = read_all(fd, is_stdin ? "standard input" : path, &out->bytes, &out->q.text_len);
	if (!is_stdin)
		close(fd);
	out->q.text = out->bytes;
	return code;
}

exit_code
query_read(query *out, const char *command, const query_args *args, const char *word)
{
	int given = !!word + !!args->text + !!args->file;

	*out = (query){.bytes = NULL};
	if (given != 1)
		return report_usage(command, "expected one of ID, --text, --file or -, got %s",
		    given ? "more than one" : "none");
	if (word && !word[0])
		return report_usage(command, "expected an ID, got an empty word");
	if (args->file)
		return read_file(out, args->file);
	if (args->text) {
		out->q.text = args->text;
		out->q.text_len = strlen(args->text);
		return EXIT_OK;
	}
	if (strcmp(word, "-") == 0)
		return read_file(out, word);
	out->q.id = word;
	return EXIT_OK;
}

/* The ids of a list behind `at`, NULL-terminated; `to` is where their text goes. */
static const char **
cut_apart(const char **at, char **to, const opt_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		char *p = strcpy(*to, l->v[i]), *rest = NULL;
		*to += strlen(p) + 1;
		for (p = strtok_r(p, ",", &rest); p; p = strtok_r(NULL, ",", &rest))
			*at++ = p;
	}
	*at++ = NULL;
	return at;
}

/* Bytes of a list's text; an id takes two of them at least, so half as many ids. */
static size_t
text_size(const opt_list *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += strlen(l->v[i]) + 1;
	return n;
}

exit_code
query_feedback(query *q, const feedback_args *args)
{
	size_t n = text_size(&args->seed) + text_size(&args->noise);
	const char **noise;
	char *to;

	if (n == 0)
		return EXIT_OK;
	q->marked = to = malloc(n);
	q->lists = malloc((n + 2) * sizeof *q->lists);
	if (!q->marked || !q->lists)
		return report_errno("--seed, --noise", ENOMEM, EXIT_SYSTEM);
	noise = cut_apart(q->lists, &to, &args->seed);
	cut_apart(noise, &to, &args->noise);
	q->q.seed = q->lists;
	q->q.noise = noise;
	return EXIT_OK;
}

/* What query_ask() asks of the open index. */
typedef struct question {
	const tensen_query *q;
	query_call call;
	const void *opts;
} question;

static tensen_status
ask(tensen_index *ix, void *payload, tensen_result **out, tensen_error *err)
{
	const question *a = payload;
	tensen_searcher *s = NULL;
	tensen_status st = tensen_searcher_new(&s, ix, err);

	if (st == TENSEN_OK)
		st = a->call(s, a->q, a->opts, out, err);
	tensen_searcher_free(s);
	return st;
}

exit_code
query_ask(const char *path, query *q, query_call call, const void *opts, const common *c)
{
	question a = {&q->q, call, opts};
	exit_code code = index_ask(&(report_files){path, NULL}, ask, &a, NULL, c);

	free(q->bytes);
	free(q->marked);
	free(q->lists);
	*q = (query){.bytes = NULL};
	return code;
}

static exit_code
resolve_fields(uint64_t *bits, const char *command, const char *option, const opt_list *names,
    const char *models)
{
	tensen_error err = {0};

	for (size_t i = 0; i < names->n; i++) {
		unsigned f;
		tensen_status st = tensen_field_find(&f, names->v[i], models, &err);
		if (st == TENSEN_E_NOTFOUND)
			return report_usage(command, "%s: %s", option, err.message);
		if (st < 0)
			return report_error(&err, NULL);
		*bits |= (uint64_t)1 << (f - 1);
	}
	return EXIT_OK;
}

exit_code
filter_resolve(tensen_filter *out, const char *command, const filter_args *a, const common *c)
{
	exit_code code;

	*out = (tensen_filter){0};
	out->out_of_field = (tensen_out_of_field)a->out_of_field;
	out->open = a->open;
	out->alive = a->alive;
	out->applicant = a->applicant;
	out->since = a->since;
	out->until = a->until;
	if (a->since && a->until && a->since > a->until)
		return report_usage(command, "--since %u is after --until %u", a->since, a->until);
	code = resolve_fields(&out->field, command, "--field", &a->field, c->open.models);
	if (code != EXIT_OK)
		return code;
	return resolve_fields(
	    &out->not_field, command, "--not-field", &a->not_field, c->open.models);
}
