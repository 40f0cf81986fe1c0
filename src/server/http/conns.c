/* server/http/conns.c - see conns.h. */
#include "server/http/conns.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "server/http/request.h"

struct conn {
	conn *next, *prev;
	int fd;
	conn_phase phase;
	uint64_t since;
	int cut;
	peer from;
	int through_proxy; /* 1: `from` is a trusted proxy, until a request names another address */
	request *request;
};

static void
peer_of_v4(peer *out, const void *address)
{
	static const unsigned char before[12] = {[10] = 0xff, [11] = 0xff};

	memcpy(out->at, before, sizeof before);
	memcpy(out->at + sizeof before, address, 4);
}

static int
peer_of_socket(peer *out, const struct sockaddr *address)
{
	memset(out, 0, sizeof *out);
	if (address && address->sa_family == AF_INET)
		peer_of_v4(out, &((const struct sockaddr_in *)(const void *)address)->sin_addr);
	else if (address && address->sa_family == AF_INET6)
		memcpy(out->at, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr,
		    sizeof out->at);
	else
		return 0;
	return 1;
}

/* 1, or 0: no address. */
static int
peer_of_text(peer *out, const char *text, size_t n)
{
	char name[INET6_ADDRSTRLEN + 1];
	struct in_addr v4;

	if (n >= sizeof name)
		return 0;
	memcpy(name, text, n);
	name[n] = '\0';
	if (inet_pton(AF_INET, name, &v4) != 1)
		return inet_pton(AF_INET6, name, out->at) == 1;
	peer_of_v4(out, &v4);
	return 1;
}

static int
is_proxy(const conns *open_conns, const peer *from)
{
	for (const char *const *p = open_conns->proxies; p && *p; p++) {
		peer one;
		if (peer_of_text(&one, *p, strlen(*p)) && !memcmp(&one, from, sizeof one))
			return 1;
	}
	return 0;
}

/* Under the lock: 1 if an address holds more connections than it may. */
static int
holds_too_many(const conns *open_conns, const peer *from)
{
	unsigned n = 0;

	for (const conn *k = open_conns->first; open_conns->max_per_peer && k; k = k->next)
		n += !k->cut && !memcmp(&k->from, from, sizeof *from);
	return open_conns->max_per_peer && n > open_conns->max_per_peer;
}

void
conns_init(conns *open_conns, uint64_t read_ns, uint64_t write_ns)
{
	*open_conns = (conns){.read_ns = read_ns, .write_ns = write_ns};
	pthread_mutex_init(&open_conns->lock, NULL);
}

void
conns_clear(conns *open_conns)
{
	pthread_mutex_destroy(&open_conns->lock);
}

/* Under the lock.  MHD notices the end and closes the descriptor. */
static void
conns_refuse(conns *open_conns, conn *con)
{
	static const char busy[] = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n"
				   "Retry-After: 5\r\nContent-Length: 0\r\n\r\n";

	send(con->fd, busy, sizeof busy - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
	shutdown(con->fd, SHUT_RDWR);
	con->cut = 1;
	open_conns->n_refused++;
}

conn *
conns_add(conns *open_conns, int fd, const struct sockaddr *address)
{
	conn *k = calloc(1, sizeof *k);

	if (!k)
		return NULL;
	k->fd = fd;
	k->since = clock_ns();
	peer_of_socket(&k->from, address);
	k->through_proxy = is_proxy(open_conns, &k->from);
	pthread_mutex_lock(&open_conns->lock);
	k->next = open_conns->first;
	if (k->next)
		k->next->prev = k;
	open_conns->first = k;
	open_conns->n++;
	if ((open_conns->max && open_conns->n > open_conns->max) ||
	    (!k->through_proxy && holds_too_many(open_conns, &k->from)))
		conns_refuse(open_conns, k);
	pthread_mutex_unlock(&open_conns->lock);
	return k;
}

int
conns_forwarded(conns *open_conns, conn *con, const char *forwarded)
{
	size_t end = forwarded ? strlen(forwarded) : 0;
	peer from;
	int ok;

	if (!con || !con->through_proxy)
		return 1;
	while (end > 0) {
		size_t at = end;
		while (at > 0 && forwarded[at - 1] != ',')
			at--;
		if (!peer_of_text(&from, forwarded + at + strspn(forwarded + at, " "),
			end - at - strspn(forwarded + at, " ")))
			return 1; /* nothing that can be counted */
		if (!is_proxy(open_conns, &from))
			break;
		end = at ? at - 1 : 0;
	}
	if (end == 0)
		return 1;
	pthread_mutex_lock(&open_conns->lock);
	con->from = from;
	ok = !holds_too_many(open_conns, &from);
	open_conns->n_refused += !ok;
	pthread_mutex_unlock(&open_conns->lock);
	return ok;
}

void
conns_remove(conns *open_conns, conn *con)
{
	if (!con)
		return;
	pthread_mutex_lock(&open_conns->lock);
	*(con->prev ? &con->prev->next : &open_conns->first) = con->next;
	if (con->next)
		con->next->prev = con->prev;
	open_conns->n--;
	pthread_mutex_unlock(&open_conns->lock);
	free(con);
}

void
conns_mark(conns *open_conns, conn *con, conn_phase next)
{
	if (!con)
		return;
	pthread_mutex_lock(&open_conns->lock);
	con->phase = next;
	con->since = clock_ns();
	pthread_mutex_unlock(&open_conns->lock);
}

request *
conn_request(conn *con, request *now)
{
	request *before = con ? con->request : NULL;

	if (con)
		con->request = now;
	return before;
}

/* Under the lock, so that the descriptor still belongs to this connection.  MHD notices the end
 * and closes it; between request line and answer MHD itself writes nothing. */
static void
conns_cut(conns *open_conns, conn *con)
{
	static const char late[] =
	    "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

	if (con->phase == CONN_READING)
		send(con->fd, late, sizeof late - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
	shutdown(con->fd, SHUT_RDWR);
	con->cut = 1;
	open_conns->n_cut++;
}

void
conns_end(conns *open_conns, conn *con, const char *head, const char *body)
{
	pthread_mutex_lock(&open_conns->lock);
	send(con->fd, head, strlen(head), MSG_DONTWAIT | MSG_NOSIGNAL | MSG_MORE);
	send(con->fd, body, strlen(body), MSG_DONTWAIT | MSG_NOSIGNAL);
	shutdown(con->fd, SHUT_RDWR);
	con->cut = 1;
	pthread_mutex_unlock(&open_conns->lock);
}

void
conns_expire(conns *open_conns, uint64_t now)
{
	pthread_mutex_lock(&open_conns->lock);
	for (conn *k = open_conns->first; k; k = k->next) {
		uint64_t limit =
		    k->phase == CONN_WRITING ? open_conns->write_ns : open_conns->read_ns;
		if (!k->cut && k->phase != CONN_ASKING && now > k->since && now - k->since > limit)
			conns_cut(open_conns, k);
	}
	pthread_mutex_unlock(&open_conns->lock);
}

conn_counts
conns_count(conns *open_conns)
{
	conn_counts c = {0};

	pthread_mutex_lock(&open_conns->lock);
	c.open = open_conns->n;
	c.cut = open_conns->n_cut;
	c.refused = open_conns->n_refused;
	for (const conn *k = open_conns->first; k; k = k->next)
		c.half_open += !k->cut && (k->phase == CONN_IDLE || k->phase == CONN_READING);
	pthread_mutex_unlock(&open_conns->lock);
	return c;
}
