#include "data/store/visit_names.h"

#include <string.h>

#include "data/base/check.h"
#include "data/store/pack.h"
#include "data/store/queries.h"
#include "data/store/statement.h"
#include "data/store/store_private.h"

enum { NAMES_VERSION = 1, NAMES_PACKED_MAX = 64 + VISIT_PEOPLE_MAX * (20 + 2 * PERSON_NAME_MAX) };

bool visit_names_any(const VisitNames *names) {
    bool any = !id_is_none(names->household_id);
    for (size_t i = 0; i < names->count; i++) {
        const Visitor *person = &names->people[i];
        any = any || person->given_name.len > 0 || person->family_name.len > 0 ||
              !id_is_none(person->person_id);
    }
    return any;
}

Str8 visit_names_pack(Arena *arena, const VisitNames *names) {
    FOYER_ASSERT(names->count <= VISIT_PEOPLE_MAX);
    Packer packer = packer_in(arena, NAMES_PACKED_MAX);
    pack_u8(&packer, NAMES_VERSION);
    pack_id(&packer, names->household_id);
    pack_i64(&packer, (int64_t)names->first);
    pack_u8(&packer, (uint8_t)names->count);
    for (size_t i = 0; i < names->count; i++) {
        pack_id(&packer, names->people[i].person_id);
        pack_text(&packer, names->people[i].given_name);
        pack_text(&packer, names->people[i].family_name);
    }
    return packer.full ? (Str8){NULL, 0} : packer_bytes(&packer);
}

/* Borrows the texts from `packed`; role and grade stay empty. False on damage. */
static bool visit_names_unpack(Arena *arena, Str8 packed, VisitNames *names) {
    Unpacker unpacker = {.rest = packed};
    bool known = unpack_u8(&unpacker) == NAMES_VERSION;
    VisitNames got = {.household_id = unpack_id(&unpacker)};
    got.first = (size_t)unpack_i64(&unpacker);
    got.count = unpack_u8(&unpacker);
    Visitor *people = ARENA_ARRAY(arena, Visitor, got.count + 1);
    if (!known || got.count > VISIT_PEOPLE_MAX || people == NULL) {
        return false;
    }
    for (size_t i = 0; i < got.count; i++) {
        people[i].person_id = unpack_id(&unpacker);
        people[i].given_name = unpack_text(&unpacker);
        people[i].family_name = unpack_text(&unpacker);
    }
    got.people = people;
    if (unpacker.bad || unpacker.rest.len > 0) {
        return false;
    }
    *names = got;
    return true;
}

/* ---- hot ---- */

static ErrCode hot_key_open(Store *store, Id event_id, Str8 boxed, uint8_t key[VAULT_KEY_SIZE],
                            Err *err) {
    Str8 plain;
    if (!vault_unbox(&store->scratch, store->kiosk_key, event_id, boxed, &plain) ||
        plain.len != VAULT_KEY_SIZE) {
        return err_set(err, ERR_CORRUPT, "an event's key could not be opened");
    }
    memcpy(key, plain.ptr, VAULT_KEY_SIZE);
    return ERR_OK;
}

ErrCode hot_key_get(Store *store, Id event_id, uint8_t key[VAULT_KEY_SIZE], Err *err) {
    ArenaMark mark = arena_mark(&store->scratch);
    Statement statement = statement_open(&store->db, QUERY_HOT_KEY_GET);
    bind_id(&statement, 1, event_id);
    bool found = statement_step(&statement);
    Str8 boxed = found ? column_blob(&statement, &store->scratch, 0) : (Str8){NULL, 0};
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        code = found ? hot_key_open(store, event_id, boxed, key, err) : ERR_NOT_FOUND;
    }
    arena_rewind(&store->scratch, mark);
    return code;
}

static ErrCode hot_key_make(Store *store, Id event_id, Moment now, uint8_t key[VAULT_KEY_SIZE],
                            Err *err) {
    store->random.fill(store->random.context, key, VAULT_KEY_SIZE);
    ArenaMark mark = arena_mark(&store->scratch);
    Str8 plain = {(const char *)key, VAULT_KEY_SIZE};
    Str8 boxed = vault_box(&store->scratch, store->random, store->kiosk_key, event_id, plain);
    Statement statement = statement_open(&store->db, QUERY_HOT_KEY_ADD);
    if (boxed.ptr == NULL) {
        statement_no_memory(&statement);
    }
    bind_id(&statement, 1, event_id);
    bind_bytes(&statement, 2, boxed.ptr, boxed.len);
    bind_int(&statement, 3, now.utc_ms);
    bind_int(&statement, 4, now.good ? 1 : 0);
    ErrCode code = statement_run(&statement, err);
    arena_rewind(&store->scratch, mark);
    return code;
}

ErrCode hot_key_get_or_make(Store *store, Id event_id, Moment now, uint8_t key[VAULT_KEY_SIZE],
                            Err *err) {
    ErrCode code = hot_key_get(store, event_id, key, err);
    return code == ERR_NOT_FOUND ? hot_key_make(store, event_id, now, key, err) : code;
}

static ErrCode names_from(Arena *arena, const uint8_t key[VAULT_KEY_SIZE], Id event_id, Str8 boxed,
                          VisitNames *names, Err *err) {
    Str8 plain;
    if (!vault_unbox(arena, key, event_id, boxed, &plain) ||
        !visit_names_unpack(arena, plain, names)) {
        return err_set(err, ERR_CORRUPT, "tonight's names of a visit could not be opened");
    }
    return ERR_OK;
}

ErrCode hot_names_open(Store *store, Arena *arena, int64_t sequence, VisitNames *names, Err *err) {
    ArenaMark mark = arena_mark(&store->scratch);
    Statement statement = statement_open(&store->db, QUERY_HOT_NAMES_GET);
    bind_int(&statement, 1, sequence);
    bool found = statement_step(&statement);
    Str8 boxed = {NULL, 0};
    Str8 boxed_key = {NULL, 0};
    Id event_id = {{0}};
    if (found) {
        boxed = column_blob(&statement, &store->scratch, 0);
        boxed_key = column_blob(&statement, &store->scratch, 1);
        event_id = column_id(&statement, 2);
    }
    ErrCode code = statement_close(&statement, err);
    code = code == ERR_OK && !found ? ERR_NOT_FOUND : code;
    uint8_t key[VAULT_KEY_SIZE] = {0};
    if (code == ERR_OK) {
        code = hot_key_open(store, event_id, boxed_key, key, err);
    }
    if (code == ERR_OK) {
        code = names_from(arena, key, event_id, boxed, names, err);
    }
    memory_wipe(key, sizeof key);
    arena_rewind(&store->scratch, mark);
    return code;
}

/* ---- cold ---- */

ErrCode cold_names_open(Store *store, Arena *arena, int64_t sequence,
                        const uint8_t school_secret[VAULT_KEY_SIZE], VisitNames *names, Err *err) {
    ArenaMark mark = arena_mark(&store->scratch);
    Statement statement = statement_open(&store->db, QUERY_JOURNAL_COLD_OF);
    bind_int(&statement, 1, sequence);
    bool found = statement_step(&statement);
    Str8 sealed = found ? column_blob(&statement, &store->scratch, 0) : (Str8){NULL, 0};
    ErrCode code = statement_close(&statement, err);
    code = code == ERR_OK && !found ? ERR_NOT_FOUND : code;
    Str8 plain = {NULL, 0};
    if (code == ERR_OK && !vault_unseal(arena, school_secret, sealed, &plain)) {
        code =
            err_set(err, ERR_DENIED, "record %lld did not open with this key", (long long)sequence);
    }
    if (code == ERR_OK && !visit_names_unpack(arena, plain, names)) {
        code = err_set(err, ERR_CORRUPT, "record %lld had damaged names", (long long)sequence);
    }
    arena_rewind(&store->scratch, mark);
    return code;
}
