#include <string.h>

#include "data/base/check.h"
#include "data/sqlite/statement.h"
#include "data/store/household_content.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"

/* What the school does with its own key: a list of its households, and cards for them. */

static ErrCode unseal_cold_key(const uint8_t school_secret[VAULT_KEY_SIZE],
                               const uint8_t sealed[VAULT_SEALED_KEY_SIZE],
                               uint8_t key[VAULT_KEY_SIZE], Err *err) {
    uint8_t school_public[VAULT_KEY_SIZE];
    vault_school_public(school_secret, school_public);
    if (!vault_unseal_key(school_public, school_secret, sealed, key)) {
        return err_set(err, ERR_DENIED, "a household did not open with this school key");
    }
    return ERR_OK;
}

static ErrCode row_open(Arena *arena, Statement *statement,
                        const uint8_t school_secret[VAULT_KEY_SIZE], HouseholdRow *row, Err *err) {
    uint8_t sealed[VAULT_SEALED_KEY_SIZE];
    uint8_t key[VAULT_KEY_SIZE];
    row->row = column_id(statement, 0);
    Str8 content = column_blob(statement, arena, 1);
    column_bytes(statement, 2, sealed, sizeof sealed);
    row->cards = (size_t)column_int(statement, 3);
    ErrCode code = unseal_cold_key(school_secret, sealed, key, err);
    HouseholdContent *opened = ARENA_NEW(arena, HouseholdContent);
    if (code == ERR_OK &&
        (opened == NULL || !household_content_open(arena, key, row->row, content, opened))) {
        code = err_set(err, ERR_CORRUPT, "a household could not be opened");
    }
    if (code == ERR_OK) {
        row->household = opened->household;
    }
    memory_wipe(key, sizeof key);
    return code;
}

ErrCode household_store_page(Store *store, Arena *arena,
                             const uint8_t school_secret[STORE_KEY_SIZE], Id after, size_t limit,
                             HouseholdRow **rows, size_t *count, Err *err) {
    FOYER_ASSERT(limit >= 1 && limit <= HOUSEHOLD_ROWS_MAX);
    HouseholdRow *page = ARENA_ARRAY(arena, HouseholdRow, limit);
    if (page == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for %zu households", limit);
    }
    Statement statement = statement_open(&store->db, QUERY_HOUSEHOLD_PAGE);
    bind_id(&statement, 1, after);
    bind_int(&statement, 2, (int64_t)limit);
    size_t got = 0;
    ErrCode opened = ERR_OK;
    while (opened == ERR_OK && got < limit && statement_step(&statement)) {
        opened = row_open(arena, &statement, school_secret, &page[got], err);
        got++;
    }
    ErrCode code = statement_close(&statement, opened == ERR_OK ? err : NULL);
    code = opened != ERR_OK ? opened : code;
    if (code == ERR_OK) {
        *rows = page;
        *count = got;
    }
    return code;
}

/* ---- cards ---- */

typedef struct {
    Id row;
    const uint8_t *school_secret;
    const VaultSecret *secret;
} IssueWork;

static ErrCode cold_key_get(Store *store, Id row, const uint8_t school_secret[VAULT_KEY_SIZE],
                            uint8_t key[VAULT_KEY_SIZE], Err *err) {
    Statement statement = statement_open(&store->db, QUERY_HOUSEHOLD_COLD_KEY);
    bind_id(&statement, 1, row);
    uint8_t sealed[VAULT_SEALED_KEY_SIZE];
    bool found = statement_step(&statement);
    if (found) {
        column_bytes(&statement, 0, sealed, sizeof sealed);
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK && !found) {
        code = err_set(err, ERR_NOT_FOUND, "no such household");
    }
    return code == ERR_OK ? unseal_cold_key(school_secret, sealed, key, err) : code;
}

static ErrCode refuse_taken(Store *store, const IssueWork *work, Err *err) {
    Statement taken = statement_open(&store->db, QUERY_LOOKUP_HAS);
    bind_bytes(&taken, 1, work->secret->tag, VAULT_TAG_SIZE);
    ErrCode code = statement_exists(&taken, err);
    if (code == ERR_OK) {
        return err_set(err, ERR_CONFLICT, "the card code was taken");
    }
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

static ErrCode refuse_too_many(Store *store, const IssueWork *work, Err *err) {
    Statement cards = statement_open(&store->db, QUERY_LOOKUP_CARDS);
    bind_id(&cards, 1, work->row);
    bind_int(&cards, 2, HOUSEHOLD_CARDS_MAX);
    size_t count = 0;
    while (statement_step(&cards)) {
        count++;
    }
    ErrCode code = statement_close(&cards, err);
    return code == ERR_OK && count >= HOUSEHOLD_CARDS_MAX
               ? err_set(err, ERR_LIMIT, "the household had %zu cards", count)
               : code;
}

static ErrCode run_issue(Store *store, void *context, Err *err) {
    const IssueWork *work = context;
    uint8_t key[VAULT_KEY_SIZE];
    uint8_t sealed[VAULT_SEALED_KEY_SIZE];
    ErrCode code = cold_key_get(store, work->row, work->school_secret, key, err);
    if (code == ERR_OK) {
        code = refuse_taken(store, work, err);
    }
    if (code == ERR_OK) {
        code = refuse_too_many(store, work, err);
    }
    if (code != ERR_OK) {
        return code;
    }
    vault_seal_key(store->random, work->secret->public_key, key, sealed);
    memory_wipe(key, sizeof key);
    Statement add = statement_open(&store->db, QUERY_LOOKUP_ADD);
    bind_bytes(&add, 1, work->secret->tag, VAULT_TAG_SIZE);
    bind_id(&add, 2, work->row);
    bind_text(&add, 3, STR8("card"));
    bind_bytes(&add, 4, work->secret->public_key, VAULT_KEY_SIZE);
    bind_bytes(&add, 5, sealed, sizeof sealed);
    return statement_run(&add, err);
}

static ErrCode derive_card(Store *store, Str8 code_text, VaultSecret *secret, Err *err) {
    char normal[CARD_CODE_LEN + 1];
    if (!card_code_normalize(code_text, normal) || code_text.len != CARD_CODE_LEN) {
        return err_set(err, ERR_INVALID, "a card code had not %d symbols", CARD_CODE_LEN);
    }
    return vault_derive(store->school_salt, store->cost, STR8("card"), str8_from(normal), secret,
                        err);
}

ErrCode household_store_issue_card(Store *store, Id row,
                                   const uint8_t school_secret[STORE_KEY_SIZE], Str8 code_text,
                                   Err *err) {
    VaultSecret secret;
    ErrCode code = derive_card(store, code_text, &secret, err);
    if (code == ERR_OK) {
        IssueWork work = {row, school_secret, &secret};
        code = store_write(store, run_issue, &work, NULL, err);
    }
    memory_wipe(&secret, sizeof secret);
    return code;
}

typedef struct {
    int query;
    const void *key;
    size_t key_size;
    size_t voided;
} VoidWork;

static ErrCode run_void(Store *store, void *context, Err *err) {
    VoidWork *work = context;
    Statement statement = statement_open(&store->db, work->query);
    bind_bytes(&statement, 1, work->key, work->key_size);
    ErrCode code = statement_run(&statement, err);
    work->voided = code == ERR_OK ? (size_t)sqlite3_changes(store->db.handle) : 0;
    return code;
}

ErrCode household_store_void_card(Store *store, Str8 code_text, Err *err) {
    VaultSecret secret;
    ErrCode code = derive_card(store, code_text, &secret, err);
    if (code != ERR_OK) {
        return code;
    }
    VoidWork work = {QUERY_LOOKUP_VOID_CARD, secret.tag, sizeof secret.tag, 0};
    code = store_write(store, run_void, &work, NULL, err);
    memory_wipe(&secret, sizeof secret);
    return code == ERR_OK && work.voided == 0 ? err_set(err, ERR_NOT_FOUND, "no such card") : code;
}

ErrCode household_store_void_cards(Store *store, Id row, size_t *voided, Err *err) {
    VoidWork work = {QUERY_LOOKUP_VOID_CARDS, row.bytes, sizeof row.bytes, 0};
    ErrCode code = store_write(store, run_void, &work, NULL, err);
    if (code == ERR_OK) {
        *voided = work.voided;
    }
    return code;
}
