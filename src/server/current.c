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
snapshot_open(snapshot **out, const current *c, tensen_error *err)
{
	snapshot *s = calloc(1, sizeof *s);
	tensen_status st;

	*out = NULL;
	if (!s) {
		*err = (tensen_error){.code = TENSEN_E_NOMEM, .message = "out of memory"};
		return TENSEN_E_NOMEM;
	}
	if ((st = tensen_index_open(&s->ix, c->path, &c->open, err)) < 0) {
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
current_open(current *c, const char *path, const tensen_open_opts *open, tensen_error *err)
{
	tensen_status st;

	*c = (current){.path = path, .open = *open};
	pthread_mutex_init(&c->lock, NULL);
	/* before opening, so that a file that replaces this one meanwhile is seen later */
	look_at(path, &c->seen);
	if ((st = snapshot_open(&c->now, c, err)) == TENSEN_OK)
		c->now->generation = c->generation = 1;
	return st;
}

void
current_close(current *c)
{
	current_put(c, c->now);
	c->now = NULL;
	pthread_mutex_destroy(&c->lock);
}

snapshot *
current_get(current *c)
{
	snapshot *s;

	pthread_mutex_lock(&c->lock);
	s = c->now;
	s->users++;
	pthread_mutex_unlock(&c->lock);
	return s;
}

void
current_put(current *c, snapshot *s)
{
	unsigned left;

	if (!s)
		return;
	pthread_mutex_lock(&c->lock);
	left = --s->users;
	pthread_mutex_unlock(&c->lock);
	if (left > 0)
		return;
	tensen_index_free(s->ix);
	free(s);
	/* glibc keeps the memory that several threads freed unless it is asked to return it */
	malloc_trim(0);
}

uint64_t
current_generation(current *c)
{
	uint64_t g;

	pthread_mutex_lock(&c->lock);
	g = c->generation;
	pthread_mutex_unlock(&c->lock);
	return g;
}

static int
is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

current_news
current_look(current *c, tensen_error *err)
{
	struct stat here;
	snapshot *new, *old;

	/* without a file at the path, a replacement is between two of its steps */
	if (look_at(c->path, &here) != 0 || is_same_file(&here, &c->seen))
		return NEWS_NONE;
	c->seen = here;
	if (snapshot_open(&new, c, err) < 0)
		return NEWS_REFUSED;
	pthread_mutex_lock(&c->lock);
	old = c->now;
	c->now = new;
	new->generation = ++c->generation;
	pthread_mutex_unlock(&c->lock);
	current_put(c, old);
	return NEWS_REPLACED;
}
