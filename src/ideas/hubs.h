/* ideas/hubs.h - measures whether few documents are in most lists.
 *
 * SOURCE  Radovanovic, Nanopoulos, Ivanovic, "Hubs in space", JMLR 11, 2010: the skewness of
 *         N_k, how often a document is among the k found. */
#ifndef IDEAS_HUBS_H
#define IDEAS_HUBS_H
#include <stdint.h>
#include <tensen/status.h>

typedef struct hubs {
	double skewness; /* of the counts: third central moment over the 3/2 power of the second;
			    0 when all are equal */
	double top; /* share of all counts that the 1 % most counted have (n / 100, rounded up) */
} hubs;

/* times[i]: how often document i was found; n of them, put in order, largest first. */
void hubs_measure(hubs *out, uint32_t *times, uint32_t n);
/* What hubs_measure() gives for `lists` lists of k different documents drawn at random. */
tensen_status hubs_by_chance(
    hubs *out, uint32_t n, uint32_t lists, uint32_t k, uint64_t seed, tensen_error *err);

#endif
