#include "data/store/household_store.h"

#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"
#include "data/base/pack.h"
#include "data/sqlite/statement.h"
#include "data/store/household_content.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"

/*
 * A household is boxed with a random key of its own. That key is sealed
 * - once for every phone number and every card: Argon2id(secret, school's salt) gives a tag (where
 *   to look) and an X25519 key pair, and the household's key is sealed to its public half;
 * - once for the school (cold_key), for printing cards.
 * 1. The public halves of cards stay in the table, so a changed household is sealed to cards whose
 *    codes nobody knows here: cards live on.
 * 2. A change makes a new key: what an old backup and a voided card could open stays old.
 * 3. Row ids and fingerprints are keyed with the kiosk's key: equal or not, and nothing else.
 */

typedef struct {
    uint8_t tag[VAULT_TAG_SIZE];
    uint8_t public_key[VAULT_KEY_SIZE];
    uint8_t key_sealed[VAULT_SEALED_KEY_SIZE];
} SealedLookup;

struct HouseholdSealed {
    Id row;
    Change change;
    Str8 source;
    uint8_t fingerprint[VAULT_DIGEST_SIZE];
    Str8 content;
    uint8_t cold_key[VAULT_SEALED_KEY_SIZE];
    SealedLookup phones[HOUSEHOLD_PHONES_MAX];
    size_t phones_count;
    SealedLookup cards[HOUSEHOLD_CARDS_MAX];
    size_t cards_count;
};

static bool phone_is_valid(Str8 phone) {
    for (size_t i = 0; i < phone.len; i++) {
        if (phone.ptr[i] < '0' || phone.ptr[i] > '9') {
            return false;
        }
    }
    return phone.len >= PHONE_DIGITS_MIN && phone.len <= PHONE_DIGITS_MAX;
}

static bool person_is_valid(const Person *person) {
    return (unsigned)person->role < PERSON_ROLE_COUNT &&
           person->given_name.len <= PERSON_NAME_MAX &&
           person->family_name.len <= PERSON_NAME_MAX && person->grade.len <= 8 &&
           str8_is_valid(person->given_name) && str8_is_valid(person->family_name);
}

static ErrCode household_validate(const HouseholdIn *in, Err *err) {
    size_t people = in->household.people_count;
    if (id_is_none(in->household.id) || in->source.len == 0 || in->source.len > 32 ||
        in->household.language.len > 35) {
        return err_set(err, ERR_INVALID, "household had no id, no source or a wrong language");
    }
    if (people < 1 || people > HOUSEHOLD_PEOPLE_MAX || in->phones_count > HOUSEHOLD_PHONES_MAX ||
        in->letters_count > HOUSEHOLD_LETTERS_MAX) {
        return err_set(err, ERR_INVALID, "household had %zu people, %zu phones, %zu letters",
                       people, in->phones_count, in->letters_count);
    }
    for (size_t i = 0; i < people; i++) {
        if (!person_is_valid(&in->household.people[i])) {
            return err_set(err, ERR_INVALID, "person %zu had a wrong role, grade or name", i);
        }
    }
    for (size_t i = 0; i < in->phones_count; i++) {
        if (!phone_is_valid(in->phones[i])) {
            return err_set(err, ERR_INVALID, "phone %zu was not %d to %d digits", i,
                           PHONE_DIGITS_MIN, PHONE_DIGITS_MAX);
        }
    }
    return ERR_OK;
}

/* ---- what would a put do ---- */

static ErrCode fingerprint_of(Store *store, const HouseholdIn *in,
                              uint8_t fingerprint[VAULT_DIGEST_SIZE], Err *err) {
    ArenaMark mark = arena_mark(&store->scratch);
    Str8 content = household_content_pack(&store->scratch, in);
    Packer packer = packer_in(&store->scratch,
                              content.len + 64 + HOUSEHOLD_PHONES_MAX * (PHONE_DIGITS_MAX + 2));
    pack_bytes(&packer, content.ptr, content.len);
    pack_text(&packer, in->source);
    for (size_t i = 0; i < in->phones_count; i++) {
        pack_text(&packer, in->phones[i]);
    }
    ErrCode code = ERR_OK;
    if (content.ptr == NULL || packer.full) {
        code = err_set(err, ERR_NO_MEMORY, "no memory for a household");
    } else {
        vault_fingerprint(store->household_key, packer.bytes, packer.size, fingerprint);
    }
    arena_rewind(&store->scratch, mark);
    return code;
}

static ErrCode change_of(Store *store, Id row, const uint8_t fingerprint[VAULT_DIGEST_SIZE],
                         Change *change, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_HOUSEHOLD_FINGERPRINT);
    bind_id(&statement, 1, row);
    Change got = CHANGE_ADDED;
    if (statement_step(&statement)) {
        uint8_t have[VAULT_DIGEST_SIZE];
        column_bytes(&statement, 0, have, sizeof have);
        got = memcmp(have, fingerprint, sizeof have) == 0 ? CHANGE_SAME : CHANGE_CHANGED;
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *change = got;
    }
    return code;
}

ErrCode household_store_compare(Store *store, const HouseholdIn *in, Change *change, Err *err) {
    uint8_t fingerprint[VAULT_DIGEST_SIZE];
    ErrCode code = household_validate(in, err);
    if (code == ERR_OK) {
        code = fingerprint_of(store, in, fingerprint, err);
    }
    return code == ERR_OK
               ? change_of(store, household_row(store, in->household.id), fingerprint, change, err)
               : code;
}

/* ---- seal ---- */

static ErrCode seal_phones(Store *store, const HouseholdIn *in, const uint8_t key[VAULT_KEY_SIZE],
                           HouseholdSealed *sealed, Err *err) {
    size_t count = in->household.card_only ? 0 : in->phones_count;
    for (size_t i = 0; i < count; i++) {
        VaultSecret secret;
        ErrCode code = vault_derive(store->school_salt, store->cost, STR8("phone"), in->phones[i],
                                    &secret, err);
        if (code != ERR_OK) {
            return code;
        }
        bool known = false; /* two guardians often share a number */
        for (size_t j = 0; j < sealed->phones_count; j++) {
            known = known || memcmp(sealed->phones[j].tag, secret.tag, VAULT_TAG_SIZE) == 0;
        }
        if (!known) {
            SealedLookup *lookup = &sealed->phones[sealed->phones_count++];
            memcpy(lookup->tag, secret.tag, sizeof lookup->tag);
            memcpy(lookup->public_key, secret.public_key, sizeof lookup->public_key);
            vault_seal_key(store->random, secret.public_key, key, lookup->key_sealed);
        }
        memory_wipe(&secret, sizeof secret);
    }
    return ERR_OK;
}

static ErrCode seal_cards(Store *store, const uint8_t key[VAULT_KEY_SIZE], HouseholdSealed *sealed,
                          Err *err) {
    Statement statement = statement_open(&store->db, QUERY_LOOKUP_CARDS);
    bind_id(&statement, 1, sealed->row);
    bind_int(&statement, 2, HOUSEHOLD_CARDS_MAX);
    while (sealed->cards_count < HOUSEHOLD_CARDS_MAX && statement_step(&statement)) {
        SealedLookup *lookup = &sealed->cards[sealed->cards_count++];
        column_bytes(&statement, 0, lookup->tag, sizeof lookup->tag);
        column_bytes(&statement, 1, lookup->public_key, sizeof lookup->public_key);
    }
    ErrCode code = statement_close(&statement, err);
    for (size_t i = 0; code == ERR_OK && i < sealed->cards_count; i++) {
        vault_seal_key(store->random, sealed->cards[i].public_key, key,
                       sealed->cards[i].key_sealed);
    }
    return code;
}

static ErrCode seal_all(Store *store, Arena *arena, const HouseholdIn *in, HouseholdSealed *sealed,
                        Err *err) {
    uint8_t key[VAULT_KEY_SIZE];
    store->random.fill(store->random.context, key, sizeof key);
    ArenaMark mark = arena_mark(&store->scratch);
    Str8 packed = household_content_pack(&store->scratch, in);
    if (packed.ptr != NULL) {
        Str8 boxed = vault_box(&store->scratch, store->random, key, sealed->row, packed);
        sealed->content = str8_copy(arena, boxed);
    }
    arena_rewind(&store->scratch, mark);
    ErrCode code = ERR_OK;
    if (sealed->content.ptr == NULL) {
        code = err_set(err, ERR_NO_MEMORY, "no memory for a household");
    }
    vault_seal_key(store->random, store->school_public, key, sealed->cold_key);
    if (code == ERR_OK) {
        code = seal_phones(store, in, key, sealed, err);
    }
    if (code == ERR_OK) {
        code = seal_cards(store, key, sealed, err);
    }
    memory_wipe(key, sizeof key);
    return code;
}

ErrCode household_store_seal(Store *store, Arena *arena, const HouseholdIn *in,
                             HouseholdSealed **sealed, Err *err) {
    ErrCode code = household_validate(in, err);
    if (code != ERR_OK) {
        return code;
    }
    HouseholdSealed *fresh = ARENA_NEW(arena, HouseholdSealed);
    if (fresh == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a household");
    }
    fresh->row = household_row(store, in->household.id);
    fresh->source = str8_copy(arena, in->source);
    code = fingerprint_of(store, in, fresh->fingerprint, err);
    if (code == ERR_OK) {
        code = change_of(store, fresh->row, fresh->fingerprint, &fresh->change, err);
    }
    if (code == ERR_OK && fresh->change != CHANGE_SAME) {
        code = seal_all(store, arena, in, fresh, err);
    }
    if (code == ERR_OK) {
        *sealed = fresh;
    }
    return code;
}

/* ---- put ---- */

static ErrCode put_row(Store *store, const HouseholdSealed *sealed, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_HOUSEHOLD_PUT);
    bind_id(&statement, 1, sealed->row);
    bind_text(&statement, 2, sealed->source);
    bind_bytes(&statement, 3, sealed->fingerprint, sizeof sealed->fingerprint);
    bind_bytes(&statement, 4, sealed->content.ptr, sealed->content.len);
    bind_bytes(&statement, 5, sealed->cold_key, sizeof sealed->cold_key);
    return statement_run(&statement, err);
}

static ErrCode put_phones(Store *store, const HouseholdSealed *sealed, Err *err) {
    Statement forget = statement_open(&store->db, QUERY_LOOKUP_FORGET_PHONES);
    bind_id(&forget, 1, sealed->row);
    ErrCode code = statement_run(&forget, err);
    for (size_t i = 0; code == ERR_OK && i < sealed->phones_count; i++) {
        const SealedLookup *lookup = &sealed->phones[i];
        Statement add = statement_open(&store->db, QUERY_LOOKUP_ADD);
        bind_bytes(&add, 1, lookup->tag, sizeof lookup->tag);
        bind_id(&add, 2, sealed->row);
        bind_text(&add, 3, STR8("phone"));
        bind_bytes(&add, 4, lookup->public_key, sizeof lookup->public_key);
        bind_bytes(&add, 5, lookup->key_sealed, sizeof lookup->key_sealed);
        code = statement_run(&add, err);
    }
    return code;
}

static ErrCode cards_now(Store *store, Id row, size_t *count, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_LOOKUP_CARDS);
    bind_id(&statement, 1, row);
    bind_int(&statement, 2, HOUSEHOLD_CARDS_MAX + 1);
    *count = 0;
    while (statement_step(&statement)) {
        (*count)++;
    }
    return statement_close(&statement, err);
}

/* A card issued between seal and put would be left with an old key: then seal again. */
static ErrCode put_cards(Store *store, const HouseholdSealed *sealed, Err *err) {
    size_t count = 0;
    ErrCode code = cards_now(store, sealed->row, &count, err);
    if (code == ERR_OK && count != sealed->cards_count) {
        code = err_set(err, ERR_CONFLICT, "the household's cards changed meanwhile");
    }
    for (size_t i = 0; code == ERR_OK && i < sealed->cards_count; i++) {
        const SealedLookup *lookup = &sealed->cards[i];
        Statement renew = statement_open(&store->db, QUERY_LOOKUP_RENEW_CARD);
        bind_id(&renew, 1, sealed->row);
        bind_bytes(&renew, 2, lookup->tag, sizeof lookup->tag);
        bind_bytes(&renew, 3, lookup->key_sealed, sizeof lookup->key_sealed);
        code = statement_run(&renew, err);
    }
    return code;
}

typedef struct {
    const HouseholdSealed *sealed;
} PutWork;

static ErrCode run_put(Store *store, void *context, Err *err) {
    const PutWork *work = context;
    ErrCode code = put_row(store, work->sealed, err);
    if (code == ERR_OK) {
        code = put_phones(store, work->sealed, err);
    }
    return code == ERR_OK ? put_cards(store, work->sealed, err) : code;
}

ErrCode household_store_put(Store *store, const HouseholdSealed *sealed, Change *change, Err *err) {
    ErrCode code = ERR_OK;
    if (sealed->change != CHANGE_SAME) {
        PutWork work = {sealed};
        code = store_write(store, run_put, &work, NULL, err);
    }
    if (code == ERR_OK && change != NULL) {
        *change = sealed->change;
    }
    return code;
}

/* ---- gone ---- */

static int id_compare(const void *a, const void *b) {
    return memcmp(a, b, sizeof(Id));
}

/* Rows of what the import saw, sorted for bsearch. */
static Id *rows_of(Store *store, const Id *seen, size_t seen_count) {
    Id *rows = ARENA_ARRAY(&store->scratch, Id, seen_count + 1);
    for (size_t i = 0; rows != NULL && i < seen_count; i++) {
        rows[i] = household_row(store, seen[i]);
    }
    if (rows != NULL) {
        qsort(rows, seen_count, sizeof rows[0], id_compare);
    }
    return rows;
}

typedef struct {
    Str8 source;
    const Id *rows;
    size_t rows_count;
    bool remove;
    bool listed_go; /* the listed ones go, else all others */
    size_t gone;
} GoneWork;

enum { GONE_PAGE = 256 };

static ErrCode gone_page(Store *store, const GoneWork *work, Id after, Id ids[GONE_PAGE],
                         size_t *count, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_HOUSEHOLD_IDS_OF_SOURCE);
    bind_text(&statement, 1, work->source);
    bind_id(&statement, 2, after);
    bind_int(&statement, 3, GONE_PAGE);
    *count = 0;
    while (*count < GONE_PAGE && statement_step(&statement)) {
        ids[(*count)++] = column_id(&statement, 0);
    }
    return statement_close(&statement, err);
}

static ErrCode remove_row(Store *store, Id row, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_HOUSEHOLD_REMOVE);
    bind_id(&statement, 1, row);
    return statement_run(&statement, err);
}

static ErrCode run_gone(Store *store, void *context, Err *err) {
    GoneWork *work = context;
    work->gone = 0;
    Id after = {{0}};
    Id ids[GONE_PAGE];
    size_t count = GONE_PAGE;
    ErrCode code = ERR_OK;
    while (code == ERR_OK && count == GONE_PAGE) {
        code = gone_page(store, work, after, ids, &count, err);
        for (size_t i = 0; code == ERR_OK && i < count; i++) {
            after = ids[i];
            bool listed =
                bsearch(&ids[i], work->rows, work->rows_count, sizeof ids[i], id_compare) != NULL;
            if (listed == work->listed_go) {
                work->gone++;
                code = work->remove ? remove_row(store, ids[i], err) : ERR_OK;
            }
        }
    }
    return code;
}

static ErrCode find_gone(Store *store, GoneWork *work, const Id *ids, size_t *gone, Err *err) {
    ArenaMark mark = arena_mark(&store->scratch);
    work->rows = rows_of(store, ids, work->rows_count);
    ErrCode code = ERR_OK;
    if (work->rows == NULL) {
        code = err_set(err, ERR_NO_MEMORY, "no memory for %zu households", work->rows_count);
    } else {
        code = work->remove ? store_write(store, run_gone, work, NULL, err)
                            : run_gone(store, work, err);
    }
    arena_rewind(&store->scratch, mark);
    if (code == ERR_OK) {
        *gone = work->gone;
    }
    return code;
}

ErrCode household_store_gone(Store *store, Str8 source, const Id *seen, size_t seen_count,
                             bool remove, size_t *gone, Err *err) {
    GoneWork work = {.source = source, .rows_count = seen_count, .remove = remove};
    return find_gone(store, &work, seen, gone, err);
}

ErrCode household_store_gone_named(Store *store, Str8 source, const Id *named, size_t named_count,
                                   bool remove, size_t *gone, Err *err) {
    GoneWork work = {
        .source = source, .rows_count = named_count, .remove = remove, .listed_go = true};
    return find_gone(store, &work, named, gone, err);
}

ErrCode household_store_count(Store *store, size_t *count, Err *err) {
    int64_t number = 0;
    ErrCode code = db_run_int(&store->db, QUERY_HOUSEHOLD_COUNT, &number, err);
    if (code == ERR_OK) {
        *count = (size_t)number;
    }
    return code;
}
