#include "sync/hub/connections.h"

#include <pthread.h>
#include <sys/socket.h>
#include <time.h>

#include "data/base/check.h"

enum { SWEEP_MS = 500, SWEEP_FULL_MS = 100 };

struct Connections {
    pthread_t thread;
    pthread_mutex_t lock; /* the lists, the flags and the counts */
    pthread_cond_t wake;
    ClockPort clock;
    Connection *open;
    Connection *free;
    size_t open_count;
    size_t count_max;
    bool stops;
    bool ends; /* connections_end_idle was called */
    ConnectionsCount count;
    atomic_size_t bodies;
};

static int64_t now_ms(const Connections *connections) {
    return connections->clock.now(connections->clock.context).mono_ms;
}

/* In quarters, 0..4: the fuller of connections and unfinished bodies. */
static size_t fullness(const Connections *connections) {
    size_t by_count = connections->open_count * 4 / connections->count_max;
    size_t by_bodies = atomic_load(&connections->bodies) / (CONNECTION_BODIES_MAX / 4);
    return by_count > by_bodies ? by_count : by_bodies;
}

static int64_t phase_max_ms(size_t quarters) {
    if (quarters >= 3) {
        return CONNECTION_PHASE_FULL_MS;
    }
    return quarters == 2 ? CONNECTION_PHASE_HALF_MS : CONNECTION_PHASE_MS;
}

/* The connection's thread sees an end of the stream and closes it. */
static void cut(Connections *connections, const Connection *connection) {
    (void)shutdown(connection->socket, SHUT_RDWR);
    connections->count.cut++;
}

static void sweep(Connections *connections) {
    int64_t now = now_ms(connections);
    int64_t phase_ms = phase_max_ms(fullness(connections));
    for (Connection *at = connections->open; at != NULL; at = at->next) {
        if (atomic_load(&at->phase) != PHASE_WORKS &&
            now - (int64_t)atomic_load(&at->since_ms) > phase_ms) {
            cut(connections, at);
            atomic_store(&at->since_ms, now);
        }
    }
}

static void sleep_until(Connections *connections, int64_t mono_ms) {
    struct timespec until = {.tv_sec = mono_ms / 1000, .tv_nsec = (mono_ms % 1000) * 1000000};
    (void)pthread_cond_timedwait(&connections->wake, &connections->lock, &until);
}

static void *connections_run(void *context) {
    Connections *connections = context;
    pthread_mutex_lock(&connections->lock);
    while (!connections->stops) {
        if (connections->open == NULL) {
            pthread_cond_wait(&connections->wake, &connections->lock);
            continue;
        }
        sweep(connections);
        int64_t pause_ms = fullness(connections) >= 2 ? SWEEP_FULL_MS : SWEEP_MS;
        sleep_until(connections, now_ms(connections) + pause_ms);
    }
    pthread_mutex_unlock(&connections->lock);
    return NULL;
}

/* The clock's mono_ms is CLOCK_MONOTONIC in programs, so waits are by that. */
static bool make_locks(Connections *connections) {
    pthread_condattr_t monotonic;
    if (pthread_condattr_init(&monotonic) != 0) {
        return false;
    }
    bool made = pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0 &&
                pthread_mutex_init(&connections->lock, NULL) == 0 &&
                pthread_cond_init(&connections->wake, &monotonic) == 0;
    pthread_condattr_destroy(&monotonic);
    return made;
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
    /* The list of free ones grows as they are used, so that memory never needed is never touched. */
    made->free = all;
    for (size_t i = 0; i < count_max; i++) {
        all[i].next = i + 1 < count_max ? &all[i + 1] : NULL;
    }
    if (!make_locks(made) || pthread_create(&made->thread, NULL, connections_run, made) != 0) {
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

Connection *connections_open(Connections *connections, int socket) {
    int64_t now = now_ms(connections);
    pthread_mutex_lock(&connections->lock);
    Connection *connection = connections->ends ? NULL : connections->free;
    if (connection != NULL) {
        connections->free = connection->next;
        connection->home = connections;
        connection->socket = socket;
        connection->request = NULL;
        atomic_store(&connection->phase, PHASE_WAITS);
        atomic_store(&connection->since_ms, now);
        atomic_store(&connection->body, 0);
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
    connection_hold(connection, 0);
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

void connection_hold(Connection *connection, size_t body) {
    size_t before = atomic_exchange(&connection->body, body);
    if (body > before) {
        atomic_fetch_add(&connection->home->bodies, body - before);
    } else {
        atomic_fetch_sub(&connection->home->bodies, before - body);
    }
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

size_t connections_busy(Connections *connections) {
    size_t busy = 0;
    pthread_mutex_lock(&connections->lock);
    for (Connection *at = connections->open; at != NULL; at = at->next) {
        busy += atomic_load(&at->phase) != PHASE_WAITS ? 1 : 0;
    }
    pthread_mutex_unlock(&connections->lock);
    return busy;
}

ConnectionsCount connections_count(Connections *connections) {
    pthread_mutex_lock(&connections->lock);
    ConnectionsCount count = connections->count;
    pthread_mutex_unlock(&connections->lock);
    return count;
}
