#include <string.h>

#include "data/sqlite/statement.h"
#include "data/store/household_content.h"
#include "data/store/lookup_throttle.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"

/*
 * Every look-up does the same: count a miss on disk, one Argon2id, one index seek,
 * HOUSEHOLD_SHARED_MAX openings (dummies where there is no row), whatever comes of it. Only a find
 * writes once more, and a find shows on the screen anyway.
 */

static ErrCode throttle_get(Store *store, Throttle *throttle, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_THROTTLE_GET);
    if (statement_step(&statement)) {
        *throttle = (Throttle){
            .misses_in_row = column_int(&statement, 0),
            .misses_today = column_int(&statement, 1),
            .found_today = column_int(&statement, 2),
            .off = column_int(&statement, 3) != 0,
            .pause_left_ms = column_int(&statement, 4),
            .day_on_ms = column_int(&statement, 5),
            .day_utc_ms = column_int(&statement, 6),
            .last_mono_ms = column_int(&statement, 7),
        };
    } else {
        statement_corrupt(&statement);
    }
    return statement_close(&statement, err);
}

static ErrCode throttle_set(Store *store, const Throttle *throttle, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_THROTTLE_SET);
    bind_int(&statement, 1, throttle->misses_in_row);
    bind_int(&statement, 2, throttle->misses_today);
    bind_int(&statement, 3, throttle->found_today);
    bind_int(&statement, 4, throttle->off ? 1 : 0);
    bind_int(&statement, 5, throttle->pause_left_ms);
    bind_int(&statement, 6, throttle->day_on_ms);
    bind_int(&statement, 7, throttle->day_utc_ms);
    bind_int(&statement, 8, throttle->last_mono_ms);
    return statement_run(&statement, err);
}

/* ---- counting ---- */

typedef struct {
    Moment now;
    Throttle before; /* time advanced, nothing counted */
    Throttle after;
    LookupThrottle state; /* of before */
} Charge;

static ErrCode run_charge(Store *store, void *context, Err *err) {
    Charge *charge = context;
    ErrCode code = throttle_get(store, &charge->before, err);
    if (code != ERR_OK) {
        return code;
    }
    int64_t left_ms = 0;
    throttle_advance(&charge->before, charge->now);
    charge->state = throttle_state(&charge->before, &left_ms);
    charge->after = charge->before;
    if (charge->state == LOOKUP_READY) {
        throttle_miss(&charge->after);
    }
    return throttle_set(store, &charge->after, err);
}

static ErrCode run_refund(Store *store, void *context, Err *err) {
    Charge *charge = context;
    charge->after = throttle_found(charge->before);
    return throttle_set(store, &charge->after, err);
}

/* ---- opening ---- */

typedef struct {
    Id row;
    uint8_t key_sealed[VAULT_SEALED_KEY_SIZE];
    Str8 content;
} Candidate;

static ErrCode candidates_get(Store *store, const VaultSecret *secret, Str8 kind,
                              Candidate candidates[HOUSEHOLD_SHARED_MAX], size_t *count, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_LOOKUP_FIND);
    bind_bytes(&statement, 1, secret->tag, sizeof secret->tag);
    bind_text(&statement, 2, kind);
    bind_int(&statement, 3, HOUSEHOLD_SHARED_MAX + 1);
    size_t got = 0;
    while (statement_step(&statement)) {
        if (got < HOUSEHOLD_SHARED_MAX) {
            Candidate *candidate = &candidates[got];
            candidate->row = column_id(&statement, 0);
            column_bytes(&statement, 1, candidate->key_sealed, sizeof candidate->key_sealed);
            candidate->content = column_blob(&statement, &store->scratch, 2);
        }
        got++;
    }
    /* So many families have this number that it is nobody's own: the school's, "000". */
    *count = got > HOUSEHOLD_SHARED_MAX ? 0 : got;
    return statement_close(&statement, err);
}

static bool has_letter(const HouseholdContent *content, uint32_t letter) {
    bool has = false;
    for (size_t i = 0; i < content->letters_count; i++) {
        has = has || content->letters[i] == letter;
    }
    return has && letter != 0;
}

/* Opens all candidates and as many dummies as make the number up. */
static ErrCode open_all(Arena *arena, const VaultSecret *secret, const Candidate *candidates,
                        size_t count, uint32_t letter, Lookup *lookup, Err *err) {
    Household *found = ARENA_ARRAY(arena, Household, HOUSEHOLD_SHARED_MAX);
    HouseholdContent *content = ARENA_NEW(arena, HouseholdContent);
    if (found == NULL || content == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a look-up");
    }
    Candidate dummy = {.content = {NULL, 0}}; /* a real point on the curve: the same work */
    memcpy(dummy.key_sealed, secret->public_key, VAULT_KEY_SIZE);
    ErrCode code = ERR_OK;
    for (size_t i = 0; i < HOUSEHOLD_SHARED_MAX; i++) {
        const Candidate *candidate = i < count ? &candidates[i] : &dummy;
        uint8_t key[VAULT_KEY_SIZE];
        bool opened =
            vault_unseal_key(secret->public_key, secret->secret_key, candidate->key_sealed, key) &&
            household_content_open(arena, key, candidate->row, candidate->content, content);
        memory_wipe(key, sizeof key);
        if (i < count && !opened) {
            code = err_set(err, ERR_CORRUPT, "a household could not be opened");
        } else if (opened && has_letter(content, letter)) {
            found[lookup->count++] = content->household;
        }
    }
    lookup->households = found;
    return code;
}

static ErrCode search(Store *store, Arena *arena, Str8 kind, Str8 secret_text, uint32_t letter,
                      Lookup *lookup, Err *err) {
    VaultSecret secret;
    ErrCode code = vault_derive(store->school_salt, store->cost, kind, secret_text, &secret, err);
    if (code != ERR_OK) {
        return code;
    }
    ArenaMark mark = arena_mark(&store->scratch);
    Candidate candidates[HOUSEHOLD_SHARED_MAX];
    size_t count = 0;
    code = candidates_get(store, &secret, kind, candidates, &count, err);
    if (code == ERR_OK) {
        code = open_all(arena, &secret, candidates, count, letter, lookup, err);
    }
    memory_wipe(&secret, sizeof secret);
    arena_rewind(&store->scratch, mark);
    return code;
}

static void forget_found(Arena *arena, ArenaMark mark, Lookup *lookup) {
    arena_rewind(arena, mark);
    lookup->households = NULL;
    lookup->count = 0;
}

ErrCode household_store_find(Store *store, Arena *arena, SecretKind kind, Str8 secret,
                             uint32_t letter, Moment now, Lookup *lookup, Err *err) {
    if (secret.len == 0 || secret.len > PHONE_DIGITS_MAX) {
        return err_set(err, ERR_INVALID, "a look-up had %zu symbols", secret.len);
    }
    Charge charge = {.now = now};
    ErrCode code = store_write(store, run_charge, &charge, NULL, err);
    if (code != ERR_OK) {
        return code;
    }
    ArenaMark mark = arena_mark(arena);
    Lookup got = {.count = 0};
    code = search(store, arena, kind == SECRET_CARD ? STR8("card") : STR8("phone"), secret, letter,
                  &got, err);
    bool shown = code == ERR_OK && got.count > 0 && charge.state == LOOKUP_READY;
    if (shown) {
        code = store_write(store, run_refund, &charge, NULL, err);
    }
    if (!shown || code != ERR_OK) {
        forget_found(arena, mark, &got);
    }
    if (code == ERR_OK) {
        got.throttle = throttle_state(&charge.after, &got.pause_left_ms);
        *lookup = got;
    }
    return code == ERR_OK && !shown ? err_set(err, ERR_NOT_FOUND, "no household was found") : code;
}

ErrCode household_store_throttle(Store *store, Moment now, Lookup *lookup, Err *err) {
    Throttle throttle;
    ErrCode code = throttle_get(store, &throttle, err);
    if (code == ERR_OK) {
        throttle_advance(&throttle, now);
        *lookup = (Lookup){.count = 0};
        lookup->throttle = throttle_state(&throttle, &lookup->pause_left_ms);
    }
    return code;
}

static ErrCode run_unlock(Store *store, void *context, Err *err) {
    (void)context;
    static const Throttle FRESH;
    return throttle_set(store, &FRESH, err);
}

ErrCode household_store_unlock(Store *store, Err *err) {
    return store_write(store, run_unlock, NULL, NULL, err);
}
