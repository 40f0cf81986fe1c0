/* server/http/conns.h - refusing connections that are too many, ending those that take too long.
 *
 * An address may hold so many connections.  Those of a proxy that is trusted count for the address
 * before it, which their requests name (X-Forwarded-For), from the first request on.
 *
 * MHD restarts its own timeout with every byte, so a client that sends or takes one byte now
 * and then keeps its place for ever (slow loris).  Here every phase of a connection has one
 * deadline that no byte extends. */
#pragma once
#include <pthread.h>
#include <stdint.h>
#include <sys/socket.h>

typedef enum conn_phase {
	CONN_IDLE,    /* before a request line: new, or after an answer */
	CONN_READING, /* headers or body */
	CONN_ASKING,  /* waiting for the engine: the queue has its own deadline */
	CONN_WRITING
} conn_phase;

typedef struct conn conn;

/* An IP address, of version 4 as ::ffff:a.b.c.d. */
typedef struct peer {
	unsigned char at[16];
} peer;

typedef struct conn_counts {
	unsigned open, half_open; /* half_open: without a whole request */
	uint64_t cut, refused;    /* since the start */
} conn_counts;

typedef struct conns {
	pthread_mutex_t lock;
	conn *first;
	unsigned n;
	unsigned max, max_per_peer; /* 0: no limit */
	const char *const *proxies; /* trusted ones, NULL-terminated; NULL: none */
	uint64_t n_cut, n_refused;
	uint64_t read_ns, write_ns; /* longest CONN_IDLE and CONN_READING; longest CONN_WRITING */
} conns;

void conns_init(conns *open_conns, uint64_t read_ns, uint64_t write_ns);
void conns_clear(conns *open_conns); /* after the last connection */

/* NULL: out of memory; a connection without an entry has no deadline.  One too many is answered by
 * status 503 and ended. */
conn *conns_add(conns *open_conns, int fd, const struct sockaddr *address);
/* The addresses of X-Forwarded-For (NULL: none) of a request: the last that is no trusted proxy is
 * where it comes from.  0: too many connections come from there. */
int conns_forwarded(conns *open_conns, conn *con, const char *forwarded);
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
conn_counts conns_count(conns *open_conns);
