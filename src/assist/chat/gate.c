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
gate_free(gate *g)
{
	if (!g)
		return;
	pthread_cond_destroy(&g->left);
	pthread_mutex_destroy(&g->lock);
	free(g);
}

/* Under the lock. */
static void
end(gate *g, const char *why)
{
	if (!g->why[0])
		snprintf(g->why, sizeof g->why, "%s", why);
	pthread_cond_broadcast(&g->left);
}

/* Under the lock: end when a bound is reached. */
static void
check_limits(gate *g)
{
	const gate_limits *l = &g->limits;

	if (l->calls && g->n.calls >= l->calls)
		end(g, "the requests allowed (--calls) are used up");
	if (l->tokens && g->n.prompt_tokens + g->n.completion_tokens >= l->tokens)
		end(g, "the tokens allowed (--tokens) are used up");
	if (l->seconds > 0 && gate_now() - g->began >= l->seconds)
		end(g, "the time allowed (--hours) is over");
}

int
gate_enter(gate *g, int wait)
{
	struct timespec until;
	double end_at = gate_now() + WAIT;
	int got;

	until.tv_sec = (time_t)end_at;
	until.tv_nsec = (long)((end_at - (double)until.tv_sec) * 1e9);
	pthread_mutex_lock(&g->lock);
	check_limits(g);
	if (wait && !g->why[0] && g->inside >= g->limits.parallel) {
		pthread_cond_timedwait(&g->left, &g->lock, &until);
		check_limits(g);
	}
	got = g->why[0] ? -1 : g->inside < g->limits.parallel;
	if (got == 1) {
		g->inside++;
		g->n.calls++;
	}
	pthread_mutex_unlock(&g->lock);
	return got;
}

void
gate_leave(gate *g, double since)
{
	pthread_mutex_lock(&g->lock);
	g->inside--;
	g->n.busy += gate_now() - since;
	pthread_cond_signal(&g->left);
	pthread_mutex_unlock(&g->lock);
}

void
gate_answered(gate *g, unsigned long prompt_tokens, unsigned long completion_tokens)
{
	pthread_mutex_lock(&g->lock);
	g->n.answers++;
	g->n.prompt_tokens += prompt_tokens;
	g->n.completion_tokens += completion_tokens;
	pthread_mutex_unlock(&g->lock);
}

int
gate_failed(gate *g)
{
	int never;

	pthread_mutex_lock(&g->lock);
	g->n.failures++;
	never = g->n.answers == 0;
	pthread_mutex_unlock(&g->lock);
	return never;
}

void
gate_end(gate *g, const char *why)
{
	pthread_mutex_lock(&g->lock);
	end(g, why);
	pthread_mutex_unlock(&g->lock);
}

int
gate_ended(gate *g, char *why)
{
	int ended;

	pthread_mutex_lock(&g->lock);
	check_limits(g);
	if (why)
		snprintf(why, sizeof g->why, "%s", g->why);
	ended = g->why[0] != '\0';
	pthread_mutex_unlock(&g->lock);
	return ended;
}

void
gate_refuse_schema(gate *g)
{
	pthread_mutex_lock(&g->lock);
	g->plain = 1;
	pthread_mutex_unlock(&g->lock);
}

int
gate_plain(gate *g)
{
	int plain;

	pthread_mutex_lock(&g->lock);
	plain = g->plain;
	pthread_mutex_unlock(&g->lock);
	return plain;
}

gate_counts
gate_counted(gate *g)
{
	gate_counts n;

	pthread_mutex_lock(&g->lock);
	n = g->n;
	pthread_mutex_unlock(&g->lock);
	return n;
}
