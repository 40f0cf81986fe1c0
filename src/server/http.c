/* server/http.c - see http.h. */
#include "server/http.h"
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "server/accesslog.h"
#include "server/http/answer.h"
#include "server/http/conns.h"
#include "server/http/params.h"
#include "server/metrics.h"
#include "server/queue.h"
#include "server/work.h"
#include "server/http/said.h"

/* The policy of the page: nothing from other hosts, no script or style but the embedded files,
 * no frame around it. */
#define POLICY                                                                                     \
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "          \
	"connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"

/* The policy of HTML from the library: its styles are inside, it has no script. */
#define SHEET_POLICY                                                                               \
	"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "          \
	"frame-ancestors 'none'; form-action 'none'"

static const char *
http_header(struct MHD_Connection *Connection, const char *name)
{
	return MHD_lookup_connection_value(Connection, MHD_HEADER_KIND, name);
}

/* When libmicrohttpd gives up on a request line, it may never report the end of the request:
 * this lost one in 80,000 damaged requests.  The connection knows the request and releases it. */
static void
end_orphan(server *srv, request *req)
{
	if (!req)
		return;
	metrics_count(&srv->metrics, req->route, 0, clock_ns() - req->begun);
	queue_release(srv->queue, req);
	__atomic_sub_fetch(&srv->in_flight, 1, __ATOMIC_SEQ_CST);
}

void
http_connection(void *cls, struct MHD_Connection *Connection, void **context,
    enum MHD_ConnectionNotificationCode code)
{
	server *s = cls;
	const union MHD_ConnectionInfo *i =
	    MHD_get_connection_info(Connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	const union MHD_ConnectionInfo *a =
	    MHD_get_connection_info(Connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		*context =
		    i ? conns_add(&s->conns, i->connect_fd, a ? a->client_addr : NULL) : NULL;
	} else {
		end_orphan(s, conn_request(*context, NULL));
		conns_remove(&s->conns, *context);
		*context = NULL;
	}
}

static void
log_request(const server *srv, const request *req, unsigned status, uint64_t ns)
{
	const union MHD_ConnectionInfo *i =
	    MHD_get_connection_info(req->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	char remote[64] = "";
	access_line line = {remote, req->method, req->target, req->route ? req->route->name : NULL,
	    http_header(req->connection, "User-Agent"), status, status ? req->answer.n : 0, ns,
	    req->started ? req->started - req->queued : 0};

	if (i && i->client_addr)
		getnameinfo(i->client_addr,
		    i->client_addr->sa_family == AF_INET ? sizeof(struct sockaddr_in)
							 : sizeof(struct sockaddr_in6),
		    remote, sizeof remote, NULL, 0, NI_NUMERICHOST);
	accesslog_write(srv->log, &line);
}

/* libmicrohttpd keeps every parameter of a query, empty ones too, in the memory of the
 * connection; when that is full, version 0.9.75 neither answers nor closes.  So a request
 * with more than PARAMS_MAX parameters is refused before libmicrohttpd reads its query. */
static int
has_too_many(const request *req)
{
	size_t n = 1;

	for (const char *p = req->query; (p = strchr(p, '&')); p++)
		n++;
	return n > PARAMS_MAX;
}

static void
refuse_unread(request *req)
{
	server *s = req->server;
	uint64_t ns;
	problem why;
	char head[160];

	problem_set(&why, 400, "too_many", SAY_HTTP_PARAMETERS_MOST, PARAMS_MAX);
	answer_problem(&req->answer, &why);
	snprintf(head, sizeof head,
	    "HTTP/1.1 %u %s\r\nContent-Type: %s\r\nConnection: close\r\n"
	    "Content-Length: %zu\r\n\r\n",
	    req->answer.status, MHD_get_reason_phrase_for(req->answer.status), req->answer.type,
	    req->answer.n);
	conns_end(&s->conns, req->conn, head, req->answer.body);
	ns = clock_ns() - req->begun;
	metrics_count(&s->metrics, NULL, req->answer.status, ns);
	if (s->log)
		log_request(s, req, req->answer.status, ns);
	request_free(req);
}

void *
http_begin(void *cls, const char *uri, struct MHD_Connection *Connection)
{
	server *s = cls;
	const union MHD_ConnectionInfo *i =
	    MHD_get_connection_info(Connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	request *r = request_new(s, Connection, uri);

	if (!r)
		return NULL;
	r->conn = i ? i->socket_context : NULL;
	if (r->conn && has_too_many(r)) {
		refuse_unread(r);
		return NULL;
	}
	end_orphan(s, conn_request(r->conn, r));
	conns_mark(&s->conns, r->conn, CONN_READING);
	__atomic_add_fetch(&s->in_flight, 1, __ATOMIC_SEQ_CST);
	return r;
}

static void
add_headers(struct MHD_Response *Response, const server *srv, const answer *reply)
{
	const struct {
		const char *name, *value;
	} all[] = {
	    {"Content-Type", reply->type},
	    {"Content-Encoding", coding_name(reply->coding)},
	    {"Vary", "Accept-Encoding"},
	    {"ETag", reply->etag[0] ? reply->etag : NULL},
	    {"Cache-Control", reply->cache},
	    {"Allow", reply->allow},
	    {"Retry-After", reply->status == 503 ? "1" : NULL},
	    {"WWW-Authenticate", reply->status == 401 ? "Bearer" : NULL},
	    {"Content-Disposition", reply->file},
	    {"Content-Security-Policy", reply->is_page ? SHEET_POLICY : POLICY},
	    {"X-Content-Type-Options", "nosniff"},
	    {"Referrer-Policy", "no-referrer"},
	    {"Connection", __atomic_load_n(&srv->stopping, __ATOMIC_RELAXED) ? "close" : NULL},
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i].value)
			MHD_add_response_header(Response, all[i].name, all[i].value);
}

/* Sends req->answer; its body stays with the request, which lives until http_end(). */
static enum MHD_Result
http_reply(request *req)
{
	const answer *a = &req->answer;
	struct MHD_Response *m = MHD_create_response_from_buffer(
	    a->n, (void *)(uintptr_t)a->body, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result result;

	req->phase = PHASE_ANSWERED;
	conns_mark(&req->server->conns, req->conn, CONN_WRITING);
	if (!m)
		return MHD_NO;
	add_headers(m, req->server, a);
	result = MHD_queue_response(req->connection, a->status, m);
	MHD_destroy_response(m);
	return result;
}

static enum MHD_Result
http_refuse(request *req, const problem *why)
{
	answer_problem(&req->answer, why);
	if (why->status == 405)
		req->answer.allow = route_methods(req->route);
	return http_reply(req);
}

/* 1 if the ETag, with its quotes, is in If-None-Match.  A "W/" in front makes no difference
 * there (RFC 9110, 13.1.2). */
static int
is_known(request *req, const char *etag)
{
	const char *list = http_header(req->connection, "If-None-Match");

	return list && etag[0] && strstr(list, etag) != NULL;
}

/* libmicrohttpd 0.9.75 writes "Content-Length: 0" into a 304, where RFC 9110 wants the length
 * of the body left out.  Its other way, an unknown length, puts a chunk after it, which breaks
 * the connection.  Clients ignore the length of a 304. */
static enum MHD_Result
reply_unchanged(request *req, const char *etag, const char *cache)
{
	answer_fixed(&req->answer, 304, NULL, "", 0);
	memcpy(req->answer.etag, etag, sizeof req->answer.etag);
	req->answer.cache = cache;
	return http_reply(req);
}

static enum MHD_Result
reply_asset(request *req)
{
	const asset *a = asset_find(req->path);
	coding c = req->coding;
	char hash[17], etag[48];
	size_t n;
	const char *body = asset_body(req->server->assets, a, &c, &n, hash);

	snprintf(etag, sizeof etag, "\"%s\"", hash);
	if (is_known(req, etag))
		return reply_unchanged(req, etag, "no-cache");
	answer_fixed(&req->answer, 200, asset_type(a), body, n);
	memcpy(req->answer.etag, etag, sizeof etag);
	req->answer.coding = c;
	req->answer.cache = "no-cache"; /* browsers keep it and revalidate its ETag each time */
	return http_reply(req);
}

static enum MHD_Result
reply_engine(request *req)
{
	problem why;

	if (!req->body) {
		snapshot *now = current_get(&req->server->index);
		char etag[48];
		work_etag(
		    etag, now->answers + tensen_index_readings(now->ix), req->target, req->coding);
		current_put(&req->server->index, now);
		if (is_known(req, etag))
			return reply_unchanged(req, etag, "private, no-cache");
	}
	conns_mark(&req->server->conns, req->conn, CONN_ASKING);
	if (queue_add(req->server->queue, req))
		return MHD_YES;
	problem_set(&why, 503, "busy", SAY_HTTP_WAITING);
	return http_refuse(req, &why);
}

static enum MHD_Result
reply_health(request *req)
{
	static const char ok[] = "ok\n";

	answer_fixed(&req->answer, 200, "text/plain; charset=utf-8", ok, sizeof ok - 1);
	return http_reply(req);
}

static enum MHD_Result
reply_metrics(request *req)
{
	server *s = req->server;
	snapshot *now = current_get(&s->index);
	gauges g = {.in_flight = __atomic_load_n(&s->in_flight, __ATOMIC_RELAXED),
	    .log_lost = accesslog_lost(s->log),
	    .documents = now->documents,
	    .index_hash = now->hash,
	    .conns = conns_count(&s->conns)};
	size_t n = 0;
	char *text;

	current_put(&s->index, now);
	queue_count(s->queue, &g.waiting, &g.running);
	if (!(text = metrics_text(&s->metrics, &g, &n)))
		return MHD_NO;
	answer_take(&req->answer, 200, "text/plain; version=0.0.4; charset=utf-8", text, n);
	return http_reply(req);
}

static enum MHD_Result
http_dispatch(request *req)
{
	switch (req->route->kind) {
	case ROUTE_ASSET:
		return reply_asset(req);
	case ROUTE_HEALTH:
		return reply_health(req);
	case ROUTE_METRICS:
		return reply_metrics(req);
	case ROUTE_ENGINE:
	case ROUTE_MODEL:
		break;
	}
	return reply_engine(req);
}

static size_t
header_size(struct MHD_Connection *Connection)
{
	const union MHD_ConnectionInfo *i =
	    MHD_get_connection_info(Connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

	return i ? i->header_size : 0;
}

/* Called when the headers are complete. */
static enum MHD_Result
http_meet(request *req, const char *method)
{
	struct MHD_Connection *c = req->connection;
	const heads h = {method, http_header(c, "Host"), http_header(c, "Authorization"),
	    http_header(c, "Content-Type"), http_header(c, "Content-Length"),
	    http_header(c, "Transfer-Encoding"), http_header(c, "Accept-Encoding"), header_size(c)};
	size_t n;
	problem why;

	snprintf(req->method, sizeof req->method, "%s", method);
	if (!conns_forwarded(&req->server->conns, req->conn, http_header(c, "X-Forwarded-For"))) {
		problem_set(&why, 503, "busy", SAY_HTTP_CONNECTIONS);
		return http_refuse(req, &why);
	}
	if (!gate_check(&req->server->gate, &h, req->path, &req->route, &n, &req->coding, &why))
		return http_refuse(req, &why);
	req->phase = PHASE_BODY;
	req->body_max = n;
	if (strcmp(method, "POST") != 0)
		return MHD_YES;
	/* room for a NUL, so that an empty body is not NULL */
	if ((req->body = malloc(n + 1)))
		return MHD_YES;
	problem_set(&why, 503, "no_memory", SAY_OUT_MEMORY);
	return http_refuse(req, &why);
}

enum MHD_Result
http_handle(void *cls, struct MHD_Connection *Connection, const char *url, const char *method,
    const char *version, const char *data, size_t *n_data, void **state)
{
	request *r = *state;

	(void)cls, (void)Connection, (void)url, (void)version;
	if (!r)
		return MHD_NO;
	if (r->phase == PHASE_HEADERS)
		return http_meet(r, method);
	if (r->phase == PHASE_ANSWERED)
		return http_reply(r);
	if (*n_data == 0)
		return http_dispatch(r);
	/* MHD should give no more than Content-Length; checked all the same */
	if (*n_data > r->body_max - r->body_n)
		return MHD_NO;
	memcpy(r->body + r->body_n, data, *n_data);
	r->body_n += *n_data;
	*n_data = 0;
	return MHD_YES;
}

void
http_end(
    void *cls, struct MHD_Connection *Connection, void **state, enum MHD_RequestTerminationCode how)
{
	server *s = cls;
	request *r = *state;
	unsigned status;
	uint64_t ns;

	(void)Connection;
	*state = NULL;
	if (!r)
		return;
	status = how == MHD_REQUEST_TERMINATED_COMPLETED_OK ? r->answer.status : 0;
	ns = clock_ns() - r->begun;
	metrics_count(&s->metrics, r->route, status, ns);
	if (s->log)
		log_request(s, r, status, ns);
	conn_request(r->conn, NULL);
	conns_mark(&s->conns, r->conn, CONN_IDLE);
	queue_release(s->queue, r);
	__atomic_sub_fetch(&s->in_flight, 1, __ATOMIC_SEQ_CST);
}
