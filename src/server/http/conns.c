/* server/http/conns.c - see conns.h. */
#include "server/http/conns.h"
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
	request *request;
};

void
conns_init(conns *c, uint64_t read_ns, uint64_t write_ns)
{
	*c = (conns){.read_ns = read_ns, .write_ns = write_ns};
	pthread_mutex_init(&c->lock, NULL);
}

void
conns_clear(conns *c)
{
	pthread_mutex_destroy(&c->lock);
}

conn *
conns_add(conns *c, int fd)
{
	conn *k = calloc(1, sizeof *k);

	if (!k)
		return NULL;
	k->fd = fd;
	k->since = clock_ns();
	pthread_mutex_lock(&c->lock);
	k->next = c->first;
	if (k->next)
		k->next->prev = k;
	c->first = k;
	c->n++;
	pthread_mutex_unlock(&c->lock);
	return k;
}

void
conns_remove(conns *c, conn *k)
{
	if (!k)
		return;
	pthread_mutex_lock(&c->lock);
	*(k->prev ? &k->prev->next : &c->first) = k->next;
	if (k->next)
		k->next->prev = k->prev;
	c->n--;
	pthread_mutex_unlock(&c->lock);
	free(k);
}

void
conns_mark(conns *c, conn *k, conn_phase next)
{
	if (!k)
		return;
	pthread_mutex_lock(&c->lock);
	k->phase = next;
	k->since = clock_ns();
	pthread_mutex_unlock(&c->lock);
}

request *
conn_request(conn *k, request *now)
{
	request *before = k ? k->request : NULL;

	if (k)
		k->request = now;
	return before;
}

/* Under the lock, so that the descriptor still belongs to this connection.  MHD notices the end
 * and closes it; between request line and answer MHD itself writes nothing. */
static void
cut(conns *c, conn *k)
{
	static const char late[] =
	    "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

	if (k->phase == CONN_READING)
		send(k->fd, late, sizeof late - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
	shutdown(k->fd, SHUT_RDWR);
	k->cut = 1;
	c->n_cut++;
}

void
conns_end(conns *c, conn *k, const char *head, const char *body)
{
	pthread_mutex_lock(&c->lock);
	send(k->fd, head, strlen(head), MSG_DONTWAIT | MSG_NOSIGNAL | MSG_MORE);
	send(k->fd, body, strlen(body), MSG_DONTWAIT | MSG_NOSIGNAL);
	shutdown(k->fd, SHUT_RDWR);
	k->cut = 1;
	pthread_mutex_unlock(&c->lock);
}

void
conns_expire(conns *c, uint64_t now)
{
	pthread_mutex_lock(&c->lock);
	for (conn *k = c->first; k; k = k->next) {
		uint64_t limit = k->phase == CONN_WRITING ? c->write_ns : c->read_ns;
		if (!k->cut && k->phase != CONN_ASKING && now > k->since && now - k->since > limit)
			cut(c, k);
	}
	pthread_mutex_unlock(&c->lock);
}

void
conns_count(conns *c, unsigned *n, uint64_t *n_cut)
{
	pthread_mutex_lock(&c->lock);
	*n = c->n;
	*n_cut = c->n_cut;
	pthread_mutex_unlock(&c->lock);
}
