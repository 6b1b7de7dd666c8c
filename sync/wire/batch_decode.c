#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "sync/wire/batch.h"
#include "sync/wire/wire_json.h"

/*
 * Decoding what anybody may have sent, in one walk: the array is cut into events by brackets, each
 * is parsed by itself, and a body is taken as its bytes stand, because the chain is over these.
 * 1. One bad event is unreadable; it never changes how its neighbours are read.
 * 2. Every readable place and source agrees, or the batch is refused.
 */
enum { SEALED_TEXT_MAX = RECORD_COLD_MAX / 3 * 4 + 4 };

typedef struct {
    Arena *arena;
    WireBatch *batch;
    bool has_source;
    bool has_first;
    int64_t first; /* sequence of records[0] */
    bool no_memory;
    Err *err;
} BatchReader;

static ErrCode take_source(BatchReader *reader, Str8 source, const char **reason) {
    Str8 start = STR8(WIRE_SOURCE_START);
    Id device;
    Id epoch;
    if (source.len != start.len + 2 * ID_TEXT_LEN + 1 || !str8_starts_with(source, start) ||
        source.ptr[start.len + ID_TEXT_LEN] != ':' ||
        !id_parse(str8_slice(source, start.len, start.len + ID_TEXT_LEN), &device) ||
        !id_parse(str8_slice(source, start.len + ID_TEXT_LEN + 1, source.len), &epoch)) {
        *reason = "its source is none";
        return ERR_OK;
    }
    if (reader->has_source &&
        (!id_equal(device, reader->batch->device) || !id_equal(epoch, reader->batch->epoch))) {
        return err_set(reader->err, ERR_INVALID, "the batch had several sources");
    }
    reader->batch->device = device;
    reader->batch->epoch = epoch;
    reader->has_source = true;
    return ERR_OK;
}

static ErrCode take_place(BatchReader *reader, size_t index, Str8 text, const char **reason) {
    int64_t place = 0;
    if (!str8_to_int(text, &place) || place < 1 || text.ptr[0] == '0') {
        *reason = "its sequence is none";
        return ERR_OK;
    }
    int64_t first = place - (int64_t)index;
    if (first < 1 || place > WIRE_SEQUENCE_MAX || (reader->has_first && first != reader->first)) {
        return err_set(reader->err, ERR_INVALID, "the batch had a gap at event %zu", index);
    }
    reader->first = first;
    reader->has_first = true;
    return ERR_OK;
}

/* A copy, or the neighbour's: types and zones repeat. */
static Str8 keep(BatchReader *reader, Str8 text, Str8 neighbour) {
    if (neighbour.ptr != NULL && str8_equal(text, neighbour)) {
        return neighbour;
    }
    Str8 copy = str8_copy(reader->arena, text);
    reader->no_memory = reader->no_memory || copy.ptr == NULL;
    return copy;
}

static const char *read_type(BatchReader *reader, const json_t *event, WireRecord *to,
                             const WireRecord *neighbour) {
    Str8 type = wire_json_text(event, "type");
    Str8 start = STR8("foyer.");
    if (!str8_starts_with(type, start) || type.len == start.len ||
        type.len - start.len > RECORD_TYPE_MAX) {
        return "its type is not ours";
    }
    to->record.type = keep(reader, str8_slice(type, start.len, type.len), neighbour->record.type);
    return NULL;
}

static const char *read_moment(BatchReader *reader, const json_t *event, const json_t *data,
                               WireRecord *to, const WireRecord *neighbour) {
    Moment moment = {0};
    int64_t boot = 0;
    const json_t *good = json_object_get(data, "good");
    Str8 zone = wire_json_text(data, "zone");
    if (!wire_json_time(event, "time", &moment.utc_ms)) {
        return "its time is none";
    }
    if (!wire_json_int(data, "boot", 0, UINT32_MAX, &boot) ||
        !wire_json_int(data, "mono", 0, INT64_MAX, &moment.mono_ms) || !json_is_boolean(good)) {
        return "its clock readings are none";
    }
    if (zone.len == 0 || zone.len > RECORD_ZONE_MAX) {
        return "its zone is none";
    }
    moment.boot = (uint32_t)boot;
    moment.good = json_is_true(good);
    to->record.moment = moment;
    to->record.zone = keep(reader, zone, neighbour->record.zone);
    return NULL;
}

static const char *read_body(BatchReader *reader, const json_t *data, WireRecord *to) {
    Str8 text = wire_json_member(wire_json_member(to->raw, STR8("data")), STR8("body"));
    if (!json_is_object(json_object_get(data, "body")) || text.len == 0) {
        return "its body is none";
    }
    to->record.body = wire_json_compact(reader->arena, text);
    reader->no_memory = reader->no_memory || to->record.body.ptr == NULL;
    return to->record.body.len > RECORD_BODY_MAX ? "its body is too long" : NULL;
}

static const char *read_personal(BatchReader *reader, const json_t *data, WireRecord *to) {
    const json_t *sealed = json_object_get(data, "sealed");
    const json_t *digest = json_object_get(data, "sealeddigest");
    Record *record = &to->record;
    record->has_cold = sealed != NULL || digest != NULL;
    if (sealed != NULL) {
        Str8 text = wire_json_text(data, "sealed");
        ErrCode code = text.len > 0 && text.len <= SEALED_TEXT_MAX
                           ? wire_json_bytes(reader->arena, text, &to->sealed)
                           : ERR_INVALID;
        reader->no_memory = reader->no_memory || code == ERR_NO_MEMORY;
        if (code != ERR_OK) {
            return "its personal part is none";
        }
        vault_digest(to->sealed.ptr, to->sealed.len, record->cold_digest);
    }
    if (digest != NULL &&
        !wire_json_fixed_bytes(data, "sealeddigest", record->cold_digest, VAULT_DIGEST_SIZE)) {
        return "the digest of its personal part is none";
    }
    return NULL;
}

/* NULL, or why this is no record. */
static const char *read_record(BatchReader *reader, const json_t *event, WireRecord *to,
                               const WireRecord *neighbour) {
    const json_t *data = json_object_get(event, "data");
    const json_t *subject = json_object_get(event, "subject");
    to->has_head = wire_json_fixed_bytes(event, "chainhash", to->record.head, RECORD_HEAD_SIZE);
    if (!wire_json_id(event, "id", &to->record.id) || id_is_none(to->record.id)) {
        return "its id is none";
    }
    if (!str8_equal(wire_json_text(event, "specversion"), STR8("1.0"))) {
        return "it is no CloudEvents 1.0";
    }
    if (subject != NULL && !wire_json_id(event, "subject", &to->record.event_id)) {
        return "its subject is none";
    }
    if (!json_is_object(data)) {
        return "it has no data";
    }
    const char *reason = read_type(reader, event, to, neighbour);
    reason = reason == NULL ? read_moment(reader, event, data, to, neighbour) : reason;
    reason = reason == NULL ? read_body(reader, data, to) : reason;
    return reason == NULL ? read_personal(reader, data, to) : reason;
}

static ErrCode read_event(BatchReader *reader, size_t index, bool deep) {
    static const WireRecord NONE;
    WireRecord *to = &reader->batch->records[index];
    json_t *event = NULL;
    ErrCode code = deep ? ERR_INVALID : wire_json_parse(to->raw, &event);
    if (code == ERR_INVALID) {
        to->reason = deep ? "it is nested too deep" : "it is no JSON object";
        code = ERR_OK;
    } else if (code == ERR_OK) {
        to->reason = read_record(reader, event, to, index > 0 ? to - 1 : &NONE);
        code = take_source(reader, wire_json_text(event, "source"), &to->reason);
    }
    if (code == ERR_OK && event != NULL) {
        code = take_place(reader, index, wire_json_text(event, "sequence"), &to->reason);
    }
    json_decref(event);
    to->unreadable = to->reason != NULL;
    return reader->no_memory ? ERR_NO_MEMORY : code;
}

/* ---- the batch around them ---- */

/* Cut into at most WIRE_BATCH_MAX events; a single event is a batch of one. */
static ErrCode cut_events(Str8 body, bool single, Str8 *events, bool *deep, size_t *count) {
    Str8 text = str8_trim(body);
    if (single) {
        events[0] = text;
        deep[0] = wire_json_is_deep(text);
        *count = 1;
        return ERR_OK;
    }
    if (text.len < 2 || text.ptr[0] != '[') {
        return ERR_INVALID;
    }
    WireJsonItems items = {.rest = str8_slice(text, 1, text.len)};
    ErrCode code = ERR_OK;
    Str8 event;
    bool is_deep = false;
    *count = 0;
    while ((code = wire_json_next(&items, &event, &is_deep)) == ERR_OK) {
        if (*count == WIRE_BATCH_MAX) {
            return ERR_LIMIT;
        }
        events[*count] = event;
        deep[*count] = is_deep;
        *count += 1;
    }
    return code == ERR_NOT_FOUND && items.rest.len == 0 && *count > 0 ? ERR_OK : ERR_INVALID;
}

/* One frame or several, never over WIRE_BODY_MAX in all: the output is a buffer of that size and no
 * window beside it is made, so that a small body cannot cost much memory. */
static ErrCode unpack(Arena *arena, Str8 packed, Str8 *plain, Err *err) {
    unsigned long long size = ZSTD_getFrameContentSize(packed.ptr, packed.len);
    if (size == ZSTD_CONTENTSIZE_ERROR) {
        return err_set(err, ERR_INVALID, "the batch was not packed with zstd");
    }
    if (size != ZSTD_CONTENTSIZE_UNKNOWN && size > WIRE_BODY_MAX) {
        return err_set(err, ERR_LIMIT, "the batch unpacked to over %d bytes", WIRE_BODY_MAX);
    }
    bool exact = size != ZSTD_CONTENTSIZE_UNKNOWN &&
                 ZSTD_findFrameCompressedSize(packed.ptr, packed.len) == packed.len;
    size_t size_max = exact ? (size_t)size : WIRE_BODY_MAX;
    char *out = arena_alloc(arena, size_max + 1);
    if (out == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory to unpack a batch");
    }
    size_t got = ZSTD_decompress(out, size_max, packed.ptr, packed.len);
    if (ZSTD_isError(got)) {
        return ZSTD_getErrorCode(got) == ZSTD_error_dstSize_tooSmall
                   ? err_set(err, ERR_LIMIT, "the batch unpacked to over %zu bytes", size_max)
                   : err_set(err, ERR_INVALID, "the batch was packed wrongly");
    }
    *plain = (Str8){out, got};
    return ERR_OK;
}

/* Content-Type without its parameters. */
static Str8 media_type(Str8 type) {
    Str8 rest;
    return str8_trim(str8_cut(type, ';', &rest));
}

static ErrCode read_events(BatchReader *reader, const Str8 *events, const bool *deep) {
    WireBatch *batch = reader->batch;
    batch->records = ARENA_ARRAY(reader->arena, WireRecord, batch->count);
    if (batch->records == NULL) {
        return err_set(reader->err, ERR_NO_MEMORY, "no memory for a batch of %zu", batch->count);
    }
    for (size_t i = 0; i < batch->count; i++) {
        batch->records[i].raw = events[i];
        ErrCode code = read_event(reader, i, deep[i]);
        if (code != ERR_OK) {
            return code == ERR_NO_MEMORY
                       ? err_set(reader->err, code, "no memory for event %zu of a batch", i)
                       : code;
        }
    }
    if (!reader->has_source || !reader->has_first) {
        return err_set(reader->err, ERR_INVALID, "no event of the batch said where it belongs");
    }
    for (size_t i = 0; i < batch->count; i++) {
        batch->records[i].record.sequence = reader->first + (int64_t)i;
    }
    return ERR_OK;
}

ErrCode batch_decode(Arena *arena, Str8 type, bool zstd, Str8 body, WireBatch *batch, Err *err) {
    Str8 events[WIRE_BATCH_MAX];
    bool deep[WIRE_BATCH_MAX];
    bool single = str8_equal_ignoring_case(media_type(type), STR8(WIRE_EVENT_TYPE));
    if (!single && !str8_equal_ignoring_case(media_type(type), STR8(WIRE_BATCH_TYPE))) {
        return err_set(err, ERR_INVALID, "the content type was no batch of events");
    }
    if (body.len > WIRE_BODY_MAX) {
        return err_set(err, ERR_LIMIT, "the batch had %zu bytes", body.len);
    }
    WireBatch got = {.records = NULL};
    BatchReader reader = {.arena = arena, .batch = &got, .err = err};
    ErrCode code = zstd ? unpack(arena, body, &body, err) : ERR_OK;
    if (code != ERR_OK) {
        return code;
    }
    code = cut_events(body, single, events, deep, &got.count);
    if (code != ERR_OK) {
        return code == ERR_LIMIT
                   ? err_set(err, code, "the batch had more than %d events", WIRE_BATCH_MAX)
                   : err_set(err, code, "the batch was no JSON array of events");
    }
    code = read_events(&reader, events, deep);
    if (code == ERR_OK) {
        *batch = got;
    }
    return code;
}
