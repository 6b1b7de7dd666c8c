/*
 * hub-sqlite: the real foyer-hub over loopback, 50 kiosks, each answer after a durable commit, at
 * several sizes of a batch; beside it (with FOYER_PEERS, where better-sqlite3 was built) the least
 * that Node would do, with the very same requests. hub-growth: the rate while the database grows.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/files/files.h"
#include "data/system/system.h"
#include "tests/bench/bench.h"
#include "tests/bench/hub_load.h"
#include "tests/bench/process.h"

enum {
    KIOSKS = 50,
    PATH_BYTES = 1200,
    START_TRIES = 500,
    START_STEP_MS = 10,
    LATENCIES_MAX = 20000,
    REQUESTS_ARENA = 1 << 30,
    GROWTH_STEP = 100000,
    GROWTH_BATCH = 100,
};

typedef struct {
    size_t batch;
    size_t each; /* requests of a kiosk */
    bool personal;
    bool packed;
    const char *name;
    const char *peer;
} Shape;

static const Shape SHAPES[] = {
    {1, 400, true, false, "hub-sqlite-1", "node-hub-1"},
    {10, 120, true, false, "hub-sqlite-10", "node-hub-10"},
    {100, 24, true, false, "hub-sqlite-100", "node-hub-100"},
    {500, 6, false, false, "hub-sqlite-500", "node-hub-500"},
    {100, 24, true, true, "hub-sqlite-100-zstd", NULL},
    {500, 6, false, true, "hub-sqlite-500-zstd", NULL},
};

/* A server in its own folder. */
typedef struct {
    char folder[PATH_BYTES];
    char output[PATH_BYTES];
    char hub[PATH_BYTES]; /* the program */
    pid_t pid;
    int port;
    LoadKiosk kiosks[KIOSKS];
} Server;

static void path_in(char path[PATH_BYTES], const char *folder, const char *name) {
    Str8Builder text = builder_make(path, PATH_BYTES);
    builder_format(&text, "%s/%s", folder, name);
}

/* A number behind the last ':' of the one line the server prints when it listens. */
static ErrCode server_wait(Server *server, Err *err) {
    for (int i = 0; i < START_TRIES; i++) {
        char line[PATH_BYTES] = {0};
        FILE *file = fopen(server->output, "re");
        bool read = file != NULL && fgets(line, sizeof line, file) != NULL;
        if (file != NULL) {
            (void)fclose(file);
        }
        const char *port = strrchr(line, ':');
        const char *end = strchr(line, '\n');
        int64_t number = 0;
        if (read && port != NULL && end > port &&
            str8_to_int((Str8){port + 1, (size_t)(end - port - 1)}, &number)) {
            server->port = (int)number;
            return ERR_OK;
        }
        process_sleep_ms(START_STEP_MS);
    }
    return err_set(err, ERR_IO, "the server did not begin to listen");
}

static ErrCode server_folder(Server *server, const BenchOptions *options, const char *name,
                             Err *err) {
    Str8Builder text = builder_make(server->folder, sizeof server->folder);
    builder_format(&text, "%s/foyer-bench-%s-%ld", options->folder, name, (long)getpid());
    path_in(server->output, server->folder, "out");
    path_in(server->hub, options->programs, "foyer-hub");
    for (size_t k = 0; k < KIOSKS; k++) {
        server->kiosks[k] = load_kiosk_make(system_random_port());
    }
    return files_make_folder(server->folder, err);
}

static void server_end(Server *server) {
    const char *const remove_all[] = {"rm", "-rf", server->folder, NULL};
    if (server->pid > 0) {
        (void)process_end(server->pid);
    }
    if (server->folder[0] != '\0' && process_run(remove_all, NULL, NULL, NULL) != ERR_OK) {
        (void)fprintf(stderr, "hub: %s could not be removed\n", server->folder);
    }
}

/* ---- Foyer's own ---- */

/* The first word of ten letters and digits that `foyer-hub enrol-code` prints. */
static ErrCode read_code(const char *path, char code[16], Err *err) {
    char text[PATH_BYTES] = {0};
    FILE *file = fopen(path, "re");
    size_t size = file != NULL ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file != NULL) {
        (void)fclose(file);
    }
    size_t run = 0;
    for (size_t i = 0; i <= size; i++) {
        if (isalnum((unsigned char)text[i])) {
            run++;
            continue;
        }
        if (run == 10) {
            memcpy(code, text + i - 10, 10);
            code[10] = '\0';
            return ERR_OK;
        }
        run = 0;
    }
    return err_set(err, ERR_INVALID, "foyer-hub enrol-code printed no code");
}

static ErrCode enrol(Server *server, Arena *arena, LoadKiosk *kiosk, Err *err) {
    char code[16];
    char codes[PATH_BYTES];
    path_in(codes, server->folder, "code");
    const char *const program[] = {server->hub, "--data", server->folder, "enrol-code", NULL};
    ErrCode done = process_run(program, codes, NULL, err);
    done = done == ERR_OK ? read_code(codes, code, err) : done;
    Str8 text;
    if (done == ERR_OK) {
        done = load_enrolment(arena, kiosk, str8_from(code), &text, err);
    }
    Load load = {.port = server->port, .requests = &text, .kiosks = 1, .each = 1};
    double latency_ms = 0;
    double seconds = 0;
    return done == ERR_OK ? load_run(&load, &latency_ms, &seconds, err) : done;
}

static ErrCode hub_start(Server *server, const BenchOptions *options, Err *err) {
    ErrCode code = server_folder(server, options, "hub", err);
    const char *const program[] = {server->hub, "--data",      server->folder,
                                   "--listen",  "127.0.0.1:0", NULL};
    if (code == ERR_OK) {
        code = process_start(program, server->output, &server->pid, err);
    }
    code = code == ERR_OK ? server_wait(server, err) : code;
    Arena arena = arena_make(1 << 16, 1 << 20);
    for (size_t k = 0; code == ERR_OK && k < KIOSKS; k++) {
        code = enrol(server, &arena, &server->kiosks[k], err);
        arena_reset(&arena);
    }
    arena_free(&arena);
    return code;
}

/* ---- the peer ---- */

static ErrCode peer_start(Server *server, const BenchOptions *options, Err *err) {
    char keys[PATH_BYTES];
    char database[PATH_BYTES];
    ErrCode code = server_folder(server, options, "node", err);
    path_in(keys, server->folder, "kiosks");
    path_in(database, server->folder, "peer.db");
    FILE *file = code == ERR_OK ? fopen(keys, "we") : NULL;
    if (file == NULL) {
        return code != ERR_OK ? code : err_set(err, ERR_IO, "%s cannot be written", keys);
    }
    Arena arena = arena_make(1 << 16, 1 << 20);
    for (size_t k = 0; k < KIOSKS; k++) {
        (void)fprintf(file, "%.*s ", STR8_ARG(id_text(&arena, server->kiosks[k].device)));
        for (size_t i = 0; i < sizeof server->kiosks[k].public_key; i++) {
            (void)fprintf(file, "%02x", server->kiosks[k].public_key[i]);
        }
        (void)fputc('\n', file);
    }
    arena_free(&arena);
    if (fclose(file) != 0) {
        return err_set(err, ERR_IO, "%s cannot be written", keys);
    }
    const char *const program[] = {"node", "tests/peers/hub_floor.mjs", keys, database, NULL};
    code = process_start(program, server->output, &server->pid, err);
    return code == ERR_OK ? server_wait(server, err) : code;
}

/* ---- measuring ---- */

typedef struct {
    double latencies_ms[LATENCIES_MAX];
    size_t count;
    double seconds;
} Measured;

static ErrCode measure(Server *server, const Shape *shape, Measured *measured, Err *err) {
    Arena arena = arena_make(16 << 20, REQUESTS_ARENA);
    Arena work = arena_make(1 << 20, 64 << 20);
    Str8 *requests = ARENA_ARRAY(&arena, Str8, KIOSKS * shape->each);
    ErrCode code = requests != NULL ? ERR_OK : err_set(err, ERR_NO_MEMORY, "no memory");
    for (size_t i = 0; code == ERR_OK && i < KIOSKS * shape->each; i++) {
        Str8 text;
        code = load_batch(&work, &server->kiosks[i / shape->each], system_random_port(),
                          shape->batch, shape->personal, shape->packed, &text, err);
        requests[i] = code == ERR_OK ? str8_copy(&arena, text) : text;
        arena_reset(&work);
    }
    Load load = {server->port, requests, KIOSKS, shape->each};
    measured->count = KIOSKS * shape->each;
    if (code == ERR_OK) {
        code = load_run(&load, measured->latencies_ms, &measured->seconds, err);
    }
    arena_free(&work);
    arena_free(&arena);
    return code;
}

static double rate_of(const Measured *measured, const Shape *shape) {
    return (double)(measured->count * shape->batch) / measured->seconds;
}

static void print_shape(const Shape *shape, Measured *ours, Measured *peer) {
    char more[256];
    Str8Builder text = builder_make(more, sizeof more);
    builder_format(&text, ",\"records_per_s\":%.0f,\"batch\":%zu", rate_of(ours, shape),
                   shape->batch);
    BenchFigures figures = {shape->name, "ms", ours->latencies_ms, ours->count};
    if (peer == NULL) {
        bench_print(figures, more);
        return;
    }
    builder_format(&text, ",\"peer_records_per_s\":%.0f,\"rate_ratio\":%.2f", rate_of(peer, shape),
                   rate_of(ours, shape) / rate_of(peer, shape));
    bench_print_peer(figures, (BenchFigures){shape->peer, "ms", peer->latencies_ms, peer->count},
                     more);
}

static ErrCode run_shapes(Server *hub, Server *node, bool has_peer, Err *err) {
    static Measured ours; /* large */
    static Measured peer;
    ErrCode code = ERR_OK;
    for (size_t i = 0; code == ERR_OK && i < sizeof SHAPES / sizeof SHAPES[0]; i++) {
        const Shape *shape = &SHAPES[i];
        bool beside = has_peer && shape->peer != NULL;
        bench_progress(shape->name, i + 1, sizeof SHAPES / sizeof SHAPES[0]);
        code = measure(hub, shape, &ours, err);
        code = code == ERR_OK && beside ? measure(node, shape, &peer, err) : code;
        if (code == ERR_OK) {
            print_shape(shape, &ours, beside ? &peer : NULL);
        }
    }
    return code;
}

ErrCode bench_hub_sqlite(const BenchOptions *options, Err *err) {
    static Server hub;
    static Server node;
    const char *peers = getenv("FOYER_PEERS");
    ErrCode code = hub_start(&hub, options, err);
    if (code == ERR_OK && peers != NULL) {
        code = peer_start(&node, options, err);
    }
    code = code == ERR_OK ? run_shapes(&hub, &node, peers != NULL, err) : code;
    double mib = process_pss_mib(hub.pid);
    if (code == ERR_OK) {
        bench_print((BenchFigures){"hub-sqlite-memory", "MiB", &mib, 1}, "");
    }
    server_end(&node);
    server_end(&hub);
    return code;
}

ErrCode bench_hub_growth(const BenchOptions *options, Err *err) {
    static Server hub;
    static Measured measured;
    const Shape shape = {
        GROWTH_BATCH, GROWTH_STEP / GROWTH_BATCH / KIOSKS, true, true, "hub-growth", NULL};
    ErrCode code = hub_start(&hub, options, err);
    for (size_t stored = 0; code == ERR_OK && stored < options->records; stored += GROWTH_STEP) {
        code = measure(&hub, &shape, &measured, err);
        char more[96];
        Str8Builder text = builder_make(more, sizeof more);
        builder_format(&text, ",\"stored\":%zu,\"records_per_s\":%.0f,\"pss_mib\":%.1f",
                       stored + GROWTH_STEP, rate_of(&measured, &shape), process_pss_mib(hub.pid));
        if (code == ERR_OK) {
            bench_print((BenchFigures){shape.name, "ms", measured.latencies_ms, measured.count},
                        more);
        }
    }
    server_end(&hub);
    return code;
}
