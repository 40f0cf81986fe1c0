/* server/gate.c - see gate.h. */
#include "server/gate.h"
#include "server/http/said.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *
refusal_of_file(const struct stat *st)
{
	if (!S_ISREG(st->st_mode))
		return SAY_EXPECTED_REGULAR_FILE;
	if (st->st_mode & (S_IRWXG | S_IRWXO))
		return SAY_OTHERS_MAY_READ;
	if (st->st_uid != geteuid() && st->st_uid != 0)
		return SAY_TOKEN_BELONGS_TO;
	return NULL;
}

static const char *
refusal_of_token(char *str, size_t n)
{
	while (n > 0 && (str[n - 1] == '\n' || str[n - 1] == '\r'))
		n--;
	str[n] = '\0';
	for (size_t i = 0; i < n; i++)
		if (str[i] <= 0x20 || str[i] >= 0x7F)
			return SAY_EXPECTED_ONE_LINE;
	return n < TOKEN_MIN ? SAY_TOKEN_SHORT : NULL;
}

tensen_status
gate_read_token(gate *door, const char *path, tensen_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	char token[TOKEN_MAX + 1];
	struct stat st;
	const char *why;
	ssize_t n = -1;

	if (fd < 0 || fstat(fd, &st) != 0) {
		tensen_error_say(err, TENSEN_E_IO, path, tensen_os_error(errno));
		if (fd >= 0)
			close(fd);
		return TENSEN_E_IO;
	}
	if (!(why = refusal_of_file(&st)) && (n = read(fd, token, sizeof token)) > TOKEN_MAX)
		why = SAY_TOKEN_HAS_AT;
	close(fd);
	if (!why && n < 0)
		return tensen_error_say(err, TENSEN_E_IO, path, SAY_CANNOT_BE_READ_AT_ALL);
	if (!why)
		why = refusal_of_token(token, (size_t)n);
	if (why)
		return tensen_error_say(err, TENSEN_E_INPUT, path, why);
	pthread_mutex_lock(&door->lock);
	memcpy(door->token, token, strlen(token) + 1);
	pthread_mutex_unlock(&door->lock);
	return TENSEN_OK;
}

/* Compares every byte of the token whatever arrives, so that time reveals at most its length. */
static int
is_token(const char *token, const char *authorization)
{
	const char *s = authorization;
	size_t n = strlen(token), k;
	unsigned char different = 0;

	if (!s || strncasecmp(s, "Bearer ", 7) != 0)
		return 0;
	s += 7 + strspn(s + 7, " ");
	k = strlen(s);
	for (size_t i = 0; i < n; i++)
		different |= (unsigned char)(token[i] ^ (k ? s[i % k] : 0));
	return different == 0 && k == n;
}

static int
is_let_in(gate *door, const char *authorization)
{
	int ok;

	pthread_mutex_lock(&door->lock);
	ok = !door->token[0] || is_token(door->token, authorization);
	pthread_mutex_unlock(&door->lock);
	return ok;
}

static int
is_name(const char *host, size_t n, const char *name)
{
	return strlen(name) == n && strncasecmp(host, name, n) == 0;
}

/* 1 if the Host header names this server.  A page of another site whose name was made to point
 * to this machine (DNS rebinding) sends its own name here. */
static int
is_own_host(const gate *door, const char *host)
{
	size_t n;

	if (!host)
		return 0;
	n = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
	if (n > strlen(host) || (host[n] && (host[n] != ':' || strspn(host + n + 1, "0123456789") !=
								   strlen(host + n + 1))))
		return 0;
	if (is_name(host, n, "localhost") || is_name(host, n, "127.0.0.1") ||
	    is_name(host, n, "[::1]"))
		return 1;
	for (const char *const *p = door->hosts; p && *p; p++)
		if (is_name(host, n, *p))
			return 1;
	return 0;
}

static int
is_json(const char *type)
{
	size_t n = type ? strcspn(type, "; \t") : 0;

	return n == 16 && strncasecmp(type, "application/json", n) == 0;
}

static int
check_body(const gate *door, const heads *starts, size_t *body, problem *why)
{
	const char *s = starts->content_length;
	uint64_t n = 0;

	if (!is_json(starts->content_type))
		return problem_set(why, 415, "not_json", SAY_HTTP_CONTENT_TYPE);
	if (!s || starts->transfer_encoding)
		return problem_set(why, 411, "no_length", SAY_HTTP_CONTENT_LENGTH);
	if (!s[0] || strspn(s, "0123456789") != strlen(s) || strlen(s) > 18)
		return problem_set(why, 400, "bad_length", SAY_HTTP_LENGTH_NUMBER);
	for (; *s; s++)
		n = n * 10 + (unsigned)(*s - '0');
	if (n > door->max_body)
		return problem_set(why, 413, "too_large", SAY_HTTP_BODY_LARGE,
		    (unsigned long long)n, door->max_body);
	*body = (size_t)n;
	return 1;
}

/* Refuses a GET with a body: it would be taken for the next request, or kept in memory. */
static int
check_no_body(const heads *starts, problem *why)
{
	const char *s = starts->content_length;

	if (starts->transfer_encoding || (s && strcmp(s, "0") != 0))
		return problem_set(why, 400, "bad_length", SAY_HTTP_NO_BODY);
	return 1;
}

int
gate_check(gate *door, const heads *starts, const char *path, const route **out, size_t *body,
    coding *codec, problem *why)
{
	const route *r = *out = route_find(path);
	int reads = strcmp(starts->method, "GET") == 0 || strcmp(starts->method, "HEAD") == 0;

	*body = 0;
	if (starts->header_size > door->max_header)
		return problem_set(why, 431, "too_large", SAY_HTTP_HEADERS_LARGE,
		    starts->header_size, door->max_header);
	if (door->check_host && !is_own_host(door, starts->host))
		return problem_set(why, 421, "bad_host", SAY_HTTP_HOST);
	if (!(r && r->is_public) && !is_let_in(door, starts->authorization))
		return problem_set(why, 401, "no_token", SAY_HTTP_TOKEN);
	if (!r)
		return problem_set(why, 404, "no_route", SAY_HTTP_PATH);
	if (reads ? r->only_post : !(r->takes_post && strcmp(starts->method, "POST") == 0))
		return problem_set(why, 405, "bad_method", SAY_HTTP_METHOD, route_methods(r));
	if ((*codec = coding_choose(starts->accept_encoding)) == CODING_NONE)
		return problem_set(why, 406, "bad_coding", SAY_HTTP_CODING);
	return reads ? check_no_body(starts, why) : check_body(door, starts, body, why);
}
