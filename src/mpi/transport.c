/* mpi/transport.c - bytes between ranks by non-blocking sends and receives.
 *
 * Counts of MPI are ints, and the sums of this program do not depend on how MPI reduces: so only
 * point-to-point calls are used, in pieces, and Open MPI and MPICH give the same index. */
#include "mpi/transport.h"
#include <mpi.h>
#include <stdlib.h>

#define PIECE ((size_t)1 << 30) /* bytes of one message, below INT_MAX */
#define TAG 1

static size_t
transport_pieces(const size_t *n, int size)
{
	size_t all = 0;

	for (int r = 0; r < size; r++)
		all += (n[r] + PIECE - 1) / PIECE;
	return all;
}

static int
transport_exchange(void *payload, const void *const *send, const size_t *send_n, void *const *recv,
    const size_t *recv_n)
{
	const tensen_team *t = payload;
	int size = (int)t->size, failed = 0, k = 0;
	size_t n = transport_pieces(send_n, size) + transport_pieces(recv_n, size);
	MPI_Request *requests = malloc((n + 1) * sizeof *requests);
	MPI_Status *statuses = malloc((n + 1) * sizeof *statuses);

	if (!requests || !statuses) {
		free(requests);
		free(statuses);
		return -1;
	}
	for (int r = 0; r < size; r++)
		for (size_t at = 0; at < recv_n[r]; at += PIECE) {
			size_t left = recv_n[r] - at;
			failed |=
			    MPI_Irecv((char *)recv[r] + at, (int)(left < PIECE ? left : PIECE),
				MPI_BYTE, r, TAG, MPI_COMM_WORLD, &requests[k++]) != MPI_SUCCESS;
		}
	for (int i = 1; i < size; i++) { /* each rank begins with another one */
		int r = ((int)t->rank + i) % size;
		for (size_t at = 0; at < send_n[r]; at += PIECE) {
			size_t left = send_n[r] - at;
			failed |= MPI_Isend((const char *)send[r] + at,
				      (int)(left < PIECE ? left : PIECE), MPI_BYTE, r, TAG,
				      MPI_COMM_WORLD, &requests[k++]) != MPI_SUCCESS;
		}
	}
	failed |= MPI_Waitall(k, requests, statuses) != MPI_SUCCESS;
	free(requests);
	free(statuses);
	return failed ? -1 : 0;
}

int
transport_start(int *argc, char ***argv, tensen_team *out)
{
	int rank, size, level;

	if (MPI_Init_thread(argc, argv, MPI_THREAD_FUNNELED, &level) != MPI_SUCCESS ||
	    MPI_Comm_rank(MPI_COMM_WORLD, &rank) != MPI_SUCCESS ||
	    MPI_Comm_size(MPI_COMM_WORLD, &size) != MPI_SUCCESS)
		return -1;
	*out = (tensen_team){(unsigned)rank, (unsigned)size, transport_exchange, out};
	return 0;
}

unsigned
transport_neighbours(void)
{
	MPI_Comm here;
	int n = 1;

	if (MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &here) !=
	    MPI_SUCCESS)
		return 1;
	MPI_Comm_size(here, &n);
	MPI_Comm_free(&here);
	return (unsigned)n;
}

double
transport_most(double x)
{
	double most = x;

	MPI_Reduce(&x, &most, 1, MPI_DOUBLE, MPI_MAX, 0, MPI_COMM_WORLD);
	return most;
}

unsigned long long
transport_sum(unsigned long long x)
{
	unsigned long long sum = x;

	MPI_Reduce(&x, &sum, 1, MPI_UNSIGNED_LONG_LONG, MPI_SUM, 0, MPI_COMM_WORLD);
	return sum;
}

void
transport_end(void)
{
	MPI_Finalize();
}

void
transport_abort(int code)
{
	MPI_Abort(MPI_COMM_WORLD, code);
	abort();
}
