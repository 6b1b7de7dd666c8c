#include "sync/hub/http.h"

#include <microhttpd.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "data/base/check.h"
#include "data/base/log.h"
#include "sync/hub/budget.h"
#include "sync/hub/commit_queue.h"
#include "sync/hub/connections.h"
#include "sync/wire/answer.h"

/*
 * One request: its first line (on_target) -> headers (begin) -> body (receive) -> prepare ->
 * commit, at once or in a group -> answer. It lives in an arena of its own that goes as soon as the
 * answer was handed over.
 *
 * 1. A connection is suspended before anybody else can see its request, and resumed by whoever
 *    takes the request out of a queue: exactly once.
 * 2. Memory of bodies that come and of requests the core works on is bounded; one that finds none
 *    waits, suspended (budget.h). Nobody who has memory waits for more, so all get on.
 * 3. Whatever this file refuses by itself closes its connection.
 */
typedef enum {
    STEP_RECEIVE, /* the body comes */
    STEP_REFUSE,  /* the rest of the body is read and dropped, then `refusal` is sent */
    STEP_PREPARE, /* all there; perhaps waiting for room */
    STEP_COMMIT,  /* waits in the commit queue */
    STEP_ANSWER,
} RequestStep;

/* What is refused here, before the core sees it. Unsigned: no kiosk of ours gets one of these. */
typedef enum {
    REFUSAL_BAD_REQUEST,
    REFUSAL_TARGET,
    REFUSAL_TOO_LARGE,
    REFUSAL_BUSY,
    REFUSALS_COUNT,
} Refusal;

typedef struct Request {
    HttpServer *server;
    Connection *connection;
    struct MHD_Connection *link;
    Arena arena; /* where this struct lies, too */
    WireRequest wire;
    CommitWait wait;
    HubJob *job;
    Arena body_arena;
    char *body;
    size_t body_size;     /* bytes at body */
    size_t body_declared; /* WIRE_BODY_MAX when nothing was said */
    size_t body_len;
    size_t dropped; /* bytes of a refused body */
    RequestStep step;
    Refusal refusal;
    bool bad;    /* a header that cannot be passed on */
    bool parked; /* waited for memory for its body */
    BudgetWait body_wait;
    BudgetWait work_wait;
    int64_t begun_ms;
} Request;

struct HttpServer {
    HttpOptions options;
    struct MHD_Daemon *daemon;
    Connections *connections;
    CommitQueue *queue;
    struct MHD_Response *refusals[REFUSALS_COUNT];
    Budget bodies; /* of those that come */
    Budget work;   /* of those the core works on */
    atomic_ullong requests;
    atomic_ullong refused;
    /* Lines of the log in this second, for a flood must not fill a disk. */
    atomic_llong log_second;
    atomic_int log_lines;
};

enum { ARENA_BLOCK = 4 * 1024, LOG_LINES_A_SECOND = 5, STACK_SIZE = 256 * 1024 };

static const struct {
    int status;
    Str8 kind;
    Str8 title;
} REFUSALS[REFUSALS_COUNT] = {
    [REFUSAL_BAD_REQUEST] = {400, {"bad-request", 11}, {"The request cannot be read.", 27}},
    [REFUSAL_TARGET] = {414, {"target-too-long", 15}, {"No address here is that long.", 29}},
    [REFUSAL_TOO_LARGE] = {413, {"too-large", 9}, {"The body is larger than 256 KiB.", 32}},
    [REFUSAL_BUSY] = {503, {"busy", 4}, {"There is no memory left; come back.", 35}},
};

static Moment now(const HttpServer *server) {
    return server->options.clock.now(server->options.clock.context);
}

static Connection *connection_of(struct MHD_Connection *link) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(link, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info != NULL ? info->socket_context : NULL;
}

/* --- lines of the log: no address, no path, no name */

static const char *method_word(Str8 method) {
    if (str8_equal(method, STR8("POST"))) {
        return "POST";
    }
    return str8_equal(method, STR8("GET")) ? "GET" : "other";
}

static bool may_log(HttpServer *server, int64_t mono_ms) {
    long long second = mono_ms / 1000;
    if (atomic_exchange(&server->log_second, second) != second) {
        int dropped = atomic_exchange(&server->log_lines, 0) - LOG_LINES_A_SECOND;
        if (dropped > 0) {
            log_line(LOG_WARNING, "http", "refused", "more=%d", dropped);
        }
    }
    return atomic_fetch_add(&server->log_lines, 1) < LOG_LINES_A_SECOND;
}

static void note_answer(HttpServer *server, const Request *request, int status) {
    atomic_fetch_add(&server->requests, 1);
    if (status < 400) {
        return;
    }
    atomic_fetch_add(&server->refused, 1);
    int64_t mono_ms = now(server).mono_ms;
    if (may_log(server, mono_ms)) {
        log_line(status >= 500 ? LOG_ERROR : LOG_WARNING, "http", "refused",
                 "status=%d method=%s bytes=%zu ms=%lld", status, method_word(request->wire.method),
                 request->body_len + request->dropped, (long long)(mono_ms - request->begun_ms));
    }
}

/* --- memory */

static void park_body(BudgetWait *wait) {
    Request *request = (Request *)(void *)((char *)wait - offsetof(Request, body_wait));
    request->parked = true;
    connection_move(request->connection, PHASE_WORKS);
    MHD_suspend_connection(request->link);
}

static void enter_body(BudgetWait *wait) {
    Request *request = (Request *)(void *)((char *)wait - offsetof(Request, body_wait));
    MHD_resume_connection(request->link);
}

static void park_work(BudgetWait *wait) {
    Request *request = (Request *)(void *)((char *)wait - offsetof(Request, work_wait));
    MHD_suspend_connection(request->link);
}

static void enter_work(BudgetWait *wait) {
    Request *request = (Request *)(void *)((char *)wait - offsetof(Request, work_wait));
    MHD_resume_connection(request->link);
}

static void give_body_back(Request *request) {
    HttpServer *server = request->server;
    if (request->body_wait.size > 0) {
        budget_set(&server->bodies, &request->body_wait, 0);
        connections_note_bodies(server->connections, budget_quarters(&server->bodies));
    }
}

static size_t request_size(const Request *request) {
    return request->arena.size_total + request->body_arena.size_total;
}

/* --- answers */

static void request_free(Request *request) {
    HttpServer *server = request->server;
    give_body_back(request);
    if (request->work_wait.size > 0) {
        budget_set(&server->work, &request->work_wait, 0);
    }
    request->connection->request = NULL;
    arena_free(&request->body_arena);
    Arena arena = request->arena;
    arena_free(&arena);
}

static enum MHD_Result refuse(Request *request) {
    HttpServer *server = request->server;
    note_answer(server, request, REFUSALS[request->refusal].status);
    connection_move(request->connection, PHASE_ANSWERS);
    struct MHD_Connection *link = request->link;
    Refusal refusal = request->refusal;
    request_free(request);
    return MHD_queue_response(link, (unsigned)REFUSALS[refusal].status, server->refusals[refusal]);
}

/* Headers that the transport writes by itself. */
static bool is_transports(Str8 name) {
    return str8_equal(name, STR8("content-length")) || str8_equal(name, STR8("date")) ||
           str8_equal(name, STR8("transfer-encoding"));
}

static bool add_header(struct MHD_Response *response, Arena *arena, const WireHeader *header) {
    char *name = str8_to_c(arena, header->name);
    char *value = str8_to_c(arena, header->value);
    return name != NULL && value != NULL &&
           MHD_add_response_header(response, name, value) == MHD_YES;
}

static struct MHD_Response *make_response(Arena *arena, const WireReply *reply, bool closes) {
    /* The library copies, so that the request's memory goes before a slow reader has read. */
    union {
        const char *read;
        void *given;
    } body = {reply->body.ptr};
    struct MHD_Response *response =
        MHD_create_response_from_buffer(reply->body.len, body.given, MHD_RESPMEM_MUST_COPY);
    bool made = response != NULL;
    for (size_t i = 0; made && i < reply->headers.count; i++) {
        const WireHeader *header = &reply->headers.items[i];
        made = is_transports(header->name) || add_header(response, arena, header);
    }
    if (made && closes) {
        made = MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close") == MHD_YES;
    }
    if (!made && response != NULL) {
        MHD_destroy_response(response);
        response = NULL;
    }
    return response;
}

static enum MHD_Result answer(Request *request) {
    HttpServer *server = request->server;
    const WireReply *reply = hub_reply(server->options.hub, request->job);
    struct MHD_Response *response = NULL;
    if (reply != NULL) {
        bool closes = request->wire.headers.doubled || reply->status == 413;
        response = make_response(&request->arena, reply, closes);
    }
    if (response == NULL) {
        request->refusal = REFUSAL_BUSY;
        return refuse(request);
    }
    note_answer(server, request, reply->status);
    connection_move(request->connection, PHASE_ANSWERS);
    struct MHD_Connection *link = request->link;
    unsigned status = (unsigned)reply->status;
    request_free(request);
    enum MHD_Result queued = MHD_queue_response(link, status, response);
    MHD_destroy_response(response);
    return queued;
}

/* --- work */

static void on_ready(void *context, CommitWait *wait) {
    (void)context;
    Request *request = (Request *)(void *)((char *)wait - offsetof(Request, wait));
    request->step = STEP_ANSWER;
    MHD_resume_connection(request->link);
}

static enum MHD_Result prepare(Request *request) {
    HttpServer *server = request->server;
    connection_move(request->connection, PHASE_WORKS);
    request->wire.body = (Str8){request->body, request->body_len};
    if (request->work_wait.size == 0 &&
        budget_take(&server->work, &request->work_wait, request_size(request)) != BUDGET_INSIDE) {
        return MHD_YES;
    }
    give_body_back(request);
    request->job = hub_prepare(server->options.hub, &request->arena, &request->wire, now(server));
    if (request->job == NULL) {
        request->refusal = REFUSAL_BUSY;
        return refuse(request);
    }
    budget_set(&server->work, &request->work_wait, request_size(request));
    if (!hub_job_waits(request->job) ||
        commit_queue_now(server->queue, request->job, request->connection)) {
        return answer(request);
    }
    request->step = STEP_COMMIT;
    request->wait.job = request->job;
    MHD_suspend_connection(request->link);
    commit_queue_add(server->queue, &request->wait);
    return MHD_YES;
}

static enum MHD_Result finish(Request *request) {
    switch (request->step) {
    case STEP_RECEIVE:
        request->step = STEP_PREPARE;
        return prepare(request);
    case STEP_PREPARE:
        return prepare(request);
    case STEP_REFUSE:
        return refuse(request);
    case STEP_ANSWER:
        return answer(request);
    case STEP_COMMIT:
        break;
    }
    /* Only a suspended connection is in the queue. */
    FOYER_ASSERT(false);
    return MHD_NO;
}

/* --- a body */

/* Into an arena of its own, twice as large: what comes slowly takes little, whatever it announced.
 */
static bool body_grow(Request *request, size_t wanted) {
    size_t size = request->body_size * 2 > wanted ? request->body_size * 2 : wanted;
    size = size > HTTP_BODY_FREE ? size : HTTP_BODY_FREE;
    size = size < request->body_declared ? size : request->body_declared;
    Arena arena = arena_make(size, WIRE_BODY_MAX);
    char *body = arena_alloc(&arena, size);
    if (body == NULL) {
        return false;
    }
    if (request->body_len > 0) {
        memcpy(body, request->body, request->body_len);
    }
    arena_free(&request->body_arena);
    request->body_arena = arena;
    request->body = body;
    request->body_size = size;
    return true;
}

/*
 * Past what everybody may have, all that was declared is taken at once: whoever has it never waits
 * again, so waiting ends.
 */
static BudgetPlace body_enter(Request *request, size_t wanted) {
    HttpServer *server = request->server;
    if (wanted <= HTTP_BODY_FREE || request->body_wait.size > 0) {
        return BUDGET_INSIDE;
    }
    BudgetPlace place = budget_take(&server->bodies, &request->body_wait, request->body_declared);
    connections_note_bodies(server->connections, budget_quarters(&server->bodies));
    return place;
}

/* MHD_NO closes the connection without a word: somebody who sends without an end. */
static enum MHD_Result drop(Request *request, size_t *size) {
    request->step = STEP_REFUSE;
    request->dropped += *size;
    *size = 0;
    return request->dropped <= HTTP_DRAIN_MAX ? MHD_YES : MHD_NO;
}

/* *size becomes what is left for the next call. */
static enum MHD_Result receive(Request *request, const char *data, size_t *size) {
    size_t wanted = request->body_len + *size;
    if (request->step != STEP_REFUSE && wanted > request->body_declared) {
        request->step = STEP_REFUSE;
        request->refusal = REFUSAL_TOO_LARGE;
    }
    if (request->step == STEP_REFUSE) {
        return drop(request, size);
    }
    BudgetPlace place = body_enter(request, wanted);
    if (place == BUDGET_PARKED) {
        return MHD_YES;
    }
    if (request->parked) {
        request->parked = false;
        connection_move(request->connection, PHASE_RECEIVES);
    }
    if (place == BUDGET_FULL || (wanted > request->body_size && !body_grow(request, wanted))) {
        request->refusal = REFUSAL_BUSY;
        return drop(request, size);
    }
    memcpy(request->body + request->body_len, data, *size);
    request->body_len = wanted;
    *size = 0;
    return MHD_YES;
}

/* --- headers */

static Str8 lower_case(Arena *arena, Str8 text) {
    char *copy = arena_alloc(arena, text.len + 1);
    for (size_t i = 0; copy != NULL && i < text.len; i++) {
        char letter = text.ptr[i];
        copy[i] = letter >= 'A' && letter <= 'Z' ? (char)(letter + ('a' - 'A')) : letter;
    }
    return (Str8){copy, copy != NULL ? text.len : 0};
}

static enum MHD_Result on_header(void *context, enum MHD_ValueKind kind, const char *key,
                                 size_t key_len, const char *value, size_t value_len) {
    (void)kind;
    Request *request = context;
    Str8 name = lower_case(&request->arena, (Str8){key, key_len});
    Str8 copy = str8_copy(&request->arena, (Str8){value, value_len});
    request->bad = request->bad || name.len == 0 || copy.len != value_len || !str8_is_valid(name) ||
                   !str8_is_valid(copy) || memchr(name.ptr, 0, name.len) != NULL ||
                   (value_len > 0 && memchr(copy.ptr, 0, value_len) != NULL);
    wire_header_add(&request->wire.headers, name, copy);
    return request->bad ? MHD_NO : MHD_YES;
}

static Request *request_new(HttpServer *server, Connection *connection,
                            struct MHD_Connection *link) {
    Arena arena = arena_make(ARENA_BLOCK, HTTP_REQUEST_ARENA_MAX);
    Request *request = ARENA_NEW(&arena, Request);
    if (request == NULL) {
        return NULL;
    }
    request->server = server;
    request->connection = connection;
    request->link = link;
    request->arena = arena;
    request->body_declared = WIRE_BODY_MAX;
    request->begun_ms = now(server).mono_ms;
    connection->request = request;
    return request;
}

/* What the declared length says already. False: refused now, before the body. */
static bool expect_body(Request *request, Str8 length) {
    int64_t declared = 0;
    if (length.len == 0) {
        return true;
    }
    if (!str8_to_int(length, &declared) || declared < 0) {
        request->refusal = REFUSAL_BAD_REQUEST;
        return false;
    }
    if (declared > WIRE_BODY_MAX) {
        request->refusal = REFUSAL_TOO_LARGE;
        request->step = STEP_REFUSE;
        /* What was announced is read and dropped, for a reset would eat the answer. */
        bool asks_first = wire_header(&request->wire.headers, STR8("expect")).len > 0;
        return !asks_first && declared <= HTTP_DRAIN_MAX;
    }
    request->body_declared = (size_t)declared;
    return true;
}

static enum MHD_Result begin(HttpServer *server, Connection *connection,
                             struct MHD_Connection *link, const char *method) {
    Request *request = request_new(server, connection, link);
    if (request == NULL) {
        return MHD_NO;
    }
    request->wire.method = str8_copy(&request->arena, str8_from(method));
    request->wire.target = (Str8){connection->target, connection->target_len};
    (void)MHD_get_connection_values_n(link, MHD_HEADER_KIND, on_header, request);
    const WireHeaders *headers = &request->wire.headers;
    Str8 length = wire_header(headers, STR8("content-length"));
    Str8 coding = wire_header(headers, STR8("transfer-encoding"));
    request->refusal = REFUSAL_BAD_REQUEST;
    if (request->bad || (length.len > 0 && coding.len > 0) ||
        !str8_is_valid(request->wire.target)) {
        return refuse(request);
    }
    if (connection->target_len == CONNECTION_TARGET_MAX) {
        request->refusal = REFUSAL_TARGET;
        return refuse(request);
    }
    return expect_body(request, length) ? MHD_YES : refuse(request);
}

/* --- what the library calls, each on the connection's thread */

static void *on_target(void *context, const char *uri, struct MHD_Connection *link) {
    (void)context;
    Connection *connection = connection_of(link);
    if (connection != NULL) {
        connection->target_len = strnlen(uri, CONNECTION_TARGET_MAX);
        memcpy(connection->target, uri, connection->target_len);
        connection_move(connection, PHASE_RECEIVES);
    }
    return NULL;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *link, const char *url,
                                  const char *method, const char *version, const char *upload_data,
                                  size_t *upload_data_size, void **slot) {
    (void)url;
    (void)version;
    (void)slot;
    Connection *connection = connection_of(link);
    if (connection == NULL) {
        return MHD_NO;
    }
    Request *request = connection->request;
    if (request == NULL) {
        return begin(context, connection, link, method);
    }
    if (*upload_data_size > 0) {
        return receive(request, upload_data, upload_data_size);
    }
    return finish(request);
}

static void on_completed(void *context, struct MHD_Connection *link, void **slot,
                         enum MHD_RequestTerminationCode code) {
    (void)context;
    (void)slot;
    Connection *connection = connection_of(link);
    if (connection == NULL) {
        return;
    }
    if (connection->request != NULL) {
        log_line(LOG_DEBUG, "http", "unfinished", "reason=%d", (int)code);
        request_free(connection->request);
    }
    connection_move(connection, PHASE_WAITS);
}

static void on_connection(void *context, struct MHD_Connection *link, void **socket_context,
                          enum MHD_ConnectionNotificationCode code) {
    HttpServer *server = context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        int socket = MHD_get_connection_info(link, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        *socket_context = connections_open(server->connections, socket);
        if (*socket_context == NULL) {
            (void)shutdown(socket, SHUT_RDWR);
        }
    } else if (*socket_context != NULL) {
        Connection *connection = *socket_context;
        if (connection->request != NULL) {
            request_free(connection->request);
        }
        connections_close(connection);
        *socket_context = NULL;
    }
}

/* Paths stay as they were sent: the core compares them byte by byte. */
static size_t on_unescape(void *context, struct MHD_Connection *link, char *text) {
    (void)context;
    (void)link;
    return strlen(text);
}

/* The library's own complaints name addresses; they are for debugging. */
static void on_library_log(void *context, const char *format, va_list arguments) {
    (void)context;
    (void)arguments;
    log_line(LOG_DEBUG, "http", "library", "says=%s", format);
}

/* --- start and stop */

static ErrCode make_refusals(HttpServer *server, Arena *arena, Err *err) {
    for (size_t i = 0; i < REFUSALS_COUNT; i++) {
        Problem problem = {
            .kind = REFUSALS[i].kind, .title = REFUSALS[i].title, .status = REFUSALS[i].status};
        WireReply reply = {.status = REFUSALS[i].status};
        ErrCode code = problem_encode(arena, &problem, &reply.body, err);
        if (code != ERR_OK) {
            return code;
        }
        wire_header_add(&reply.headers, STR8("content-type"), STR8(WIRE_PROBLEM_TYPE));
        if (i == REFUSAL_BUSY) {
            wire_header_add(&reply.headers, STR8("retry-after"), STR8("5"));
        }
        server->refusals[i] = make_response(arena, &reply, true);
        if (server->refusals[i] == NULL) {
            return err_set(err, ERR_NO_MEMORY, "no memory for the server");
        }
    }
    return ERR_OK;
}

static struct MHD_Daemon *start_daemon(HttpServer *server) {
    const HttpOptions *options = &server->options;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)options->certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)options->key},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem *more = options->certificate != NULL ? tls : &tls[2];
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    flags |= options->certificate != NULL ? (unsigned)MHD_USE_TLS : 0;
    return MHD_start_daemon(flags, 0, NULL, NULL, on_request, server,                     /**/
                            MHD_OPTION_EXTERNAL_LOGGER, on_library_log, NULL,             /**/
                            MHD_OPTION_LISTEN_SOCKET, options->socket,                    /**/
                            MHD_OPTION_THREAD_POOL_SIZE, options->threads,                /**/
                            MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK_SIZE,             /**/
                            MHD_OPTION_CONNECTION_LIMIT, options->connections_max,        /**/
                            MHD_OPTION_PER_IP_CONNECTION_LIMIT, options->per_address_max, /**/
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HTTP_HEADERS_MAX, /**/
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)HTTP_IDLE_S,         /**/
                            MHD_OPTION_STRICT_FOR_CLIENT, 1,                              /**/
                            MHD_OPTION_URI_LOG_CALLBACK, on_target, server,               /**/
                            MHD_OPTION_UNESCAPE_CALLBACK, on_unescape, NULL,              /**/
                            MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,            /**/
                            MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,          /**/
                            MHD_OPTION_ARRAY, more, MHD_OPTION_END);
}

static void free_refusals(HttpServer *server) {
    for (size_t i = 0; i < REFUSALS_COUNT; i++) {
        if (server->refusals[i] != NULL) {
            MHD_destroy_response(server->refusals[i]);
        }
    }
}

static void free_budgets(HttpServer *server) {
    budget_free(&server->bodies);
    budget_free(&server->work);
}

static ErrCode start_parts(Arena *arena, HttpServer *server, Err *err) {
    const HttpOptions *options = &server->options;
    ErrCode code = make_refusals(server, arena, err);
    if (code == ERR_OK) {
        code = connections_start(arena, options->connections_max, options->clock,
                                 &server->connections, err);
    }
    if (code == ERR_OK) {
        CommitQueueOptions queue = {
            .hub = options->hub, .clock = options->clock, .ready = on_ready, .context = server};
        code = commit_queue_start(arena, &queue, &server->queue, err);
    }
    if (code == ERR_OK) {
        server->daemon = start_daemon(server);
        if (server->daemon == NULL) {
            code = err_set(err, options->certificate != NULL ? ERR_INVALID : ERR_INTERNAL,
                           options->certificate != NULL
                               ? "TLS could not be started with this certificate and key"
                               : "the server could not be started");
        }
    }
    return code;
}

ErrCode http_start(Arena *arena, const HttpOptions *options, HttpServer **server, Err *err) {
    FOYER_ASSERT(options->threads >= 1 && options->threads <= HTTP_THREADS_MAX);
    HttpServer *made = ARENA_NEW(arena, HttpServer);
    ErrCode code = ERR_OK;
    if (made == NULL ||
        !budget_make(&made->bodies, HTTP_BODIES_MAX, options->connections_max / 4, park_body,
                     enter_body) ||
        !budget_make(&made->work, HTTP_WORK_MAX, SIZE_MAX, park_work, enter_work)) {
        (void)close(options->socket);
        return err_set(err, ERR_NO_MEMORY, "no memory for the server");
    }
    made->options = *options;
    code = start_parts(arena, made, err);
    if (code != ERR_OK) {
        commit_queue_stop(made->queue);
        connections_stop(made->connections);
        free_refusals(made);
        free_budgets(made);
        (void)close(options->socket);
        return code;
    }
    *server = made;
    return ERR_OK;
}

static void pause_ms(long ms) {
    struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = (ms % 1000) * 1000000};
    (void)nanosleep(&time, NULL);
}

void http_stop(HttpServer *server) {
    if (server == NULL) {
        return;
    }
    int socket = MHD_quiesce_daemon(server->daemon);
    if (socket != MHD_INVALID_SOCKET) {
        (void)close(socket);
    }
    connections_end_idle(server->connections);
    int64_t until_ms = now(server).mono_ms + HTTP_STOP_MS;
    while (connections_busy(server->connections) > 0 && now(server).mono_ms < until_ms) {
        pause_ms(20);
    }
    connections_cut_all(server->connections);
    /* Nobody may be suspended when the library stops; what waits is committed, which ends. */
    while (connections_working(server->connections) > 0) {
        pause_ms(20);
    }
    MHD_stop_daemon(server->daemon);
    CommitCount commits = commit_queue_count(server->queue);
    commit_queue_stop(server->queue);
    ConnectionsCount count = connections_count(server->connections);
    connections_stop(server->connections);
    free_refusals(server);
    free_budgets(server);
    log_line(
        LOG_INFO, "http", "stopped",
        "requests=%llu refused=%llu jobs=%llu commits=%llu connections=%llu cut=%llu full=%llu",
        (unsigned long long)server->requests, (unsigned long long)server->refused,
        (unsigned long long)commits.jobs, (unsigned long long)commits.commits,
        (unsigned long long)count.opened, (unsigned long long)count.cut,
        (unsigned long long)count.full);
}
