/* server/metrics.c - see metrics.h. */
#include "server/metrics.h"
#include <stdio.h>
#include <stdlib.h>
#include <tensen/version.h>
#include <unistd.h>

/* Upper bounds in ns; the last bucket has none. */
static const uint64_t bounds[N_BUCKETS - 1] = {1000000, 2500000, 5000000, 10000000, 25000000,
    50000000, 100000000, 250000000, 500000000, 1000000000, 2500000000, 10000000000};
/* 0: the client left before an answer; the last slot counts every other status */
static const unsigned statuses[] = {
    0, 200, 304, 400, 401, 403, 404, 405, 406, 411, 413, 415, 421, 431, 500, 503};
#define N_NAMED (sizeof statuses / sizeof *statuses)
_Static_assert(N_NAMED < N_STATUSES, "statuses have no room");

static void
metrics_add(uint64_t *counter, uint64_t n)
{
	__atomic_add_fetch(counter, n, __ATOMIC_RELAXED);
}

static uint64_t
metrics_get(const uint64_t *counter)
{
	return __atomic_load_n(counter, __ATOMIC_RELAXED);
}

void
metrics_count(metrics *counters, const route *way, unsigned status, uint64_t ns)
{
	size_t i = way ? route_number(way) : N_ROUTES, s = 0, b = 0;

	while (s < N_NAMED && statuses[s] != status)
		s++;
	while (b < N_BUCKETS - 1 && ns > bounds[b])
		b++;
	metrics_add(&counters->requests[i][s], 1);
	metrics_add(&counters->buckets[i][b], 1);
	metrics_add(&counters->ns[i], ns);
}

static const char *
name_of(size_t number)
{
	const route *r = route_at(number);

	return r ? r->name : number == N_ROUTES ? "none" : NULL;
}

static void
write_head(FILE *out, const char *name, const char *type, const char *help)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
metrics_one(FILE *out, const char *name, const char *type, const char *help, uint64_t v)
{
	write_head(out, name, type, help);
	fprintf(out, "%s %llu\n", name, (unsigned long long)v);
}

static void
metrics_requests(FILE *out, const metrics *counters)
{
	static const char name[] = "tensen_http_requests_total";
	char status[12];

	write_head(
	    out, name, "counter", "Requests by route and status; status 0: the client was gone.");
	for (size_t i = 0; i <= N_ROUTES; i++)
		for (size_t s = 0; name_of(i) && s <= N_NAMED; s++) {
			if (!metrics_get(&counters->requests[i][s]))
				continue;
			snprintf(status, sizeof status, "%u", s < N_NAMED ? statuses[s] : 0);
			fprintf(out, "%s{route=\"%s\",status=\"%s\"} %llu\n", name, name_of(i),
			    s < N_NAMED ? status : "other",
			    (unsigned long long)metrics_get(&counters->requests[i][s]));
		}
}

static void
metrics_histogram(FILE *out, const metrics *counters, size_t i, const char *name)
{
	const char *r = name_of(i);
	uint64_t n = 0;

	for (size_t b = 0; b < N_BUCKETS; b++)
		n += metrics_get(&counters->buckets[i][b]);
	if (!r || n == 0)
		return;
	n = 0;
	for (size_t b = 0; b < N_BUCKETS; b++) {
		n += metrics_get(&counters->buckets[i][b]);
		if (b < N_BUCKETS - 1)
			fprintf(out, "%s_bucket{route=\"%s\",le=\"%g\"} %llu\n", name, r,
			    (double)bounds[b] / 1e9, (unsigned long long)n);
		else
			fprintf(out, "%s_bucket{route=\"%s\",le=\"+Inf\"} %llu\n", name, r,
			    (unsigned long long)n);
	}
	fprintf(out, "%s_sum{route=\"%s\"} %.6f\n%s_count{route=\"%s\"} %llu\n", name, r,
	    (double)metrics_get(&counters->ns[i]) / 1e9, name, r, (unsigned long long)n);
}

/* Resident memory of the process, pages of the index included. */
static uint64_t
resident_bytes(void)
{
	unsigned long long size, resident = 0;
	FILE *f = fopen("/proc/self/statm", "re");

	if (!f)
		return 0;
	if (fscanf(f, "%llu %llu", &size, &resident) != 2)
		resident = 0;
	fclose(f);
	return resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

static void
write_gauges(FILE *out, const metrics *counters, const gauges *gauge_of)
{
	metrics_one(out, "tensen_http_in_flight", "gauge", "Requests begun and not yet answered.",
	    gauge_of->in_flight);
	metrics_one(
	    out, "tensen_http_connections", "gauge", "Open connections.", gauge_of->conns.open);
	metrics_one(out, "tensen_http_connections_half_open", "gauge",
	    "Open connections without a whole request.", gauge_of->conns.half_open);
	metrics_one(out, "tensen_http_connections_cut_total", "counter",
	    "Connections ended because a request or an answer took too long.", gauge_of->conns.cut);
	metrics_one(out, "tensen_http_connections_refused_total", "counter",
	    "Connections answered 503 because there were too many, in all or from one address.",
	    gauge_of->conns.refused);
	metrics_one(out, "tensen_queue_waiting", "gauge", "Requests that wait for a worker.",
	    gauge_of->waiting);
	metrics_one(out, "tensen_queue_running", "gauge", "Requests that a worker answers.",
	    gauge_of->running);
	metrics_one(out, "tensen_access_log_lost_total", "counter", "Lines that found no room.",
	    gauge_of->log_lost);
	metrics_one(
	    out, "tensen_index_documents", "gauge", "Documents of the index.", gauge_of->documents);
	write_head(
	    out, "tensen_index_reloads_total", "counter", "New files at the path of the index.");
	fprintf(out,
	    "tensen_index_reloads_total{result=\"served\"} %llu\n"
	    "tensen_index_reloads_total{result=\"refused\"} %llu\n",
	    (unsigned long long)metrics_get(&counters->reloads),
	    (unsigned long long)metrics_get(&counters->refusals));
	write_head(out, "tensen_index_info", "gauge", "Which index is served.");
	fprintf(out, "tensen_index_info{hash=\"%016llx\",version=\"" TENSEN_VERSION "\"} 1\n",
	    (unsigned long long)gauge_of->index_hash);
	metrics_one(out, "process_resident_memory_bytes", "gauge",
	    "Resident memory, with index pages.", resident_bytes());
}

char *
metrics_text(const metrics *counters, const gauges *gauge_of, size_t *n)
{
	static const char name[] = "tensen_http_request_duration_seconds";
	char *text = NULL;
	FILE *f = open_memstream(&text, n);
	int bad;

	if (!f)
		return NULL;
	metrics_requests(f, counters);
	write_head(f, name, "histogram", "From the request line to the last byte of the answer.");
	for (size_t i = 0; i <= N_ROUTES; i++)
		metrics_histogram(f, counters, i, name);
	write_gauges(f, counters, gauge_of);
	bad = ferror(f);
	if (fclose(f) == 0 && !bad)
		return text;
	free(text);
	return NULL;
}
