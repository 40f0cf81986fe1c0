/* cli/terminal/report.c - error lines, exit codes, and writing to stdout. */
#include "cli/terminal/report.h"
#include <tensen/messages.h>
#include "cli/terminal/progress.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Writes one line to stderr.  Control characters in file names and documents become '?', so
 * that they neither break the line nor drive the terminal. */
__attribute__((format(printf, 1, 2))) static void
print_line(const char *fmt, ...)
{
	char line[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	for (unsigned char *p = (unsigned char *)line; *p; p++)
		if (*p < 0x20 || *p == 0x7F)
			*p = '?';
	fprintf(stderr, "tensen: %s\n", line);
}

/* Global like the stop flag of progress.c: every function may write an error line. */
static tensen_lang language = TENSEN_EN;

void
report_language(tensen_lang lang)
{
	language = lang;
}

/* Global for the same reason: 1, failures are JSON on stdout too; 2, a result or a failure is
 * there already. */
static int json_state;

void
report_json(int on)
{
	json_state = on;
}

void
report_json_string(FILE *out, const char *str)
{
	fputc('"', out);
	for (const unsigned char *p = (const unsigned char *)str; *p; p++)
		if (*p == '"' || *p == '\\')
			fprintf(out, "\\%c", *p);
		else if (*p < 0x20 || *p == 0x7f)
			fprintf(out, "\\u%04x", *p);
		else
			fputc(*p, out);
	fputc('"', out);
}

static void
print_json(exit_code code, const char *where, unsigned long long at, const char *message)
{
	if (json_state != 1)
		return;
	json_state = 2;
	printf("{\n \"kind\": \"error\",\n \"version\": 1,\n \"code\": %d,\n \"message\": ",
	    (int)code);
	report_json_string(stdout, message);
	fputs(",\n \"where\": ", stdout);
	report_json_string(stdout, where);
	printf(",\n \"at\": %llu\n}\n", at);
	fflush(stdout);
}

const char *
report_words(const tensen_error *err)
{
	const char *words = language == TENSEN_JA ? err->message_ja : err->message;

	return words[0] ? words : tensen_status_name(err->code);
}

void
report_said(const char *where, const char *said)
{
	char message[SAID_MAX];

	tensen_message(message, sizeof message, said, language);
	print_line("%s: %s", where, message);
}

exit_code
report_usage(const char *command, const char *fmt, ...)
{
	char said[SAID_MAX], message[SAID_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(said, sizeof said, fmt, ap);
	va_end(ap);
	tensen_message(message, sizeof message, said, language);
	if (command)
		print_line(
		    language == TENSEN_JA ? "%s: %s（tensen %s -h）" : "%s: %s (tensen %s -h)",
		    command, message, command);
	else
		print_line(language == TENSEN_JA ? "%s（tensen -h）" : "%s (tensen -h)", message);
	print_json(EXIT_USAGE, command ? command : "", 0, message);
	return EXIT_USAGE;
}

exit_code
report_refusal(exit_code code, const char *where, const char *message)
{
	char place[SAID_MAX], words[SAID_MAX];

	tensen_message(place, sizeof place, where, language);
	tensen_message(words, sizeof words, message, language);
	print_line("%s: %s", place, words);
	print_json(code, place, 0, words);
	return code;
}

/* 1 if `where` is this path, a section of it ("a.tensen:QVEC") or a file below it. */
static int
is_at(const char *where, const char *path)
{
	size_t n = path ? strlen(path) : 0;

	while (n > 1 && path[n - 1] == '/')
		n--;
	return n > 0 && strncmp(where, path, n) == 0 &&
	       (where[n] == '\0' || where[n] == '/' || where[n] == ':');
}

/* Files that options name; more than these are not told apart. */
static struct {
	const char *path;
	exit_code code;
} named[80];

void
report_names(const char *path, exit_code code)
{
	size_t i = 0;

	while (i < sizeof named / sizeof *named && named[i].path)
		i++;
	if (i == sizeof named / sizeof *named)
		return;
	named[i].path = path;
	named[i].code = code;
}

static exit_code
code_of_io(const char *where, const report_files *files)
{
	if (is_at(where, files->index))
		return EXIT_INDEX;
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (is_at(where, named[i].path))
			return named[i].code;
	for (const char *const *p = files->inputs; p && *p; p++)
		if (is_at(where, *p))
			return EXIT_INPUT;
	return EXIT_SYSTEM;
}

exit_code
report_code(const tensen_error *err, const report_files *files)
{
	static const report_files none = {NULL, NULL};

	switch (err->code) {
	case TENSEN_OK:
		return EXIT_OK;
	case TENSEN_E_NOTFOUND:
		return EXIT_NOTHING;
	case TENSEN_E_ARG:
		return EXIT_USAGE;
	case TENSEN_E_INPUT:
		return EXIT_INPUT;
	case TENSEN_E_CORRUPT:
	case TENSEN_E_VERSION:
	case TENSEN_E_MISMATCH:
		return EXIT_INDEX;
	case TENSEN_E_IO:
		return code_of_io(err->where, files ? files : &none);
	case TENSEN_E_CANCELLED:
		if (progress_stopped())
			return (exit_code)(EXIT_SIGNAL + progress_stopped());
		break;
	case TENSEN_E_NOMEM:
		break;
	}
	return EXIT_SYSTEM;
}

static void
print_error(const tensen_error *err, const char *advice)
{
	const char *message = report_words(err);

	if (err->where[0] && err->at)
		print_line("%s:%llu: %s%s", err->where, err->at, message, advice);
	else if (err->where[0])
		print_line("%s: %s%s", err->where, message, advice);
	else
		print_line("%s%s", message, advice);
}

exit_code
report_error(const tensen_error *err, const report_files *files)
{
	print_error(err, "");
	print_json(report_code(err, files), err->where, err->at, report_words(err));
	return report_code(err, files);
}

#define BAD_SHOWN 20

bad_outcome
report_bad_outcome(int failed, int skip_bad)
{
	return !failed ? BAD_LEFT_OUT : skip_bad ? BAD_ALONE : BAD_STOPPED;
}

/* Behind the only bad file. */
static const char *
advice_for_one(bad_outcome outcome)
{
	static const char *const words[3][2] = {
	    {"（何も書いていません。--skip-bad を付けると、除いて続けます）",
		" (nothing is written; --skip-bad goes on without it)"},
	    {"（除きました）", " (left out)"},
	    {"（除くと何も残らないため、書いていません）",
		" (without it nothing remains, so nothing is written)"}};

	return words[outcome][language];
}

/* Below several bad files; %zu: how many. */
static const char *
advice_for_many(bad_outcome outcome)
{
	static const char *const words[3][2] = {
	    {"読めないファイルが %zu "
	     "件あるため、何も書いていません。直すか除いてください（--skip-bad "
	     "を付けると、除いて続けます）",
		"%zu bad files, so nothing is written: repair or remove them, or go on without "
		"them (--skip-bad)"},
	    {"読めないファイル %zu 件を除きました", "%zu bad files are left out"},
	    {"読めないファイル %zu 件を除くと何も残らないため、書いていません",
		"%zu bad files: without them nothing remains, so nothing is written"}};

	return words[outcome][language];
}

size_t
report_bad_files(const tensen_result *account, bad_outcome outcome)
{
	size_t n = tensen_bad_files(account, 0, NULL);
	tensen_error bad;

	for (size_t i = 0; i < n && i < BAD_SHOWN; i++) {
		tensen_bad_files(account, i, &bad);
		print_error(&bad, n == 1 ? advice_for_one(outcome) : "");
	}
	if (n > BAD_SHOWN)
		print_line(language == TENSEN_JA ? "ほか %zu 件（--report か --json で一覧）"
						 : "and %zu more (--report and --json list them)",
		    n - BAD_SHOWN);
	if (n > 1)
		print_line(advice_for_many(outcome), n);
	return n;
}

exit_code
report_errno(const char *where, int number, exit_code code)
{
	return report_refusal(code, where, tensen_os_error(number));
}

/* Writes everything to stdout, at once: who reads the beginning alone may close it.  A closed or full
 * stdout is EXIT_SYSTEM. */
static exit_code
report_write(const char *str, size_t n)
{
	while (n > 0) {
		ssize_t k = write(STDOUT_FILENO, str, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return report_errno(
			    SAID("standard output", "標準出力"), errno, EXIT_SYSTEM);
		str += k;
		n -= (size_t)k;
	}
	return EXIT_OK;
}

exit_code
report_flush(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return EXIT_OK;
	return report_errno(SAID("standard output", "標準出力"), errno, EXIT_SYSTEM);
}

exit_code
report_target(const char *path, const char *index)
{
	struct stat there, own;

	if (!path || stat(path, &there) < 0)
		return EXIT_OK; /* writing reports it if it cannot be made */
	if (!S_ISREG(there.st_mode))
		return report_refusal(EXIT_USAGE, path, SAY_NOT_REGULAR_FILE);
	if (stat(index, &own) == 0 && own.st_dev == there.st_dev && own.st_ino == there.st_ino)
		return report_refusal(EXIT_USAGE, path, SAY_INDEX_ITSELF_NOT);
	return EXIT_OK;
}

/* Writes beside the target and renames: an old report stays until the new one is complete. */
static exit_code
write_file(const char *path, const tensen_text *text)
{
	char temp[4096];
	FILE *f;
	int n = snprintf(temp, sizeof temp, "%s.tmp", path), failed;

	if (n < 0 || n >= (int)sizeof temp)
		return report_errno(path, ENAMETOOLONG, EXIT_SYSTEM);
	if (!(f = fopen(temp, "wb")))
		return report_errno(path, errno, EXIT_SYSTEM);
	failed = fwrite(text->p, 1, text->n, f) != text->n;
	failed |= fclose(f) != 0;
	if (!failed && rename(temp, path) == 0)
		return EXIT_OK;
	n = errno;
	remove(temp);
	return report_errno(path, n, EXIT_SYSTEM);
}

exit_code
report_result(const tensen_result *result, const tensen_style *style, const char *path)
{
	tensen_text text = {NULL, 0, 0};
	tensen_error err = {0};
	exit_code code;

	if (tensen_result_render(result, style, &text, &err) < 0)
		return report_error(&err, NULL);
	code = path ? write_file(path, &text) : report_write(text.p, text.n);
	if (!path)
		json_state = 2;
	if (code == EXIT_OK && text.replaced)
		print_line(language == TENSEN_JA
			       ? "CSV: CP932 にない %zu 文字を 〓 で書きました"
			       : "CSV: CP932 does not have %zu characters, written as 〓",
		    text.replaced);
	tensen_text_free(&text);
	return code == EXIT_OK && tensen_result_empty(result) ? EXIT_NOTHING : code;
}
