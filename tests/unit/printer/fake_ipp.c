#include "tests/unit/printer/fake_ipp.h"

#include <arpa/inet.h>
#include <cups/cups.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "data/base/str8.h"

enum {
    REQUEST_MAX = 1 << 20,
    REPLY_MAX = 64 << 10,
    TICK_MS = 10,
    JOB_ID = 7,
    STOP_AT = 3000,
    CLOSE_MS = 100
};

struct FakeIpp {
    FakeIppPlan plan;
    int listener;
    int port;
    pthread_t thread;
    atomic_bool stop;
    FakeIppReport report;
    int job_asked;
    int refused;
    bool cancelled;
    char request[REQUEST_MAX];
};

typedef struct {
    uint8_t bytes[REPLY_MAX];
    size_t size;
} Reply;

static ssize_t add_to_reply(void *context, ipp_uchar_t *bytes, size_t size) {
    Reply *reply = context;
    if (reply->size + size > sizeof reply->bytes) {
        return -1;
    }
    memcpy(reply->bytes + reply->size, bytes, size);
    reply->size += size;
    return (ssize_t)size;
}

static void put(int fd, const void *bytes, size_t size) {
    (void)!send(fd, bytes, size, MSG_NOSIGNAL);
}

static void put_text(int fd, const char *text) {
    put(fd, text, strlen(text));
}

static bool wait_input(const FakeIpp *fake, int fd) {
    while (!atomic_load(&fake->stop)) {
        struct pollfd poller = {fd, POLLIN, 0};
        if (poll(&poller, 1, TICK_MS) > 0) {
            return true;
        }
    }
    return false;
}

static void wait_for_stop(const FakeIpp *fake) {
    while (!atomic_load(&fake->stop)) {
        (void)poll(NULL, 0, TICK_MS);
    }
}

/* Where the body begins, or 0. */
static size_t header_end(const char *bytes, size_t size) {
    Str8 text = {bytes, size};
    size_t at = str8_find(text, STR8("\r\n\r\n"));
    return at < size ? at + 4 : 0;
}

static size_t content_length(Str8 header) {
    size_t at = str8_find(header, STR8("Content-Length: "));
    Str8 rest = str8_slice(header, at < header.len ? at + 16 : header.len, header.len);
    int64_t length = -1;
    Str8 digits = str8_slice(rest, 0, str8_find(rest, STR8("\r")));
    return str8_to_int(digits, &length) && length >= 0 ? (size_t)length : SIZE_MAX;
}

static bool is_whole(const char *bytes, size_t size) {
    size_t body = header_end(bytes, size);
    if (body == 0) {
        return false;
    }
    size_t length = content_length((Str8){bytes, body});
    if (length != SIZE_MAX) {
        return size >= body + length;
    }
    return str8_ends_with((Str8){bytes, size}, STR8("\r\n0\r\n\r\n"));
}

/* In chunks, the first chunk begins with its length on a line. */
static const uint8_t *body_of(const char *bytes, size_t size) {
    size_t body = header_end(bytes, size);
    if (content_length((Str8){bytes, body}) == SIZE_MAX) {
        body += str8_find((Str8){bytes + body, size - body}, STR8("\r\n")) + 2;
    }
    return (const uint8_t *)bytes + body;
}

static int operation_of(const char *bytes, size_t size) {
    size_t body = header_end(bytes, size);
    if (body == 0 || size < body + 16) {
        return 0;
    }
    const uint8_t *at = body_of(bytes, size);
    return at[2] << 8 | at[3];
}

static void add_printer(const FakeIppPlan *plan, ipp_t *reply) {
    int state = plan->printer_state != 0 ? plan->printer_state : IPP_PSTATE_IDLE;
    ippAddInteger(reply, IPP_TAG_PRINTER, IPP_TAG_ENUM, "printer-state", state);
    ippAddString(reply, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "printer-state-reasons", NULL,
                 plan->printer_reason != NULL ? plan->printer_reason : "none");
    ippAddBoolean(reply, IPP_TAG_PRINTER, "printer-is-accepting-jobs", !plan->refuses_jobs);
    ippAddString(reply, IPP_TAG_PRINTER, IPP_TAG_MIMETYPE, "document-format-supported", NULL,
                 plan->format != NULL ? plan->format : "application/pdf");
    ippAddString(reply, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "pwg-raster-document-type-supported",
                 NULL, "sgray_8");
    ippAddResolution(reply, IPP_TAG_PRINTER, "pwg-raster-document-resolution-supported",
                     IPP_RES_PER_INCH, 203, 203);
    int count = 0;
    while (count < 4 && plan->media[count] != NULL) {
        count++;
    }
    if (count > 0) {
        ippAddStrings(reply, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, "media-supported", count, NULL,
                      plan->media);
    }
    if (plan->device != NULL) {
        ippAddString(reply, IPP_TAG_PRINTER, IPP_TAG_TEXT, "cups-version", NULL, "2.4.2");
        ippAddString(reply, IPP_TAG_PRINTER, IPP_TAG_URI, "device-uri", NULL, plan->device);
    }
}

static void add_job(FakeIpp *fake, ipp_t *reply, int state) {
    const char *reason = fake->plan.job_reason != NULL ? fake->plan.job_reason : "none";
    if (fake->cancelled) {
        state = IPP_JSTATE_CANCELED;
        reason = "job-canceled-by-user";
    }
    ippAddInteger(reply, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-id", JOB_ID);
    ippAddInteger(reply, IPP_TAG_JOB, IPP_TAG_ENUM, "job-state", state);
    ippAddString(reply, IPP_TAG_JOB, IPP_TAG_KEYWORD, "job-state-reasons", NULL, reason);
}

static int next_job_state(FakeIpp *fake) {
    const int *states = fake->plan.job_states;
    int state = states[fake->job_asked];
    if (fake->job_asked + 1 < FAKE_IPP_STATES_MAX && states[fake->job_asked + 1] != 0) {
        fake->job_asked++;
    }
    return state != 0 ? state : IPP_JSTATE_COMPLETED;
}

static void note_job(FakeIpp *fake, const uint8_t *body, size_t size) {
    Str8 text = {(const char *)body, size};
    Str8 keyword = {"\x44\x00\x05media", 8};
    fake->report.said_keyword = str8_find(text, keyword) < size;
    fake->report.said_size = str8_find(text, STR8("media-col")) < size;
    fake->report.document_size = size;
}

static ipp_t *make_reply(FakeIpp *fake, int operation, const char *bytes, size_t size) {
    const FakeIppPlan *plan = &fake->plan;
    const uint8_t *body = body_of(bytes, size);
    ipp_t *reply = ippNew();
    ippSetVersion(reply, 2, 0);
    ippSetRequestId(reply, 1);
    ippSetStatusCode(reply, IPP_STATUS_OK);
    ippAddString(reply, IPP_TAG_OPERATION, IPP_TAG_CHARSET, "attributes-charset", NULL, "utf-8");
    ippAddString(reply, IPP_TAG_OPERATION, IPP_TAG_LANGUAGE, "attributes-natural-language", NULL,
                 "en");
    fake->report.questions++;
    if (operation == IPP_OP_GET_PRINTER_ATTRIBUTES) {
        add_printer(plan, reply);
    } else if (operation == IPP_OP_PRINT_JOB) {
        bool refuses = plan->print_status != 0 &&
                       (plan->print_refusals == 0 || fake->refused < plan->print_refusals);
        fake->refused += refuses;
        fake->report.jobs += !refuses;
        note_job(fake, body, size - (size_t)((const char *)body - bytes));
        ippSetStatusCode(reply, refuses ? (ipp_status_t)plan->print_status : IPP_STATUS_OK);
        if (!refuses) {
            add_job(fake, reply, IPP_JSTATE_PENDING);
        }
    } else if (operation == IPP_OP_CANCEL_JOB) {
        Str8 text = {(const char *)body, size - (size_t)((const char *)body - bytes)};
        bool purges = str8_find(text, STR8("purge-job")) < text.len;
        fake->report.purges += purges;
        fake->report.cancels += !purges;
        fake->cancelled |= !plan->ignores_cancel && !purges;
    } else if (plan->forgets_jobs) {
        ippSetStatusCode(reply, IPP_STATUS_ERROR_NOT_FOUND);
    } else {
        add_job(fake, reply, next_job_state(fake));
    }
    return reply;
}

static void put_slowly(const FakeIpp *fake, int fd, const uint8_t *bytes, size_t size) {
    for (size_t i = 0; i < size && !atomic_load(&fake->stop); i++) {
        put(fd, bytes + i, 1);
        (void)poll(NULL, 0, 60);
    }
}

static void put_for_ever(const FakeIpp *fake, int fd, const char *text) {
    while (!atomic_load(&fake->stop) && send(fd, text, strlen(text), MSG_NOSIGNAL) > 0) {
    }
}

/* False: the connection is to be closed. */
static bool answer(FakeIpp *fake, int fd, FakeIppWay way, const Reply *reply) {
    char header[256];
    Str8Builder builder = builder_make(header, sizeof header);
    size_t promised = reply->size + (way == FAKE_IPP_CUTS_BODY ? 40 : 0);
    builder_format(
        &builder,
        "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: %zu\r\n%s\r\n",
        promised, way == FAKE_IPP_CLOSES_AFTER ? "Connection: close\r\n" : "");
    switch (way) {
    case FAKE_IPP_DRIBBLES:
        put_slowly(fake, fd, (const uint8_t *)header, builder.len);
        return false;
    case FAKE_IPP_DRIBBLES_BODY:
        put(fd, header, builder.len);
        put_slowly(fake, fd, reply->bytes, reply->size);
        return false;
    case FAKE_IPP_CUTS_BODY:
        put(fd, header, builder.len);
        put(fd, reply->bytes, reply->size / 2);
        return false;
    case FAKE_IPP_ENDLESS_HEADER:
        put_text(fd, "HTTP/1.1 200 OK\r\n");
        put_for_ever(fake, fd, "X-More: more and more and more and more\r\n");
        return false;
    case FAKE_IPP_ENDLESS_BODY:
        put_text(fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "8\r\n\x02\x00\x00\x00\x00\x00\x00\x01\r\n");
        put_for_ever(fake, fd, "a\r\n\x44\x00\x01xx\x00\x03xyz\r\n");
        return false;
    case FAKE_IPP_GARBAGE:
        put_text(fd, "SSH-2.0-OpenSSH_9.2\r\n\r\n");
        return false;
    case FAKE_IPP_HTML:
        put_text(fd, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n<html>no</a>");
        return false;
    case FAKE_IPP_WANTS_PASSWORD:
        put_text(fd, "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"p\"\r\n"
                     "Content-Length: 0\r\n\r\n");
        return false;
    case FAKE_IPP_WELL:
    case FAKE_IPP_CLOSES_AFTER:
    case FAKE_IPP_SILENT:
    case FAKE_IPP_STOPS_READING:
    case FAKE_IPP_HANGS_UP_FIRST:
    case FAKE_IPP_HANGS_UP_LAST:
        break;
    }
    put(fd, header, builder.len);
    put(fd, reply->bytes, reply->size);
    if (way == FAKE_IPP_CLOSES_AFTER) {
        (void)poll(NULL, 0, CLOSE_MS); /* long enough that only its header tells */
    }
    return way == FAKE_IPP_WELL;
}

static FakeIppWay way_for(const FakeIpp *fake, int operation) {
    bool meant = fake->plan.way_operation == 0 || fake->plan.way_operation == operation;
    return meant ? fake->plan.way : FAKE_IPP_WELL;
}

/* One request on an open connection; false ends it. */
static bool serve_one(FakeIpp *fake, int fd) {
    size_t size = 0;
    FakeIppWay way = FAKE_IPP_WELL;
    while (size == 0 || !is_whole(fake->request, size)) {
        if (size == REQUEST_MAX || !wait_input(fake, fd)) {
            return false;
        }
        ssize_t count = recv(fd, fake->request + size, REQUEST_MAX - size, 0);
        if (count <= 0) {
            return false;
        }
        size += (size_t)count;
        way = way_for(fake, operation_of(fake->request, size));
        if (way == FAKE_IPP_HANGS_UP_FIRST && header_end(fake->request, size) > 0) {
            return false;
        }
        if (way == FAKE_IPP_STOPS_READING && size >= STOP_AT) {
            wait_for_stop(fake);
            return false;
        }
    }
    if (way == FAKE_IPP_SILENT) {
        wait_for_stop(fake);
    }
    if (way == FAKE_IPP_SILENT || way == FAKE_IPP_HANGS_UP_LAST) {
        return false;
    }
    Reply *reply = calloc(1, sizeof *reply);
    ipp_t *made = make_reply(fake, operation_of(fake->request, size), fake->request, size);
    (void)ippWriteIO(reply, add_to_reply, 1, NULL, made);
    bool goes_on = answer(fake, fd, way, reply);
    ippDelete(made);
    free(reply);
    return goes_on;
}

static void *run(void *context) {
    FakeIpp *fake = context;
    while (wait_input(fake, fake->listener)) {
        int fd = accept(fake->listener, NULL, NULL);
        while (fd >= 0 && serve_one(fake, fd)) {
        }
        if (fd >= 0) {
            close(fd);
        }
    }
    return NULL;
}

FakeIpp *fake_ipp_start(const FakeIppPlan *plan) {
    FakeIpp *fake = calloc(1, sizeof *fake);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    int window = 4096;
    fake->plan = *plan;
    fake->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    (void)setsockopt(fake->listener, SOL_SOCKET, SO_RCVBUF, &window, sizeof window);
    if (bind(fake->listener, (struct sockaddr *)&address, size) != 0 ||
        listen(fake->listener, 4) != 0 ||
        getsockname(fake->listener, (struct sockaddr *)&address, &size) != 0 ||
        pthread_create(&fake->thread, NULL, run, fake) != 0) {
        free(fake);
        return NULL;
    }
    fake->port = ntohs(address.sin_port);
    return fake;
}

int fake_ipp_port(const FakeIpp *fake) {
    return fake->port;
}

FakeIppReport fake_ipp_stop(FakeIpp *fake) {
    atomic_store(&fake->stop, true);
    pthread_join(fake->thread, NULL);
    close(fake->listener);
    FakeIppReport report = fake->report;
    free(fake);
    return report;
}
