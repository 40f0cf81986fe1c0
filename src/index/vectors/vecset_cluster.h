/* index/vectors/vecset_cluster.h - rows cut into small clusters (Lloyd's k-means in two levels). */
#ifndef INDEX_VECTORS_VECSET_CLUSTER_H
#define INDEX_VECTORS_VECSET_CLUSTER_H
#include <stddef.h>
#include <stdint.h>
#include <tensen/status.h>

/* Rows of one slot.  `order` holds their numbers and is rearranged so that each
 * cluster is a run of it, row numbers ascending inside; sizes gets the runs' lengths
 * (room for n) and n_sizes their number.  About `target` rows a cluster. */
typedef struct cluster_job {
	const float *rows; /* [..][dim] */
	uint32_t dim;
	uint32_t *order, n;
	uint32_t target;
	uint64_t seed;
	uint32_t *sizes, n_sizes;
} cluster_job;

/* Many slots side by side.  The result depends on the rows and the seeds, not on the threads. */
tensen_status cluster_rows(cluster_job *jobs, size_t n_jobs, unsigned threads, tensen_error *err);

#endif
