#ifndef FOYER_SYNC_HUB_LISTEN_H
#define FOYER_SYNC_HUB_LISTEN_H

#include <stdint.h>

#include "data/base/err.h"
#include "data/base/str8.h"

/* "ADDR:PORT" and the socket that listens there. */
enum { LISTEN_TEXT_MAX = 64, LISTEN_BACKLOG = 1024 };

typedef struct {
    bool is_ipv6;
    uint8_t address[16]; /* network byte order; IPv4: the first 4 */
    uint16_t port;       /* 0 = the kernel chooses */
} ListenAt;

/** "127.0.0.1:8480", "[::1]:8480", "*:8480" (every address, both families). False: no such. */
bool listen_parse(Str8 text, ListenAt *at);

/**
 * @param socket  [out] the caller's to close
 * @param text    [out] where it listens now, such as "127.0.0.1:41233"
 * @return ERR_OK, ERR_CONFLICT (somebody listens there), ERR_DENIED (ports below 1024), ERR_IO
 */
MUST_USE ErrCode listen_open(const ListenAt *at, int *socket, char text[LISTEN_TEXT_MAX], Err *err);

#endif
