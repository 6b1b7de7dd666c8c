#include "data/store/help_counters.h"

#include "data/base/check.h"
#include "data/base/civil.h"
#include "data/store/queries.h"
#include "data/store/statement.h"

/*
 * A file of its own with one table of counts. Nothing of the kiosk's database is reachable over
 * this connection (attaching is off), and a count is one statement, which is its own transaction.
 */
struct HelpCounters {
    Db db;
};

ErrCode help_counters_open(Arena *arena, const char *path, const char *vfs, HelpCounters **counters,
                           Err *err) {
    HelpCounters *fresh = ARENA_NEW(arena, HelpCounters);
    if (fresh == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the help counters");
    }
    ErrCode code = db_open(&fresh->db, arena, path, vfs, DB_HELP, err);
    if (code == ERR_OK) {
        *counters = fresh;
    }
    return code;
}

void help_counters_close(HelpCounters *counters) {
    if (counters != NULL) {
        db_close(&counters->db);
    }
}

ErrCode help_counters_add(HelpCounters *counters, Need need, Str8 language, int iso_year,
                          int iso_week, Err *err) {
    FOYER_ASSERT((unsigned)need < NEED_COUNT);
    if (iso_week < 1 || iso_week > 53 || language.len == 0 || language.len > 35) {
        return err_set(err, ERR_INVALID, "help count had week %d or a wrong language", iso_week);
    }
    Statement statement = statement_open(&counters->db, QUERY_HELP_ADD);
    bind_int(&statement, 1, iso_year);
    bind_int(&statement, 2, iso_week);
    bind_text(&statement, 3, need_name(need));
    bind_text(&statement, 4, language);
    return statement_run(&statement, err);
}

ErrCode help_counters_list(HelpCounters *counters, Arena *arena, HelpCount **counts, size_t *count,
                           Err *err) {
    HelpCount *list = ARENA_ARRAY(arena, HelpCount, HELP_COUNTS_MAX);
    Statement statement = statement_open(&counters->db, QUERY_HELP_LIST);
    bind_int(&statement, 1, HELP_COUNTS_MAX);
    if (list == NULL) {
        statement_no_memory(&statement);
    }
    size_t got = 0;
    while (got < HELP_COUNTS_MAX && statement_step(&statement)) {
        HelpCount *row = &list[got++];
        row->iso_year = (int)column_int(&statement, 0);
        row->iso_week = (int)column_int(&statement, 1);
        if (!need_parse(column_text(&statement, arena, 2), &row->need)) {
            statement_corrupt(&statement);
        }
        row->language = column_text(&statement, arena, 3);
        row->count = column_int(&statement, 4);
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *counts = list;
        *count = got;
    }
    return code;
}

/* ISO 8601: a week belongs to the year that has its Thursday. */
void iso_week_of(int year, int month, int day, int *iso_year, int *iso_week) {
    int64_t date_ms = civil_to_ms((Civil){.year = year, .month = month, .day = day});
    int from_monday = (civil_from_ms(date_ms).weekday + 6) % 7;
    int64_t thursday_ms = date_ms + (int64_t)(3 - from_monday) * DAY_MS;
    *iso_year = civil_from_ms(thursday_ms).year;
    int64_t new_year_ms = civil_to_ms((Civil){.year = *iso_year, .month = 1, .day = 1});
    *iso_week = (int)((thursday_ms - new_year_ms) / DAY_MS / 7) + 1;
}
