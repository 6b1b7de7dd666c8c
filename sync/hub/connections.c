#include "sync/hub/connections.h"

#include <malloc.h>
#include <pthread.h>
#include <sys/socket.h>

#include "data/base/check.h"
#include "sync/hub/monotonic.h"

enum { SWEEP_MS = 500, SWEEP_FULL_MS = 100 };

struct Connections {
    pthread_t thread;
    pthread_mutex_t lock; /* the lists, the flags and the counts */
    pthread_cond_t wake;
    ClockPort clock;
    Connection *open;
    Connection *free;  /* used before */
    Connection *fresh; /* never used, their memory never touched */
    size_t fresh_count;
    size_t open_count;
    size_t count_max;
    bool stops;
    bool ends; /* connections_end_idle was called */
    ConnectionsCount count;
    atomic_size_t bodies; /* their memory that is taken, in quarters */
};

static int64_t now_ms(const Connections *connections) {
    return connections->clock.now(connections->clock.context).mono_ms;
}

/* In quarters, 0..4. */
static size_t fullness(const Connections *connections) {
    return connections->open_count * 4 / connections->count_max;
}

static int64_t phase_max_ms(const Connections *connections, int phase) {
    size_t quarters = fullness(connections);
    if (quarters >= 3) {
        return CONNECTION_PHASE_FULL_MS;
    }
    bool sends_when_full = phase == PHASE_RECEIVES && atomic_load(&connections->bodies) >= 3;
    return quarters == 2 || sends_when_full ? CONNECTION_PHASE_HALF_MS : CONNECTION_PHASE_MS;
}

/* The connection's thread sees an end of the stream and closes it. */
static void cut(Connections *connections, const Connection *connection) {
    (void)shutdown(connection->socket, SHUT_RDWR);
    connections->count.cut++;
}

static void sweep(Connections *connections) {
    int64_t now = now_ms(connections);
    for (Connection *at = connections->open; at != NULL; at = at->next) {
        int phase = atomic_load(&at->phase);
        if (phase != PHASE_WORKS &&
            now - (int64_t)atomic_load(&at->since_ms) > phase_max_ms(connections, phase)) {
            cut(connections, at);
            atomic_store(&at->since_ms, now);
        }
    }
}

static void *connections_run(void *context) {
    Connections *connections = context;
    pthread_mutex_lock(&connections->lock);
    while (!connections->stops) {
        if (connections->open == NULL) {
            /* Back to the system with what a crowd took: nobody may come for hours. */
            (void)malloc_trim(0);
            pthread_cond_wait(&connections->wake, &connections->lock);
            continue;
        }
        sweep(connections);
        int64_t pause_ms = fullness(connections) >= 2 ? SWEEP_FULL_MS : SWEEP_MS;
        (void)monotonic_wait(&connections->wake, &connections->lock,
                             now_ms(connections) + pause_ms);
    }
    pthread_mutex_unlock(&connections->lock);
    return NULL;
}

ErrCode connections_start(Arena *arena, size_t count_max, ClockPort clock,
                          Connections **connections, Err *err) {
    FOYER_ASSERT(count_max > 0 && count_max <= CONNECTIONS_MAX);
    Connections *made = ARENA_NEW(arena, Connections);
    Connection *all = ARENA_ARRAY(arena, Connection, count_max);
    if (made == NULL || all == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for %zu connections", count_max);
    }
    made->clock = clock;
    made->count_max = count_max;
    made->fresh = all;
    made->fresh_count = count_max;
    if (!monotonic_locks(&made->lock, &made->wake) ||
        pthread_create(&made->thread, NULL, connections_run, made) != 0) {
        return err_set(err, ERR_NO_MEMORY, "a thread could not be started");
    }
    *connections = made;
    return ERR_OK;
}

void connections_stop(Connections *connections) {
    if (connections == NULL) {
        return;
    }
    pthread_mutex_lock(&connections->lock);
    connections->stops = true;
    pthread_cond_signal(&connections->wake);
    pthread_mutex_unlock(&connections->lock);
    pthread_join(connections->thread, NULL);
    pthread_cond_destroy(&connections->wake);
    pthread_mutex_destroy(&connections->lock);
}

static void link_open(Connections *connections, Connection *connection) {
    connection->next = connections->open;
    connection->previous = NULL;
    if (connections->open != NULL) {
        connections->open->previous = connection;
    }
    connections->open = connection;
    connections->open_count++;
}

static Connection *take_free(Connections *connections) {
    Connection *connection = connections->free;
    if (connection != NULL) {
        connections->free = connection->next;
    } else if (connections->fresh_count > 0) {
        connections->fresh_count--;
        connection = connections->fresh++;
    }
    return connection;
}

Connection *connections_open(Connections *connections, int socket) {
    int64_t now = now_ms(connections);
    pthread_mutex_lock(&connections->lock);
    Connection *connection = connections->ends ? NULL : take_free(connections);
    if (connection != NULL) {
        connection->home = connections;
        connection->socket = socket;
        connection->request = NULL;
        atomic_store(&connection->phase, PHASE_WAITS);
        atomic_store(&connection->since_ms, now);
        link_open(connections, connection);
        connections->count.opened++;
        if (connections->open_count == 1) {
            pthread_cond_signal(&connections->wake);
        }
    } else {
        connections->count.full++;
    }
    pthread_mutex_unlock(&connections->lock);
    return connection;
}

void connections_close(Connection *connection) {
    Connections *connections = connection->home;
    pthread_mutex_lock(&connections->lock);
    if (connection->previous != NULL) {
        connection->previous->next = connection->next;
    } else {
        FOYER_ASSERT(connections->open == connection);
        connections->open = connection->next;
    }
    if (connection->next != NULL) {
        connection->next->previous = connection->previous;
    }
    connections->open_count--;
    connection->socket = -1;
    connection->next = connections->free;
    connections->free = connection;
    pthread_mutex_unlock(&connections->lock);
}

void connection_move(Connection *connection, ConnectionPhase phase) {
    /* The time first: a sweep in between sees the old phase with a new start. */
    atomic_store(&connection->since_ms, now_ms(connection->home));
    atomic_store(&connection->phase, phase);
    if (phase != PHASE_WAITS) {
        return;
    }
    Connections *connections = connection->home;
    pthread_mutex_lock(&connections->lock);
    if (connections->ends) {
        (void)shutdown(connection->socket, SHUT_RDWR);
    }
    pthread_mutex_unlock(&connections->lock);
}

void connections_note_bodies(Connections *connections, size_t quarters) {
    atomic_store(&connections->bodies, quarters);
}

void connections_end_idle(Connections *connections) {
    pthread_mutex_lock(&connections->lock);
    connections->ends = true;
    for (Connection *at = connections->open; at != NULL; at = at->next) {
        if (atomic_load(&at->phase) == PHASE_WAITS) {
            (void)shutdown(at->socket, SHUT_RDWR);
        }
    }
    pthread_mutex_unlock(&connections->lock);
}

void connections_cut_all(Connections *connections) {
    pthread_mutex_lock(&connections->lock);
    for (Connection *at = connections->open; at != NULL; at = at->next) {
        cut(connections, at);
    }
    pthread_mutex_unlock(&connections->lock);
}

static size_t count_phases(Connections *connections, unsigned phases) {
    size_t count = 0;
    pthread_mutex_lock(&connections->lock);
    for (Connection *at = connections->open; at != NULL; at = at->next) {
        count += (phases >> atomic_load(&at->phase) & 1U) != 0 ? 1 : 0;
    }
    pthread_mutex_unlock(&connections->lock);
    return count;
}

size_t connections_busy(Connections *connections) {
    return count_phases(connections,
                        1U << PHASE_RECEIVES | 1U << PHASE_WORKS | 1U << PHASE_ANSWERS);
}

size_t connections_working(Connections *connections) {
    return count_phases(connections, 1U << PHASE_WORKS);
}

ConnectionsCount connections_count(Connections *connections) {
    pthread_mutex_lock(&connections->lock);
    ConnectionsCount count = connections->count;
    pthread_mutex_unlock(&connections->lock);
    return count;
}
