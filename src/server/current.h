/* server/current.h - the index that is being served.
 *
 * A snapshot is one open index with a count of its users.  A replaced file makes a new
 * snapshot; requests that began on the old one finish on it, and the last of them closes it. */
#pragma once
#include <pthread.h>
#include <stdint.h>
#include <sys/stat.h>
#include <tensen/tensen.h>

typedef struct snapshot {
	tensen_index *ix;
	uint64_t hash, answers; /* of the index; of the index with the dictionary that it uses */
	uint32_t documents;
	unsigned users; /* under the lock of current */
} snapshot;

typedef struct current {
	pthread_mutex_t lock;
	snapshot *now;
	const char *path;
	tensen_open_opts open;
	struct stat seen; /* of the file last opened or refused */
} current;

tensen_status current_open(
    current *cur, const char *path, const tensen_open_opts *open, tensen_error *err);
void current_close(current *cur); /* after the last current_put() */

/* The newest snapshot, in use until current_put(). */
snapshot *current_get(current *cur);
void current_put(current *cur, snapshot *one); /* NULL is allowed */
/* 1: it is the newest snapshot. */
int current_is(current *cur, const snapshot *one);

typedef enum current_news { NEWS_NONE, NEWS_REPLACED, NEWS_REFUSED } current_news;
/* Looks whether another file has taken the path.  NEWS_REFUSED: the file cannot be opened
 * (err); the old index stays in service and this file is not tried again.  One caller at a
 * time. */
current_news current_look(current *cur, tensen_error *err);
