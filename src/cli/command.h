/* cli/command.h - the commands, one file each (cmd_NAME.c). */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H
#include "cli/report.h"

/* argv[0] is the command's name. */
exit_code cmd_index(int argc, char **argv);
exit_code cmd_update(int argc, char **argv);
exit_code cmd_ideas(int argc, char **argv);
exit_code cmd_match(int argc, char **argv);
exit_code cmd_combine(int argc, char **argv);
exit_code cmd_search(int argc, char **argv);
exit_code cmd_scan(int argc, char **argv);
exit_code cmd_show(int argc, char **argv);
exit_code cmd_fields(int argc, char **argv);
exit_code cmd_info(int argc, char **argv);
exit_code cmd_verify(int argc, char **argv);
exit_code cmd_report(int argc, char **argv);
exit_code cmd_eval(int argc, char **argv);
exit_code cmd_serve(int argc, char **argv);
exit_code cmd_bench(int argc, char **argv);

#endif
