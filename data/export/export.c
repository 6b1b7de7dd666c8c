#include "data/export/export.h"

#include <string.h>

#include "data/base/check.h"
#include "data/export/export_row.h"
#include "data/store/event_store.h"
#include "data/zone/zone.h"

enum { EVENTS_KEPT = 32, ARENA_BLOCK = 64 * 1024, TIME_TEXT_MAX = 32, TIMES_KEPT = 3 };

/* A moment in the zone at hand, in both of the export's forms. */
typedef struct {
    bool known;
    int64_t utc_ms;
    char rfc3339[TIME_TEXT_MAX];
    size_t rfc3339_len;
    char local[TIME_TEXT_MAX];
    size_t local_len;
} TimeText;

/* The people of a party share their moments: those of the row before are kept, each in its place.
 */
typedef enum { TIME_EVENT, TIME_IN, TIME_OUT } TimePlace;

/* An export under way. Events repeat from row to row, so the latest few are kept. */
typedef struct {
    Store *store;
    const ExportOptions *options;
    ExportSink sink;
    Arena rows;   /* reset after each row */
    Arena events; /* reset when full */
    struct {
        Event event;
        bool known;
    } kept[EVENTS_KEPT];
    size_t kept_count;
    Zone *zone;
    TimeText times[TIMES_KEPT]; /* by TimePlace, in `zone` */
    Id visit_id;                /* of the row before */
    char visit_text[ID_TEXT_LEN + 1];
    char buffer[EXPORT_ROW_MAX];
    size_t count;
    Err *err;
} Export;

static ErrCode use_zone(Export *e, Str8 name) {
    if (name.len == 0) {
        name = e->options->zone.len > 0 ? e->options->zone : STR8("UTC");
    }
    if (e->zone != NULL && str8_equal(zone_name(e->zone), name)) {
        return ERR_OK;
    }
    zone_close(e->zone);
    e->zone = NULL;
    memset(e->times, 0, sizeof e->times);
    return zone_open(name, &e->zone, e->err);
}

/* The event of a row; *event stays NULL when there is none or it is not known any more. */
static ErrCode find_event(Export *e, Id id, const Event **event) {
    *event = NULL;
    if (id_is_none(id)) {
        return ERR_OK;
    }
    for (size_t i = 0; i < e->kept_count; i++) {
        if (id_equal(e->kept[i].event.id, id)) {
            *event = e->kept[i].known ? &e->kept[i].event : NULL;
            return ERR_OK;
        }
    }
    if (e->kept_count == EVENTS_KEPT) {
        arena_reset(&e->events);
        e->kept_count = 0;
    }
    Event found = {.id = id};
    ErrCode code = event_store_get(e->store, &e->events, id, &found, e->err);
    if (code != ERR_OK && code != ERR_NOT_FOUND) {
        return code;
    }
    e->kept[e->kept_count].event = found;
    e->kept[e->kept_count].event.id = id;
    e->kept[e->kept_count].known = code == ERR_OK;
    *event = code == ERR_OK ? &e->kept[e->kept_count].event : NULL;
    e->kept_count++;
    return ERR_OK;
}

/* Local time is RFC 3339 without its seconds and offset, a space for the T. */
static void time_fill(Export *e, TimeText *time, int64_t utc_ms) {
    enum { SECONDS_AND_OFFSET_LEN = sizeof ":00-05:00" - 1 };
    Str8 rfc3339 = zone_rfc3339(&e->rows, e->zone, utc_ms);
    FOYER_ASSERT(rfc3339.len > SECONDS_AND_OFFSET_LEN);
    Str8 clock;
    Str8 day = str8_cut(str8_slice(rfc3339, 0, rfc3339.len - SECONDS_AND_OFFSET_LEN), 'T', &clock);
    Str8Builder text = builder_make(time->rfc3339, sizeof time->rfc3339);
    builder_add(&text, rfc3339);
    time->rfc3339_len = text.len;
    text = builder_make(time->local, sizeof time->local);
    builder_add(&text, day);
    builder_add_char(&text, ' ');
    builder_add(&text, clock);
    time->local_len = text.len;
    time->utc_ms = utc_ms;
    time->known = true;
}

static const TimeText *time_text(Export *e, TimePlace place, int64_t utc_ms) {
    TimeText *time = &e->times[place];
    if (!time->known || time->utc_ms != utc_ms) {
        time_fill(e, time, utc_ms);
    }
    return time;
}

static Str8 local_text(const TimeText *time) {
    return (Str8){time->local, time->local_len};
}

static Str8 offset_text(const TimeText *time) {
    return (Str8){time->rfc3339, time->rfc3339_len};
}

static void fill_event(Export *e, const VisitRow *row, const Event *event, ExportRow *out) {
    out->cells[EXPORT_EVENT_UID] = row->event_uid;
    if (event != NULL) {
        out->cells[EXPORT_EVENT_UID] = event->uid;
        out->cells[EXPORT_EVENT_TITLE] = text_set_pick(event->title, STR8("en"), NULL);
        out->cells[EXPORT_EVENT_START] = local_text(time_text(e, TIME_EVENT, event->start_utc_ms));
        out->cells[EXPORT_PLACE] = event->place;
    }
}

static void fill_times(Export *e, const VisitRow *row, ExportRow *out) {
    bool out_good = row->out_utc_ms == 0 || row->out_assumed || row->out_good;
    const TimeText *in = time_text(e, TIME_IN, row->in_utc_ms);
    out->cells[EXPORT_IN_LOCAL] = local_text(in);
    out->cells[EXPORT_IN_RFC3339] = offset_text(in);
    if (row->out_utc_ms != 0) {
        const TimeText *gone = time_text(e, TIME_OUT, row->out_utc_ms);
        out->cells[EXPORT_OUT_LOCAL] = local_text(gone);
        out->cells[EXPORT_OUT_RFC3339] = offset_text(gone);
        out->cells[EXPORT_OUT_ASSUMED] = row->out_assumed ? STR8("yes") : STR8("no");
    }
    out->cells[EXPORT_CLOCK] = row->in_good && out_good ? STR8("good") : STR8("about");
}

static Str8 names_word(NamesFrom names) {
    switch (names) {
    case NAMES_NONE:
        return STR8("none");
    case NAMES_HOT:
    case NAMES_COLD:
        return STR8("open");
    case NAMES_SEALED:
        break;
    }
    return STR8("sealed");
}

static Str8 visit_text(Export *e, Id visit_id) {
    if (e->visit_text[0] == '\0' || !id_equal(e->visit_id, visit_id)) {
        Str8Builder text = builder_make(e->visit_text, sizeof e->visit_text);
        builder_add(&text, id_text(&e->rows, visit_id));
        e->visit_id = visit_id;
    }
    return str8_from(e->visit_text);
}

static void fill_person(Export *e, const VisitRow *row, ExportRow *out) {
    out->cells[EXPORT_VISIT_ID] = visit_text(e, row->visit_id);
    out->cells[EXPORT_PERSON] = str8_format(&e->rows, "%zu", row->person + 1);
    out->cells[EXPORT_ROLE] = person_role_name(row->role);
    out->cells[EXPORT_GRADE] = row->grade;
    out->cells[EXPORT_LANGUAGE] = row->language;
    out->cells[EXPORT_METHOD] = visit_method_name(row->method);
    out->cells[EXPORT_GIVEN_NAME] = row->given_name;
    out->cells[EXPORT_FAMILY_NAME] = row->family_name;
    out->cells[EXPORT_NAMES] = names_word(row->names);
}

static ErrCode write_row(Export *e, const VisitRow *row) {
    const Event *event = NULL;
    ErrCode code = use_zone(e, row->zone);
    if (code == ERR_OK) {
        code = find_event(e, row->event_id, &event);
    }
    if (code != ERR_OK) {
        return code;
    }
    ExportRow out = {0};
    fill_person(e, row, &out);
    fill_event(e, row, event, &out);
    fill_times(e, row, &out);
    Str8Builder text = builder_make(e->buffer, sizeof e->buffer);
    if (e->options->format == EXPORT_CSV) {
        export_row_csv(&text, &out);
    } else {
        code = export_row_json(&text, &out, e->count == 0, e->err);
    }
    if (code == ERR_OK && text.full) {
        code = err_set(e->err, ERR_LIMIT, "a row of the export is longer than %d bytes",
                       EXPORT_ROW_MAX);
    }
    return code == ERR_OK ? e->sink.write(e->sink.context, builder_text(&text), e->err) : code;
}

static ErrCode write_start(Export *e) {
    if (e->options->format == EXPORT_JSON) {
        return e->sink.write(e->sink.context, STR8("["), e->err);
    }
    ExportRow header = {0};
    for (unsigned i = 0; i < EXPORT_COLUMN_COUNT; i++) {
        header.cells[i] = str8_from(export_header((ExportColumn)i));
    }
    Str8Builder text = builder_make(e->buffer, sizeof e->buffer);
    if (e->options->bom) {
        builder_add(&text, STR8("\xEF\xBB\xBF"));
    }
    export_row_csv(&text, &header);
    FOYER_ASSERT(!text.full);
    return e->sink.write(e->sink.context, builder_text(&text), e->err);
}

static ErrCode write_rows(Export *e, VisitCursor *cursor) {
    for (;;) {
        VisitRow row;
        ErrCode code = visit_cursor_next(cursor, &e->rows, &row, e->err);
        if (code == ERR_NOT_FOUND) {
            return ERR_OK;
        }
        if (code == ERR_OK) {
            code = write_row(e, &row);
        }
        arena_reset(&e->rows);
        if (code != ERR_OK) {
            return code;
        }
        e->count++;
    }
}

static ErrCode run(Export *e, Arena *arena) {
    VisitCursor *cursor = NULL;
    ErrCode code = visit_cursor_open(e->store, arena, &e->options->query, &cursor, e->err);
    if (code != ERR_OK) {
        return code;
    }
    code = write_start(e);
    if (code == ERR_OK) {
        code = write_rows(e, cursor);
    }
    if (code == ERR_OK && e->options->format == EXPORT_JSON) {
        code = e->sink.write(e->sink.context, STR8("\n]\n"), e->err);
    }
    visit_cursor_close(cursor);
    return code;
}

ErrCode export_visits(Store *store, const ExportOptions *options, ExportSink sink, size_t *rows,
                      Err *err) {
    Arena arena = arena_make(ARENA_BLOCK, EXPORT_ARENA_MAX);
    Export *e = ARENA_NEW(&arena, Export);
    if (e == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for an export");
    }
    e->store = store;
    e->options = options;
    e->sink = sink;
    e->rows = arena_make(ARENA_BLOCK, EXPORT_ARENA_MAX);
    e->events = arena_make(ARENA_BLOCK, EXPORT_ARENA_MAX);
    e->err = err;
    ErrCode code = run(e, &arena);
    if (code == ERR_OK && rows != NULL) {
        *rows = e->count;
    }
    zone_close(e->zone);
    arena_free(&e->rows);
    arena_free(&e->events);
    arena_free(&arena);
    return code;
}
