#include "sync/hub/hub_codes.h"

#include <string.h>

#include "data/base/check.h"

enum { SELECTOR_TRIES_MAX = 16, SCRATCH_SIZE = 16 * 1024 };

_Static_assert((int)CODE_SELECTOR_LEN + (int)CODE_SECRET_LEN == (int)ENROL_CODE_LEN, "code");

static const char SYMBOLS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* Crockford's base32 */

void hub_code_hash(const char code[ENROL_CODE_LEN + 1], uint8_t hash[CODE_HASH_SIZE]) {
    static const char PURPOSE[] = "foyer-hub-code-1";
    uint8_t bytes[sizeof PURPOSE + ENROL_CODE_LEN];
    memcpy(bytes, PURPOSE, sizeof PURPOSE);
    memcpy(bytes + sizeof PURPOSE, code, ENROL_CODE_LEN);
    vault_digest(bytes, sizeof bytes, hash);
    memory_wipe(bytes, sizeof bytes);
}

static void make_code(RandomPort random, char code[ENROL_CODE_LEN + 1]) {
    uint8_t bytes[ENROL_CODE_LEN];
    random.fill(random.context, bytes, sizeof bytes);
    for (size_t i = 0; i < ENROL_CODE_LEN; i++) {
        code[i] = SYMBOLS[bytes[i] % 32];
    }
    code[ENROL_CODE_LEN] = '\0';
}

/* One whose selector nobody has. */
static ErrCode make_free_code(const HubStore *store, Arena *arena, RandomPort random,
                              char code[ENROL_CODE_LEN + 1], Err *err) {
    for (int i = 0; i < SELECTOR_TRIES_MAX; i++) {
        HubCode other;
        make_code(random, code);
        ErrCode found = store->code_find(store->context, arena, (const uint8_t *)code, &other, err);
        if (found != ERR_OK) {
            return found == ERR_NOT_FOUND ? ERR_OK : found;
        }
    }
    return err_set(err, ERR_LIMIT, "there were too many codes: wait until some are over");
}

static ErrCode add_code(const HubStore *store, Arena *arena, RandomPort random, Moment now,
                        const CodeWish *wish, char code[ENROL_CODE_LEN + 1], Err *err) {
    ErrCode failed = store->code_forget(store->context, now.utc_ms - CODE_KEPT_MS, err);
    if (failed == ERR_OK) {
        failed = make_free_code(store, arena, random, code, err);
    }
    if (failed != ERR_OK) {
        return failed;
    }
    HubCode row = {.school = wish->school,
                   .name = wish->name,
                   .made_utc_ms = now.utc_ms,
                   .until_utc_ms = now.utc_ms + wish->valid_ms};
    memcpy(row.selector, code, sizeof row.selector);
    hub_code_hash(code, row.secret_hash);
    return store->code_put(store->context, &row, err);
}

ErrCode hub_code_new(const HubStore *store, RandomPort random, Moment now, const CodeWish *wish,
                     char code[ENROL_CODE_LEN + 1], Err *err) {
    FOYER_ASSERT(wish->valid_ms > 0);
    if (wish->school.len > HUB_TEXT_MAX || wish->name.len > HUB_TEXT_MAX ||
        !str8_is_valid(wish->school) || !str8_is_valid(wish->name)) {
        return err_set(err, ERR_INVALID, "a name was longer than %d bytes", HUB_TEXT_MAX);
    }
    ErrCode failed = store->begin(store->context, err);
    if (failed != ERR_OK) {
        return failed;
    }
    Arena arena = arena_make(SCRATCH_SIZE, SCRATCH_SIZE);
    failed = add_code(store, &arena, random, now, wish, code, err);
    if (failed == ERR_OK) {
        failed = store->commit(store->context, err);
    } else {
        store->rollback(store->context);
    }
    arena_free(&arena);
    return failed;
}

ErrCode hub_code_used(const HubStore *store, Arena *arena, Str8 code, HubKiosk *kiosk, Err *err) {
    char read[ENROL_CODE_LEN + 1];
    HubCode row;
    if (!enrol_code_normalize(code, read)) {
        return err_set(err, ERR_INVALID, "that was no code");
    }
    ErrCode failed = store->code_find(store->context, arena, (const uint8_t *)read, &row, err);
    if (failed != ERR_OK || id_is_none(row.used_by)) {
        return failed != ERR_OK ? failed : ERR_NOT_FOUND;
    }
    return store->kiosk_find(store->context, arena, row.used_by, kiosk, err);
}
