/* assist/chat/gate.c - see gate.h. */
#include "assist/chat/gate.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define WAIT 0.2 /* seconds */

struct gate {
	pthread_mutex_t lock;
	pthread_cond_t left;
	gate_limits limits;
	gate_counts n;
	uint32_t inside;
	double began;
	int plain;
	char why[160]; /* "": questions are sent */
};

double
gate_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

gate *
gate_new(const gate_limits *limits)
{
	gate *g = calloc(1, sizeof *g);
	pthread_condattr_t attributes;

	if (!g)
		return NULL;
	pthread_mutex_init(&g->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&g->left, &attributes);
	pthread_condattr_destroy(&attributes);
	g->limits = *limits;
	g->began = gate_now();
	return g;
}

void
gate_free(gate *door)
{
	if (!door)
		return;
	pthread_cond_destroy(&door->left);
	pthread_mutex_destroy(&door->lock);
	free(door);
}

/* Under the lock. */
static void
chat_gate_end(gate *door, const char *why)
{
	if (!door->why[0])
		snprintf(door->why, sizeof door->why, "%s", why);
	pthread_cond_broadcast(&door->left);
}

/* Under the lock: end when a bound is reached. */
static void
check_limits(gate *door)
{
	const gate_limits *l = &door->limits;

	if (l->calls && door->n.calls >= l->calls)
		chat_gate_end(door, "the requests allowed (--calls) are used up");
	if (l->tokens && door->n.prompt_tokens + door->n.completion_tokens >= l->tokens)
		chat_gate_end(door, "the tokens allowed (--tokens) are used up");
	if (l->seconds > 0 && gate_now() - door->began >= l->seconds)
		chat_gate_end(door, "the time allowed (--hours) is over");
}

int
gate_enter(gate *door, int wait)
{
	struct timespec until;
	double end_at = gate_now() + WAIT;
	int got;

	until.tv_sec = (time_t)end_at;
	until.tv_nsec = (long)((end_at - (double)until.tv_sec) * 1e9);
	pthread_mutex_lock(&door->lock);
	check_limits(door);
	if (wait && !door->why[0] && door->inside >= door->limits.parallel) {
		pthread_cond_timedwait(&door->left, &door->lock, &until);
		check_limits(door);
	}
	got = door->why[0] ? -1 : door->inside < door->limits.parallel;
	if (got == 1) {
		door->inside++;
		door->n.calls++;
	}
	pthread_mutex_unlock(&door->lock);
	return got;
}

void
gate_leave(gate *door)
{
	pthread_mutex_lock(&door->lock);
	door->inside--;
	pthread_cond_signal(&door->left);
	pthread_mutex_unlock(&door->lock);
}

void
gate_answered(gate *door, unsigned long prompt_tokens, unsigned long completion_tokens)
{
	pthread_mutex_lock(&door->lock);
	door->n.answers++;
	door->n.prompt_tokens += prompt_tokens;
	door->n.completion_tokens += completion_tokens;
	pthread_mutex_unlock(&door->lock);
}

void
gate_end(gate *door, const char *why)
{
	pthread_mutex_lock(&door->lock);
	chat_gate_end(door, why);
	pthread_mutex_unlock(&door->lock);
}

int
gate_ended(gate *door, char *why)
{
	int ended;

	pthread_mutex_lock(&door->lock);
	check_limits(door);
	if (why)
		snprintf(why, sizeof door->why, "%s", door->why);
	ended = door->why[0] != '\0';
	pthread_mutex_unlock(&door->lock);
	return ended;
}

void
gate_refuse_schema(gate *door)
{
	pthread_mutex_lock(&door->lock);
	door->plain = 1;
	pthread_mutex_unlock(&door->lock);
}

int
gate_plain(gate *door)
{
	int plain;

	pthread_mutex_lock(&door->lock);
	plain = door->plain;
	pthread_mutex_unlock(&door->lock);
	return plain;
}

gate_counts
gate_counted(gate *door)
{
	gate_counts n;

	pthread_mutex_lock(&door->lock);
	n = door->n;
	pthread_mutex_unlock(&door->lock);
	return n;
}
