/* index/postings/postings_levels.h - at most 32 codes for the counts of a corpus. */
#ifndef INDEX_POSTINGS_POSTINGS_LEVELS_H
#define INDEX_POSTINGS_POSTINGS_LEVELS_H
#include <stdint.h>
#include <tensen/status.h>
#include "index/postings/postings_format.h"

typedef struct count_levels {
	uint32_t n;
	float tf[POSTINGS_LEVELS];     /* ascending */
	float log_tf[POSTINGS_LEVELS]; /* 1 + ln tf, below 1: tf */
	float border[POSTINGS_LEVELS]; /* counts up to here (not beyond) have this code */
} count_levels;

typedef struct level_stats level_stats;
tensen_status level_stats_new(level_stats **out, tensen_error *err);
void level_stats_free(level_stats *s);
void level_stats_add(level_stats *s, float tf, uint64_t times); /* times > 0 */
void level_stats_end(level_stats *s, count_levels *out);

static inline uint8_t
level_code(const count_levels *l, float tf)
{
	uint32_t c = 0;

	while (c + 1 < l->n && tf > l->border[c])
		c++;
	return (uint8_t)c;
}

#endif
