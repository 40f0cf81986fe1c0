/* server/http.h - the callbacks of libmicrohttpd.
 *
 * ONE THREAD moves the bytes of all connections (epoll) and never waits for anything else:
 * queries go to the queue with their connection suspended.  So /healthz and the page answer
 * fast, however many slow queries run. */
#pragma once
#include <microhttpd.h>
#include "server/accesslog.h"
#include "server/assets.h"
#include "server/http/conns.h"
#include "server/gate.h"
#include "server/metrics.h"
#include "server/queue.h"

typedef struct server {
	gate gate;
	asset_cache *assets;
	current index;
	queue *queue;
	conns conns;
	metrics metrics;
	accesslog *log; /* NULL: none */
	struct MHD_Daemon *daemon;
	pthread_t watcher; /* watches the file of the index */
	pthread_mutex_t watch_lock;
	pthread_cond_t watch_news;
	int watch_ending;
	int stopping;       /* atomic; 1: answers say "Connection: close" */
	unsigned in_flight; /* atomic */
	tensen_lang lang;   /* of the lines on standard error */
} server;

/* For MHD_OPTION_NOTIFY_CONNECTION, MHD_OPTION_URI_LOG_CALLBACK, the access handler and
 * MHD_OPTION_NOTIFY_COMPLETED; cls is the server. */
void http_connection(void *cls, struct MHD_Connection *Connection, void **context,
    enum MHD_ConnectionNotificationCode code);
void *http_begin(void *cls, const char *uri, struct MHD_Connection *Connection);
enum MHD_Result http_handle(void *cls, struct MHD_Connection *Connection, const char *url,
    const char *method, const char *version, const char *data, size_t *n_data, void **request);
void http_end(void *cls, struct MHD_Connection *Connection, void **request,
    enum MHD_RequestTerminationCode how);
