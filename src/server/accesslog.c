/* server/accesslog.c - see accesslog.h. */
#include "server/accesslog.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <tensen/messages.h>
#include "server/http/utf8.h"

#define ROOM ((size_t)1 << 20) /* bytes of lines that may wait for the writer */
#define LINE_MAX_BYTES 2048    /* see the assertion on TEXT_MAX below */
#define TEXT_MAX 400           /* bytes of a target or agent that a line shows */

struct accesslog {
	pthread_mutex_t lock;
	pthread_cond_t news;
	pthread_t writer;
	const char *path;
	int fd, reopen, ending;
	char *waiting, *writing; /* [ROOM] each: filled by requests; being written */
	size_t n;
	uint64_t lost;
};

static int
open_file(const char *path)
{
	if (strcmp(path, "-") == 0)
		return STDERR_FILENO;
	return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
}

static void
close_file(int fd)
{
	if (fd > STDERR_FILENO)
		close(fd);
}

static void
write_all(int fd, const char *str, size_t n)
{
	while (n > 0) {
		ssize_t k = write(fd, str, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return; /* a failure cannot be reported anywhere */
		str += k;
		n -= (size_t)k;
	}
}

/* Opens the file again; if that fails, the old one stays in use. */
static void
reopen_now(accesslog *alog)
{
	int fd = open_file(alog->path);

	if (fd < 0)
		return;
	close_file(alog->fd);
	alog->fd = fd;
}

static void *
write_lines(void *payload)
{
	accesslog *l = payload;
	int ending = 0;

	while (!ending) {
		char *p;
		size_t n;
		int reopen;
		pthread_mutex_lock(&l->lock);
		while (l->n == 0 && !l->ending && !l->reopen)
			pthread_cond_wait(&l->news, &l->lock);
		p = l->waiting;
		n = l->n;
		l->waiting = l->writing;
		l->writing = p;
		l->n = 0;
		ending = l->ending;
		reopen = l->reopen;
		l->reopen = 0;
		pthread_mutex_unlock(&l->lock);
		if (reopen)
			reopen_now(l);
		write_all(l->fd, p, n);
	}
	return NULL;
}

static void
free_all(accesslog *alog)
{
	if (alog->fd >= 0)
		close_file(alog->fd);
	free(alog->waiting);
	free(alog->writing);
	free(alog);
}

tensen_status
accesslog_open(accesslog **out, const char *path, tensen_error *err)
{
	accesslog *l = calloc(1, sizeof *l);

	*out = NULL;
	*err = (tensen_error){.code = TENSEN_E_NOMEM, .message = "out of memory"};
	if (!l)
		return TENSEN_E_NOMEM;
	l->path = path;
	l->fd = open_file(path);
	l->waiting = malloc(ROOM);
	l->writing = malloc(ROOM);
	if (l->fd < 0) {
		tensen_error_say(err, TENSEN_E_IO, path, tensen_os_error(errno));
	}
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->news, NULL);
	if (l->fd < 0 || !l->waiting || !l->writing ||
	    pthread_create(&l->writer, NULL, write_lines, l) != 0) {
		free_all(l);
		return err->code;
	}
	*out = l;
	return TENSEN_OK;
}

void
accesslog_close(accesslog *alog)
{
	if (!alog)
		return;
	pthread_mutex_lock(&alog->lock);
	alog->ending = 1;
	pthread_cond_signal(&alog->news);
	pthread_mutex_unlock(&alog->lock);
	pthread_join(alog->writer, NULL);
	pthread_mutex_destroy(&alog->lock);
	pthread_cond_destroy(&alog->news);
	free_all(alog);
}

void
accesslog_reopen(accesslog *alog)
{
	if (!alog)
		return;
	pthread_mutex_lock(&alog->lock);
	alog->reopen = 1;
	pthread_cond_signal(&alog->news);
	pthread_mutex_unlock(&alog->lock);
}

uint64_t
accesslog_lost(accesslog *alog)
{
	uint64_t n;

	if (!alog)
		return 0;
	pthread_mutex_lock(&alog->lock);
	n = alog->lost;
	pthread_mutex_unlock(&alog->lock);
	return n;
}

/* Appends ,"key":"text" to the n bytes of line; at most TEXT_MAX bytes of the text. */
static size_t
add_text(char *line, size_t n, const char *key, const char *text)
{
	char tidy[TEXT_MAX + 1];

	if (!text)
		return n;
	snprintf(tidy, sizeof tidy, "%s", text);
	utf8_tidy(tidy);
	n += (size_t)sprintf(line + n, ",\"%s\":\"", key);
	for (const char *s = tidy; *s; s++) {
		if (*s == '"' || *s == '\\')
			line[n++] = '\\';
		line[n++] = *s;
	}
	line[n++] = '"';
	return n;
}

/* The longest line has a target and an agent with every byte escaped, and the rest. */
_Static_assert(LINE_MAX_BYTES > 4 * TEXT_MAX + 400, "a line has no room");

static size_t
format_line(char *line, const access_line *access)
{
	struct timespec now;
	struct tm t;
	size_t n;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &t);
	n = strftime(line, LINE_MAX_BYTES, "{\"time\":\"%Y-%m-%dT%H:%M:%S", &t);
	n += (size_t)sprintf(line + n, ".%03ldZ\"", now.tv_nsec / 1000000);
	n = add_text(line, n, "remote", access->remote);
	n = add_text(line, n, "method", access->method);
	n = add_text(line, n, "target", access->target);
	n = add_text(line, n, "route", access->route);
	n += (size_t)sprintf(line + n, ",\"status\":%u,\"bytes\":%llu,\"ms\":%.3f,\"wait_ms\":%.3f",
	    access->status, (unsigned long long)access->bytes, (double)access->ns / 1e6,
	    (double)access->wait_ns / 1e6);
	n = add_text(line, n, "agent", access->agent);
	line[n++] = '}';
	line[n++] = '\n';
	return n;
}

void
accesslog_write(accesslog *alog, const access_line *access)
{
	char line[LINE_MAX_BYTES];
	size_t n;

	if (!alog)
		return;
	n = format_line(line, access);
	pthread_mutex_lock(&alog->lock);
	if (alog->n + n > ROOM) {
		alog->lost++;
	} else {
		memcpy(alog->waiting + alog->n, line, n);
		alog->n += n;
		pthread_cond_signal(&alog->news);
	}
	pthread_mutex_unlock(&alog->lock);
}
