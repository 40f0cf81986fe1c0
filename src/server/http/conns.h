/* server/http/conns.h - connections that take too long are ended.
 *
 * MHD's own timeout starts afresh with every byte, so a client that sends, or takes, a
 * byte now and then keeps its place for ever (slow loris).  Here every phase of a
 * connection has one deadline, whatever trickles. */
#ifndef SERVER_HTTP_CONNS_H
#define SERVER_HTTP_CONNS_H
#include <pthread.h>
#include <stdint.h>

typedef enum conn_phase {
	CONN_IDLE,    /* no request line yet: at its beginning, or after an answer */
	CONN_READING, /* headers or body */
	CONN_ASKING,  /* the engine's time: the queue sees to it */
	CONN_WRITING
} conn_phase;

typedef struct conn conn;

typedef struct conns {
	pthread_mutex_t lock;
	conn *first;
	unsigned n;
	uint64_t n_cut;
	uint64_t read_ns, write_ns; /* longest CONN_IDLE or CONN_READING; longest CONN_WRITING */
} conns;

void conns_init(conns *c, uint64_t read_ns, uint64_t write_ns);
void conns_clear(conns *c); /* after the last connection */

/* NULL: out of memory; such a connection has no deadline. */
conn *conns_add(conns *c, int fd);
/* Before the descriptor is closed. */
void conns_remove(conns *c, conn *k); /* NULL is allowed, in the next one too */
void conns_mark(conns *c, conn *k, conn_phase next);
/* The request that the connection is busy with becomes `now` (NULL: none); the one before.
 * Only the network thread may ask. */
struct request *conn_request(conn *k, struct request *now);
/* Answer between request line and headers, where MHD cannot, and end k, which is not NULL. */
void conns_end(conns *c, conn *k, const char *head, const char *body);
/* End those whose phase began too long before `now`: a request that has begun is told
 * so by status 408. */
void conns_expire(conns *c, uint64_t now);
void conns_count(conns *c, unsigned *n, uint64_t *n_cut);

#endif
