/* util/clock.h - seconds, to tell what took how long. */
#ifndef UTIL_CLOCK_H
#define UTIL_CLOCK_H
#include <time.h>

static inline double
clock_seconds(clockid_t which)
{
	struct timespec t;

	clock_gettime(which, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Since some moment: only differences mean something. */
static inline double
clock_now(void)
{
	return clock_seconds(CLOCK_MONOTONIC);
}

/* Of this thread alone: other work on the machine is not counted. */
static inline double
clock_thread(void)
{
	return clock_seconds(CLOCK_THREAD_CPUTIME_ID);
}

#endif
