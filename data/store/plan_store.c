#include "data/store/plan_store.h"

#include "data/domain/plan.h"
#include "data/sqlite/statement.h"
#include "data/store/queries.h"
#include "data/store/store_private.h"

static const Str8 SETTING_PLAN = {"plan.svg", 8};

ErrCode plan_store_get(Store *store, Arena *arena, Str8 *svg, Err *err) {
    ErrCode code = store_setting(store, arena, SETTING_PLAN, svg, err);
    if (code == ERR_NOT_FOUND) {
        *svg = STR8("");
        code = ERR_OK;
    }
    return code;
}

typedef struct {
    Str8 svg;
    Change change;
} PutWork;

static ErrCode run_put(Store *store, void *context, Err *err) {
    PutWork *work = context;
    Statement statement = statement_open(&store->db, QUERY_SETTING_GET);
    bind_text(&statement, 1, SETTING_PLAN);
    Str8 have = statement_step(&statement) ? column_borrowed(&statement, 0) : STR8("");
    work->change = have.len == 0 ? CHANGE_ADDED : CHANGE_CHANGED;
    work->change = str8_equal(have, work->svg) ? CHANGE_SAME : work->change;
    ErrCode code = statement_close(&statement, err);
    if (code != ERR_OK || work->change == CHANGE_SAME) {
        return code;
    }
    statement = statement_open(&store->db, QUERY_SETTING_PUT);
    bind_text(&statement, 1, SETTING_PLAN);
    bind_text(&statement, 2, work->svg);
    code = statement_run(&statement, err);
    return code == ERR_OK ? store_note_content(store, err) : code;
}

ErrCode plan_store_put(Store *store, Str8 svg, Change *change, Err *err) {
    if (svg.len > PLAN_BYTES_MAX || !str8_is_valid(svg)) {
        return err_set(err, ERR_LIMIT, "the plan had %zu bytes", svg.len);
    }
    PutWork work = {.svg = svg};
    ErrCode code = store_write(store, run_put, &work, NULL, err);
    if (code == ERR_OK && change != NULL) {
        *change = work.change;
    }
    return code;
}
