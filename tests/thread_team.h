/* tests/thread_team.h - the ranks of a tensen_team as threads that exchange bytes in memory. */
#pragma once
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <tensen/shards.h>

#define TEAM_MOST 7

/* The buffers that the ranks show each other during an exchange. */
static struct {
	pthread_barrier_t barrier;
	const void *const *send[TEAM_MOST];
	const size_t *send_n[TEAM_MOST];
} team_table;

static int
team_exchange_bytes(void *payload, const void *const *send, const size_t *send_n, void *const *recv,
    const size_t *recv_n)
{
	const tensen_team *t = payload;

	team_table.send[t->rank] = send;
	team_table.send_n[t->rank] = send_n;
	pthread_barrier_wait(&team_table.barrier);
	for (unsigned r = 0; r < t->size; r++) {
		if (recv_n[r] != (r == t->rank ? 0 : team_table.send_n[r][t->rank]))
			abort();
		if (recv_n[r])
			memcpy(recv[r], team_table.send[r][t->rank], recv_n[r]);
	}
	pthread_barrier_wait(&team_table.barrier);
	return 0;
}

/* Run fn once for each rank, with work + rank * size_of_work. */
static void
team_run(unsigned size, tensen_team *teams, void *(*fn)(void *), void *work, size_t size_of_work)
{
	pthread_t threads[TEAM_MOST];

	pthread_barrier_init(&team_table.barrier, NULL, size);
	for (unsigned r = 0; r < size; r++)
		teams[r] = (tensen_team){r, size, team_exchange_bytes, &teams[r]};
	for (unsigned r = 0; r < size; r++)
		if (pthread_create(&threads[r], NULL, fn, (char *)work + r * size_of_work) != 0)
			abort();
	for (unsigned r = 0; r < size; r++)
		pthread_join(threads[r], NULL);
	pthread_barrier_destroy(&team_table.barrier);
}
