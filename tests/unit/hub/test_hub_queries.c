#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "sync/hub/hub_sqlite_private.h"
#include "sync/hub/queries.h"
#include "tests/unit/hub/hub_fixture.h"

/* Every statement prepares, and none reads a table from end to end that grows without bound. */

static bool is_allowed(const char *name, const char *step) {
    /* Of one visit, so a handful. */
    bool sorts = strstr(step, "TEMP B-TREE") != NULL;
    if (sorts) {
        return strcmp(name, "hub_records_about") == 0;
    }
    /* The newest one: its LIMIT ends the walk. */
    bool walks = strstr(step, "SCAN record") != NULL || strstr(step, "SCAN again") != NULL ||
                 strstr(step, "SCAN quarantine") != NULL;
    return !walks || strcmp(name, "hub_read_check") == 0;
}

/* A whole table behind an index on the district alone is a walk too: there is only one district. */
static bool seeks(const char *step) {
    const char *where = strstr(step, "(district_id=?");
    bool grows = strstr(step, "SEARCH record ") != NULL || strstr(step, "SEARCH again ") != NULL;
    return where == NULL || !grows || strstr(where, "(district_id=?)") == NULL;
}

static void check_plan(Db *db, const QueryText *query) {
    char text[4096];
    Str8Builder builder = builder_make(text, sizeof text);
    sqlite3_stmt *statement = NULL;
    builder_format(&builder, "EXPLAIN QUERY PLAN %s", query->sql);
    assert_false(builder.full);
    if (sqlite3_prepare_v2(db->handle, text, -1, &statement, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", query->name, sqlite3_errmsg(db->handle));
    }
    char bad[256] = "";
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(statement, 3);
        if (!is_allowed(query->name, step) || !seeks(step)) {
            Str8Builder reason = builder_make(bad, sizeof bad);
            builder_add(&reason, str8_from(step));
        }
    }
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    if (bad[0] != '\0') {
        fail_msg("%s: %s", query->name, bad);
    }
}

static void test_hub_queries__prepare_and_never_read_a_whole_table(void **state) {
    HubFixture *fixture = *state;
    Db *db = &fixture->sqlite->db;
    for (int query = QUERY_DB_COUNT; query < QUERY_HUB_COUNT; query++) {
        Statement statement = statement_open(db, query);
        if (statement.status != SQLITE_OK) {
            fail_msg("%s does not prepare", db_query_text(db, query)->name);
        }
        EXPECT(statement_close(&statement, &err), ERR_OK);
        const QueryText *text = db_query_text(db, query);
        if (strstr(text->sql, "PRAGMA") == NULL) {
            check_plan(db, text);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_hub_queries__prepare_and_never_read_a_whole_table,
                                        hub_setup, hub_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
