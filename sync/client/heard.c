#include "sync/client/heard.h"

#include <string.h>

#include "data/base/check.h"

enum {
    DETAIL_MAX = 127,
    RETRY_AFTER_UNSIGNED_MAX_MS = 5 * 60 * 1000, /* anybody may have asked for it */
    RETRY_AFTER_MAX_S = 24 * 60 * 60,
};

/* Printable ASCII; other people's bytes stand in logs and on terminals. */
static Str8 printable(Arena *arena, Str8 text) {
    size_t len = text.len < DETAIL_MAX ? text.len : DETAIL_MAX;
    Str8 copy = str8_copy(arena, str8_slice(text, 0, len));
    char *bytes = copy.len > 0 ? arena_alloc(arena, copy.len) : NULL;
    if (bytes == NULL) {
        return (Str8){0};
    }
    for (size_t i = 0; i < copy.len; i++) {
        bytes[i] = copy.ptr[i] >= ' ' && copy.ptr[i] <= '~' ? copy.ptr[i] : '?';
    }
    return (Str8){bytes, copy.len};
}

static void fail(Heard *heard, SyncTrouble trouble, Str8 detail) {
    *heard = (Heard){.kind = HEARD_FAILED, .trouble = trouble, .detail = detail};
}

/* Only the form in seconds: a date would need a clock that both sides trust. */
static int64_t retry_after_ms(const WireReply *reply) {
    int64_t seconds = 0;
    Str8 value = str8_trim(wire_header(&reply->headers, STR8("retry-after")));
    if (!str8_to_int(value, &seconds) || seconds < 0) {
        return 0;
    }
    return (seconds < RETRY_AFTER_MAX_S ? seconds : RETRY_AFTER_MAX_S) * 1000;
}

/* False: somebody answered, and `heard` does not say yet what. */
static bool read_outcome(Arena *arena, const TransportResult *result, Heard *heard) {
    Str8 filter = printable(arena, result->filter);
    switch (result->outcome) {
    case TRANSPORT_ANSWERED:
        return false;
    case TRANSPORT_NO_NETWORK:
        fail(heard, SYNC_NO_NETWORK, (Str8){0});
        return true;
    case TRANSPORT_UNREACHABLE:
        fail(heard, SYNC_UNREACHABLE, (Str8){0});
        return true;
    case TRANSPORT_TIMED_OUT:
        fail(heard, SYNC_TOO_SLOW, (Str8){0});
        return true;
    case TRANSPORT_UNTRUSTED:
        fail(heard, SYNC_INSPECTED, filter);
        return true;
    case TRANSPORT_EXPIRED:
        fail(heard, SYNC_HUB_TROUBLE, STR8("its certificate is not valid today"));
        return true;
    case TRANSPORT_OTHER_NAME:
        fail(heard, SYNC_NOT_THE_HUB,
             filter.len == 0 ? STR8("the certificate is another host's")
                             : str8_format(arena, "the certificate is of %.*s", STR8_ARG(filter)));
        return true;
    }
    FOYER_ASSERT(false);
    return true;
}

static bool is_page(const WireReply *reply) {
    Str8 type = wire_header(&reply->headers, STR8("content-type"));
    Str8 html = STR8("text/html");
    return (type.len >= html.len &&
            str8_equal_ignoring_case(str8_slice(type, 0, html.len), html)) ||
           str8_starts_with(str8_trim(reply->body), STR8("<"));
}

/* What anybody on the way may have said: it explains, and makes the kiosk wait. */
static void read_unsigned(Arena *arena, const TransportResult *result, Heard *heard) {
    const WireReply *reply = &result->reply;
    int status = reply->status;
    bool redirect = result->was_redirect || (status >= 300 && status < 400);
    bool blocks = status == 401 || status == 403 || status == 407 || status == 511;
    if (redirect || status == 407 || status == 511 ||
        (is_page(reply) && (blocks || (status >= 200 && status < 300)))) {
        fail(heard, SYNC_PORTAL, (Str8){0});
    } else if (status == 413) {
        *heard = (Heard){.kind = HEARD_TOO_LARGE};
    } else if (status == 429 || status == 503) {
        fail(heard, SYNC_HUB_BUSY, (Str8){0});
        int64_t wish_ms = retry_after_ms(reply);
        heard->retry_after_ms =
            wish_ms < RETRY_AFTER_UNSIGNED_MAX_MS ? wish_ms : RETRY_AFTER_UNSIGNED_MAX_MS;
    } else if (status >= 500) {
        fail(heard, SYNC_HUB_TROUBLE, str8_format(arena, "status %d", status));
    } else {
        fail(heard, SYNC_NOT_THE_HUB, str8_format(arena, "unsigned, status %d", status));
    }
}

/* The hub said no, and signed it. */
static ErrCode read_problem(Arena *arena, const WireReply *reply, Heard *heard, Err *err) {
    Problem problem = {0};
    ErrCode code = problem_decode(arena, reply->body, &problem, err);
    if (code == ERR_NO_MEMORY) {
        return code;
    }
    Str8 detail = code == ERR_OK ? printable(arena, problem.title)
                                 : str8_format(arena, "status %d", reply->status);
    int64_t utc_ms = code == ERR_OK ? problem.utc_ms : 0;
    *heard = (Heard){.detail = detail, .utc_ms = utc_ms, .trouble = SYNC_REFUSED};
    heard->kind = HEARD_FAILED;
    if (code == ERR_OK && str8_equal(problem.kind, STR8("revoked"))) {
        heard->kind = HEARD_REVOKED;
        heard->trouble = SYNC_REVOKED;
    } else if (code == ERR_OK && str8_equal(problem.kind, STR8("replayed"))) {
        heard->kind = HEARD_REPLAYED;
        heard->counter = problem.counter;
    } else if (reply->status == 413) {
        heard->kind = HEARD_TOO_LARGE;
    } else if (reply->status == 429 || reply->status == 503) {
        heard->trouble = SYNC_HUB_BUSY;
        heard->retry_after_ms = retry_after_ms(reply);
    } else if (reply->status >= 500) {
        heard->trouble = SYNC_HUB_TROUBLE;
        heard->retry_after_ms = retry_after_ms(reply);
    }
    return ERR_OK;
}

static bool is_fork(Arena *arena, const WireReply *reply) {
    Problem problem = {0};
    return reply->status == 409 && problem_decode(arena, reply->body, &problem, NULL) == ERR_OK &&
           str8_equal(problem.kind, STR8("fork"));
}

static ErrCode read_signed(Arena *arena, const WireReply *reply, Heard *heard, Err *err) {
    bool fork = is_fork(arena, reply);
    if (reply->status != 200 && !fork) {
        return read_problem(arena, reply, heard, err);
    }
    RecordsAnswer records = {0};
    ErrCode code = records_answer_decode(arena, reply->body, &records, err);
    if (code == ERR_OK) {
        *heard = (Heard){.kind = fork ? HEARD_FORK : HEARD_RECORDS,
                         .records = records,
                         .utc_ms = records.utc_ms};
    } else if (code != ERR_NO_MEMORY) {
        fail(heard, SYNC_HUB_TROUBLE, STR8("its answer could not be read"));
        code = ERR_OK;
    }
    return code;
}

ErrCode heard_read(Arena *arena, const uint8_t hub_public[SYNC_KEY_SIZE], Str8 request_signature,
                   const TransportResult *result, Heard *heard, Err *err) {
    FOYER_ASSERT(request_signature.len > 0);
    if (read_outcome(arena, result, heard)) {
        return ERR_OK;
    }
    ErrCode code =
        signature_verify_reply(arena, &result->reply, request_signature, hub_public, err);
    if (code == ERR_OK && !result->was_redirect) {
        return read_signed(arena, &result->reply, heard, err);
    }
    if (code == ERR_NO_MEMORY) {
        return code;
    }
    read_unsigned(arena, result, heard);
    if (code == ERR_DENIED && heard->trouble == SYNC_NOT_THE_HUB) {
        heard->detail = STR8("signed, but not by our hub for this request");
    }
    return ERR_OK;
}

ErrCode heard_read_enrolment(Arena *arena, Str8 request_signature, const TransportResult *result,
                             Heard *heard, Err *err) {
    if (read_outcome(arena, result, heard)) {
        return ERR_OK;
    }
    const WireReply *reply = &result->reply;
    Enrolled enrolled = {0};
    Problem problem = {0};
    bool created = reply->status >= 200 && reply->status < 300 && !result->was_redirect;
    if (created && enrolled_decode(arena, reply->body, &enrolled, NULL) == ERR_OK) {
        ErrCode code =
            signature_verify_reply(arena, reply, request_signature, enrolled.hub_public, err);
        if (code == ERR_OK) {
            *heard =
                (Heard){.kind = HEARD_ENROLLED, .enrolled = enrolled, .utc_ms = enrolled.utc_ms};
            return ERR_OK;
        }
        if (code == ERR_NO_MEMORY) {
            return code;
        }
    } else if (!created && reply->status >= 400 && reply->status < 500 && !is_page(reply) &&
               problem_decode(arena, reply->body, &problem, NULL) == ERR_OK) {
        fail(heard, SYNC_REFUSED, printable(arena, problem.title));
        return ERR_OK;
    }
    read_unsigned(arena, result, heard);
    return ERR_OK;
}
