#include "sync/hub/hub_export.h"

#include <string.h>

#include "data/base/check.h"
#include "data/export/export_row.h"
#include "data/zone/zone.h"
#include "sync/hub/hub_records.h"
#include "sync/hub/hub_visit.h"
#include "sync/wire/wire_json.h"

/*
 * One walk over the records by id; a sign-in begins a visit, whose other records are found by what
 * they are about. Everything of a visit lies in an arena that is wiped behind it.
 * 1. Late members whose sign-in is not held are a visit all the same, at the first of them.
 * 2. Whatever long text a kiosk sent is cut where it enters, so that every row fits ROW_MAX.
 * 3. Events and clock offsets repeat from visit to visit: the latest few are kept.
 */
enum {
    WORK_BLOCK = 128 * 1024,
    WORK_MAX = 16 << 20,
    KEEP_BLOCK = 64 * 1024,
    KEEP_MAX = 16 << 20,
    EVENTS_KEPT = 32,
    OFFSETS_KEPT = 64,
    ZONES_KEPT = 4,
    TEXT_MAX = 2048, /* of an event; as our kiosks cut them */
    ROW_MAX = 16384,
    ABOUT_PAGE = 16,
};

typedef struct {
    int64_t kiosk;
    Id id;
    Str8 uid;
    Str8 title;
    Str8 place;
    int64_t start_utc_ms;
    bool has_start;
} EventFacts;

typedef struct {
    int64_t kiosk; /* 0 = free */
    int64_t epoch; /* number: twins and restored cards count the same boots */
    uint32_t boot;
    bool is_known;
    int64_t offset_ms;
    bool has_zero;
    int64_t zero_utc_ms; /* true time when the monotonic clock of the boot was zero */
} Offset;

typedef struct {
    const HubStore *store;
    const HubExportOptions *options;
    HubSink sink;
    HubExportCount *count;
    HubNameKeys keys;
    Arena page;   /* records of the walk */
    Arena work;   /* one visit */
    Arena events; /* reset when full */
    Arena keep;
    HubKiosk *kiosks; /* by number - 1 */
    int64_t kiosks_count;
    EventFacts kept[EVENTS_KEPT];
    size_t kept_count;
    Offset offsets[OFFSETS_KEPT];
    Zone *zones[ZONES_KEPT];
    size_t zones_next;
    HubRecord *rows;  /* HUB_PAGE_MAX */
    HubRecord *about; /* ABOUT_PAGE */
    char *buffer;     /* ROW_MAX */
    Err *err;
} Export;

/* ---- kiosks ---- */

static ErrCode read_kiosks(Export *e) {
    const HubStore *store = e->store;
    HubCounts counts;
    ErrCode code = store->counts(store->context, &counts, e->err);
    if (code != ERR_OK) {
        return code;
    }
    e->kiosks_count = counts.kiosks + counts.revoked;
    e->kiosks = ARENA_ARRAY(&e->keep, HubKiosk, (size_t)e->kiosks_count + 1);
    HubKiosk kiosk = {0};
    for (int64_t i = 0; e->kiosks != NULL && code == ERR_OK && i < e->kiosks_count; i++) {
        code = store->kiosk_next(store->context, &e->keep, kiosk.number, &kiosk, e->err);
        e->kiosks[i] = kiosk;
    }
    if (e->kiosks == NULL) {
        return err_set(e->err, ERR_NO_MEMORY, "no memory for the kiosks");
    }
    return code;
}

/* NULL: enrolled after the export began. Numbers have no gaps. */
static const HubKiosk *kiosk_of(const Export *e, int64_t number) {
    return number >= 1 && number <= e->kiosks_count ? &e->kiosks[number - 1] : NULL;
}

/* ---- events ---- */

static Str8 fact_text(Arena *arena, const json_t *body, const char *name) {
    return str8_copy(arena, str8_clip(wire_json_text(body, name), TEXT_MAX));
}

static void read_facts(Arena *arena, const Record *record, EventFacts *facts) {
    json_t *body = record_body(record);
    facts->uid = fact_text(arena, body, "uid");
    facts->title = fact_text(arena, body, "title");
    facts->place = fact_text(arena, body, "place");
    facts->has_start =
        wire_json_int(body, "start_utc_ms", INT64_MIN, INT64_MAX, &facts->start_utc_ms);
    json_decref(body);
}

/* The latest description wins. */
static ErrCode find_facts(Export *e, EventFacts *facts) {
    HubPlace after = {.kiosk = facts->kiosk};
    ArenaMark mark = arena_mark(&e->work);
    size_t count = ABOUT_PAGE;
    ErrCode code = ERR_OK;
    while (code == ERR_OK && count == ABOUT_PAGE) {
        HubRecord *rows = ARENA_ARRAY(&e->work, HubRecord, ABOUT_PAGE);
        if (rows == NULL) {
            return err_set(e->err, ERR_NO_MEMORY, "no memory for an event");
        }
        code = e->store->records_about(e->store->context, &e->work, facts->kiosk, facts->id, after,
                                       rows, ABOUT_PAGE, &count, e->err);
        for (size_t i = 0; code == ERR_OK && i < count; i++) {
            after = rows[i].place;
            if (str8_equal(rows[i].record.type, STR8(RECORD_EVENT_DESCRIBED))) {
                read_facts(&e->events, &rows[i].record, facts);
            }
        }
        arena_rewind(&e->work, mark);
    }
    return code;
}

static ErrCode find_event(Export *e, const HubVisit *visit, const EventFacts **found) {
    *found = NULL;
    if (id_is_none(visit->event_id)) {
        return ERR_OK;
    }
    for (size_t i = 0; i < e->kept_count; i++) {
        if (e->kept[i].kiosk == visit->kiosk && id_equal(e->kept[i].id, visit->event_id)) {
            *found = &e->kept[i];
            return ERR_OK;
        }
    }
    if (e->kept_count == EVENTS_KEPT) {
        arena_reset(&e->events);
        e->kept_count = 0;
    }
    EventFacts *facts = &e->kept[e->kept_count];
    *facts = (EventFacts){.kiosk = visit->kiosk, .id = visit->event_id};
    ErrCode code = find_facts(e, facts);
    if (code == ERR_OK) {
        e->kept_count++;
        *found = facts;
    }
    return code;
}

/* ---- clocks ---- */

static void read_offset(const Record *record, Offset *offset) {
    json_t *body = record_body(record);
    offset->is_known = wire_json_int(body, "offset_ms", INT64_MIN, INT64_MAX, &offset->offset_ms) ||
                       offset->is_known;
    offset->has_zero =
        wire_json_int(body, "zero_utc_ms", INT64_MIN, INT64_MAX, &offset->zero_utc_ms) ||
        offset->has_zero;
    json_decref(body);
}

static ErrCode find_offset(Export *e, Offset *offset) {
    HubPlace after = {.kiosk = offset->kiosk, .epoch = offset->epoch};
    ArenaMark mark = arena_mark(&e->work);
    size_t count = ABOUT_PAGE;
    ErrCode code = ERR_OK;
    while (code == ERR_OK && count == ABOUT_PAGE) {
        HubRecord *rows = ARENA_ARRAY(&e->work, HubRecord, ABOUT_PAGE);
        if (rows == NULL) {
            return err_set(e->err, ERR_NO_MEMORY, "no memory for a clock's offset");
        }
        code = e->store->records_about(e->store->context, &e->work, offset->kiosk,
                                       record_about_boot(offset->boot), after, rows, ABOUT_PAGE,
                                       &count, e->err);
        for (size_t i = 0; code == ERR_OK && i < count; i++) {
            after = rows[i].place;
            if (after.epoch == offset->epoch) {
                read_offset(&rows[i].record, offset);
            }
        }
        arena_rewind(&e->work, mark);
    }
    return code;
}

typedef enum { CLOCK_GOOD, CLOCK_CORRECTED, CLOCK_ABOUT } ClockWord;

static bool put_right(const Offset *offset, Moment moment, int64_t *utc_ms) {
    return offset->has_zero ? !__builtin_add_overflow(offset->zero_utc_ms, moment.mono_ms, utc_ms)
                            : offset->is_known &&
                                  !__builtin_add_overflow(moment.utc_ms, offset->offset_ms, utc_ms);
}

/* The moment as it truly was, as far as that is known. */
static ErrCode true_time(Export *e, HubPlace place, Moment moment, int64_t *utc_ms,
                         ClockWord *clock) {
    *utc_ms = moment.utc_ms;
    *clock = moment.good ? CLOCK_GOOD : CLOCK_ABOUT;
    if (moment.good) {
        return ERR_OK;
    }
    size_t slot = ((size_t)place.kiosk * 31 + (size_t)place.epoch * 7 + moment.boot) % OFFSETS_KEPT;
    Offset *offset = &e->offsets[slot];
    if (offset->kiosk != place.kiosk || offset->epoch != place.epoch ||
        offset->boot != moment.boot) {
        *offset = (Offset){.kiosk = place.kiosk, .epoch = place.epoch, .boot = moment.boot};
        ErrCode code = find_offset(e, offset);
        if (code != ERR_OK) {
            offset->kiosk = 0;
            return code;
        }
    }
    int64_t right_utc_ms = 0;
    if (put_right(offset, moment, &right_utc_ms)) {
        *utc_ms = right_utc_ms;
        *clock = CLOCK_CORRECTED;
    }
    return ERR_OK;
}

static ErrCode zone_of(Export *e, Str8 name, Zone **zone) {
    name = name.len > 0 && zone_exists(name) ? name : STR8("UTC");
    for (size_t i = 0; i < ZONES_KEPT; i++) {
        if (e->zones[i] != NULL && str8_equal(zone_name(e->zones[i]), name)) {
            *zone = e->zones[i];
            return ERR_OK;
        }
    }
    Zone *fresh = NULL;
    ErrCode code = zone_open(name, &fresh, e->err);
    if (code == ERR_OK) {
        zone_close(e->zones[e->zones_next]);
        e->zones[e->zones_next] = fresh;
        e->zones_next = (e->zones_next + 1) % ZONES_KEPT;
        *zone = fresh;
    }
    return code;
}

/* Both forms of the kiosk's export: "2025-10-16 18:02", and RFC 3339 with the zone's offset. */
static void fill_time(Export *e, Zone *zone, int64_t utc_ms, Str8 *local, Str8 *rfc3339) {
    enum { SECONDS_AND_OFFSET_LEN = sizeof ":00-05:00" - 1 };
    Str8 text = zone_rfc3339(&e->work, zone, utc_ms);
    if (text.len <= SECONDS_AND_OFFSET_LEN) {
        return; /* no time of this calendar */
    }
    Str8 clock;
    Str8 day = str8_cut(str8_slice(text, 0, text.len - SECONDS_AND_OFFSET_LEN), 'T', &clock);
    *local = str8_format(&e->work, "%.*s %.*s", STR8_ARG(day), STR8_ARG(clock));
    if (rfc3339 != NULL) {
        *rfc3339 = text;
    }
}

/* ---- rows ---- */

static Str8 clock_word(ClockWord in, ClockWord out) {
    ClockWord worst = in > out ? in : out;
    return worst == CLOCK_GOOD        ? STR8("good")
           : worst == CLOCK_CORRECTED ? STR8("corrected")
                                      : STR8("about");
}

static ErrCode fill_times(Export *e, const HubVisit *visit, const HubVisitor *person, Zone *zone,
                          Str8 *cells) {
    int64_t in = 0;
    int64_t out = 0;
    ClockWord in_clock = CLOCK_GOOD;
    ClockWord out_clock = CLOCK_GOOD;
    HubPlace in_place = {.kiosk = visit->kiosk, .epoch = person->in_epoch};
    HubPlace out_place = {.kiosk = visit->kiosk, .epoch = person->out_epoch};
    ErrCode code = true_time(e, in_place, person->in, &in, &in_clock);
    if (code == ERR_OK && person->is_out) {
        code = true_time(e, out_place, person->out, &out, &out_clock);
    }
    if (code != ERR_OK) {
        return code;
    }
    fill_time(e, zone, in, &cells[EXPORT_IN_LOCAL], &cells[EXPORT_IN_RFC3339]);
    if (person->is_out) {
        fill_time(e, zone, out, &cells[EXPORT_OUT_LOCAL], &cells[EXPORT_OUT_RFC3339]);
        cells[EXPORT_OUT_ASSUMED] = person->out_assumed ? STR8("yes") : STR8("no");
    }
    cells[EXPORT_CLOCK] = clock_word(in_clock, out_clock);
    return ERR_OK;
}

static Str8 names_word(HubNames names) {
    return names == HUB_NAMES_NONE   ? STR8("none")
           : names == HUB_NAMES_OPEN ? STR8("open")
                                     : STR8("sealed");
}

static void fill_person(Export *e, const HubVisitor *person, Str8 *cells) {
    cells[EXPORT_PERSON] = str8_format(&e->work, "%zu", person->number + 1);
    cells[EXPORT_ROLE] = person->role;
    cells[EXPORT_GRADE] = person->grade;
    cells[EXPORT_GIVEN_NAME] = person->given_name;
    cells[EXPORT_FAMILY_NAME] = person->family_name;
    cells[EXPORT_NAMES] = names_word(person->names);
}

static void fill_event(Export *e, const EventFacts *event, Zone *zone, Str8 *cells) {
    if (event == NULL) {
        return;
    }
    cells[EXPORT_EVENT_UID] = event->uid;
    cells[EXPORT_EVENT_TITLE] = event->title;
    cells[EXPORT_PLACE] = event->place;
    if (event->has_start) {
        fill_time(e, zone, event->start_utc_ms, &cells[EXPORT_EVENT_START], NULL);
    }
}

/* The kiosk's columns, with ours before the line's end. */
static ErrCode write_line(Export *e, const ExportRow *row, Str8 school, Str8 kiosk) {
    Str8Builder text = builder_make(e->buffer, ROW_MAX);
    export_row_csv(&text, row);
    if (!text.full) {
        text.len -= 2; /* CR LF */
    }
    builder_add_char(&text, ',');
    export_cell_csv(&text, school);
    builder_add_char(&text, ',');
    export_cell_csv(&text, kiosk);
    builder_add(&text, STR8("\r\n"));
    if (text.full) {
        return err_set(e->err, ERR_LIMIT, "a row of the export is longer than %d bytes", ROW_MAX);
    }
    return e->sink.write(e->sink.context, builder_text(&text), e->err);
}

/* The local time begins with its day, and days are in the order of their letters. */
static bool is_asked_for(const HubExportOptions *options, Str8 signed_in_local) {
    Str8 day = str8_slice(signed_in_local, 0, signed_in_local.len < 10 ? signed_in_local.len : 10);
    return (options->from_day.len == 0 || str8_compare(day, options->from_day) >= 0) &&
           (options->to_day.len == 0 || str8_compare(day, options->to_day) <= 0);
}

static ErrCode write_person(Export *e, const HubVisit *visit, const HubVisitor *person,
                            const EventFacts *event, const HubKiosk *kiosk) {
    ExportRow row = {0};
    Zone *zone = NULL;
    ErrCode code = zone_of(e, visit->zone, &zone);
    if (code != ERR_OK) {
        return code;
    }
    row.cells[EXPORT_VISIT_ID] = id_text(&e->work, visit->id);
    row.cells[EXPORT_LANGUAGE] = visit->language;
    row.cells[EXPORT_METHOD] = visit->method;
    fill_event(e, event, zone, row.cells);
    fill_person(e, person, row.cells);
    code = fill_times(e, visit, person, zone, row.cells);
    if (code != ERR_OK || !is_asked_for(e->options, row.cells[EXPORT_IN_LOCAL])) {
        return code;
    }
    Str8 device = kiosk->name.len > 0 ? kiosk->name : id_text(&e->work, kiosk->device);
    e->count->rows++;
    return write_line(e, &row, kiosk->school, device);
}

static ErrCode write_visit(Export *e, const HubVisit *visit, const HubKiosk *kiosk) {
    const EventFacts *event = NULL;
    ErrCode code = find_event(e, visit, &event);
    for (size_t i = 0; code == ERR_OK && i < visit->count; i++) {
        if (!visit->people[i].is_voided) {
            code = write_person(e, visit, &visit->people[i], event, kiosk);
        }
    }
    e->count->visits++;
    return code;
}

/* ---- visits ---- */

static ErrCode apply_others(Export *e, HubVisit *visit) {
    HubPlace after = {.kiosk = visit->kiosk};
    size_t count = ABOUT_PAGE;
    ErrCode code = ERR_OK;
    while (code == ERR_OK && count == ABOUT_PAGE) {
        code = e->store->records_about(e->store->context, &e->work, visit->kiosk, visit->id, after,
                                       e->about, ABOUT_PAGE, &count, e->err);
        for (size_t i = 0; code == ERR_OK && i < count; i++) {
            after = e->about[i].place;
            hub_visit_apply(visit, &e->work, &e->about[i], &e->keys);
        }
    }
    return code;
}

/* `first` is the sign-in, or NULL when it is not held. */
static ErrCode export_visit(Export *e, Id id, int64_t kiosk_number, const HubRecord *first) {
    const HubKiosk *kiosk = kiosk_of(e, kiosk_number);
    HubVisit visit;
    if (kiosk == NULL ||
        (e->options->school.len > 0 && !str8_equal(kiosk->school, e->options->school))) {
        return ERR_OK;
    }
    if (!hub_visit_begin(&visit, &e->work, id, kiosk_number)) {
        return err_set(e->err, ERR_NO_MEMORY, "no memory for a visit");
    }
    if (first != NULL) {
        hub_visit_apply(&visit, &e->work, first, &e->keys);
    }
    ErrCode code = apply_others(e, &visit);
    return code == ERR_OK ? write_visit(e, &visit, kiosk) : code;
}

/* True for the late members of a visit without a sign-in, once a visit. */
static ErrCode leads_headless(Export *e, const HubRecord *row, bool *leads) {
    const HubStore *store = e->store;
    HubRecord other;
    *leads = false;
    ErrCode code =
        store->record_get(store->context, &e->work, row->place.kiosk, row->about, &other, e->err);
    if (code == ERR_OK && str8_equal(other.record.type, STR8(RECORD_SIGNED_IN))) {
        return ERR_OK;
    }
    HubPlace after = {.kiosk = row->place.kiosk};
    size_t count = ABOUT_PAGE;
    code = code == ERR_NOT_FOUND ? ERR_OK : code;
    while (code == ERR_OK && count == ABOUT_PAGE) {
        code = store->records_about(store->context, &e->work, row->place.kiosk, row->about, after,
                                    e->about, ABOUT_PAGE, &count, e->err);
        for (size_t i = 0; code == ERR_OK && i < count; i++) {
            after = e->about[i].place;
            if (str8_equal(e->about[i].record.type, STR8(RECORD_JOINED))) {
                *leads = id_equal(e->about[i].record.id, row->record.id);
                return ERR_OK;
            }
        }
    }
    return code;
}

static ErrCode export_record(Export *e, const HubRecord *row) {
    if (str8_equal(row->record.type, STR8(RECORD_SIGNED_IN))) {
        return export_visit(e, row->record.id, row->place.kiosk, row);
    }
    if (!str8_equal(row->record.type, STR8(RECORD_JOINED)) || id_is_none(row->about)) {
        return ERR_OK;
    }
    bool leads = false;
    ErrCode code = leads_headless(e, row, &leads);
    if (code == ERR_OK && leads) {
        e->count->headless++;
        code = export_visit(e, row->about, row->place.kiosk, NULL);
    }
    return code;
}

static ErrCode write_header(Export *e) {
    ExportRow header = {0};
    for (unsigned i = 0; i < EXPORT_COLUMN_COUNT; i++) {
        header.cells[i] = str8_from(export_header((ExportColumn)i));
    }
    if (e->options->bom) {
        ErrCode code = e->sink.write(e->sink.context, STR8("\xEF\xBB\xBF"), e->err);
        if (code != ERR_OK) {
            return code;
        }
    }
    return write_line(e, &header, STR8("school"), STR8("kiosk"));
}

static ErrCode walk(Export *e) {
    HubMark mark = {0};
    size_t count = 1;
    ErrCode code = ERR_OK;
    while (code == ERR_OK && count > 0) {
        arena_reset(&e->page);
        code = e->store->records_by_id(e->store->context, &e->page, &mark, e->rows, HUB_PAGE_MAX,
                                       &count, e->err);
        for (size_t i = 0; code == ERR_OK && i < count; i++) {
            code = export_record(e, &e->rows[i]);
            arena_reset(&e->work);
        }
    }
    return code;
}

static ErrCode run(Export *e) {
    e->rows = ARENA_ARRAY(&e->keep, HubRecord, HUB_PAGE_MAX);
    e->about = ARENA_ARRAY(&e->keep, HubRecord, ABOUT_PAGE);
    e->buffer = arena_alloc(&e->keep, ROW_MAX);
    if (e->rows == NULL || e->about == NULL || e->buffer == NULL) {
        return err_set(e->err, ERR_NO_MEMORY, "no memory for an export");
    }
    ErrCode code = read_kiosks(e);
    if (code == ERR_OK) {
        code = write_header(e);
    }
    return code == ERR_OK ? walk(e) : code;
}

ErrCode hub_export_csv(const HubStore *store, const HubExportOptions *options, HubSink sink,
                       HubExportCount *count, Err *err) {
    if (options->school_secrets_count > HUB_EXPORT_KEYS_MAX) {
        return err_set(err, ERR_INVALID, "more than %d keys", HUB_EXPORT_KEYS_MAX);
    }
    Arena arena = arena_make(WORK_BLOCK, WORK_BLOCK);
    Export *e = ARENA_NEW(&arena, Export);
    if (e == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for an export");
    }
    *count = (HubExportCount){0};
    *e = (Export){.store = store, .options = options, .sink = sink, .count = count, .err = err};
    e->keys =
        (HubNameKeys){.secrets = options->school_secrets, .count = options->school_secrets_count};
    e->page = arena_make(WORK_BLOCK, WORK_MAX);
    e->work = arena_make(WORK_BLOCK, WORK_MAX);
    e->events = arena_make(KEEP_BLOCK, WORK_MAX);
    e->keep = arena_make(KEEP_BLOCK, KEEP_MAX);
    ErrCode code = run(e);
    for (size_t i = 0; i < ZONES_KEPT; i++) {
        zone_close(e->zones[i]);
    }
    arena_free(&e->page);
    arena_free(&e->work);
    arena_free(&e->events);
    arena_free(&e->keep);
    arena_free(&arena);
    return code;
}
