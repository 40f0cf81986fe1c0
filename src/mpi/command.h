/* mpi/command.h - the commands of tensen-mpi.  c->team has the ranks. */
#pragma once
#include "cli/steps/common.h"

exit_code mpi_index(common *opts, int argc, char **argv);
