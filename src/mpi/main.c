/* mpi/main.c - tensen-mpi: commands of `tensen` that the ranks of an MPI job do together. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cli/terminal/report.h"
#include "cli/commands/command.h"
#include "mpi/transport.h"

#ifdef __SANITIZE_ADDRESS__
/* Open MPI keeps what it allocated until the program ends, with no name to suppress it by. */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
	return "detect_leaks=0";
}
#endif

static const struct {
	const char *name;
	exit_code (*run)(common *c, int argc, char **argv);
} commands[] = {{"index", mpi_index}};

static unsigned
threads_of_rank(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned ranks = transport_neighbours();

	return cores > (long)ranks ? (unsigned)cores / ranks : 1;
}

static exit_code
mpi_main_run(common *opts, int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < sizeof commands / sizeof *commands; i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(opts, argc - 1, argv + 1);
	if (common_prints(opts))
		fputs(
		    "usage: mpirun -n N tensen-mpi index -o FOLDER INPUT... [OPTION...]\n", stderr);
	return EXIT_USAGE;
}

int
main(int argc, char **argv)
{
	tensen_team team;
	common c;
	exit_code code;

	signal(SIGPIPE, SIG_IGN);
	if (transport_start(&argc, &argv, &team) < 0) {
		fputs("tensen-mpi: MPI cannot be started\n", stderr);
		return EXIT_SYSTEM;
	}
	common_init(&c, argc, argv);
	report_language((tensen_lang)c.lang);
	c.team = &team;
	c.threads = threads_of_rank();
	code = mpi_main_run(&c, argc, argv);
	if (code != EXIT_OK && code != EXIT_NOTHING && code != EXIT_GAPS)
		transport_abort((int)code); /* the other ranks would wait for ever */
	transport_end();
	return (int)code;
}
