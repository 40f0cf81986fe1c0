/* cli/commands/command.h - the commands, one file each (cmd_NAME.c). */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H
#include "cli/steps/common.h"

/* c is begun by common_init(); argv[0] is the command's name. */
exit_code cmd_index(common *c, int argc, char **argv);
exit_code cmd_merge(common *c, int argc, char **argv);
exit_code cmd_update(common *c, int argc, char **argv);
exit_code cmd_model(common *c, int argc, char **argv);
exit_code cmd_readings(common *c, int argc, char **argv);
exit_code cmd_read(common *c, int argc, char **argv);
exit_code cmd_ideas(common *c, int argc, char **argv);
exit_code cmd_candidates(common *c, int argc, char **argv);
exit_code cmd_match(common *c, int argc, char **argv);
exit_code cmd_combine(common *c, int argc, char **argv);
exit_code cmd_search(common *c, int argc, char **argv);
exit_code cmd_scan(common *c, int argc, char **argv);
exit_code cmd_show(common *c, int argc, char **argv);
exit_code cmd_fields(common *c, int argc, char **argv);
exit_code cmd_info(common *c, int argc, char **argv);
exit_code cmd_verify(common *c, int argc, char **argv);
exit_code cmd_report(common *c, int argc, char **argv);
exit_code cmd_eval(common *c, int argc, char **argv);
exit_code cmd_serve(common *c, int argc, char **argv);
exit_code cmd_mcp(common *c, int argc, char **argv);
exit_code cmd_bench(common *c, int argc, char **argv);

#endif
