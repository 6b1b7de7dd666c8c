#include "data/base/check.h"
#include "data/sqlite/statement.h"
#include "data/store/journal_append.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"

/*
 * What each type of record does to the visits. The statements read the record from the journal;
 * what is not in the record (a clock, a setting) cannot have a part in it. Types that are not of
 * visits, or that a newer Foyer wrote, do nothing to them.
 */
static const struct {
    Str8 type;
    int queries[2]; /* -1 = none */
} EFFECTS[] = {
    {{RECORD_SIGNED_IN, sizeof RECORD_SIGNED_IN - 1},
     {QUERY_EFFECT_SIGNED_IN_VISIT, QUERY_EFFECT_PEOPLE}},
    {{RECORD_JOINED, sizeof RECORD_JOINED - 1}, {QUERY_EFFECT_PEOPLE, -1}},
    {{RECORD_SIGNED_OUT, sizeof RECORD_SIGNED_OUT - 1}, {QUERY_EFFECT_SIGNED_OUT, -1}},
    {{RECORD_ASSUMED_OUT, sizeof RECORD_ASSUMED_OUT - 1}, {QUERY_EFFECT_ASSUMED_OUT, -1}},
    {{RECORD_CORRECTED, sizeof RECORD_CORRECTED - 1}, {QUERY_EFFECT_CORRECTED, -1}},
};

enum { EFFECTS_COUNT = sizeof EFFECTS / sizeof EFFECTS[0], EFFECT_UNKNOWN = EFFECTS_COUNT };

/* Which effect a record has, and the visit that its body names. */
static ErrCode effect_of(Store *store, int64_t sequence, size_t *effect, Id *visit_id, Err *err) {
    Statement statement = statement_open(&store->db, QUERY_EFFECT_KIND);
    bind_int(&statement, 1, sequence);
    ArenaMark mark = arena_mark(&store->scratch);
    *effect = EFFECT_UNKNOWN;
    if (statement_step(&statement)) {
        Str8 type = column_text(&statement, &store->scratch, 0);
        for (size_t i = 0; i < EFFECTS_COUNT; i++) {
            *effect = str8_equal(type, EFFECTS[i].type) ? i : *effect;
        }
        if (*effect != EFFECT_UNKNOWN &&
            !id_parse(column_text(&statement, &store->scratch, 1), visit_id)) {
            statement_corrupt(&statement);
        }
    }
    arena_rewind(&store->scratch, mark);
    return statement_close(&statement, err);
}

ErrCode visit_effect_apply(Store *store, int64_t sequence, Err *err) {
    FOYER_ASSERT(sequence > 0);
    size_t effect = EFFECT_UNKNOWN;
    Id visit_id = {{0}};
    ErrCode code = effect_of(store, sequence, &effect, &visit_id, err);
    if (code != ERR_OK || effect == EFFECT_UNKNOWN) {
        return code;
    }
    for (size_t i = 0; code == ERR_OK && i < 2 && EFFECTS[effect].queries[i] >= 0; i++) {
        Statement statement = statement_open(&store->db, EFFECTS[effect].queries[i]);
        bind_int(&statement, 1, sequence);
        if (EFFECTS[effect].queries[i] != QUERY_EFFECT_SIGNED_IN_VISIT) {
            bind_id(&statement, 2, visit_id);
        }
        code = statement_run(&statement, err);
    }
    return code;
}
