#include "sync/wire/answer.h"

#include <string.h>

#include "data/base/check.h"
#include "data/domain/household.h"
#include "sync/wire/batch.h"
#include "sync/wire/wire_json.h"

/*
 * Members that are not known are passed over, so that newer sides may say more; members that are
 * known have their kind and range, or the whole is refused.
 */
enum {
    ESCAPE_MAX = 6,
    SMALL_BODY_MAX = 4096,
    QUARANTINED_TEXT_MAX = ANSWER_TEXT_MAX * ESCAPE_MAX + 64,
};

#define PROBLEM_TYPE_START "urn:foyer:problem:"

/* ---- texts ---- */

/* What people will see on a terminal: no control characters. */
static bool is_line(Str8 text) {
    if (!str8_is_valid(text)) {
        return false;
    }
    for (size_t i = 0; i < text.len;) {
        uint32_t code = str8_next(text, &i);
        if (code < 0x20 || (code >= 0x7F && code < 0xA0)) {
            return false;
        }
    }
    return true;
}

static bool is_kind(Str8 kind) {
    for (size_t i = 0; i < kind.len; i++) {
        if ((kind.ptr[i] < 'a' || kind.ptr[i] > 'z') && kind.ptr[i] != '-') {
            return false;
        }
    }
    return kind.len > 0 && kind.len <= PROBLEM_KIND_MAX;
}

bool enrol_code_normalize(Str8 typed, char code[ENROL_CODE_LEN + 1]) {
    size_t count = 0;
    for (size_t i = 0; i < typed.len; i++) {
        char c = typed.ptr[i];
        if (c == '-' || c == ' ') {
            continue;
        }
        c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        c = c == 'I' || c == 'L' ? '1' : c == 'O' ? '0' : c;
        if (c == '\0' || count == ENROL_CODE_LEN || strchr(CARD_ALPHABET, c) == NULL) {
            return false;
        }
        code[count++] = c;
    }
    code[count] = '\0';
    return count == ENROL_CODE_LEN;
}

/* ---- reading ---- */

typedef struct {
    Arena *arena;
    json_t *object;
    bool bad;
    bool no_memory;
} AnswerReader;

static ErrCode open_answer(AnswerReader *reader, Arena *arena, Str8 body, Err *err) {
    *reader = (AnswerReader){.arena = arena};
    if (body.len > WIRE_REPLY_BODY_MAX) {
        return err_set(err, ERR_LIMIT, "the answer had %zu bytes", body.len);
    }
    return wire_json_parse_document(body, &reader->object, err);
}

static ErrCode close_answer(AnswerReader *reader, const char *what, Err *err) {
    json_decref(reader->object);
    if (reader->no_memory) {
        return err_set(err, ERR_NO_MEMORY, "no memory for %s", what);
    }
    return reader->bad ? err_set(err, ERR_INVALID, "%s had a member that is missing or wrong", what)
                       : ERR_OK;
}

static Str8 copy_text(AnswerReader *reader, Str8 text) {
    Str8 copy = str8_copy(reader->arena, text);
    reader->no_memory = reader->no_memory || copy.ptr == NULL;
    return copy;
}

/* May be missing: then empty. */
static Str8 read_line(AnswerReader *reader, const char *name, size_t count_max) {
    if (json_object_get(reader->object, name) == NULL) {
        return STR8("");
    }
    Str8 text = wire_json_text(reader->object, name);
    if (text.ptr == NULL || !is_line(text) || str8_count(text) > count_max) {
        reader->bad = true;
        return STR8("");
    }
    return copy_text(reader, text);
}

static void read_key(AnswerReader *reader, uint8_t key[32]) {
    reader->bad = !wire_json_fixed_bytes(reader->object, "key", key, 32) || reader->bad;
}

static void read_time(AnswerReader *reader, const char *name, int64_t *utc_ms) {
    reader->bad = !wire_json_time(reader->object, name, utc_ms) || reader->bad;
}

static void read_id(AnswerReader *reader, const char *name, Id *id) {
    reader->bad = !wire_json_id(reader->object, name, id) || id_is_none(*id) || reader->bad;
}

static int64_t read_number(AnswerReader *reader, const char *name) {
    int64_t number = 0;
    reader->bad =
        !wire_json_int(reader->object, name, 0, WIRE_SEQUENCE_MAX, &number) || reader->bad;
    return number;
}

/* ---- writing ---- */

typedef struct {
    Arena *arena;
    Str8Builder out;
} AnswerWriter;

static AnswerWriter write_answer(Arena *arena, size_t size_max) {
    return (AnswerWriter){arena, builder_in(arena, size_max)};
}

static void add_name(AnswerWriter *writer, const char *name) {
    builder_add_char(&writer->out, writer->out.len == 0 ? '{' : ',');
    wire_json_add_text(&writer->out, str8_from(name));
    builder_add_char(&writer->out, ':');
}

static void add_text(AnswerWriter *writer, const char *name, Str8 text) {
    add_name(writer, name);
    wire_json_add_text(&writer->out, text);
}

static void add_bytes(AnswerWriter *writer, const char *name, const uint8_t *bytes, size_t size) {
    add_name(writer, name);
    wire_json_add_bytes(&writer->out, bytes, size);
}

static void add_number(AnswerWriter *writer, const char *name, int64_t number) {
    add_name(writer, name);
    builder_add_int(&writer->out, number);
}

static void add_id(AnswerWriter *writer, const char *name, Id id) {
    add_name(writer, name);
    wire_json_add_id(&writer->out, writer->arena, id);
}

static void add_time(AnswerWriter *writer, const char *name, int64_t utc_ms) {
    add_name(writer, name);
    wire_json_add_time(&writer->out, writer->arena, utc_ms);
}

static ErrCode finish(AnswerWriter *writer, Str8 *body, Err *err) {
    builder_add_char(&writer->out, '}');
    if (writer->out.full) {
        return err_set(err, writer->out.buffer == NULL ? ERR_NO_MEMORY : ERR_LIMIT,
                       "no room for an answer");
    }
    *body = builder_text(&writer->out);
    return ERR_OK;
}

/* ---- enrolment ---- */

ErrCode enrolment_encode(Arena *arena, const Enrolment *enrolment, Str8 *body, Err *err) {
    AnswerWriter writer = write_answer(arena, SMALL_BODY_MAX);
    add_text(&writer, "code", enrolment->code);
    add_id(&writer, "device", enrolment->device);
    add_bytes(&writer, "key", enrolment->kiosk_public, sizeof enrolment->kiosk_public);
    add_text(&writer, "name", enrolment->name);
    return finish(&writer, body, err);
}

ErrCode enrolment_decode(Arena *arena, Str8 body, Enrolment *enrolment, Err *err) {
    AnswerReader reader;
    Enrolment got = {.code = STR8("")};
    char code_text[ENROL_CODE_LEN + 1];
    ErrCode code = open_answer(&reader, arena, body, err);
    if (code != ERR_OK) {
        return code;
    }
    if (enrol_code_normalize(wire_json_text(reader.object, "code"), code_text)) {
        got.code = copy_text(&reader, str8_from(code_text));
    } else {
        reader.bad = true;
    }
    read_id(&reader, "device", &got.device);
    read_key(&reader, got.kiosk_public);
    got.name = read_line(&reader, "name", ENROL_NAME_MAX);
    code = close_answer(&reader, "the enrolment", err);
    if (code == ERR_OK) {
        *enrolment = got;
    }
    return code;
}

ErrCode enrolled_encode(Arena *arena, const Enrolled *enrolled, Str8 *body, Err *err) {
    AnswerWriter writer = write_answer(arena, SMALL_BODY_MAX);
    add_bytes(&writer, "key", enrolled->hub_public, sizeof enrolled->hub_public);
    add_text(&writer, "school", enrolled->school);
    add_time(&writer, "time", enrolled->utc_ms);
    return finish(&writer, body, err);
}

ErrCode enrolled_decode(Arena *arena, Str8 body, Enrolled *enrolled, Err *err) {
    AnswerReader reader;
    Enrolled got = {.utc_ms = 0};
    ErrCode code = open_answer(&reader, arena, body, err);
    if (code != ERR_OK) {
        return code;
    }
    read_key(&reader, got.hub_public);
    got.school = read_line(&reader, "school", ENROL_NAME_MAX);
    read_time(&reader, "time", &got.utc_ms);
    code = close_answer(&reader, "the answer to the enrolment", err);
    if (code == ERR_OK) {
        *enrolled = got;
    }
    return code;
}

ErrCode invitation_encode(Arena *arena, const Invitation *invitation, Str8 *body, Err *err) {
    AnswerWriter writer = write_answer(arena, SMALL_BODY_MAX);
    add_bytes(&writer, "key", invitation->hub_public, sizeof invitation->hub_public);
    add_text(&writer, "school", invitation->school);
    add_time(&writer, "until", invitation->until_utc_ms);
    return finish(&writer, body, err);
}

ErrCode invitation_decode(Arena *arena, Str8 body, Invitation *invitation, Err *err) {
    AnswerReader reader;
    Invitation got = {.until_utc_ms = 0};
    ErrCode code = open_answer(&reader, arena, body, err);
    if (code != ERR_OK) {
        return code;
    }
    read_key(&reader, got.hub_public);
    got.school = read_line(&reader, "school", ENROL_NAME_MAX);
    read_time(&reader, "until", &got.until_utc_ms);
    code = close_answer(&reader, "the invitation", err);
    if (code == ERR_OK) {
        *invitation = got;
    }
    return code;
}

/* ---- receipts ---- */

static size_t receipt_size_max(const RecordsAnswer *answer) {
    return SMALL_BODY_MAX + answer->quarantined_count * QUARANTINED_TEXT_MAX;
}

static void add_receipt(AnswerWriter *writer, const RecordsAnswer *answer) {
    FOYER_ASSERT(answer->quarantined_count <= ANSWER_QUARANTINED_MAX);
    add_id(writer, "epoch", answer->epoch);
    add_number(writer, "have", answer->have);
    add_bytes(writer, "head", answer->head, sizeof answer->head);
    add_name(writer, "quarantined");
    builder_add_char(&writer->out, '[');
    for (size_t i = 0; i < answer->quarantined_count; i++) {
        builder_format(&writer->out, "%s{\"sequence\":%lld,\"reason\":", i > 0 ? "," : "",
                       (long long)answer->quarantined[i].sequence);
        wire_json_add_text(&writer->out, str8_clip(answer->quarantined[i].reason, ANSWER_TEXT_MAX));
        builder_add_char(&writer->out, '}');
    }
    builder_add_char(&writer->out, ']');
    add_number(writer, "quarantined_total", answer->quarantined_total);
    add_time(writer, "time", answer->utc_ms);
}

ErrCode records_answer_encode(Arena *arena, const RecordsAnswer *answer, Str8 *body, Err *err) {
    AnswerWriter writer = write_answer(arena, receipt_size_max(answer));
    add_receipt(&writer, answer);
    return finish(&writer, body, err);
}

static void read_quarantined(AnswerReader *reader, RecordsAnswer *answer) {
    const json_t *array = json_object_get(reader->object, "quarantined");
    size_t count = json_array_size(array);
    if (!json_is_array(array) || count > ANSWER_QUARANTINED_MAX) {
        reader->bad = true;
        return;
    }
    Quarantined *list = ARENA_ARRAY(reader->arena, Quarantined, count + 1);
    reader->no_memory = reader->no_memory || list == NULL;
    for (size_t i = 0; list != NULL && i < count; i++) {
        const json_t *item = json_array_get(array, i);
        Str8 reason = wire_json_text(item, "reason");
        if (!wire_json_int(item, "sequence", 1, WIRE_SEQUENCE_MAX, &list[i].sequence) ||
            reason.ptr == NULL || !is_line(reason)) {
            reader->bad = true;
            return;
        }
        list[i].reason = copy_text(reader, str8_clip(reason, ANSWER_TEXT_MAX));
    }
    answer->quarantined = list;
    answer->quarantined_count = count;
}

ErrCode records_answer_decode(Arena *arena, Str8 body, RecordsAnswer *answer, Err *err) {
    AnswerReader reader;
    RecordsAnswer got = {.have = 0};
    ErrCode code = open_answer(&reader, arena, body, err);
    if (code != ERR_OK) {
        return code;
    }
    read_id(&reader, "epoch", &got.epoch);
    got.have = read_number(&reader, "have");
    reader.bad =
        !wire_json_fixed_bytes(reader.object, "head", got.head, sizeof got.head) || reader.bad;
    read_quarantined(&reader, &got);
    got.quarantined_total = read_number(&reader, "quarantined_total");
    read_time(&reader, "time", &got.utc_ms);
    code = close_answer(&reader, "the receipt", err);
    if (code == ERR_OK) {
        *answer = got;
    }
    return code;
}

/* ---- problems ---- */

static void add_problem(AnswerWriter *writer, const Problem *problem) {
    char type[sizeof PROBLEM_TYPE_START + PROBLEM_KIND_MAX];
    Str8Builder builder = builder_make(type, sizeof type);
    FOYER_ASSERT(is_kind(problem->kind));
    builder_add(&builder, STR8(PROBLEM_TYPE_START));
    builder_add(&builder, problem->kind);
    add_text(writer, "type", builder_text(&builder));
    add_text(writer, "title", str8_clip(problem->title, ANSWER_TEXT_MAX));
    add_number(writer, "status", problem->status);
    if (problem->counter > 0) {
        add_number(writer, "counter", problem->counter);
    }
}

ErrCode problem_encode(Arena *arena, const Problem *problem, Str8 *body, Err *err) {
    AnswerWriter writer = write_answer(arena, SMALL_BODY_MAX);
    add_problem(&writer, problem);
    add_time(&writer, "time", problem->utc_ms);
    return finish(&writer, body, err);
}

ErrCode problem_encode_fork(Arena *arena, const Problem *problem, const RecordsAnswer *answer,
                            Str8 *body, Err *err) {
    AnswerWriter writer = write_answer(arena, receipt_size_max(answer));
    add_problem(&writer, problem);
    add_receipt(&writer, answer);
    return finish(&writer, body, err);
}

ErrCode problem_decode(Arena *arena, Str8 body, Problem *problem, Err *err) {
    AnswerReader reader;
    Problem got = {.counter = 0};
    int64_t status = 0;
    Str8 start = STR8(PROBLEM_TYPE_START);
    ErrCode code = open_answer(&reader, arena, body, err);
    if (code != ERR_OK) {
        return code;
    }
    Str8 type = wire_json_text(reader.object, "type");
    if (str8_starts_with(type, start) && is_kind(str8_slice(type, start.len, type.len))) {
        got.kind = copy_text(&reader, str8_slice(type, start.len, type.len));
    } else {
        reader.bad = true;
    }
    got.title = read_line(&reader, "title", ANSWER_TEXT_MAX);
    reader.bad = !wire_json_int(reader.object, "status", 100, 599, &status) || reader.bad;
    got.status = (int)status;
    if (json_object_get(reader.object, "counter") != NULL) {
        got.counter = read_number(&reader, "counter");
    }
    read_time(&reader, "time", &got.utc_ms);
    code = close_answer(&reader, "the problem", err);
    if (code == ERR_OK) {
        *problem = got;
    }
    return code;
}
