#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "data/base/civil.h"

#include "sync/wire/batch.h"
#include "sync/wire/wire_json.h"
#include "sync/wire/wire_scan.h"

/*
 * Decoding what anybody may have sent: the array is cut into events by brackets, each is read by
 * itself, and a body is taken as its bytes stand, because the chain is over these.
 * 1. One bad event is unreadable; it never changes how its neighbours are read.
 * 2. Every readable place and source agrees, or the batch is refused.
 */
enum { SEALED_TEXT_MAX = RECORD_COLD_MAX / 3 * 4 + 4 };

typedef struct {
    Arena *arena;
    WireBatch *batch;
    WireObject event;
    WireObject data;
    Str8 source; /* that of the batch; empty = not known yet */
    bool has_first;
    int64_t first; /* sequence of records[0] */
    bool no_memory;
    Err *err;
} BatchReader;

/* ---- members ---- */

/* The value of a text; ptr NULL when it is none. Escapes are rare: only they are copied. */
static Str8 text_of(BatchReader *reader, const WireObject *object, Str8 name) {
    Str8 value = wire_scan_value(object, name);
    if (value.len < 2 || value.ptr[0] != '"') {
        return (Str8){NULL, 0};
    }
    if (memchr(value.ptr, '\\', value.len) == NULL) {
        return str8_slice(value, 1, value.len - 1);
    }
    Str8 text = {NULL, 0};
    ErrCode code = wire_json_unescape(reader->arena, value, &text);
    reader->no_memory = reader->no_memory || code == ERR_NO_MEMORY;
    return text;
}

static bool int_of(const WireObject *object, Str8 name, int64_t max, int64_t *number) {
    Str8 value = wire_scan_value(object, name);
    return str8_to_int(value, number) && value.ptr[0] != '-' && *number <= max;
}

static bool id_of(BatchReader *reader, const WireObject *object, Str8 name, Id *id) {
    return id_parse(text_of(reader, object, name), id);
}

static bool bytes_of(BatchReader *reader, const WireObject *object, Str8 name, size_t len_max,
                     Str8 *bytes) {
    Str8 text = text_of(reader, object, name);
    if (text.len == 0 || text.len > len_max) {
        return false;
    }
    ErrCode code = wire_json_bytes(reader->arena, text, bytes);
    reader->no_memory = reader->no_memory || code == ERR_NO_MEMORY;
    return code == ERR_OK;
}

static bool digest_of(BatchReader *reader, const WireObject *object, Str8 name,
                      uint8_t digest[32]) {
    Str8 bytes;
    if (!bytes_of(reader, object, name, SEALED_TEXT_MAX, &bytes) || bytes.len != 32) {
        return false;
    }
    memcpy(digest, bytes.ptr, 32);
    return true;
}

/* ---- where the event belongs ---- */

static bool parse_source(Str8 source, Id *device, Id *epoch) {
    Str8 start = STR8(WIRE_SOURCE_START);
    return source.len == start.len + 2 * ID_TEXT_LEN + 1 && str8_starts_with(source, start) &&
           source.ptr[start.len + ID_TEXT_LEN] == ':' &&
           id_parse(str8_slice(source, start.len, start.len + ID_TEXT_LEN), device) &&
           id_parse(str8_slice(source, start.len + ID_TEXT_LEN + 1, source.len), epoch);
}

static ErrCode take_source(BatchReader *reader, const char **reason) {
    Str8 source = text_of(reader, &reader->event, STR8("source"));
    Id device;
    Id epoch;
    if (reader->source.len > 0 && str8_equal(source, reader->source)) {
        return ERR_OK;
    }
    if (!parse_source(source, &device, &epoch)) {
        *reason = "its source is none";
        return ERR_OK;
    }
    if (reader->source.len > 0 &&
        (!id_equal(device, reader->batch->device) || !id_equal(epoch, reader->batch->epoch))) {
        return err_set(reader->err, ERR_INVALID, "the batch had several sources");
    }
    reader->batch->device = device;
    reader->batch->epoch = epoch;
    reader->source = source;
    return ERR_OK;
}

static ErrCode take_place(BatchReader *reader, size_t index, const char **reason) {
    Str8 text = text_of(reader, &reader->event, STR8("sequence"));
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

/* ---- the record ---- */

static const char *read_type(BatchReader *reader, WireRecord *to) {
    Str8 type = text_of(reader, &reader->event, STR8("type"));
    Str8 start = STR8("foyer.");
    if (!str8_starts_with(type, start) || type.len == start.len ||
        type.len - start.len > RECORD_TYPE_MAX) {
        return "its type is not ours";
    }
    to->record.type = str8_slice(type, start.len, type.len);
    return NULL;
}

static const char *read_moment(BatchReader *reader, WireRecord *to) {
    Moment moment = {0};
    int64_t boot = 0;
    Str8 good = wire_scan_value(&reader->data, STR8("good"));
    Str8 zone = text_of(reader, &reader->data, STR8("zone"));
    moment.good = str8_equal(good, STR8("true"));
    if (!rfc3339_parse(text_of(reader, &reader->event, STR8("time")), &moment.utc_ms)) {
        return "its time is none";
    }
    if (!int_of(&reader->data, STR8("boot"), UINT32_MAX, &boot) ||
        !int_of(&reader->data, STR8("mono"), INT64_MAX, &moment.mono_ms) ||
        (!moment.good && !str8_equal(good, STR8("false")))) {
        return "its clock readings are none";
    }
    if (zone.len == 0 || zone.len > RECORD_ZONE_MAX) {
        return "its zone is none";
    }
    moment.boot = (uint32_t)boot;
    to->record.moment = moment;
    to->record.zone = zone;
    return NULL;
}

static const char *read_body(BatchReader *reader, WireRecord *to) {
    Str8 body = wire_scan_value(&reader->data, STR8("body"));
    if (body.len == 0 || body.ptr[0] != '{') {
        return "its body is none";
    }
    to->record.body = wire_json_compact(reader->arena, body);
    reader->no_memory = reader->no_memory || to->record.body.ptr == NULL;
    return to->record.body.len > RECORD_BODY_MAX ? "its body is too long" : NULL;
}

static const char *read_personal(BatchReader *reader, WireRecord *to) {
    const WireObject *data = &reader->data;
    bool sealed = wire_scan_value(data, STR8("sealed")).ptr != NULL;
    bool digest = wire_scan_value(data, STR8("sealeddigest")).ptr != NULL;
    Record *record = &to->record;
    record->has_cold = sealed || digest;
    if (sealed) {
        if (!bytes_of(reader, data, STR8("sealed"), SEALED_TEXT_MAX, &to->sealed)) {
            return "its personal part is none";
        }
        vault_digest(to->sealed.ptr, to->sealed.len, record->cold_digest);
    }
    if (digest && !digest_of(reader, data, STR8("sealeddigest"), record->cold_digest)) {
        return "the digest of its personal part is none";
    }
    return NULL;
}

/* NULL, or why this is no record. */
static const char *read_record(BatchReader *reader, WireRecord *to) {
    const WireObject *event = &reader->event;
    to->has_head = digest_of(reader, event, STR8("chainhash"), to->record.head);
    if (!id_of(reader, event, STR8("id"), &to->record.id) || id_is_none(to->record.id)) {
        return "its id is none";
    }
    if (!str8_equal(text_of(reader, event, STR8("specversion")), STR8("1.0"))) {
        return "it is no CloudEvents 1.0";
    }
    if (wire_scan_value(event, STR8("subject")).ptr != NULL &&
        !id_of(reader, event, STR8("subject"), &to->record.event_id)) {
        return "its subject is none";
    }
    if (reader->data.count == 0) {
        return "it has no data";
    }
    const char *reason = read_type(reader, to);
    reason = reason == NULL ? read_moment(reader, to) : reason;
    reason = reason == NULL ? read_body(reader, to) : reason;
    return reason == NULL ? read_personal(reader, to) : reason;
}

static ErrCode read_event(BatchReader *reader, size_t index, WireRecord *to) {
    ErrCode code = ERR_OK;
    to->reason = wire_scan_event(to->raw, &reader->event, &reader->data);
    if (to->reason == NULL) {
        to->reason = read_record(reader, to);
        code = take_source(reader, &to->reason);
        code = code == ERR_OK ? take_place(reader, index, &to->reason) : code;
    }
    to->unreadable = to->reason != NULL;
    return reader->no_memory
               ? err_set(reader->err, ERR_NO_MEMORY, "no memory for event %zu of a batch", index)
               : code;
}

/* ---- the batch around them ---- */

/* Cut into at most WIRE_BATCH_MAX events; a single event is a batch of one. */
static ErrCode cut_events(Str8 body, bool single, Str8 *events, size_t *count) {
    Str8 text = str8_trim(body);
    if (single) {
        events[0] = text;
        *count = 1;
        return ERR_OK;
    }
    if (text.len < 2 || text.ptr[0] != '[') {
        return ERR_INVALID;
    }
    WireJsonItems items = {.rest = str8_slice(text, 1, text.len)};
    ErrCode code = ERR_OK;
    Str8 event;
    *count = 0;
    while ((code = wire_json_next(&items, &event)) == ERR_OK) {
        if (*count == WIRE_BATCH_MAX) {
            return ERR_LIMIT;
        }
        events[*count] = event;
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
        ZSTD_ErrorCode why = ZSTD_getErrorCode(got);
        ErrCode code = why == ZSTD_error_dstSize_tooSmall    ? ERR_LIMIT
                       : why == ZSTD_error_memory_allocation ? ERR_NO_MEMORY
                                                             : ERR_INVALID;
        return err_set(err, code, "the batch could not be unpacked: %s", ZSTD_getErrorName(got));
    }
    *plain = (Str8){out, got};
    return ERR_OK;
}

/* Content-Type without its parameters. */
static Str8 media_type(Str8 type) {
    Str8 rest;
    return str8_trim(str8_cut(type, ';', &rest));
}

static ErrCode read_events(BatchReader *reader, const Str8 *events) {
    WireBatch *batch = reader->batch;
    batch->records = ARENA_ARRAY(reader->arena, WireRecord, batch->count);
    if (batch->records == NULL) {
        return err_set(reader->err, ERR_NO_MEMORY, "no memory for a batch of %zu", batch->count);
    }
    for (size_t i = 0; i < batch->count; i++) {
        batch->records[i].raw = events[i];
        ErrCode code = read_event(reader, i, &batch->records[i]);
        if (code != ERR_OK) {
            return code;
        }
    }
    if (reader->source.len == 0 || !reader->has_first) {
        return err_set(reader->err, ERR_INVALID, "no event of the batch said where it belongs");
    }
    for (size_t i = 0; i < batch->count; i++) {
        batch->records[i].record.sequence = reader->first + (int64_t)i;
    }
    return ERR_OK;
}

ErrCode batch_decode(Arena *arena, Str8 type, bool zstd, Str8 body, WireBatch *batch, Err *err) {
    Str8 events[WIRE_BATCH_MAX];
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
    code = cut_events(body, single, events, &got.count);
    if (code != ERR_OK) {
        return code == ERR_LIMIT
                   ? err_set(err, code, "the batch had more than %d events", WIRE_BATCH_MAX)
                   : err_set(err, code, "the batch was no JSON array of events");
    }
    code = read_events(&reader, events);
    if (code == ERR_OK) {
        *batch = got;
    }
    return code;
}
