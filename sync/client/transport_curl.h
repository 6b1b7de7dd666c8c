#ifndef FOYER_SYNC_CLIENT_TRANSPORT_CURL_H
#define FOYER_SYNC_CLIENT_TRANSPORT_CURL_H

#include "sync/client/client.h"

/*
 * The real transport. One thread; blocks for at most the total time. libcurl is opened when the
 * first request is sent: linked in, it would cost every kiosk 6 MiB and 5 ms of its start, enrolled
 * or not.
 *
 * Redirects are never followed, cookies never kept, passwords of the system's files never sent. The
 * system's proxy (https_proxy, no_proxy) is respected but for hubs on this very machine.
 * Certificates are checked against the system's authorities, or `ca_file`.
 */
enum {
    TRANSPORT_CONNECT_MS = 10 * 1000,
    TRANSPORT_TOTAL_MS = 120 * 1000,
    TRANSPORT_STALL_S = 20, /* slower than TRANSPORT_STALL_BYTES a second for so long: too slow */
    TRANSPORT_STALL_BYTES = 64,
};

typedef struct {
    const char *ca_file; /* borrowed; NULL = the system's authorities */
    int64_t timeout_ms;  /* of a whole request and its stages, where shorter; 0 = as above */
    /** Asked about once a second on the sending thread: end the request. May be NULL. */
    bool (*is_stopping)(void *context);
    void *context;
} CurlOptions;

typedef struct CurlTransport CurlTransport;

/** Cannot reach anything yet: a missing library is told by the first send. */
MUST_USE ErrCode curl_transport_new(Arena *arena, const CurlOptions *options,
                                    CurlTransport **transport, Err *err);
/** Closes connections. Before the arena is reset. NULL is allowed. */
void curl_transport_free(CurlTransport *transport);

/**
 * Its send returns an error only for what no network can mend: ERR_NOT_FOUND (no libcurl here),
 * ERR_INVALID (the address, the CA file), ERR_NO_MEMORY. It blocks SIGPIPE in its thread.
 */
TransportPort curl_transport_port(CurlTransport *transport);

#endif
