#include "data/store/help_counters.h"

#include <string.h>

#include "data/base/check.h"
#include "data/base/civil.h"
#include "data/sqlite/statement.h"
#include "data/store/help_queries.h"
#include "data/store/help_terms.h"
#include "data/store/text_rows.h"

/*
 * A file of its own; nothing of the kiosk's database is reachable over this connection (attaching
 * is off). Three places, from near to far:
 * 1. The session that is open: what it counted, each thing once. Overwritten at its end.
 * 2. Sums of the sessions that are over and not written. No order but that of the keys.
 * 3. The file. A batch is one transaction in the order of the keys; then the whole file is made
 *    anew, so that no byte tells in which order its rows came. No log stays behind: the rollback
 *    journal goes with COMMIT, and what it held were sums of five sessions or more.
 * What is sorted is small and sorted by hand: see help_terms_due.
 */
typedef enum { SUM_NEED, SUM_SPEAKS } SumKind;

typedef struct {
    SumKind kind;
    Need need; /* 0 for SUM_SPEAKS */
    char language[HELP_LANGUAGE_SIZE];
    int iso_year;
    int iso_week;
} SumKey;

typedef struct {
    SumKey key;
    int64_t count;
} Sum;

enum { SESSION_SUMS_MAX = NEED_COUNT + 1 };

typedef struct {
    bool is_open;
    uint32_t number;
    SumKey sums[SESSION_SUMS_MAX];
    size_t sums_count;
    TermAsked terms[HELP_SESSION_TERMS_MAX];
    size_t terms_count;
} OpenSession;

struct HelpCounters {
    Db db;
    OpenSession session;
    Sum pending[HELP_PENDING_MAX]; /* in the order of their keys */
    size_t pending_count;
    HelpTerms terms;
    int sessions_over; /* that counted something, since the last batch */
    bool has_hour;
    int64_t hour; /* of the last help_counters_write */
};

ErrCode help_counters_open(Arena *arena, const char *path, const char *vfs, HelpCounters **counters,
                           Err *err) {
    HelpCounters *fresh = ARENA_NEW(arena, HelpCounters);
    if (fresh == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the help counters");
    }
    ErrCode code = db_open(&fresh->db, arena, path, vfs, &SCHEMA_HELP, err);
    if (code == ERR_OK) {
        *counters = fresh;
    }
    return code;
}

/* ---- sums ---- */

static int compare_keys(const SumKey *a, const SumKey *b) {
    int order = (int)a->kind - (int)b->kind;
    order = order != 0 ? order : a->iso_year - b->iso_year;
    order = order != 0 ? order : a->iso_week - b->iso_week;
    order = order != 0 ? order : (int)a->need - (int)b->need;
    return order != 0 ? order : strcmp(a->language, b->language);
}

static void pending_add(HelpCounters *counters, const SumKey *key) {
    size_t at = 0;
    while (at < counters->pending_count && compare_keys(&counters->pending[at].key, key) < 0) {
        at++;
    }
    Sum *sum = &counters->pending[at];
    if (at < counters->pending_count && compare_keys(&sum->key, key) == 0) {
        sum->count++;
        return;
    }
    if (counters->pending_count == HELP_PENDING_MAX) {
        return;
    }
    memmove(sum + 1, sum, (counters->pending_count - at) * sizeof *sum);
    *sum = (Sum){*key, 1};
    counters->pending_count++;
}

/* ---- sessions ---- */

/* It is open, so it counted something. */
static void end_session(HelpCounters *counters) {
    OpenSession *session = &counters->session;
    for (size_t i = 0; i < session->sums_count; i++) {
        pending_add(counters, &session->sums[i]);
    }
    for (size_t i = 0; i < session->terms_count; i++) {
        help_terms_add(&counters->terms, &session->terms[i]);
    }
    counters->sessions_over++;
    memory_wipe(session, sizeof *session);
}

static OpenSession *open_session(HelpCounters *counters, uint32_t number) {
    OpenSession *session = &counters->session;
    if (session->is_open && session->number != number) {
        end_session(counters);
    }
    session->is_open = true;
    session->number = number;
    return session;
}

void help_counters_session_over(HelpCounters *counters, uint32_t number) {
    if (counters->session.is_open && counters->session.number == number) {
        end_session(counters);
    }
}

static ErrCode check_when(Str8 language, int iso_year, int iso_week, Err *err) {
    return iso_week < 1 || iso_week > 53 || iso_year < 1 || iso_year > 9999 ||
                   !language_is_valid(language)
               ? err_set(err, ERR_INVALID, "help count had week %d or a wrong language", iso_week)
               : ERR_OK;
}

/* Once a session: whether somebody looked twice, or in two languages, is not kept. */
static void session_add(OpenSession *session, const SumKey *key) {
    for (size_t i = 0; i < session->sums_count; i++) {
        if (session->sums[i].kind == key->kind && session->sums[i].need == key->need) {
            return;
        }
    }
    FOYER_ASSERT(session->sums_count < SESSION_SUMS_MAX);
    session->sums[session->sums_count++] = *key;
}

static SumKey key_of(SumKind kind, Need need, Str8 language, int iso_year, int iso_week) {
    SumKey key = {.kind = kind, .need = need, .iso_year = iso_year, .iso_week = iso_week};
    FOYER_ASSERT(language.len < sizeof key.language);
    memcpy(key.language, language.ptr, language.len);
    return key;
}

ErrCode help_counters_add(HelpCounters *counters, uint32_t session, Need need, Str8 language,
                          int iso_year, int iso_week, Err *err) {
    FOYER_ASSERT((unsigned)need < NEED_COUNT);
    ErrCode code = check_when(language, iso_year, iso_week, err);
    if (code == ERR_OK) {
        SumKey key = key_of(SUM_NEED, need, language, iso_year, iso_week);
        session_add(open_session(counters, session), &key);
    }
    return code;
}

ErrCode help_counters_add_speaks(HelpCounters *counters, uint32_t session, Str8 language,
                                 int iso_year, int iso_week, Err *err) {
    ErrCode code = check_when(language, iso_year, iso_week, err);
    if (code == ERR_OK) {
        SumKey key = key_of(SUM_SPEAKS, 0, language, iso_year, iso_week);
        session_add(open_session(counters, session), &key);
    }
    return code;
}

static void session_add_term(OpenSession *session, const TermAsked *asked) {
    for (size_t i = 0; i < session->terms_count; i++) {
        if (help_term_is(&session->terms[i], asked)) {
            return;
        }
    }
    if (session->terms_count < HELP_SESSION_TERMS_MAX) {
        session->terms[session->terms_count++] = *asked;
    }
}

ErrCode help_counters_add_term(HelpCounters *counters, uint32_t session, Str8 term, Str8 language,
                               int iso_year, int iso_week, Err *err) {
    ErrCode code = check_when(language, iso_year, iso_week, err);
    if (code != ERR_OK) {
        return code;
    }
    TermAsked asked = {.iso_year = iso_year, .iso_week = iso_week};
    memcpy(asked.language, language.ptr, language.len);
    if (help_term_accept(term, &asked)) {
        session_add_term(open_session(counters, session), &asked);
    }
    memory_wipe(&asked, sizeof asked);
    return ERR_OK;
}

/* ---- batches ---- */

static ErrCode put_sum(HelpCounters *counters, const Sum *sum, Err *err) {
    bool is_need = sum->key.kind == SUM_NEED;
    Statement statement =
        statement_open(&counters->db, is_need ? QUERY_HELP_ADD : QUERY_HELP_SPEAKS_ADD);
    int at = 1;
    bind_int(&statement, at++, sum->key.iso_year);
    bind_int(&statement, at++, sum->key.iso_week);
    if (is_need) {
        bind_text(&statement, at++, need_name(sum->key.need));
    }
    bind_text(&statement, at++, str8_from(sum->key.language));
    bind_int(&statement, at, sum->count);
    return statement_run(&statement, err);
}

static ErrCode put_term(HelpCounters *counters, const TermWaiting *term, Err *err) {
    const TermAsked *asked = &term->asked;
    Statement statement = statement_open(&counters->db, QUERY_HELP_TERM_ADD);
    bind_int(&statement, 1, asked->iso_year);
    bind_int(&statement, 2, asked->iso_week);
    bind_text(&statement, 3, str8_from(asked->language));
    bind_text(&statement, 4, (Str8){asked->text, asked->len});
    bind_int(&statement, 5, help_term_sessions_due(term));
    return statement_run(&statement, err);
}

static ErrCode put_batch(HelpCounters *counters, size_t terms_due, Err *err) {
    ErrCode code = db_run(&counters->db, QUERY_HELP_BATCH_NOTE, err);
    for (size_t i = 0; code == ERR_OK && i < counters->pending_count; i++) {
        code = put_sum(counters, &counters->pending[i], err);
    }
    for (size_t i = 0; code == ERR_OK && i < terms_due; i++) {
        code = put_term(counters, &counters->terms.items[i], err);
    }
    return code == ERR_OK ? db_run(&counters->db, QUERY_COMMIT, err) : code;
}

static void forget_batch(HelpCounters *counters, size_t terms_due) {
    memory_wipe(counters->pending, sizeof counters->pending);
    counters->pending_count = 0;
    help_terms_written(&counters->terms, terms_due);
    counters->sessions_over = 0;
}

/*
 * A batch that could not begin waits for the next hour. One that failed later is lost: whether it
 * was written is not known, and a sum that is too small harms nobody.
 */
static ErrCode write_batch(HelpCounters *counters, Err *err) {
    ErrCode code = db_run(&counters->db, QUERY_BEGIN_WRITE, err);
    if (code != ERR_OK) {
        return code;
    }
    size_t terms_due = help_terms_due(&counters->terms);
    code = put_batch(counters, terms_due, err);
    forget_batch(counters, terms_due);
    if (code != ERR_OK) {
        db_roll_back(&counters->db);
        return code;
    }
    return db_rebuild(&counters->db, QUERY_HELP_REBUILD, err);
}

ErrCode help_counters_write(HelpCounters *counters, int64_t now_utc_ms, Err *err) {
    int64_t hour = now_utc_ms / HOUR_MS;
    bool is_due = counters->has_hour && hour != counters->hour &&
                  counters->sessions_over >= HELP_BATCH_SESSIONS_MIN;
    counters->has_hour = true;
    counters->hour = hour;
    return is_due ? write_batch(counters, err) : ERR_OK;
}

void help_counters_close(HelpCounters *counters) {
    if (counters == NULL) {
        return;
    }
    if (counters->session.is_open) {
        end_session(counters);
    }
    if (counters->sessions_over >= HELP_BATCH_SESSIONS_MIN) {
        ErrCode code = write_batch(counters, NULL);
        (void)code; /* counts may be lost */
    }
    db_close(&counters->db);
    memory_wipe(counters, sizeof *counters);
}

/* ---- lists for staff ---- */

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
        if (!need_parse(column_borrowed(&statement, 2), &row->need)) {
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

ErrCode help_counters_list_speaks(HelpCounters *counters, Arena *arena, HelpSpeaks **speaks,
                                  size_t *count, Err *err) {
    HelpSpeaks *list = ARENA_ARRAY(arena, HelpSpeaks, HELP_COUNTS_MAX);
    Statement statement = statement_open(&counters->db, QUERY_HELP_SPEAKS_LIST);
    bind_int(&statement, 1, HELP_COUNTS_MAX);
    if (list == NULL) {
        statement_no_memory(&statement);
    }
    size_t got = 0;
    while (got < HELP_COUNTS_MAX && statement_step(&statement)) {
        list[got++] = (HelpSpeaks){.iso_year = (int)column_int(&statement, 0),
                                   .iso_week = (int)column_int(&statement, 1),
                                   .language = column_text(&statement, arena, 2),
                                   .count = column_int(&statement, 3)};
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *speaks = list;
        *count = got;
    }
    return code;
}

ErrCode help_counters_list_terms(HelpCounters *counters, Arena *arena, HelpTerm **terms,
                                 size_t *count, Err *err) {
    HelpTerm *list = ARENA_ARRAY(arena, HelpTerm, HELP_COUNTS_MAX);
    Statement statement = statement_open(&counters->db, QUERY_HELP_TERM_LIST);
    bind_int(&statement, 1, HELP_COUNTS_MAX);
    if (list == NULL) {
        statement_no_memory(&statement);
    }
    size_t got = 0;
    while (got < HELP_COUNTS_MAX && statement_step(&statement)) {
        list[got++] = (HelpTerm){.iso_year = (int)column_int(&statement, 0),
                                 .iso_week = (int)column_int(&statement, 1),
                                 .language = column_text(&statement, arena, 2),
                                 .term = column_text(&statement, arena, 3),
                                 .count = column_int(&statement, 4)};
    }
    ErrCode code = statement_close(&statement, err);
    if (code == ERR_OK) {
        *terms = list;
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
