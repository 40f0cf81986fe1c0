/* mpi/transport.h - a tensen_team whose ranks are MPI processes, and the command that they do. */
#pragma once
#include "cli/steps/common.h"
#include <tensen/shards.h>

/* Start MPI.  0, or -1 if it cannot be started. */
int transport_start(int *argc, char ***argv, tensen_team *out);
/* Ranks on this machine. */
unsigned transport_neighbours(void);
/* Over all ranks, on rank 0: the largest and the sum. */
double transport_most(double x);
unsigned long long transport_sum(unsigned long long x);
void transport_end(void);
/* End all ranks at once, with this exit code. */
void transport_abort(int code) __attribute__((noreturn));

/* tensen-mpi index; c->team has the ranks. */
exit_code mpi_index(common *opts, int argc, char **argv);
