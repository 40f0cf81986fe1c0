/* cli/commands/command.h - the commands, one file each (cmd_NAME.c). */
#pragma once
#include "cli/steps/common.h"

/* c is begun by common_init(); argv[0] is the command's name. */
exit_code cmd_index(common *opts, int argc, char **argv);
exit_code cmd_merge(common *opts, int argc, char **argv);
exit_code cmd_update(common *opts, int argc, char **argv);
exit_code cmd_model(common *opts, int argc, char **argv);
exit_code cmd_readings(common *opts, int argc, char **argv);
exit_code cmd_read(common *opts, int argc, char **argv);
exit_code cmd_ideas(common *opts, int argc, char **argv);
exit_code cmd_candidates(common *opts, int argc, char **argv);
exit_code cmd_match(common *opts, int argc, char **argv);
exit_code cmd_combine(common *opts, int argc, char **argv);
exit_code cmd_search(common *opts, int argc, char **argv);
exit_code cmd_scan(common *opts, int argc, char **argv);
exit_code cmd_show(common *opts, int argc, char **argv);
exit_code cmd_fields(common *opts, int argc, char **argv);
exit_code cmd_info(common *opts, int argc, char **argv);
exit_code cmd_verify(common *opts, int argc, char **argv);
exit_code cmd_report(common *opts, int argc, char **argv);
exit_code cmd_eval(common *opts, int argc, char **argv);
exit_code cmd_serve(common *opts, int argc, char **argv);
exit_code cmd_mcp(common *opts, int argc, char **argv);
exit_code cmd_bench(common *opts, int argc, char **argv);
