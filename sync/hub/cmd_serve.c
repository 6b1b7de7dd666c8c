#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "data/base/log.h"
#include "sync/hub/connections.h"
#include "sync/hub/http.h"
#include "sync/hub/hub_ctl.h"
#include "sync/hub/listen.h"

enum {
    PEM_SIZE_MAX = 256 * 1024,
    THREADS_DEFAULT = 4,
    FILES_BESIDE = 64, /* open files that are no connections */
    /* Memory goes back to the system in pieces of this size: a hub idles most of the week. */
    MALLOC_MAP_FROM = 128 * 1024,
    MALLOC_TRIM_FROM = 256 * 1024,
    MALLOC_ARENAS = 2,
};

typedef struct {
    const char *listen;
    const char *certificate;
    const char *key;
    const char *threads;
    const char *connections;
    const char *per_address;
    const char *log;
    const char *database;
} Given;

typedef struct {
    ListenAt at;
    HttpOptions http;
    LogLevel level;
} Settings;

/* A whole number in a range, or the default. */
static bool read_number(const HubCtl *ctl, const char *text, const char *option, int64_t least,
                        int64_t most, unsigned *number) {
    int64_t read = 0;
    if (text == NULL) {
        return true;
    }
    if (!str8_to_int(str8_from(text), &read) || read < least || read > most) {
        Str8 reason = str8_format(ctl->arena, "%s takes a number from %lld to %lld, not", option,
                                  (long long)least, (long long)most);
        (void)command_usage(&ctl->who, reason.ptr != NULL ? reason.ptr : option, text);
        return false;
    }
    *number = (unsigned)read;
    return true;
}

static bool read_level(const HubCtl *ctl, const char *text, LogLevel *level) {
    static const struct {
        Str8 name;
        LogLevel level;
    } LEVELS[] = {{{"error", 5}, LOG_ERROR},
                  {{"warning", 7}, LOG_WARNING},
                  {{"info", 4}, LOG_INFO},
                  {{"debug", 5}, LOG_DEBUG}};
    for (size_t i = 0; i < sizeof LEVELS / sizeof LEVELS[0]; i++) {
        if (str8_equal(LEVELS[i].name, str8_from(text))) {
            *level = LEVELS[i].level;
            return true;
        }
    }
    (void)command_usage(&ctl->who, "--log is error, warning, info or debug, not", text);
    return false;
}

static bool read_settings(const HubCtl *ctl, const Given *given, Settings *settings) {
    HttpOptions *http = &settings->http;
    *http = (HttpOptions){.threads = THREADS_DEFAULT,
                          .connections_max = HTTP_CONNECTIONS_DEFAULT,
                          .per_address_max = HTTP_PER_ADDRESS_DEFAULT};
    if (given->database != NULL) {
        (void)command_usage(&ctl->who,
                            "--db (PostgreSQL) comes with a later version; this one keeps its "
                            "data in --data DIR, so leave out --db",
                            "");
        return false;
    }
    if ((given->certificate == NULL) != (given->key == NULL)) {
        (void)command_usage(&ctl->who, "--tls-cert and --tls-key go together", "");
        return false;
    }
    if (!listen_parse(str8_from(given->listen), &settings->at)) {
        (void)command_usage(&ctl->who,
                            "--listen takes an address and a port such as "
                            "127.0.0.1:8480, [::1]:8480 or *:8480, not",
                            given->listen);
        return false;
    }
    return read_number(ctl, given->threads, "--threads", 2, HTTP_THREADS_MAX, &http->threads) &&
           read_number(ctl, given->connections, "--connections", 16, CONNECTIONS_MAX,
                       &http->connections_max) &&
           read_number(ctl, given->per_address, "--per-address", 1, CONNECTIONS_MAX,
                       &http->per_address_max) &&
           read_level(ctl, given->log, &settings->level);
}

static ErrCode read_pem(HubCtl *ctl, const char *path, const char **text, Err *err) {
    Str8 bytes = {0};
    if (path == NULL) {
        return ERR_OK;
    }
    ErrCode code = files_read(ctl->arena, path, PEM_SIZE_MAX, &bytes, err);
    if (code == ERR_OK) {
        *text = str8_to_c(ctl->arena, bytes);
        code = *text != NULL ? ERR_OK : err_set(err, ERR_NO_MEMORY, "no memory for %s", path);
    }
    return code;
}

/* Room for so many connections, as far as the system allows. */
static void allow_files(unsigned *connections_max) {
    struct rlimit limit = {0};
    rlim_t wanted = (rlim_t)*connections_max + FILES_BESIDE;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) {
        return;
    }
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    if (setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < wanted &&
        limit.rlim_cur > 2 * (rlim_t)FILES_BESIDE) {
        *connections_max = (unsigned)(limit.rlim_cur - FILES_BESIDE);
        log_line(LOG_WARNING, "serve", "few-files", "connections=%u", *connections_max);
    }
}

static int fail_start(const HubCtl *ctl, const Err *err) {
    const char *advice = NULL;
    if (err->code == ERR_CONFLICT) {
        advice = "another program listens there: choose another with --listen";
    } else if (err->code == ERR_DENIED) {
        advice = "choose a port from 1024 on with --listen";
    } else if (err->code == ERR_INVALID) {
        advice = "both are PEM files, the certificate's whole chain in one";
    }
    return command_fail(&ctl->who, err, advice);
}

/* Until somebody asks to stop. The signals are blocked in every thread, so only this one sees them.
 */
static void wait_for_end(const sigset_t *signals) {
    int signal_number = 0;
    while (sigwait(signals, &signal_number) != 0) {
    }
    log_line(LOG_INFO, "serve", "stopping", "signal=%d", signal_number);
}

static int serve_hub(HubCtl *ctl, Settings *settings, const sigset_t *signals) {
    char address[LISTEN_TEXT_MAX];
    HttpServer *server = NULL;
    Err err = {0};
    if (listen_open(&settings->at, &settings->http.socket, address, &err) != ERR_OK ||
        http_start(ctl->arena, &settings->http, &server, &err) != ERR_OK) {
        return fail_start(ctl, &err);
    }
    (void)printf("listening on %s://%s\n", settings->http.certificate != NULL ? "https" : "http",
                 address);
    (void)fflush(stdout);
    wait_for_end(signals);
    http_stop(server);
    return EXIT_DONE;
}

static int serve(HubCtl *ctl, const Given *given, Settings *settings) {
    sigset_t signals;
    (void)sigemptyset(&signals);
    (void)sigaddset(&signals, SIGTERM);
    (void)sigaddset(&signals, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)mallopt(M_ARENA_MAX, MALLOC_ARENAS);
    (void)mallopt(M_MMAP_THRESHOLD, MALLOC_MAP_FROM);
    (void)mallopt(M_TRIM_THRESHOLD, MALLOC_TRIM_FROM);
    log_set_level(settings->level);
    allow_files(&settings->http.connections_max);
    Err err = {0};
    ErrCode code = read_pem(ctl, given->certificate, &settings->http.certificate, &err);
    code = code == ERR_OK ? read_pem(ctl, given->key, &settings->http.key, &err) : code;
    if (code != ERR_OK) {
        return hub_ctl_fail(ctl, &err);
    }
    HubFolder *folder = hub_ctl_open(ctl, true);
    if (folder == NULL) {
        return EXIT_FAILED;
    }
    HubOptions options = {.store = folder->store, .random = ctl->random};
    memcpy(options.seed, folder->seed, sizeof options.seed);
    int exit_code = EXIT_FAILED;
    code = hub_new(ctl->arena, &options, &settings->http.hub, &err);
    memory_wipe(options.seed, sizeof options.seed);
    if (code == ERR_OK) {
        settings->http.clock = system_clock_port(&ctl->clock);
        exit_code = serve_hub(ctl, settings, &signals);
        hub_free(settings->http.hub);
    } else {
        (void)hub_ctl_fail(ctl, &err);
    }
    hub_folder_close(folder);
    return exit_code;
}

static int run(HubCtl *ctl, int argc, char **argv) {
    Given given = {.listen = "127.0.0.1:8480", .log = "warning"};
    const CommandOption options[] = {
        {"--listen", 0, &given.listen, NULL},
        {"--tls-cert", 0, &given.certificate, NULL},
        {"--tls-key", 0, &given.key, NULL},
        {"--threads", 0, &given.threads, NULL},
        {"--connections", 0, &given.connections, NULL},
        {"--per-address", 0, &given.per_address, NULL},
        {"--log", 0, &given.log, NULL},
        {"--db", 0, &given.database, NULL},
    };
    Settings settings = {0};
    if (!hub_ctl_arguments(ctl, argc, argv, options, sizeof options / sizeof options[0], 0, NULL) ||
        !read_settings(ctl, &given, &settings)) {
        return EXIT_USAGE;
    }
    return serve(ctl, &given, &settings);
}

const HubCommand HUB_COMMAND_SERVE = {
    .name = "",
    .usage = "[--listen ADDR:PORT] [--tls-cert FILE --tls-key FILE]",
    .summary = "receive what the district's kiosks send, until SIGTERM",
    .details =
        "\n  --listen ADDR:PORT  where (default 127.0.0.1:8480; *:8480 = every address; port 0 =\n"
        "                      any free one, printed on the first line)\n"
        "  --tls-cert FILE     serve HTTPS with this certificate chain (PEM)\n"
        "  --tls-key FILE      and its key (PEM)\n"
        "  --per-address N     connections from one address (default 256); more than twice the\n"
        "                      kiosks that come from it: a proxy is one address\n"
        "  --connections N     connections in all (default 1024)\n"
        "  --threads N         that read requests and check signatures (default 4)\n"
        "  --log LEVEL         error, warning (default), info or debug; never with a name\n",
    .run = run,
};
