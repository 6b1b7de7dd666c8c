#include "data/import/events_csv.h"

#include "data/domain/household.h"
#include "data/import/csv_row.h"
#include "data/import/id_map.h"

enum { TEXT_MAX = 500 };

static const CsvColumn COLUMNS[] = {
    {"title", true},      {"start", true},    {"end", false},           {"place", false},
    {"kind", false},      {"uid", false},     {"grade", false},         {"teacher", false},
    {"room", false},      {"way", false},     {"session_title", false}, {"session_start", false},
    {"cancelled", false}, {"title:*", false}, {"way:*", false},         {"session_title:*", false},
};

typedef struct {
    int title, start, end, place, kind, uid, grade, teacher, room, way, session_title,
        session_start, cancelled;
} Places;

/* An event while its rows are read; sessions as a list, counted at the end. */
typedef struct SessionLink {
    Session session;
    struct SessionLink *next;
} SessionLink;

typedef struct {
    Event event;
    SessionLink *first;
    SessionLink *last;
} Draft;

typedef struct {
    const CalendarContext *context;
    CsvTable table;
    Places at;
    IdMap index; /* uid -> draft */
    Draft *drafts;
    size_t drafts_count;
} Events;

static Str8 cell(const Events *e, size_t row, int column) {
    return csv_cell(&e->table, row, column);
}

static bool refuse(const Events *e, size_t row, int column, const char *name, const char *reason) {
    report_refuse(e->context->report, e->table.file, e->table.row_numbers[row],
                  csv_header(&e->table, column, name), str8_from(reason));
    return false;
}

/* "10/16/2025": only where the month stands first for sure. */
static bool parse_us_date(Str8 text, Civil *civil) {
    Str8 rest = text;
    int64_t month = 0;
    int64_t day = 0;
    int64_t year = 0;
    if (!str8_to_int(str8_cut(rest, '/', &rest), &month) ||
        !str8_to_int(str8_cut(rest, '/', &rest), &day) || !str8_to_int(rest, &year) ||
        year < 2000 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31) {
        return false;
    }
    *civil = (Civil){.year = (int)year, .month = (int)month, .day = (int)day};
    return civil_from_ms(civil_to_ms(*civil)).day == (int)day;
}

/* "18:00", "18:00:00", "6:00 PM", "6pm". */
static bool parse_clock(Arena *arena, Str8 text, Civil *civil) {
    text = str8_trim(text);
    int add = -1;
    if (text.len > 2 &&
        (str8_equal_ignoring_case(str8_slice(text, text.len - 2, text.len), STR8("pm")) ||
         str8_equal_ignoring_case(str8_slice(text, text.len - 2, text.len), STR8("am")))) {
        add = text.ptr[text.len - 2] == 'p' || text.ptr[text.len - 2] == 'P' ? 12 : 0;
        text = str8_trim(str8_slice(text, 0, text.len - 2));
    }
    if (str8_find(text, STR8(":")) == text.len) {
        if (add < 0) {
            return false;
        }
        text = str8_format(arena, "%.*s:00", STR8_ARG(text));
    }
    if (text.len > 1 && text.ptr[1] == ':') {
        text = str8_format(arena, "0%.*s", STR8_ARG(text));
    }
    Civil time = {0};
    if (!civil_parse_time(text, &time) || (add >= 0 && (time.hour < 1 || time.hour > 12))) {
        return false;
    }
    civil->hour = add < 0 ? time.hour : time.hour % 12 + add;
    civil->minute = time.minute;
    civil->second = time.second;
    return true;
}

/* A date, with or without a time of day behind a space or 'T'. */
static bool parse_local(const CalendarContext *context, Str8 text, Civil *civil, bool *has_time) {
    size_t cut = 0;
    while (cut < text.len && text.ptr[cut] != ' ' && text.ptr[cut] != 'T') {
        cut++;
    }
    Str8 date = str8_slice(text, 0, cut);
    Civil read = {0};
    if (!civil_parse_date(date, &read) && !(context->us_dates && parse_us_date(date, &read))) {
        return false;
    }
    *has_time = cut < text.len;
    if (*has_time && !parse_clock(context->arena, str8_slice(text, cut + 1, text.len), &read)) {
        return false;
    }
    *civil = read;
    return true;
}

/* Local, or RFC 3339 with an offset. */
static bool parse_when(const CalendarContext *context, Str8 text, int64_t *utc_ms, bool *has_time) {
    Civil civil;
    if (rfc3339_parse(text, utc_ms)) {
        *has_time = true;
        return true;
    }
    if (!parse_local(context, text, &civil, has_time)) {
        return false;
    }
    *utc_ms = zone_to_utc(context->zone, civil);
    return true;
}

/* A whole date and time, or only a time on the day of `day_utc_ms`. */
static bool parse_same_day(const CalendarContext *context, Str8 text, int64_t day_utc_ms,
                           int64_t *utc_ms, bool *has_time) {
    Civil civil = zone_to_local(context->zone, day_utc_ms);
    if (parse_when(context, text, utc_ms, has_time)) {
        return true;
    }
    if (!parse_clock(context->arena, text, &civil)) {
        return false;
    }
    *has_time = true;
    *utc_ms = zone_to_utc(context->zone, civil);
    return true;
}

static TextSet read_texts(const Events *e, size_t row, const char *name) {
    return csv_row_texts((CsvRow){e->context, &e->table, row}, name);
}

static bool check_texts(const Events *e, size_t row) {
    for (size_t c = 0; c < e->table.kept_count; c++) {
        if (cell(e, row, (int)c).len > TEXT_MAX) {
            return refuse(e, row, (int)c, "", "the text is far too long");
        }
    }
    return cell(e, row, e->at.title).len > 0 || refuse(e, row, e->at.title, "title", "it is empty");
}

static bool read_times(const Events *e, size_t row, Event *event) {
    bool has_time = false;
    bool end_time = false;
    Str8 end = cell(e, row, e->at.end);
    if (!parse_when(e->context, cell(e, row, e->at.start), &event->start_utc_ms, &has_time)) {
        return refuse(e, row, e->at.start, "start",
                      "write it as 2025-10-16 18:00 (year-month-day, 24-hour time)");
    }
    event->all_day = !has_time;
    event->end_utc_ms = has_time ? event->start_utc_ms + CALENDAR_ASSUMED_MS
                                 : zone_day_start_utc_ms(e->context->zone, event->start_utc_ms, 1);
    if (end.len == 0) {
        return true;
    }
    if (!parse_same_day(e->context, end, event->start_utc_ms, &event->end_utc_ms, &end_time)) {
        return refuse(e, row, e->at.end, "end", "write it as 2025-10-16 20:00 or as 20:00");
    }
    if (event->all_day) { /* a last day is meant to be part of it */
        event->end_utc_ms = zone_day_start_utc_ms(e->context->zone, event->end_utc_ms, 1);
    }
    if (event->end_utc_ms <= event->start_utc_ms) {
        return refuse(e, row, e->at.end, "end", "it ends before it begins");
    }
    return event->end_utc_ms - event->start_utc_ms <= (int64_t)CALENDAR_LENGTH_MAX_DAYS * DAY_MS ||
           refuse(e, row, e->at.end, "end", "it is longer than a year");
}

static bool read_kind(const Events *e, size_t row, Event *event) {
    Str8 kind = cell(e, row, e->at.kind);
    if (kind.len == 0) {
        event->kind = calendar_guess_kind(cell(e, row, e->at.title));
        return true;
    }
    for (unsigned i = 0; i < EVENT_KIND_COUNT; i++) {
        if (csv_same_name(kind, event_kind_name((EventKind)i))) {
            event->kind = (EventKind)i;
            return true;
        }
    }
    return refuse(e, row, e->at.kind, "kind",
                  "it must be open-house, conferences, family-night, workshop, show, meeting or "
                  "other");
}

static bool read_event(const Events *e, size_t row, Event *event) {
    *event = (Event){.place = cell(e, row, e->at.place)};
    if (!check_texts(e, row) || !read_times(e, row, event) || !read_kind(e, row, event)) {
        return false;
    }
    Str8 cancelled = cell(e, row, e->at.cancelled);
    event->cancelled = cancelled.len > 0 && !str8_equal_ignoring_case(cancelled, STR8("no")) &&
                       !str8_equal_ignoring_case(cancelled, STR8("false")) &&
                       !str8_equal(cancelled, STR8("0"));
    event->title = read_texts(e, row, "title");
    event->uid = cell(e, row, e->at.uid);
    if (event->uid.len == 0) {
        Str8 start = rfc3339_text(e->context->arena, event->start_utc_ms);
        event->uid = str8_format(e->context->arena, "csv/%.*s/%.*s", STR8_ARG(start),
                                 STR8_ARG(cell(e, row, e->at.title)));
    }
    event->id = id_from_name(STR8("foyer/event"), event->uid);
    return true;
}

static bool has_session(const Events *e, size_t row) {
    const int columns[] = {e->at.grade, e->at.teacher,       e->at.room,
                           e->at.way,   e->at.session_title, e->at.session_start};
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        if (cell(e, row, columns[i]).len > 0) {
            return true;
        }
    }
    return false;
}

static bool read_session(const Events *e, size_t row, const Event *event, Session *session) {
    bool has_time = false;
    Str8 grade = cell(e, row, e->at.grade);
    Str8 start = cell(e, row, e->at.session_start);
    *session = (Session){
        .grade = STR8(""),
        .teacher = cell(e, row, e->at.teacher),
        .room = cell(e, row, e->at.room),
        .title = read_texts(e, row, "session_title"),
        .way = read_texts(e, row, "way"),
    };
    if (grade.len > 0 && !grade_parse(grade, &session->grade)) {
        return refuse(e, row, e->at.grade, "grade", "this is no grade (PK, KG, 1 to 12)");
    }
    if (start.len > 0 && (!parse_same_day(e->context, start, event->start_utc_ms,
                                          &session->start_utc_ms, &has_time) ||
                          !has_time)) {
        return refuse(e, row, e->at.session_start, "session_start",
                      "write it as 18:30 or as 2025-10-16 18:30");
    }
    return true;
}

static Draft *draft_of(Events *e, const Event *event) {
    size_t known = id_map_find(&e->index, event->uid);
    if (known != SIZE_MAX) {
        return &e->drafts[known];
    }
    if (!id_map_put(&e->index, event->uid, e->drafts_count)) {
        return NULL;
    }
    e->drafts[e->drafts_count].event = *event;
    return &e->drafts[e->drafts_count++];
}

static bool add_session(Events *e, Draft *draft, Session *session) {
    Arena *arena = e->context->arena;
    SessionLink *link = ARENA_NEW(arena, SessionLink);
    if (link == NULL) {
        return false;
    }
    Str8 name =
        str8_format(arena, "%.*s\n%zu\n%.*s\n%.*s", STR8_ARG(draft->event.uid),
                    draft->event.sessions_count, STR8_ARG(session->grade), STR8_ARG(session->room));
    session->id = id_from_name(STR8("foyer/session"), name);
    link->session = *session;
    if (draft->last == NULL) {
        draft->first = link;
    } else {
        draft->last->next = link;
    }
    draft->last = link;
    draft->event.sessions_count++;
    return true;
}

/* False only when memory is exhausted. */
static bool add_row(Events *e, size_t row) {
    Event event;
    Session session = {0};
    if (!read_event(e, row, &event) ||
        (has_session(e, row) && !read_session(e, row, &event, &session))) {
        return true;
    }
    Draft *draft = draft_of(e, &event);
    if (draft == NULL) {
        return false;
    }
    if (draft->event.start_utc_ms != event.start_utc_ms) {
        (void)refuse(e, row, e->at.start, "start", "rows of the same uid must have the same start");
        return true;
    }
    if (!has_session(e, row)) {
        return true;
    }
    if (draft->event.sessions_count == EVENT_SESSIONS_MAX) {
        (void)refuse(e, row, e->at.room, "room", "this event has too many sessions");
        return true;
    }
    return add_session(e, draft, &session);
}

static bool finish(Events *e, Calendar *calendar) {
    Arena *arena = e->context->arena;
    calendar->events = ARENA_ARRAY(arena, Event, e->drafts_count + 1);
    for (size_t i = 0; calendar->events != NULL && i < e->drafts_count; i++) {
        Draft *draft = &e->drafts[i];
        Session *sessions = ARENA_ARRAY(arena, Session, draft->event.sessions_count + 1);
        if (sessions == NULL) {
            return false;
        }
        size_t count = 0;
        for (const SessionLink *link = draft->first; link != NULL; link = link->next) {
            sessions[count++] = link->session;
        }
        draft->event.sessions = sessions;
        calendar->all_day += draft->event.all_day;
        calendar->events[calendar->count++] = draft->event;
    }
    return calendar->events != NULL;
}

static void find_places(Events *e) {
    const CsvTable *table = &e->table;
    e->at = (Places){
        .title = csv_column(table, "title"),
        .start = csv_column(table, "start"),
        .end = csv_column(table, "end"),
        .place = csv_column(table, "place"),
        .kind = csv_column(table, "kind"),
        .uid = csv_column(table, "uid"),
        .grade = csv_column(table, "grade"),
        .teacher = csv_column(table, "teacher"),
        .room = csv_column(table, "room"),
        .way = csv_column(table, "way"),
        .session_title = csv_column(table, "session_title"),
        .session_start = csv_column(table, "session_start"),
        .cancelled = csv_column(table, "cancelled"),
    };
}

ErrCode events_csv_read(const CalendarContext *context, const SourceFile *file, Calendar *calendar,
                        Err *err) {
    Events e = {.context = context};
    Calendar made = {.source = calendar_source(context->arena, "events:", file->name)};
    ErrCode code = csv_read(&(CsvSource){context->arena, file->name, file->bytes, COLUMNS,
                                         sizeof COLUMNS / sizeof COLUMNS[0]},
                            &e.table, context->report, err);
    if (code == ERR_OK) {
        code = csv_row_check_languages(context, &e.table, err);
    }
    if (code != ERR_OK) {
        return code;
    }
    if (e.table.rows_count > CALENDAR_EVENTS_MAX) {
        return err_set(err, ERR_LIMIT, "%.*s has more than %d rows", STR8_ARG(file->name),
                       CALENDAR_EVENTS_MAX);
    }
    find_places(&e);
    e.drafts = ARENA_ARRAY(context->arena, Draft, e.table.rows_count + 1);
    bool fits = e.drafts != NULL && id_map_make(context->arena, e.table.rows_count, &e.index);
    for (size_t row = 0; fits && row < e.table.rows_count; row++) {
        fits = add_row(&e, row);
    }
    if (!fits || !finish(&e, &made)) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the events");
    }
    if (made.count == 0) {
        return report_all_refused(context->report, file->name, err);
    }
    *calendar = made;
    return ERR_OK;
}
