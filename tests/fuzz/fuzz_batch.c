#include <jansson.h>
#include <string.h>

#include "sync/wire/batch.h"
#include "sync/wire/wire_scan.h"
#include "tests/fuzz/fuzz.h"

/*
 * Any bytes as a batch. What is read and sent on is read the same again; and our own reader of
 * events is held against jansson: where they differ, ours has a stricter rule of its own.
 */
enum { PACKED = 1, SINGLE = 2 };

static bool is_stricter(const char *reason) {
    return strstr(reason, "escape") != NULL || strstr(reason, "too many") != NULL ||
           strstr(reason, "too deep") != NULL;
}

static void check_members(const json_t *tree, const WireObject *data) {
    Str8 body = wire_scan_value(data, STR8("body"));
    const json_t *wanted = json_object_get(json_object_get(tree, "data"), "body");
    FOYER_ASSERT((body.ptr != NULL) == (wanted != NULL));
    if (body.ptr != NULL) {
        json_t *got =
            json_loadb(body.ptr, body.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
        FOYER_ASSERT(json_equal(got, wanted));
        json_decref(got);
    }
}

static void check_scan(Str8 raw) {
    WireObject event;
    WireObject data;
    json_error_t error;
    const char *reason = wire_scan_event(raw, &event, &data);
    json_t *tree = json_loadb(raw.ptr, raw.len, JSON_REJECT_DUPLICATES, &error);
    if (reason == NULL && tree == NULL) {
        /* Numbers that C cannot hold are numbers all the same. */
        FOYER_ASSERT(json_error_code(&error) == json_error_numeric_overflow);
    } else if (reason == NULL) {
        FOYER_ASSERT(event.count == json_object_size(tree));
        check_members(tree, &data);
    } else if (json_is_object(tree)) {
        /* jansson takes a NUL between two tokens for white space. */
        FOYER_ASSERT(is_stricter(reason) || memchr(raw.ptr, '\0', raw.len) != NULL);
    }
    json_decref(tree);
}

static void check_record(const WireRecord *got, const WireRecord *sent) {
    FOYER_ASSERT(!got->unreadable && id_equal(got->record.id, sent->record.id));
    FOYER_ASSERT(id_equal(got->record.event_id, sent->record.event_id));
    FOYER_ASSERT(got->record.sequence == sent->record.sequence);
    FOYER_ASSERT(str8_equal(got->record.type, sent->record.type));
    FOYER_ASSERT(str8_equal(got->record.body, sent->record.body));
    FOYER_ASSERT(str8_equal(got->record.zone, sent->record.zone));
    FOYER_ASSERT(str8_equal(got->sealed, sent->sealed));
    FOYER_ASSERT(got->record.moment.utc_ms == sent->record.moment.utc_ms);
    FOYER_ASSERT(got->record.has_cold == sent->record.has_cold);
    FOYER_ASSERT(memcmp(got->record.cold_digest, sent->record.cold_digest, VAULT_DIGEST_SIZE) == 0);
}

static void check_again(Arena *arena, const WireBatch *sent) {
    Str8 body;
    bool zstd = false;
    WireBatch got;
    for (size_t i = 0; i < sent->count; i++) {
        if (sent->records[i].unreadable) {
            return;
        }
    }
    ErrCode code = batch_encode(arena, sent, &body, &zstd, NULL);
    FOYER_ASSERT(code == ERR_OK || code == ERR_LIMIT);
    if (code != ERR_OK) {
        return;
    }
    FOYER_ASSERT(batch_decode(arena, STR8(WIRE_BATCH_TYPE), zstd, body, &got, NULL) == ERR_OK);
    FOYER_ASSERT(got.count == sent->count && id_equal(got.device, sent->device));
    FOYER_ASSERT(got.records[got.count - 1].has_head);
    for (size_t i = 0; i < sent->count; i++) {
        check_record(&got.records[i], &sent->records[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    Arena arena = fuzz_arena();
    FuzzInput input = {bytes, size};
    uint8_t flags = fuzz_take_byte(&input);
    Str8 body = {(const char *)input.bytes, input.size};
    Str8 type = (flags & SINGLE) != 0 ? STR8(WIRE_EVENT_TYPE) : STR8(WIRE_BATCH_TYPE);
    WireBatch batch;
    Err err = {0};
    ErrCode code = batch_decode(&arena, type, (flags & PACKED) != 0, body, &batch, &err);
    fuzz_check_answer(code, &err);
    if (code == ERR_OK) {
        FOYER_ASSERT(batch.count > 0 && batch.count <= WIRE_BATCH_MAX);
        for (size_t i = 0; i < batch.count; i++) {
            FOYER_ASSERT(batch.records[i].record.sequence ==
                         batch.records[0].record.sequence + (int64_t)i);
            FOYER_ASSERT(batch.records[i].unreadable == (batch.records[i].reason != NULL));
            check_scan(batch.records[i].raw);
        }
        check_again(&arena, &batch);
    }
    arena_free(&arena);
    return 0;
}
