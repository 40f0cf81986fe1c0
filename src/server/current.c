/* server/current.c - see current.h. */
#include "server/current.h"
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

/* State of the file whose replacement means a new index: the index file or, for a folder, its joint
 * file, which is written last. */
static int
look_at(const char *path, struct stat *out)
{
	char joint[4096];

	if (stat(path, out) != 0)
		return -1;
	if (!S_ISDIR(out->st_mode))
		return 0;
	snprintf(joint, sizeof joint, "%s/joint.tensen", path);
	stat(joint, out);
	return 0;
}

static tensen_status
snapshot_open(snapshot **out, const current *cur, tensen_error *err)
{
	snapshot *s = calloc(1, sizeof *s);
	tensen_status st;

	*out = NULL;
	if (!s) {
		*err = (tensen_error){.code = TENSEN_E_NOMEM, .message = "out of memory"};
		return TENSEN_E_NOMEM;
	}
	if ((st = tensen_index_open(&s->ix, cur->path, &cur->open, err)) < 0) {
		free(s);
		return st;
	}
	s->hash = tensen_index_hash(s->ix);
	s->answers = s->hash ^ tensen_index_dictionary(s->ix);
	s->documents = tensen_index_count(s->ix);
	s->users = 1; /* the first user is `current` itself */
	*out = s;
	return TENSEN_OK;
}

tensen_status
current_open(current *cur, const char *path, const tensen_open_opts *open, tensen_error *err)
{
	*cur = (current){.path = path, .open = *open};
	pthread_mutex_init(&cur->lock, NULL);
	/* before opening, so that a file that replaces this one meanwhile is seen later */
	look_at(path, &cur->seen);
	return snapshot_open(&cur->now, cur, err);
}

void
current_close(current *cur)
{
	current_put(cur, cur->now);
	cur->now = NULL;
	pthread_mutex_destroy(&cur->lock);
}

snapshot *
current_get(current *cur)
{
	snapshot *s;

	pthread_mutex_lock(&cur->lock);
	s = cur->now;
	s->users++;
	pthread_mutex_unlock(&cur->lock);
	return s;
}

void
current_put(current *cur, snapshot *one)
{
	unsigned left;

	if (!one)
		return;
	pthread_mutex_lock(&cur->lock);
	left = --one->users;
	pthread_mutex_unlock(&cur->lock);
	if (left > 0)
		return;
	tensen_index_free(one->ix);
	free(one);
	/* glibc keeps the memory that several threads freed unless it is asked to return it */
	malloc_trim(0);
}

int
current_is(current *cur, const snapshot *one)
{
	int is;

	pthread_mutex_lock(&cur->lock);
	is = cur->now == one;
	pthread_mutex_unlock(&cur->lock);
	return is;
}

static int
is_same_file(const struct stat *one, const struct stat *of_it)
{
	return one->st_dev == of_it->st_dev && one->st_ino == of_it->st_ino &&
	       one->st_size == of_it->st_size && one->st_mtim.tv_sec == of_it->st_mtim.tv_sec &&
	       one->st_mtim.tv_nsec == of_it->st_mtim.tv_nsec;
}

current_news
current_look(current *cur, tensen_error *err)
{
	struct stat here;
	snapshot *new, *old;

	/* without a file at the path, a replacement is between two of its steps */
	if (look_at(cur->path, &here) != 0 || is_same_file(&here, &cur->seen))
		return NEWS_NONE;
	cur->seen = here;
	if (snapshot_open(&new, cur, err) < 0)
		return NEWS_REFUSED;
	pthread_mutex_lock(&cur->lock);
	old = cur->now;
	cur->now = new;
	pthread_mutex_unlock(&cur->lock);
	current_put(cur, old);
	return NEWS_REPLACED;
}
