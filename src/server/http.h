/* server/http.h - between libmicrohttpd and the rest: its callbacks.
 *
 * ONE THREAD moves bytes for all connections (epoll) and never waits for anything else:
 * questions to the engine go to the queue with their connection suspended.  So a slow
 * question, or many, leave /healthz and the page as quick as ever. */
#ifndef SERVER_HTTP_H
#define SERVER_HTTP_H
#include <microhttpd.h>
#include "server/assets.h"
#include "server/gate.h"
#include "server/queue.h"

typedef struct server {
	gate gate;
	asset_cache *assets;
	current index;
	queue *queue;
	struct MHD_Daemon *daemon;
	int stopping;       /* atomic: answers say "Connection: close" */
	unsigned in_flight; /* atomic */
} server;

/* For MHD_OPTION_URI_LOG_CALLBACK, the access handler and MHD_OPTION_NOTIFY_COMPLETED;
 * cls is the server. */
void *http_begin(void *cls, const char *uri, struct MHD_Connection *c);
enum MHD_Result http_handle(void *cls, struct MHD_Connection *c, const char *url,
    const char *method, const char *version, const char *data, size_t *n_data, void **request);
void http_end(
    void *cls, struct MHD_Connection *c, void **request, enum MHD_RequestTerminationCode how);

#endif
