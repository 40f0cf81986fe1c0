/* server/http/conns.h - ending connections that take too long.
 *
 * MHD restarts its own timeout with every byte, so a client that sends or takes one byte now
 * and then keeps its place for ever (slow loris).  Here every phase of a connection has one
 * deadline that no byte extends. */
#ifndef SERVER_HTTP_CONNS_H
#define SERVER_HTTP_CONNS_H
#include <pthread.h>
#include <stdint.h>

typedef enum conn_phase {
	CONN_IDLE,    /* before a request line: new, or after an answer */
	CONN_READING, /* headers or body */
	CONN_ASKING,  /* waiting for the engine: the queue has its own deadline */
	CONN_WRITING
} conn_phase;

typedef struct conn conn;

typedef struct conns {
	pthread_mutex_t lock;
	conn *first;
	unsigned n;
	uint64_t n_cut;
	uint64_t read_ns, write_ns; /* longest CONN_IDLE and CONN_READING; longest CONN_WRITING */
} conns;

void conns_init(conns *open_conns, uint64_t read_ns, uint64_t write_ns);
void conns_clear(conns *open_conns); /* after the last connection */

/* NULL: out of memory; a connection without an entry has no deadline. */
conn *conns_add(conns *open_conns, int fd);
/* Before the descriptor is closed. */
void conns_remove(conns *open_conns, conn *con); /* NULL is allowed, here and below */
void conns_mark(conns *open_conns, conn *con, conn_phase next);
/* Sets the request of a connection (NULL: none) and returns the one before.  Only for the
 * network thread. */
struct request *conn_request(conn *con, struct request *now);
/* Answers between request line and headers, where MHD cannot, and ends k, which is not NULL. */
void conns_end(conns *open_conns, conn *con, const char *head, const char *body);
/* Ends connections whose phase began too long before `now`; one in the middle of a request gets
 * status 408. */
void conns_expire(conns *open_conns, uint64_t now);
void conns_count(conns *open_conns, unsigned *n, uint64_t *n_cut);

#endif
