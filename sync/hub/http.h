#ifndef FOYER_SYNC_HUB_HTTP_H
#define FOYER_SYNC_HUB_HTTP_H

#include "data/base/port.h"
#include "sync/hub/hub.h"

/*
 * The hub on a port: HTTP/1.1, plain or TLS, by libmicrohttpd, which is known in this file only.
 * A few threads read requests and check signatures; commits go through commit_queue.h; slow
 * connections are cut by connections.h.
 *
 * Bounds, all named: connections in all and from one address, a request's headers
 * (HTTP_HEADERS_MAX) and body (WIRE_BODY_MAX), a phase's time, and the memory of all bodies and
 * all work together: who comes later waits, unread.
 */
enum {
    HTTP_THREADS_MAX = 8,
    HTTP_HEADERS_MAX = 8 * 1024, /* request line and headers together */
    HTTP_REQUEST_ARENA_MAX = 4 * 1024 * 1024,
    HTTP_BODY_FREE = 4 * 1024,         /* of a body, that every connection may have */
    HTTP_BODIES_MAX = 2 * 1024 * 1024, /* larger bodies that come, together; others wait */
    HTTP_WORK_MAX = 1024 * 1024,       /* requests the core works on; others wait */
    HTTP_DRAIN_MAX = 4 * 1024 * 1024,  /* of a body too large, read so that 413 arrives */
    HTTP_IDLE_S = 20,                  /* without a byte */
    HTTP_STOP_MS = 5 * 1000,           /* for requests under way when the hub stops */
    HTTP_CONNECTIONS_DEFAULT = 1024,
    HTTP_PER_ADDRESS_DEFAULT = 256,
};

typedef struct {
    Hub *hub;
    ClockPort clock;
    int socket; /* listening; taken: closed by http_stop, or at once on failure */
    unsigned threads;
    unsigned connections_max;
    unsigned per_address_max; /* above twice the kiosks behind it: a proxy is one address */
    const char *certificate;  /* PEM text, NULL = no TLS; borrowed until http_stop */
    const char *key;
} HttpOptions;

typedef struct HttpServer HttpServer;

/** @return ERR_OK, ERR_INVALID (certificate and key do not fit), ERR_NO_MEMORY, ERR_INTERNAL */
MUST_USE ErrCode http_start(Arena *arena, const HttpOptions *options, HttpServer **server,
                            Err *err);
/** Accepts no more, answers what is under way, closes. NULL is allowed. */
void http_stop(HttpServer *server);

#endif
