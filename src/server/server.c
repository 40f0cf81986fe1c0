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
#include <tensen/messages.h>
#include "server/accesslog.h"
#include "server/http.h"
#include "server/metrics.h"
#include "server/queue.h"

#define SECOND ((uint64_t)1000000000)
#define REFUSING 64       /* connections over the limit that are answered 503 at a time */
#define LOOK_NS 250000000 /* between two looks at the file of the index */
#define POOL_EXTRA                                                                                 \
	16384 /* bytes of a connection besides its headers: body and head of the answer */

__attribute__((format(printf, 3, 4))) static tensen_status
server_fail(tensen_error *err, tensen_status code, const char *fmt, ...)
{
	char said[SAID_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(said, sizeof said, fmt, ap);
	va_end(ap);
	return tensen_error_say(err, code, "", said);
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
address_parse(address *out, const server_opts *opts, tensen_error *err)
{
	memset(out, 0, sizeof *out);
	if (inet_pton(AF_INET, opts->address, &out->a.v4.sin_addr) == 1) {
		out->a.v4.sin_family = AF_INET;
		out->a.v4.sin_port = htons((uint16_t)opts->port);
		out->n = sizeof out->a.v4;
		out->is_loopback = ntohl(out->a.v4.sin_addr.s_addr) >> 24 == 127;
		return TENSEN_OK;
	}
	if (inet_pton(AF_INET6, opts->address, &out->a.v6.sin6_addr) == 1) {
		out->a.v6.sin6_family = AF_INET6;
		out->a.v6.sin6_port = htons((uint16_t)opts->port);
		out->n = sizeof out->a.v6;
		out->is_loopback = IN6_IS_ADDR_LOOPBACK(&out->a.v6.sin6_addr);
		return TENSEN_OK;
	}
	return server_fail(err, TENSEN_E_ARG, SAY_ADDRESS_EXPECTED_IP, opts->address);
}

/* Access: from this machine without a token; from other machines only with a token, or without one
 * under --no-auth. */
static tensen_status
open_gate(gate *door, const server_opts *opts, const address *addr, tensen_error *err)
{
	pthread_mutex_init(&door->lock, NULL);
	door->max_body = opts->max_body;
	door->max_header = opts->max_header;
	door->hosts = opts->hosts;
	door->check_host = addr->is_loopback || (opts->hosts && opts->hosts[0]);
	if (opts->token_file && opts->no_auth)
		return server_fail(err, TENSEN_E_ARG, SAY_TOKEN_FILE_AND);
	if (opts->token_file)
		return gate_read_token(door, opts->token_file, err);
	if (!addr->is_loopback && !opts->no_auth)
		return server_fail(err, TENSEN_E_ARG, SAY_ADDRESS_NOT_THIS, opts->address);
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

/* One line on standard error, in the language of the interface. */
__attribute__((format(printf, 2, 3))) static void
print_line(const server *srv, const char *fmt, ...)
{
	char said[2 * SAID_MAX], line[SAID_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(said, sizeof said, fmt, ap);
	va_end(ap);
	tensen_message(line, sizeof line, said, srv->lang);
	fprintf(stderr, "tensen: %s\n", line);
}

static void
print_failure(void *payload, const tensen_error *err)
{
	print_line(payload, SAY_AT, err->where, err->message, err->message_ja);
}

static int
listen_on(const address *addr, const server_opts *opts, tensen_error *err)
{
	int one = 1,
	    fd = socket(addr->a.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
	    bind(fd, &addr->a.any, addr->n) == 0 && listen(fd, SOMAXCONN) == 0)
		return fd;
	server_fail(err, TENSEN_E_IO, "%s", tensen_os_error(errno));
	snprintf(err->where, sizeof err->where, "%s port %u", opts->address, opts->port);
	if (fd >= 0)
		close(fd);
	return -1;
}

/* The daemon owns fd from now on.  Its own timeout is off: conns.h ends slow connections. */
static struct MHD_Daemon *
start_daemon(server *srv, const server_opts *opts, int fd)
{
	return MHD_start_daemon(
	    MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL,
	    NULL, http_handle, srv, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_CONNECTION,
	    http_connection, srv, MHD_OPTION_URI_LOG_CALLBACK, http_begin, srv,
	    MHD_OPTION_NOTIFY_COMPLETED, http_end, srv, MHD_OPTION_CONNECTION_LIMIT,
	    (unsigned)opts->max_connections + REFUSING, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	    (size_t)opts->max_header + POOL_EXTRA, MHD_OPTION_END);
}

static tensen_status
server_start(server *srv, const server_opts *opts, const address *addr, tensen_error *err)
{
	const queue_opts q = {opts->threads, opts->max_waiting, opts->answer_seconds * SECOND,
	    opts->open.models, opts->model, print_failure, srv};
	tensen_status st;
	int fd;

	if ((st = open_gate(&srv->gate, opts, addr, err)) < 0)
		return st;
	if ((st = current_open(&srv->index, opts->path, &opts->open, err)) < 0)
		return st;
	if (!(srv->assets = asset_cache_new()))
		return server_fail(err, TENSEN_E_NOMEM, SAY_OUT_MEMORY);
	if (opts->access_log && (st = accesslog_open(&srv->log, opts->access_log, err)) < 0)
		return st;
	if ((st = queue_new(&srv->queue, &srv->index, &q, err)) < 0)
		return st;
	raise_limit(opts->max_connections + REFUSING);
	if ((fd = listen_on(addr, opts, err)) < 0)
		return err->code;
	if ((srv->daemon = start_daemon(srv, opts, fd)))
		return TENSEN_OK;
	close(fd);
	return server_fail(err, TENSEN_E_IO, SAY_LIBMICROHTTPD_COULD_NOT);
}

/* Runs in a thread of its own, because opening a large index may take longer than a tick. */
static void *
server_watch(void *payload)
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
			print_line(s, SAY_REPLACED, s->index.path, s->index.now->documents);
			break;
		case NEWS_REFUSED:
			__atomic_add_fetch(&s->metrics.refusals, 1, __ATOMIC_RELAXED);
			print_line(s, SAY_NOT_REPLACED, s->index.path, err.message, err.message_ja);
			break;
		}
	}
	pthread_mutex_unlock(&s->watch_lock);
	return NULL;
}

/* The watcher runs already and may replace and close the index at any moment, so the index is read
 * under a hold, as in requests. */
static void
print_start(server *srv, const server_opts *opts)
{
	snapshot *now = current_get(&srv->index);
	const union MHD_DaemonInfo *fd =
	    MHD_get_daemon_info(srv->daemon, MHD_DAEMON_INFO_LISTEN_FD);
	address a;
	socklen_t n = sizeof a.a;
	unsigned port = opts->port;
	tensen_coverage c;

	if (fd && getsockname(fd->listen_fd, &a.a.any, &n) == 0)
		port = ntohs(a.a.any.sa_family == AF_INET ? a.a.v4.sin_port : a.a.v6.sin6_port);
	print_line(srv, SAY_SERVING, opts->path, now->documents,
	    strchr(opts->address, ':') ? "[" : "", opts->address,
	    strchr(opts->address, ':') ? "]" : "", port);
	tensen_index_coverage(now->ix, &c);
	if (c.files < c.of_files)
		print_line(srv, SAY_SHARDS_THERE, c.of_files, c.files,
		    (unsigned long long)c.of_documents, (unsigned long long)c.documents);
	current_put(&srv->index, now);
}

/* SIGHUP opens the log again and reads the token again; a file that cannot be used is named, and
 * the token before stays. */
static void
take_changes(server *srv, const server_opts *opts)
{
	tensen_error err = {0};

	accesslog_reopen(srv->log);
	if (!opts->token_file)
		return;
	if (gate_read_token(&srv->gate, opts->token_file, &err) == TENSEN_OK)
		print_line(srv, SAY_TOKEN_READ, opts->token_file);
	else
		print_line(srv, SAY_TOKEN_KEPT, err.where, err.message, err.message_ja);
}

/* SIGTERM or SIGINT ends the wait. */
static void
server_serve(server *srv, const server_opts *opts, const sigset_t *signals)
{
	const struct timespec tick = {0, 500000000};
	int sig;

	while ((sig = sigtimedwait(signals, NULL, &tick)) < 0 || sig == SIGHUP) {
		if (sig == SIGHUP)
			take_changes(srv, opts);
		queue_expire(srv->queue);
		conns_expire(&srv->conns, clock_ns());
	}
}

/* Accepts no new connection and answers the open requests, for stop_seconds at most or until
 * another signal. */
static void
server_drain(server *srv, const server_opts *opts, const sigset_t *signals)
{
	const struct timespec moment = {0, 10000000};
	uint64_t end = clock_ns() + opts->stop_seconds * SECOND;
	int fd;

	__atomic_store_n(&srv->stopping, 1, __ATOMIC_SEQ_CST);
	if ((fd = MHD_quiesce_daemon(srv->daemon)) >= 0)
		close(fd);
	while (__atomic_load_n(&srv->in_flight, __ATOMIC_SEQ_CST) > 0 && clock_ns() < end) {
		if (sigtimedwait(signals, NULL, &moment) > 0)
			break;
		queue_expire(srv->queue);
		conns_expire(&srv->conns, clock_ns());
	}
}

static void
end_watch(server *srv)
{
	pthread_mutex_lock(&srv->watch_lock);
	srv->watch_ending = 1;
	pthread_cond_signal(&srv->watch_news);
	pthread_mutex_unlock(&srv->watch_lock);
	pthread_join(srv->watcher, NULL);
}

/* Undoes start(), also after a failure half way. */
static void
server_stop(server *srv)
{
	if (srv->queue)
		queue_stop(srv->queue);
	if (srv->daemon)
		MHD_stop_daemon(srv->daemon);
	queue_free(srv->queue);
	accesslog_close(srv->log);
	asset_cache_free(srv->assets);
	if (srv->index.now)
		current_close(&srv->index);
}

static tensen_status
server_server_run(server *srv, const server_opts *opts, const sigset_t *signals, tensen_error *err)
{
	if (pthread_create(&srv->watcher, NULL, server_watch, srv) != 0)
		return server_fail(err, TENSEN_E_NOMEM, SAY_NO_THREAD_TO);
	print_start(srv, opts);
	server_serve(srv, opts, signals);
	end_watch(srv);
	server_drain(srv, opts, signals);
	return TENSEN_OK;
}

tensen_status
server_run(const server_opts *opts, tensen_error *err)
{
	server s = {
	    .watch_lock = PTHREAD_MUTEX_INITIALIZER, .watch_news = PTHREAD_COND_INITIALIZER};
	address a;
	sigset_t signals, before;
	tensen_status st = address_parse(&a, opts, err);

	if (st < 0)
		return st;
	/* blocked before the first thread exists, so that only this thread receives them */
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &signals, &before);
	s.lang = opts->lang;
	conns_init(&s.conns, opts->read_seconds * SECOND, opts->write_seconds * SECOND);
	s.conns.max = opts->max_connections;
	s.conns.max_per_peer = opts->max_per_ip;
	s.conns.proxies = opts->proxies;
	if ((st = server_start(&s, opts, &a, err)) == TENSEN_OK)
		st = server_server_run(&s, opts, &signals, err);
	if (opts->model)
		opts->model->end(opts->model->of); /* this thread holds the index until then */
	server_stop(&s);
	conns_clear(&s.conns);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return st;
}
