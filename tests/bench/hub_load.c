#include "tests/bench/hub_load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zstd.h>

#include "sync/wire/answer.h"
#include "sync/wire/batch.h"
#include "sync/wire/http_text.h"
#include "sync/wire/signature.h"
#include "tests/bench/bench.h"

enum { SEALED_SIZE = 176, STEP_MS = 1500, WAIT_MS = 10000, ANSWER_MAX = 16 << 10, BODY_MAX = 200 };

/* ---- requests ---- */

LoadKiosk load_kiosk_make(RandomPort random) {
    LoadKiosk kiosk = {.utc_ms = INT64_C(1792102320000)};
    kiosk.device = id_make(kiosk.utc_ms, random);
    kiosk.epoch = id_make(kiosk.utc_ms, random);
    random.fill(random.context, kiosk.seed, sizeof kiosk.seed);
    signature_public(kiosk.seed, kiosk.public_key);
    record_chain_start(kiosk.device, kiosk.epoch, kiosk.head);
    return kiosk;
}

static ErrCode request_text(Arena *arena, LoadKiosk *kiosk, const char *target, Str8 type,
                            bool packed, Str8 body, Str8 *text, Err *err) {
    WireRequest request = {.method = STR8("POST"), .target = str8_from(target), .body = body};
    SignatureParams params = {.key_id = id_text(arena, kiosk->device), .nonce = ++kiosk->counter};
    wire_header_add(&request.headers, STR8("host"), STR8("127.0.0.1"));
    wire_header_add(&request.headers, STR8("content-type"), type);
    if (packed) {
        wire_header_add(&request.headers, STR8("content-encoding"), STR8("zstd"));
    }
    ErrCode code = signature_sign_request(arena, &request, &params, kiosk->seed, err);
    return code == ERR_OK ? http_text_write_request(arena, &request, text, err) : code;
}

ErrCode load_enrolment(Arena *arena, LoadKiosk *kiosk, Str8 code, Str8 *text, Err *err) {
    Enrolment enrolment = {.code = code, .device = kiosk->device, .name = STR8("bench")};
    Str8 body;
    memcpy(enrolment.kiosk_public, kiosk->public_key, sizeof kiosk->public_key);
    ErrCode made = enrolment_encode(arena, &enrolment, &body, err);
    return made == ERR_OK ? request_text(arena, kiosk, "/v1/enrolments", STR8("application/json"),
                                         false, body, text, err)
                          : made;
}

static Str8 body_of(Arena *arena, LoadKiosk *kiosk, Id id) {
    bool signs_in = id_is_none(kiosk->visit);
    Id visit = signs_in ? id : kiosk->visit;
    Str8Builder body = builder_in(arena, BODY_MAX);
    builder_format(&body, "{\"visit\":\"%.*s\"", STR8_ARG(id_text(arena, visit)));
    if (signs_in) {
        builder_add(&body, STR8(",\"method\":\"phone\",\"language\":\"es\",\"first\":0,\"people\":["
                                "{\"role\":\"guardian\",\"grade\":\"\"},"
                                "{\"role\":\"student\",\"grade\":\"03\"}]"));
    }
    builder_add_char(&body, '}');
    kiosk->visit = signs_in ? id : (Id){{0}};
    return builder_text(&body);
}

static ErrCode next_record(Arena *arena, LoadKiosk *kiosk, RandomPort random, Id event,
                           bool personal, WireRecord *out, Err *err) {
    bool signs_in = id_is_none(kiosk->visit);
    kiosk->utc_ms += STEP_MS;
    Record *record = &out->record;
    *record = (Record){.sequence = ++kiosk->sequence,
                       .id = id_make(kiosk->utc_ms, random),
                       .type = signs_in ? STR8(RECORD_SIGNED_IN) : STR8(RECORD_SIGNED_OUT),
                       .event_id = event,
                       .moment = {kiosk->utc_ms, kiosk->utc_ms - INT64_C(1792102320000), 1, true},
                       .zone = STR8("America/New_York"),
                       .has_cold = signs_in && personal};
    record->body = body_of(arena, kiosk, record->id);
    if (record->has_cold) {
        char *sealed = arena_alloc(arena, SEALED_SIZE);
        if (sealed == NULL) {
            return err_set(err, ERR_NO_MEMORY, "no memory for a personal part");
        }
        random.fill(random.context, sealed, SEALED_SIZE);
        out->sealed = (Str8){sealed, SEALED_SIZE};
        vault_digest(sealed, SEALED_SIZE, record->cold_digest);
    }
    ErrCode code = record_chain(arena, kiosk->head, record, record->head, err);
    memcpy(kiosk->head, record->head, sizeof kiosk->head);
    return code;
}

static ErrCode unpack(Arena *arena, Str8 *body, Err *err) {
    char *plain = arena_alloc(arena, WIRE_BODY_MAX);
    size_t size = plain != NULL ? ZSTD_decompress(plain, WIRE_BODY_MAX, body->ptr, body->len) : 0;
    if (plain == NULL || ZSTD_isError(size) != 0) {
        return err_set(err, ERR_LIMIT, "a batch does not fit unpacked");
    }
    *body = (Str8){plain, size};
    return ERR_OK;
}

ErrCode load_batch(Arena *arena, LoadKiosk *kiosk, RandomPort random, size_t records, bool personal,
                   bool packed, Str8 *text, Err *err) {
    WireBatch batch = {.device = kiosk->device, .epoch = kiosk->epoch, .count = records};
    batch.records = ARENA_ARRAY(arena, WireRecord, records);
    ErrCode code = batch.records != NULL ? ERR_OK : err_set(err, ERR_NO_MEMORY, "no memory");
    Id event = id_from_name(STR8("bench"), STR8("open house"));
    for (size_t i = 0; code == ERR_OK && i < records; i++) {
        code = next_record(arena, kiosk, random, event, personal, &batch.records[i], err);
        batch.records[i].has_head = i == 0 || i + 1 == records;
    }
    Str8 body = {NULL, 0};
    bool zstd = false;
    if (code == ERR_OK) {
        code = batch_encode(arena, &batch, &body, &zstd, err);
    }
    if (code == ERR_OK && zstd && !packed) {
        code = unpack(arena, &body, err);
        zstd = false;
    }
    return code == ERR_OK ? request_text(arena, kiosk, "/v1/records", STR8(WIRE_BATCH_TYPE), zstd,
                                         body, text, err)
                          : code;
}

/* ---- sending ---- */

typedef struct {
    int socket;
    size_t at;   /* which request */
    size_t sent; /* bytes of it */
    double began_ms;
    char answer[ANSWER_MAX];
    size_t answer_len;
} Line;

typedef struct {
    const Load *load;
    double *latencies_ms;
    int poll;
    size_t done; /* requests */
    Line lines[LOAD_KIOSKS_MAX];
} Run;

static ErrCode line_open(Run *run, size_t k, Err *err) {
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)run->load->port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int yes = 1;
    Line *line = &run->lines[k];
    line->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (line->socket < 0 ||
        connect(line->socket, (struct sockaddr *)&address, sizeof address) != 0 ||
        fcntl(line->socket, F_SETFL, O_NONBLOCK) != 0) {
        return err_set(err, ERR_IO, "no connection to the server: %s", strerror(errno));
    }
    (void)setsockopt(line->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data = {.u64 = k}};
    return epoll_ctl(run->poll, EPOLL_CTL_ADD, line->socket, &event) == 0
               ? ERR_OK
               : err_set(err, ERR_IO, "epoll: %s", strerror(errno));
}

static ErrCode line_send(Run *run, size_t k, Err *err) {
    Line *line = &run->lines[k];
    while (line->at < run->load->each) {
        Str8 text = run->load->requests[k * run->load->each + line->at];
        if (line->sent == text.len) {
            return ERR_OK; /* its answer comes first */
        }
        if (line->sent == 0) {
            line->began_ms = bench_now_ms();
        }
        ssize_t count =
            send(line->socket, text.ptr + line->sent, text.len - line->sent, MSG_NOSIGNAL);
        if (count < 0) {
            return errno == EAGAIN ? ERR_OK : err_set(err, ERR_IO, "send: %s", strerror(errno));
        }
        line->sent += (size_t)count;
    }
    return ERR_OK;
}

/* Bytes of the whole answer, 0 when more has to come. */
static size_t answer_size(const Line *line) {
    Str8 text = {line->answer, line->answer_len};
    size_t head = str8_find(text, STR8("\r\n\r\n"));
    if (head == text.len) {
        return 0;
    }
    Str8 rest = str8_slice(text, 0, head);
    int64_t size = 0;
    while (rest.len > 0) {
        size_t end = str8_find(rest, STR8("\r\n"));
        Str8 value;
        Str8 name = str8_cut(str8_slice(rest, 0, end), ':', &value);
        if (str8_equal_ignoring_case(name, STR8("content-length"))) {
            (void)str8_to_int(str8_trim(value), &size);
        }
        rest = str8_slice(rest, end + 2 < rest.len ? end + 2 : rest.len, rest.len);
    }
    size_t whole = head + 4 + (size_t)size;
    return whole <= text.len ? whole : 0;
}

static ErrCode line_hear(Run *run, size_t k, Err *err) {
    Line *line = &run->lines[k];
    for (;;) {
        ssize_t count = recv(line->socket, line->answer + line->answer_len,
                             sizeof line->answer - line->answer_len, 0);
        if (count <= 0) {
            bool over = line->at == run->load->each; /* its idle connection may be closed */
            return over || (count < 0 && errno == EAGAIN)
                       ? ERR_OK
                       : err_set(err, ERR_IO, "the server hung up or said too much");
        }
        line->answer_len += (size_t)count;
        if (answer_size(line) != line->answer_len) {
            continue;
        }
        Str8 answer = {line->answer, line->answer_len};
        if (!str8_starts_with(answer, STR8("HTTP/1.1 20"))) {
            return err_set(err, ERR_CONFLICT, "the server said: %.*s",
                           (int)(answer.len < 300 ? answer.len : 300), answer.ptr);
        }
        run->latencies_ms[k * run->load->each + line->at] = bench_now_ms() - line->began_ms;
        run->done++;
        line->at++;
        line->sent = 0;
        line->answer_len = 0;
        ErrCode code = line_send(run, k, err);
        if (code != ERR_OK) {
            return code;
        }
    }
}

static ErrCode run_all(Run *run, Err *err) {
    ErrCode code = ERR_OK;
    for (size_t k = 0; code == ERR_OK && k < run->load->kiosks; k++) {
        code = line_open(run, k, err);
    }
    while (code == ERR_OK && run->done < run->load->kiosks * run->load->each) {
        struct epoll_event events[LOAD_KIOSKS_MAX];
        int count = epoll_wait(run->poll, events, LOAD_KIOSKS_MAX, WAIT_MS);
        if (count <= 0) {
            return err_set(err, ERR_IO, "the server said nothing for 10 s");
        }
        for (int i = 0; code == ERR_OK && i < count; i++) {
            size_t k = (size_t)events[i].data.u64;
            code = line_hear(run, k, err);
            code = code == ERR_OK ? line_send(run, k, err) : code;
        }
    }
    return code;
}

ErrCode load_run(const Load *load, double *latencies_ms, double *seconds, Err *err) {
    static Run run; /* large; one at a time */
    run = (Run){.load = load, .latencies_ms = latencies_ms, .poll = epoll_create1(EPOLL_CLOEXEC)};
    for (size_t k = 0; k < LOAD_KIOSKS_MAX; k++) {
        run.lines[k].socket = -1;
    }
    double began_ms = bench_now_ms();
    ErrCode code = run_all(&run, err);
    *seconds = (bench_now_ms() - began_ms) / 1e3;
    for (size_t k = 0; k < LOAD_KIOSKS_MAX; k++) {
        if (run.lines[k].socket >= 0) {
            (void)close(run.lines[k].socket);
        }
    }
    (void)close(run.poll);
    return code;
}
