#ifndef FOYER_SYNC_HUB_CONNECTIONS_H
#define FOYER_SYNC_HUB_CONNECTIONS_H

#include <stdatomic.h>
#include <stdint.h>

#include "data/base/arena.h"
#include "data/base/err.h"
#include "data/base/port.h"

/*
 * The server's open connections and how long each may take; a thread of its own cuts those that
 * take too long. Knows sockets and clocks, no HTTP.
 *
 * 1. A phase is timed from its start, not from the last byte: a byte now and then buys nothing.
 * 2. The fuller the server, the less time: others are served while somebody holds many open. When
 *    only memory for bodies is short, only those that send one have less.
 * 3. A socket is cut (shutdown) under the lock under which it is forgotten before it is closed, so
 *    never somebody else's socket with the same number.
 * 4. While the hub itself keeps a request waiting its connection is left alone.
 * 5. Without connections the thread sleeps without a deadline.
 */
enum {
    CONNECTIONS_MAX = 16 * 1024,
    CONNECTION_TARGET_MAX = 256,         /* bytes of path and query; no route is so long */
    CONNECTION_PHASE_MS = 30 * 1000,     /* the longest phase while there is room */
    CONNECTION_PHASE_HALF_MS = 5 * 1000, /* from half full on */
    CONNECTION_PHASE_FULL_MS = 1000,     /* from three quarters on */
};

typedef enum {
    PHASE_WAITS,    /* for a request: a new one, an idle one, or one that dribbles its headers */
    PHASE_RECEIVES, /* the request's first line was read */
    PHASE_WORKS,    /* the core has it, or it waits for memory */
    PHASE_ANSWERS,  /* the answer is on its way */
} ConnectionPhase;

typedef struct Connection Connection;
typedef struct Connections Connections;

struct Connection {
    Connections *home;
    Connection *next; /* of the open ones, or of the free ones */
    Connection *previous;
    int socket;
    atomic_int phase;
    atomic_llong since_ms; /* monotonic, start of the phase */
    /* By the thread that serves the connection. */
    void *request;
    char target[CONNECTION_TARGET_MAX];
    size_t target_len; /* CONNECTION_TARGET_MAX: it was longer */
};

/** What was cut, and what was never let in. */
typedef struct {
    uint64_t opened;
    uint64_t cut;
    uint64_t full;
} ConnectionsCount;

/** Room for `count_max` (1..CONNECTIONS_MAX), and the thread. */
MUST_USE ErrCode connections_start(Arena *arena, size_t count_max, ClockPort clock,
                                   Connections **connections, Err *err);
/** Ends the thread. NULL is allowed. */
void connections_stop(Connections *connections);

/** NULL: there is no room. Any thread. */
Connection *connections_open(Connections *connections, int socket);
/** Before its socket is closed. */
void connections_close(Connection *connection);

/** Begin another phase. */
void connection_move(Connection *connection, ConnectionPhase phase);

/** How much of the memory for bodies is taken, in quarters: 0..4. Any thread. */
void connections_note_bodies(Connections *connections, size_t quarters);

/** Cut those that have no request under way, and let nothing new begin. */
void connections_end_idle(Connections *connections);
/** Cut all. */
void connections_cut_all(Connections *connections);
/** How many have a request under way. */
size_t connections_busy(Connections *connections);
/** How many are in PHASE_WORKS. */
size_t connections_working(Connections *connections);
ConnectionsCount connections_count(Connections *connections);

#endif
