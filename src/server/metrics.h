/* server/metrics.h - counters, and how Prometheus reads them. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "server/http/conns.h"
#include "server/routes.h"

#define N_BUCKETS 13  /* of time, from 1 ms on */
#define N_STATUSES 24 /* those that the server sends, and one slot for others */

/* Counters are atomic.  The last row of a table by route counts requests without a route. */
typedef struct metrics {
	uint64_t requests[N_ROUTES + 1][N_STATUSES];
	uint64_t buckets[N_ROUTES + 1][N_BUCKETS]; /* counts per bucket, not cumulated */
	uint64_t ns[N_ROUTES + 1];
	uint64_t reloads, refusals;
} metrics;

/* Values that are read when /metrics is asked for. */
typedef struct gauges {
	unsigned in_flight, waiting, running;
	uint64_t log_lost, documents, index_hash;
	conn_counts conns;
} gauges;

/* Counts a request.  route NULL: no route matched.  status 0: the client left before an answer. */
void metrics_count(metrics *counters, const route *way, unsigned status, uint64_t ns);
/* The text of /metrics, of malloc(); NULL: out of memory. */
char *metrics_text(const metrics *counters, const gauges *gauge_of, size_t *n);
