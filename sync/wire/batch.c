#include "sync/wire/batch.h"

#include <string.h>
#include <zstd.h>

#include "data/base/check.h"
#include "sync/wire/wire_json.h"

/*
 * Encoding. Members stand in an order that packs well: what differs between neighbours stands
 * together. A body is written as the journal holds it, byte for byte: the chain is over these.
 */
enum {
    ZSTD_LEVEL = 1, /* what is left is random: levels up to 12 gain nothing, 19 gains 4 bytes */
    EVENT_FIXED_MAX = 640, /* of an event without zone, type, body and personal part */
    ESCAPE_MAX = 6,        /* one byte as \u001F */
};

static size_t event_size_max(const WireRecord *record) {
    return EVENT_FIXED_MAX + ESCAPE_MAX * (record->record.type.len + record->record.zone.len) +
           record->record.body.len + record->sealed.len / 3 * 4 + 4;
}

/* The seal, and its digest when that is not to be had from it: it is gone, or damaged since. */
static void add_personal(Str8Builder *out, const WireRecord *record) {
    bool told = false;
    if (record->sealed.len > 0) {
        uint8_t digest[VAULT_DIGEST_SIZE];
        builder_add(out, STR8(",\"sealed\":"));
        wire_json_add_bytes(out, record->sealed.ptr, record->sealed.len);
        vault_digest(record->sealed.ptr, record->sealed.len, digest);
        told = memcmp(digest, record->record.cold_digest, sizeof digest) == 0;
    }
    if (record->record.has_cold && !told) {
        builder_add(out, STR8(",\"sealeddigest\":"));
        wire_json_add_bytes(out, record->record.cold_digest, VAULT_DIGEST_SIZE);
    }
}

static void add_data(Str8Builder *out, const WireRecord *record) {
    const Moment *moment = &record->record.moment;
    builder_add(out, STR8("\"data\":{\"mono\":"));
    builder_add_int(out, moment->mono_ms);
    builder_add(out, STR8(",\"boot\":"));
    builder_add_int(out, moment->boot);
    builder_add(out, moment->good ? STR8(",\"good\":true") : STR8(",\"good\":false"));
    builder_add(out, STR8(",\"zone\":"));
    wire_json_add_text(out, record->record.zone);
    builder_add(out, STR8(",\"body\":"));
    /* A body that is no object would break the batch for its neighbours; so only it is set aside.
     */
    builder_add(out, wire_json_is_object(record->record.body) ? record->record.body : STR8("null"));
    add_personal(out, record);
    builder_add_char(out, '}');
}

static void add_event(Str8Builder *out, Arena *arena, Str8 source, const WireRecord *record,
                      bool last) {
    builder_add(out, STR8("{\"specversion\":\"1.0\",\"source\":\""));
    builder_add(out, source);
    builder_add(out, STR8("\",\"type\":\"foyer."));
    wire_json_add_escaped(out, record->record.type);
    builder_add_char(out, '"');
    if (!id_is_none(record->record.event_id)) {
        builder_add(out, STR8(",\"subject\":"));
        wire_json_add_id(out, arena, record->record.event_id);
    }
    builder_add(out, STR8(",\"sequence\":\""));
    builder_add_int(out, record->record.sequence);
    builder_add(out, STR8("\",\"time\":"));
    wire_json_add_time(out, arena, record->record.moment.utc_ms);
    builder_add(out, STR8(",\"id\":"));
    wire_json_add_id(out, arena, record->record.id);
    builder_add_char(out, ',');
    add_data(out, record);
    if (last || record->has_head) {
        builder_add(out, STR8(",\"chainhash\":"));
        wire_json_add_bytes(out, record->record.head, RECORD_HEAD_SIZE);
    }
    builder_add_char(out, '}');
}

static ErrCode pack(Arena *arena, Str8 plain, Str8 *packed, Err *err) {
    size_t size_max = ZSTD_compressBound(plain.len);
    char *out = arena_alloc(arena, size_max);
    if (out == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory to pack %zu bytes", plain.len);
    }
    size_t size = ZSTD_compress(out, size_max, plain.ptr, plain.len, ZSTD_LEVEL);
    if (ZSTD_isError(size)) {
        return err_set(err, ERR_NO_MEMORY, "zstd: %s", ZSTD_getErrorName(size));
    }
    *packed = (Str8){out, size};
    return ERR_OK;
}

ErrCode batch_encode(Arena *arena, const WireBatch *batch, Str8 *body, bool *zstd, Err *err) {
    FOYER_ASSERT(batch->count > 0 && batch->count <= WIRE_BATCH_MAX);
    size_t size_max = 2;
    for (size_t i = 0; i < batch->count; i++) {
        size_max += event_size_max(&batch->records[i]);
    }
    size_max = size_max < WIRE_BODY_MAX ? size_max : WIRE_BODY_MAX;
    Str8Builder out = builder_in(arena, size_max + 1);
    Str8 device = id_text(arena, batch->device);
    Str8 epoch = id_text(arena, batch->epoch);
    Str8 source =
        str8_format(arena, WIRE_SOURCE_START "%.*s:%.*s", STR8_ARG(device), STR8_ARG(epoch));
    if (out.buffer == NULL || source.ptr == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a batch of %zu", batch->count);
    }
    for (size_t i = 0; i < batch->count; i++) {
        builder_add_char(&out, i == 0 ? '[' : ',');
        add_event(&out, arena, source, &batch->records[i], i + 1 == batch->count);
    }
    builder_add_char(&out, ']');
    if (out.full) {
        return err_set(err, ERR_LIMIT, "%zu records were more than %d bytes", batch->count,
                       WIRE_BODY_MAX);
    }
    *body = builder_text(&out);
    *zstd = batch->count >= WIRE_ZSTD_FROM;
    return *zstd ? pack(arena, builder_text(&out), body, err) : ERR_OK;
}
