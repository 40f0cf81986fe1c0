/* tests/serve/client.c - an HTTP client for the tests of `tensen serve`, kind and unkind.
 *
 *   client PORT ask [-i] METHOD TARGET [HEADER... [@BODYFILE]]
 *       one request; prints "STATUS" on the first line, then the headers with -i, then
 *       the body
 *   client PORT raw FILE            the bytes of FILE and no more; prints what comes back
 *   client PORT half FILE           the same, but the connection stays open for more
 *   client PORT drip SECONDS N      N connections that send a byte every 0.2 s; prints how
 *       many the server ended within SECONDS
 *   client PORT load SECONDS THREADS TARGETS
 *       asks the targets (lines of a file; "POST TARGET BODY" too) again and again over
 *       kept connections; prints "N requests, N failed"; exit 1 if any failed
 *   client PORT fuzz SECONDS SEED   damaged requests, then a whole one that must be answered
 *
 * The server names the length of every body, so nothing else is read here. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BIG (8 << 20)

static unsigned short port;

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int
dial(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET,
	    .sin_port = htons(port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct timeval patience = {60, 0};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof a) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static int
send_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t k = send(fd, p, n, MSG_NOSIGNAL);
		if (k <= 0)
			return 0;
		p += k;
		n -= (size_t)k;
	}
	return 1;
}

/* One answer into to (BIG + 1 bytes): its length, *head of it headers; 0: none came. */
static size_t
receive(int fd, char *to, size_t *head, int has_body)
{
	size_t n = 0, want = 0;

	*head = 0;
	while (n < BIG) {
		ssize_t k = recv(fd, to + n, BIG - n, 0);
		char *end, *length;
		if (k <= 0)
			return *head && !want ? n : 0;
		n += (size_t)k;
		to[n] = '\0';
		if (!*head && (end = strstr(to, "\r\n\r\n"))) {
			*head = (size_t)(end + 4 - to);
			length = strcasestr(to, "\r\nContent-Length:");
			want = *head;
			if (has_body && length && length < end)
				want += strtoul(length + 17, NULL, 10);
		}
		if (*head && n >= want)
			return want;
	}
	return 0;
}

static size_t
read_file(const char *path, char *to)
{
	FILE *f = fopen(path, "rb");
	size_t n = f ? fread(to, 1, BIG - 4096, f) : 0;

	if (!f) {
		perror(path);
		exit(2);
	}
	fclose(f);
	to[n] = '\0';
	return n;
}

static int
ask(int argc, char **argv)
{
	static char out[BIG + 1], body[BIG + 1], in[BIG + 1];
	int with_head = argc > 0 && strcmp(argv[0], "-i") == 0, host = 0;
	size_t n, n_body = 0, head;
	int fd = dial();

	argc -= with_head;
	argv += with_head;
	if (argc < 2 || fd < 0)
		return 2;
	n = (size_t)sprintf(out, "%s %s HTTP/1.1\r\n", argv[0], argv[1]);
	for (int i = 2; i < argc; i++)
		if (argv[i][0] == '@') {
			n_body = read_file(argv[i] + 1, body);
			n += (size_t)sprintf(out + n, "Content-Length: %zu\r\n", n_body);
		} else {
			host |= strncasecmp(argv[i], "Host:", 5) == 0;
			n += (size_t)sprintf(out + n, "%s\r\n", argv[i]);
		}
	n += (size_t)sprintf(
	    out + n, "%sConnection: close\r\n\r\n", host ? "" : "Host: localhost\r\n");
	/* an answer may come, and the connection end, before all of the body is taken */
	if (send_all(fd, out, n))
		send_all(fd, body, n_body);
	n = receive(fd, in, &head, strcmp(argv[0], "HEAD") != 0);
	if (n == 0) {
		puts("none");
		return 1;
	}
	printf("%.3s\n", in + 9);
	if (with_head)
		fwrite(in, 1, head, stdout);
	fwrite(in + head, 1, n - head, stdout);
	return 0;
}

static int
raw(const char *path, int whole_request)
{
	static char bytes[BIG + 1], in[4096];
	size_t n = read_file(path, bytes);
	ssize_t k;
	int fd = dial();

	if (fd < 0)
		return 2;
	send_all(fd, bytes, n);
	if (whole_request)
		shutdown(fd, SHUT_WR);
	while ((k = recv(fd, in, sizeof in, 0)) > 0)
		fwrite(in, 1, (size_t)k, stdout);
	close(fd);
	return 0;
}

static int
drip(double seconds, int n)
{
	static const char slow[] = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
	struct pollfd p[256];
	double end = now() + seconds;
	size_t at = 0;
	int ended = 0;

	n = n > 256 ? 256 : n;
	for (int i = 0; i < n; i++)
		p[i] = (struct pollfd){dial(), POLLIN, 0};
	while (now() < end && ended < n) {
		char c = at < sizeof slow - 1 ? slow[at] : 'x';
		for (int i = 0; i < n; i++)
			if (p[i].fd >= 0)
				send(p[i].fd, &c, 1, MSG_NOSIGNAL);
		at++;
		poll(p, (nfds_t)n, 200);
		for (int i = 0; i < n; i++) {
			char in[512];
			if (p[i].fd < 0 || !p[i].revents || recv(p[i].fd, in, sizeof in, 0) > 0)
				continue;
			close(p[i].fd);
			p[i].fd = -1;
			ended++;
		}
		usleep(200000);
	}
	printf("%d of %d ended\n", ended, n);
	return 0;
}

static struct load {
	char *requests[1024];
	int n;
	double end;
	unsigned long asked, failed;
} load;

static int
ask_once(int *fd, const char *request, char *in)
{
	size_t head;

	if (*fd < 0 && (*fd = dial()) < 0)
		return 0;
	if (send_all(*fd, request, strlen(request)) && receive(*fd, in, &head, 1) &&
	    strncmp(in + 9, "200", 3) == 0) {
		if (strcasestr(in, "\r\nConnection: close\r\n")) {
			close(*fd);
			*fd = -1;
		}
		return 1;
	}
	fprintf(stderr, "failed: %.60s -> %.60s\n", request, in);
	close(*fd);
	*fd = -1;
	return 0;
}

static void *
load_thread(void *payload)
{
	unsigned i = (unsigned)(uintptr_t)payload;
	char *in = calloc(1, BIG + 1);
	int fd = -1;

	for (; now() < load.end; i++) {
		int good = ask_once(&fd, load.requests[i % (unsigned)load.n], in);
		__atomic_add_fetch(&load.asked, 1, __ATOMIC_RELAXED);
		__atomic_add_fetch(&load.failed, !good, __ATOMIC_RELAXED);
	}
	close(fd);
	free(in);
	return NULL;
}

static void
add_target(const char *line)
{
	char *r = malloc(strlen(line) + 256), target[1024];
	int k;

	if (sscanf(line, "POST %1000s %n", target, &k) == 1)
		sprintf(r,
		    "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
		    "Content-Length: %zu\r\n\r\n%s",
		    target, strlen(line + k), line + k);
	else
		sprintf(r, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", line);
	load.requests[load.n++] = r;
}

static int
run_load(double seconds, int threads, const char *path)
{
	static char targets[BIG + 1];
	pthread_t t[64];

	read_file(path, targets);
	for (char *line = strtok(targets, "\n"); line && load.n < 1024; line = strtok(NULL, "\n"))
		add_target(line);
	load.end = now() + seconds;
	threads = threads > 64 ? 64 : threads;
	for (int i = 0; i < threads; i++)
		pthread_create(&t[i], NULL, load_thread, (void *)(uintptr_t)i);
	for (int i = 0; i < threads; i++)
		pthread_join(t[i], NULL);
	printf("%lu requests, %lu failed\n", load.asked, load.failed);
	return load.failed || !load.asked;
}

static uint64_t seed;

static unsigned
draw(unsigned below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % below;
}

/* Whole requests with which the damage begins, and pieces that are put in. */
static const char *const whole[] = {
    "GET /api/v1/ideas?id=DEMO-35-012&k=3&field=26&since=2010 HTTP/1.1\r\nHost: localhost\r\n"
    "Accept-Encoding: gzip;q=0.5, zstd\r\n\r\n",
    "POST /api/v1/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    "Content-Length: 48\r\n\r\n{\"text\":\"abc\",\"k\":3,\"field\":[1,2],\"open\":true }",
    "POST /api/v1/match HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"tex\r\n0\r\n\r\n",
    "GET /index.html HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: \"x\", W/\"y\"\r\n\r\n",
    "HEAD /metrics HTTP/1.0\r\n\r\n",
    "GET /api/v1/show?id=%E3%81%82&lang=en&format=html HTTP/1.1\r\nHost: localhost\r\n\r\n"
    "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",
};
static const char *const pieces[] = {"%", "%00", "%2e%2e/", "../", "\r\n", "\n", "\r", " ", "?",
    "&", "=", "\"", "{", "[[[[[[[[[[[[[[[[", "]", "}", ":", ",", "\\u0000", "\\ud800", "1e999",
    "-1", "99999999999999999999", "\xff\xfe", "\xe3\x81", "\x01", "id=", "id=a&", "k=", "text",
    "Content-Length: 0\r\n", "Content-Length: 18446744073709551615\r\n",
    "Transfer-Encoding: chunked\r\n", "Host: evil\r\n", "Accept-Encoding: *;q=0\r\n",
    "Authorization: Bearer x\r\n", "Expect: 100-continue\r\n", "Connection: close\r\n", "HTTP/1.1",
    "HTTP/9.9", "GET", "POST", "OPTIONS", "<script>", "/api/v1/", "true", "null"};
#define N_OF(a) (sizeof(a) / sizeof *(a))

static size_t
damage(char *p)
{
	const char *from = whole[draw(N_OF(whole))];
	size_t n = strlen(from);

	memcpy(p, from, n);
	for (unsigned k = 1 + draw(6); k > 0; k--) {
		size_t at = draw((unsigned)n + 1), m;
		const char *piece = pieces[draw(N_OF(pieces))];
		switch (draw(4)) {
		case 0:
			if (at < n)
				p[at] = (char)draw(256);
			break;
		case 1: /* cut some out */
			m = draw(12) < n - at ? draw(12) % (n - at + 1) : n - at;
			memmove(p + at, p + at + m, n - at - m);
			n -= m;
			break;
		default: /* put a piece in, at times very often */
			m = strlen(piece);
			for (unsigned often = draw(40) ? 1 : 500; often && n + m < 60000; often--) {
				memmove(p + at + m, p + at, n - at);
				memcpy(p + at, piece, m);
				n += m;
			}
		}
	}
	return n;
}

static int
fuzz(double seconds)
{
	static char request[65536], in[BIG + 1];
	double end = now() + seconds;
	unsigned long sent = 0;
	size_t head;
	int fd;

	while (now() < end) {
		size_t n = damage(request);
		if ((fd = dial()) < 0)
			break;
		send_all(fd, request, n);
		if (draw(4))
			shutdown(fd, SHUT_WR);
		else if (draw(2))
			usleep(1000);
		if (draw(8)) {
			struct pollfd p = {fd, POLLIN, 0};
			while (poll(&p, 1, 100) > 0 && recv(fd, in, sizeof in - 1, 0) > 0)
				;
		}
		close(fd);
		sent++;
	}
	fd = dial();
	strcpy(request, "GET /api/v1/info HTTP/1.1\r\nHost: localhost\r\n\r\n");
	if (fd < 0 || !send_all(fd, request, strlen(request)) || !receive(fd, in, &head, 1) ||
	    strncmp(in + 9, "200", 3) != 0) {
		printf("after %lu damaged requests the server does not answer\n", sent);
		return 1;
	}
	printf("%lu damaged requests, and it answers\n", sent);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *verb = argc > 2 ? argv[2] : "";

	signal(SIGPIPE, SIG_IGN);
	port = (unsigned short)(argc > 1 ? atoi(argv[1]) : 0);
	if (strcmp(verb, "ask") == 0)
		return ask(argc - 3, argv + 3);
	if ((strcmp(verb, "raw") == 0 || strcmp(verb, "half") == 0) && argc == 4)
		return raw(argv[3], verb[0] == 'r');
	if (strcmp(verb, "drip") == 0 && argc == 5)
		return drip(atof(argv[3]), atoi(argv[4]));
	if (strcmp(verb, "load") == 0 && argc == 6)
		return run_load(atof(argv[3]), atoi(argv[4]), argv[5]);
	if (strcmp(verb, "fuzz") == 0 && argc == 5) {
		seed = strtoull(argv[4], NULL, 10);
		return fuzz(atof(argv[3]));
	}
	fprintf(stderr, "usage: client PORT ask|raw|half|drip|load|fuzz ... (see client.c)\n");
	return 2;
}
