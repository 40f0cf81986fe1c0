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

conn *
conns_add(conns *open_conns, int fd)
{
	conn *k = calloc(1, sizeof *k);

	if (!k)
		return NULL;
	k->fd = fd;
	k->since = clock_ns();
	pthread_mutex_lock(&open_conns->lock);
	k->next = open_conns->first;
	if (k->next)
		k->next->prev = k;
	open_conns->first = k;
	open_conns->n++;
	pthread_mutex_unlock(&open_conns->lock);
	return k;
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

void
conns_count(conns *open_conns, unsigned *n, uint64_t *n_cut)
{
	pthread_mutex_lock(&open_conns->lock);
	*n = open_conns->n;
	*n_cut = open_conns->n_cut;
	pthread_mutex_unlock(&open_conns->lock);
}
