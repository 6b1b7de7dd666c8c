#include "data/vault/record.h"

#include <string.h>

#include "data/base/pack.h"

/*
 * Canonical bytes of a record, all integers 8 bytes big-endian, texts with 2 bytes of length
 * (pack.h), except the body with 8: "foyer-journal-1", head before (32), sequence, id (16), type,
 * event id (16), utc_ms, mono_ms, boot, good, zone, body, 1 + digest of the cold ciphertext (32)
 * or 0.
 */
enum { CANONICAL_REST_MAX = 512 }; /* all but type, zone and body */

void record_chain_start(Id device, Id epoch, uint8_t head[RECORD_HEAD_SIZE]) {
    uint8_t start[2 * sizeof device.bytes];
    memcpy(start, device.bytes, sizeof device.bytes);
    memcpy(start + sizeof device.bytes, epoch.bytes, sizeof epoch.bytes);
    vault_digest(start, sizeof start, head);
}

ErrCode record_chain(Arena *arena, const uint8_t before[RECORD_HEAD_SIZE], const Record *record,
                     uint8_t head[RECORD_HEAD_SIZE], Err *err) {
    ArenaMark mark = arena_mark(arena);
    size_t texts_size = record->type.len + record->zone.len + record->body.len;
    Packer packer = packer_in(arena, texts_size + CANONICAL_REST_MAX);
    pack_text(&packer, STR8("foyer-journal-1"));
    pack_bytes(&packer, before, RECORD_HEAD_SIZE);
    pack_i64(&packer, record->sequence);
    pack_id(&packer, record->id);
    pack_text(&packer, record->type);
    pack_id(&packer, record->event_id);
    pack_i64(&packer, record->moment.utc_ms);
    pack_i64(&packer, record->moment.mono_ms);
    pack_i64(&packer, record->moment.boot);
    pack_i64(&packer, record->moment.good ? 1 : 0);
    pack_text(&packer, record->zone);
    pack_i64(&packer, (int64_t)record->body.len);
    pack_bytes(&packer, record->body.ptr, record->body.len);
    pack_u8(&packer, record->has_cold ? 1 : 0);
    pack_bytes(&packer, record->cold_digest, record->has_cold ? VAULT_DIGEST_SIZE : 0);
    ErrCode code = ERR_OK;
    if (packer.full || record->body.len > RECORD_BODY_MAX) {
        code = err_set(err, ERR_LIMIT, "record %lld was too large", (long long)record->sequence);
    } else {
        vault_digest(packer.bytes, packer.size, head);
    }
    arena_rewind(arena, mark);
    return code;
}
