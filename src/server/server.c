/* server/server.c - start, run until a signal, stop in order. */
#include "server/server.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include "server/accesslog.h"
#include "server/http.h"
#include "server/metrics.h"
#include "server/queue.h"

#define SECOND ((uint64_t)1000000000)
#define LOOK_NS 250000000 /* between two looks at the file of the index */
#define POOL_EXTRA                                                                                 \
	16384 /* bytes of a connection besides its headers: body and head of the answer */

__attribute__((format(printf, 3, 4))) static tensen_status
fail(tensen_error *err, tensen_status code, const char *fmt, ...)
{
	va_list ap;

	*err = (tensen_error){.code = code};
	va_start(ap, fmt);
	vsnprintf(err->message, sizeof err->message, fmt, ap);
	va_end(ap);
	return code;
}

typedef struct address {
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} a;
	socklen_t n;
	int is_loopback;
} address;

static tensen_status
address_parse(address *out, const server_opts *o, tensen_error *err)
{
	memset(out, 0, sizeof *out);
	if (inet_pton(AF_INET, o->address, &out->a.v4.sin_addr) == 1) {
		out->a.v4.sin_family = AF_INET;
		out->a.v4.sin_port = htons((uint16_t)o->port);
		out->n = sizeof out->a.v4;
		out->is_loopback = ntohl(out->a.v4.sin_addr.s_addr) >> 24 == 127;
		return TENSEN_OK;
	}
	if (inet_pton(AF_INET6, o->address, &out->a.v6.sin6_addr) == 1) {
		out->a.v6.sin6_family = AF_INET6;
		out->a.v6.sin6_port = htons((uint16_t)o->port);
		out->n = sizeof out->a.v6;
		out->is_loopback = IN6_IS_ADDR_LOOPBACK(&out->a.v6.sin6_addr);
		return TENSEN_OK;
	}
	return fail(
	    err, TENSEN_E_ARG, "--address: expected an IP address, got \"%.100s\"", o->address);
}

/* Access: from this machine without a token; from other machines only with a token, or without one
 * under --no-auth. */
static tensen_status
open_gate(gate *g, const server_opts *o, const address *a, tensen_error *err)
{
	g->max_body = o->max_body;
	g->max_header = o->max_header;
	g->hosts = o->hosts;
	g->check_host = a->is_loopback || (o->hosts && o->hosts[0]);
	if (o->token_file && o->no_auth)
		return fail(err, TENSEN_E_ARG, "--token-file and --no-auth exclude each other");
	if (o->token_file)
		return gate_read_token(g, o->token_file, err);
	if (!a->is_loopback && !o->no_auth)
		return fail(err, TENSEN_E_ARG,
		    "--address %s is not this machine alone: give --token-file FILE, or --no-auth",
		    o->address);
	return TENSEN_OK;
}

/* Every connection takes a descriptor; a shell often allows 1024. */
static void
raise_limit(unsigned connections)
{
	struct rlimit l;
	rlim_t want = connections + (rlim_t)64;

	if (getrlimit(RLIMIT_NOFILE, &l) != 0 || l.rlim_cur >= want)
		return;
	l.rlim_cur = l.rlim_max < want ? l.rlim_max : want;
	setrlimit(RLIMIT_NOFILE, &l);
}

static void
print_failure(void *payload, const tensen_error *err)
{
	(void)payload;
	fprintf(stderr, "tensen: %s: %s\n", err->where, err->message);
}

static int
listen_on(const address *a, const server_opts *o, tensen_error *err)
{
	int one = 1, fd = socket(a->a.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
	    bind(fd, &a->a.any, a->n) == 0 && listen(fd, SOMAXCONN) == 0)
		return fd;
	fail(err, TENSEN_E_IO, "%s", strerror(errno));
	snprintf(err->where, sizeof err->where, "%s port %u", o->address, o->port);
	if (fd >= 0)
		close(fd);
	return -1;
}

/* The daemon owns fd from now on.  Its own timeout is off: conns.h ends slow connections. */
static struct MHD_Daemon *
start_daemon(server *s, const server_opts *o, int fd)
{
	return MHD_start_daemon(
	    MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL,
	    NULL, http_handle, s, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_CONNECTION,
	    http_connection, s, MHD_OPTION_URI_LOG_CALLBACK, http_begin, s,
	    MHD_OPTION_NOTIFY_COMPLETED, http_end, s, MHD_OPTION_CONNECTION_LIMIT,
	    (unsigned)o->max_connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
	    (unsigned)o->max_per_ip, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	    (size_t)o->max_header + POOL_EXTRA, MHD_OPTION_END);
}

static tensen_status
start(server *s, const server_opts *o, const address *a, tensen_error *err)
{
	const queue_opts q = {o->threads, o->max_waiting, o->answer_seconds * SECOND,
	    o->open.models, o->model, print_failure, s};
	tensen_status st;
	int fd;

	if ((st = open_gate(&s->gate, o, a, err)) < 0)
		return st;
	if ((st = current_open(&s->index, o->path, &o->open, err)) < 0)
		return st;
	if (!(s->assets = asset_cache_new()))
		return fail(err, TENSEN_E_NOMEM, "out of memory");
	if (o->access_log && (st = accesslog_open(&s->log, o->access_log, err)) < 0)
		return st;
	if ((st = queue_new(&s->queue, &s->index, &q, err)) < 0)
		return st;
	raise_limit(o->max_connections);
	if ((fd = listen_on(a, o, err)) < 0)
		return err->code;
	if ((s->daemon = start_daemon(s, o, fd)))
		return TENSEN_OK;
	close(fd);
	return fail(err, TENSEN_E_IO, "libmicrohttpd could not start");
}

/* Runs in a thread of its own, because opening a large index may take longer than a tick. */
static void *
watch(void *payload)
{
	server *s = payload;
	struct timespec next;

	pthread_mutex_lock(&s->watch_lock);
	while (!s->watch_ending) {
		tensen_error err = {0};
		clock_gettime(CLOCK_REALTIME, &next);
		next.tv_nsec += LOOK_NS;
		next.tv_sec += next.tv_nsec / 1000000000;
		next.tv_nsec %= 1000000000;
		if (pthread_cond_timedwait(&s->watch_news, &s->watch_lock, &next) == 0)
			continue;
		switch (current_look(&s->index, &err)) {
		case NEWS_NONE:
			break;
		case NEWS_REPLACED: /* only this thread replaces `now`: it may read it without the
				       lock */
			__atomic_add_fetch(&s->metrics.reloads, 1, __ATOMIC_RELAXED);
			queue_refresh(s->queue);
			fprintf(stderr, "tensen: %s: replaced, %u documents\n", s->index.path,
			    s->index.now->documents);
			break;
		case NEWS_REFUSED:
			__atomic_add_fetch(&s->metrics.refusals, 1, __ATOMIC_RELAXED);
			fprintf(
			    stderr, "tensen: %s: not replaced: %s\n", s->index.path, err.message);
			break;
		}
	}
	pthread_mutex_unlock(&s->watch_lock);
	return NULL;
}

/* The watcher runs already and may replace and close the index at any moment, so the index is read
 * under a hold, as in requests. */
static void
print_start(server *s, const server_opts *o)
{
	snapshot *now = current_get(&s->index);
	const union MHD_DaemonInfo *fd = MHD_get_daemon_info(s->daemon, MHD_DAEMON_INFO_LISTEN_FD);
	address a;
	socklen_t n = sizeof a.a;
	unsigned port = o->port;
	tensen_coverage c;

	if (fd && getsockname(fd->listen_fd, &a.a.any, &n) == 0)
		port = ntohs(a.a.any.sa_family == AF_INET ? a.a.v4.sin_port : a.a.v6.sin6_port);
	fprintf(stderr, "tensen: serving %s (%u documents) at http://%s%s%s:%u/\n", o->path,
	    now->documents, strchr(o->address, ':') ? "[" : "", o->address,
	    strchr(o->address, ':') ? "]" : "", port);
	tensen_index_coverage(now->ix, &c);
	if (c.files < c.of_files)
		fprintf(stderr, "tensen: of %u shards %u are there, of %llu documents %llu\n",
		    c.of_files, c.files, (unsigned long long)c.of_documents,
		    (unsigned long long)c.documents);
	current_put(&s->index, now);
}

/* SIGTERM or SIGINT ends the wait; SIGHUP opens the log again. */
static void
serve(server *s, const sigset_t *signals)
{
	const struct timespec tick = {0, 500000000};
	int sig;

	while ((sig = sigtimedwait(signals, NULL, &tick)) < 0 || sig == SIGHUP) {
		if (sig == SIGHUP)
			accesslog_reopen(s->log);
		queue_expire(s->queue);
		conns_expire(&s->conns, clock_ns());
	}
}

/* Accepts no new connection and answers the open requests, for stop_seconds at most or until
 * another signal. */
static void
drain(server *s, const server_opts *o, const sigset_t *signals)
{
	const struct timespec moment = {0, 10000000};
	uint64_t end = clock_ns() + o->stop_seconds * SECOND;
	int fd;

	__atomic_store_n(&s->stopping, 1, __ATOMIC_SEQ_CST);
	if ((fd = MHD_quiesce_daemon(s->daemon)) >= 0)
		close(fd);
	while (__atomic_load_n(&s->in_flight, __ATOMIC_SEQ_CST) > 0 && clock_ns() < end) {
		if (sigtimedwait(signals, NULL, &moment) > 0)
			break;
		queue_expire(s->queue);
		conns_expire(&s->conns, clock_ns());
	}
}

static void
end_watch(server *s)
{
	pthread_mutex_lock(&s->watch_lock);
	s->watch_ending = 1;
	pthread_cond_signal(&s->watch_news);
	pthread_mutex_unlock(&s->watch_lock);
	pthread_join(s->watcher, NULL);
}

/* Undoes start(), also after a failure half way. */
static void
stop(server *s)
{
	if (s->queue)
		queue_stop(s->queue);
	if (s->daemon)
		MHD_stop_daemon(s->daemon);
	queue_free(s->queue);
	accesslog_close(s->log);
	asset_cache_free(s->assets);
	if (s->index.now)
		current_close(&s->index);
}

static tensen_status
run(server *s, const server_opts *o, const sigset_t *signals, tensen_error *err)
{
	if (pthread_create(&s->watcher, NULL, watch, s) != 0)
		return fail(err, TENSEN_E_NOMEM, "no thread to watch the index");
	print_start(s, o);
	serve(s, signals);
	end_watch(s);
	drain(s, o, signals);
	return TENSEN_OK;
}

tensen_status
server_run(const server_opts *o, tensen_error *err)
{
	server s = {
	    .watch_lock = PTHREAD_MUTEX_INITIALIZER, .watch_news = PTHREAD_COND_INITIALIZER};
	address a;
	sigset_t signals, before;
	tensen_status st = address_parse(&a, o, err);

	if (st < 0)
		return st;
	/* blocked before the first thread exists, so that only this thread receives them */
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &signals, &before);
	conns_init(&s.conns, o->read_seconds * SECOND, o->write_seconds * SECOND);
	if ((st = start(&s, o, &a, err)) == TENSEN_OK)
		st = run(&s, o, &signals, err);
	if (o->model)
		o->model->end(o->model->of); /* this thread holds the index until then */
	stop(&s);
	conns_clear(&s.conns);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return st;
}
