/* assist/mcp/mcp.h - the Model Context Protocol over two streams: an assistant asks an index.
 *
 * One JSON-RPC message a line.  All tools only read; a call takes up an index that has replaced the
 * file, as the server does.  Arguments, limits and errors of a tool are
 * those of HTTP (server/ask.h), and its answer is the same JSON. */
#pragma once
#include <stdio.h>
#include <tensen/tensen.h>

typedef struct mcp_opts {
	const char *path; /* of the index */
	tensen_open_opts open;
	tensen_lang lang; /* of names, unless a call gives one */
} mcp_opts;

#define MCP_LINE_MAX ((size_t)1 << 20) /* a longer message is refused */

/* Answer until `in` ends.  Failures before the first message, and a closed `out` (E_IO). */
tensen_status mcp_serve(const mcp_opts *opts, FILE *in, FILE *out, tensen_error *err);
