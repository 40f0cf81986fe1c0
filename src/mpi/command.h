/* mpi/command.h - the commands of tensen-mpi.  c->team has the ranks. */
#ifndef MPI_COMMAND_H
#define MPI_COMMAND_H
#include "cli/steps/common.h"

exit_code mpi_index(common *opts, int argc, char **argv);

#endif
