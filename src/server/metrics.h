/* server/metrics.h - counters, and how Prometheus reads them. */
#ifndef SERVER_METRICS_H
#define SERVER_METRICS_H
#include <stddef.h>
#include <stdint.h>
#include "server/routes.h"

#define N_BUCKETS 13
#define N_STATUSES 24

/* Counters are atomic; the table of a route that does not exist comes last. */
typedef struct metrics {
	uint64_t requests[N_ROUTES + 1][N_STATUSES];
	uint64_t buckets[N_ROUTES + 1][N_BUCKETS]; /* not yet summed up */
	uint64_t ns[N_ROUTES + 1];
	uint64_t reloads, refusals;
} metrics;

/* What is measured at the moment of asking. */
typedef struct gauges {
	unsigned in_flight, waiting, running, connections;
	uint64_t cut, log_lost, documents, index_hash;
} gauges;

/* route NULL: there was none.  status 0: the client was gone before an answer. */
void metrics_count(metrics *m, const route *r, unsigned status, uint64_t ns);
/* The text of /metrics, of malloc(); NULL: out of memory. */
char *metrics_text(const metrics *m, const gauges *g, size_t *n);

#endif
