/* util/clock.h - seconds, to measure how long something takes. */
#pragma once
#include <time.h>

static inline double
clock_seconds(clockid_t which)
{
	struct timespec t;

	clock_gettime(which, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Seconds since an unspecified moment: only differences have a meaning. */
static inline double
clock_now(void)
{
	return clock_seconds(CLOCK_MONOTONIC);
}

/* Seconds of CPU time of this thread. */
static inline double
clock_thread(void)
{
	return clock_seconds(CLOCK_THREAD_CPUTIME_ID);
}

/* Seconds of CPU time of this process. */
static inline double
clock_process(void)
{
	return clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
}
