#include "data/export/hsds_export.h"

#include <string.h>

#include "data/base/check.h"

enum { ARENA_BLOCK = 256 * 1024, SEEN_AT_FIRST = 1024, CODE_MAX = 96 };

/* Ids that have a row already; open addressing, an id being its own hash. */
typedef struct {
    Id *slots;
    size_t count;
    size_t room; /* a power of two */
} Seen;

typedef struct {
    Store *store;
    HsdsSink sink;
    Arena rows; /* rewound after each service */
    Arena kept; /* ids of organizations and terms */
    Seen seen;
    HsdsFile file; /* of the row at hand */
    Str8 cells[HSDS_FIELDS_MAX];
    size_t serial; /* of rows of one service */
    const Service *service;
    Str8 id; /* of the service, as text */
    char *buffer;
    size_t count;
    ErrCode code;
    Err *err;
} Export;

/* ---- ids ---- */

static bool seen_add(Arena *arena, Seen *seen, Id id);

static bool seen_grow(Arena *arena, Seen *seen) {
    Seen larger = {.room = seen->room == 0 ? SEEN_AT_FIRST : seen->room * 2};
    larger.slots = ARENA_ARRAY(arena, Id, larger.room);
    if (larger.slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < seen->room; i++) {
        if (!id_is_none(seen->slots[i])) {
            (void)seen_add(arena, &larger, seen->slots[i]);
        }
    }
    *seen = larger;
    return true;
}

/* True when it was not there. */
static bool seen_add(Arena *arena, Seen *seen, Id id) {
    if (seen->count * 2 >= seen->room && !seen_grow(arena, seen)) {
        return true;
    }
    size_t at = 0;
    memcpy(&at, id.bytes, sizeof at);
    at &= seen->room - 1;
    while (!id_is_none(seen->slots[at])) {
        if (id_equal(seen->slots[at], id)) {
            return false;
        }
        at = (at + 1) & (seen->room - 1);
    }
    seen->slots[at] = id;
    seen->count++;
    return true;
}

static Str8 name_id(Export *e, const char *space, Str8 name, Id *id) {
    *id = id_from_name(str8_from(space), name);
    return id_text(&e->rows, *id);
}

/* The id of the next row that belongs to this service alone. */
static Str8 row_id(Export *e) {
    Id id;
    Str8 name = str8_format(&e->rows, "%.*s/%zu", STR8_ARG(e->id), e->serial++);
    return name_id(e, "foyer/hsds-row", name, &id);
}

/* ---- rows ---- */

static void fail(Export *e, ErrCode code) {
    e->code = e->code == ERR_OK ? code : e->code;
}

static void add_cell(Str8Builder *out, Str8 text) {
    bool quotes = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        quotes = quotes || c == ',' || c == '"' || c == '\r' || c == '\n';
    }
    if (!quotes) {
        builder_add(out, text);
        return;
    }
    builder_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"') {
            builder_add_char(out, '"');
        }
        builder_add_char(out, text.ptr[i]);
    }
    builder_add_char(out, '"');
}

static void row_begin(Export *e, HsdsFile file) {
    e->file = file;
    memset(e->cells, 0, sizeof e->cells);
}

static void row_set(Export *e, const char *field, Str8 value) {
    const HsdsSheet *table = hsds_sheet(e->file);
    for (size_t i = 0; i < table->fields_count; i++) {
        if (strcmp(table->fields[i].name, field) == 0) {
            e->cells[i] = value;
            return;
        }
    }
    FOYER_ASSERT(false); /* the table has no such field */
}

static void row_end(Export *e) {
    const HsdsSheet *table = hsds_sheet(e->file);
    Str8Builder out = builder_make(e->buffer, HSDS_EXPORT_ROW_MAX);
    for (size_t i = 0; i < table->fields_count; i++) {
        FOYER_ASSERT(!table->fields[i].required || e->cells[i].len > 0);
        if (i > 0) {
            builder_add_char(&out, ',');
        }
        add_cell(&out, e->cells[i]);
    }
    builder_add(&out, STR8("\r\n"));
    if (out.full) {
        fail(e, err_set(e->err, ERR_LIMIT, "a row of %s is longer than %d bytes", table->path,
                        HSDS_EXPORT_ROW_MAX));
    } else if (e->code == ERR_OK) {
        fail(e, e->sink.write(e->sink.context, e->file, builder_text(&out), e->err));
    }
}

static void write_header(Export *e, HsdsFile file) {
    const HsdsSheet *table = hsds_sheet(file);
    Str8Builder out = builder_make(e->buffer, HSDS_EXPORT_ROW_MAX);
    for (size_t i = 0; i < table->fields_count; i++) {
        builder_format(&out, "%s%s", i > 0 ? "," : "", table->fields[i].name);
    }
    builder_add(&out, STR8("\r\n"));
    if (e->code == ERR_OK) {
        fail(e, e->sink.write(e->sink.context, file, builder_text(&out), e->err));
    }
}

/* ---- the taxonomy "Foyer" ---- */

static Str8 taxonomy_id(Export *e) {
    Id id;
    return name_id(e, "foyer/hsds-taxonomy", STR8("Foyer"), &id);
}

static void write_taxonomy(Export *e) {
    row_begin(e, HSDS_FILE_TAXONOMY);
    row_set(e, "id", taxonomy_id(e));
    row_set(e, "name", STR8("Foyer"));
    row_set(e, "description", STR8("What a kiosk of Foyer knows of a service beyond HSDS"));
    row_set(e, "version", STR8("1"));
    row_end(e);
}

/* The term's id; its row is written the first time. */
static Str8 term(Export *e, const char *code) {
    Id id;
    Str8 text = name_id(e, "foyer/hsds-term", str8_from(code), &id);
    if (seen_add(&e->kept, &e->seen, id)) {
        row_begin(e, HSDS_FILE_TAXONOMY_TERM);
        row_set(e, "id", text);
        row_set(e, "code", str8_copy(&e->rows, str8_from(code)));
        row_set(e, "name", str8_copy(&e->rows, str8_from(code)));
        row_set(e, "description", STR8("See the taxonomy"));
        row_set(e, "taxonomy", STR8("Foyer"));
        row_set(e, "language", STR8("en"));
        row_set(e, "taxonomy_id", taxonomy_id(e));
        row_end(e);
    }
    return text;
}

static void attribute(Export *e, const char *code, Str8 value) {
    Str8 term_id = term(e, code);
    row_begin(e, HSDS_FILE_ATTRIBUTE);
    row_set(e, "id", row_id(e));
    row_set(e, "link_id", e->id);
    row_set(e, "taxonomy_term_id", term_id);
    row_set(e, "link_entity", STR8("service"));
    row_set(e, "value", value);
    row_end(e);
}

static void attribute_if(Export *e, const char *code, Str8 value) {
    if (value.len > 0) {
        attribute(e, code, value);
    }
}

/* ---- texts ---- */

/* A column says it all: at most one text, in English. */
static bool is_plain(TextSet set) {
    return set.count == 0 || (set.count == 1 && str8_equal(set.items[0].language, STR8("en")) &&
                              !str8_equal_ignoring_case(set.items[0].text, STR8("null")));
}

static Str8 shown(TextSet set) {
    return text_set_pick(set, STR8("en"), NULL);
}

static void text_attributes(Export *e, const char *field, size_t part, TextSet set) {
    for (size_t i = 0; i < set.count; i++) {
        char code[CODE_MAX];
        Str8Builder out = builder_make(code, sizeof code);
        builder_format(&out, "foyer:text:%s:%zu:%.*s", field, part,
                       STR8_ARG(set.items[i].language));
        attribute(e, code, set.items[i].text);
    }
}

static void write_texts(Export *e) {
    const Service *s = e->service;
    const struct {
        const char *field;
        const TextSet *set;
        bool has_column;
    } texts[] = {
        {"name", &s->name, true},
        {"alternate", &s->alternate, true},
        {"summary", &s->summary, true},
        {"place", &s->place, true},
        {"cost", &s->cost, true},
        {"eligibility", &s->eligibility, true},
        {"documents", &s->documents, true},
        {"apply", &s->apply, true},
        {"wait", &s->wait, true},
        {"interpreter", &s->interpreter, true},
        {"alert", &s->alert, true},
        {"ineligibility", &s->ineligibility, false},
        {"hours_text", &s->hours_text, false},
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (!texts[i].has_column || !is_plain(*texts[i].set)) {
            text_attributes(e, texts[i].field, 0, *texts[i].set);
        }
    }
    /* An organization that is called like its service is read as none. */
    if (!is_plain(s->role) || (s->role.count > 0 && str8_equal(shown(s->role), shown(s->name)))) {
        text_attributes(e, "role", 0, s->role);
    }
    for (size_t i = 0; i < s->helps_count; i++) {
        text_attributes(e, "help", i, s->helps[i]);
    }
}

/* ---- organization, service, place ---- */

static Str8 write_organization(Export *e) {
    Id id;
    Str8 name = shown(e->service->role);
    name = name.len > 0 ? name : shown(e->service->name);
    Str8 text = name_id(e, "foyer/hsds-organization", name, &id);
    if (seen_add(&e->kept, &e->seen, id)) {
        row_begin(e, HSDS_FILE_ORGANIZATION);
        row_set(e, "id", text);
        row_set(e, "name", name);
        row_set(e, "description", name);
        row_end(e);
    }
    return text;
}

static Str8 date_text(Export *e, int64_t day) {
    Civil date = civil_from_ms(day * DAY_MS);
    return str8_format(&e->rows, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static bool is_whole_day(int64_t utc_ms) {
    return utc_ms > 0 && utc_ms % DAY_MS == 0;
}

static void write_service(Export *e, Str8 organization) {
    const Service *s = e->service;
    row_begin(e, HSDS_FILE_SERVICE);
    row_set(e, "id", e->id);
    row_set(e, "organization_id", organization);
    row_set(e, "name", shown(s->name));
    row_set(e, "alternate_name", shown(s->alternate));
    row_set(e, "description", shown(s->summary));
    row_set(e, "url", s->url);
    row_set(e, "email", s->email);
    row_set(e, "status", STR8("active"));
    row_set(e, "interpretation_services", shown(s->interpreter));
    row_set(e, "application_process", shown(s->apply));
    row_set(e, "fees_description", shown(s->cost));
    row_set(e, "wait_time", shown(s->wait));
    row_set(e, "eligibility_description", shown(s->eligibility));
    row_set(e, "alert", shown(s->alert));
    if (is_whole_day(s->assured_utc_ms)) {
        row_set(e, "assured_date", date_text(e, s->assured_utc_ms / DAY_MS));
    }
    row_end(e);
}

static Str8 degrees_text(Export *e, int32_t degrees_e6) {
    int64_t size = degrees_e6 < 0 ? -(int64_t)degrees_e6 : degrees_e6;
    return str8_format(&e->rows, "%s%d.%06d", degrees_e6 < 0 ? "-" : "", (int)(size / 1000000),
                       (int)(size % 1000000));
}

/* Where the last ", " before `end` stands; `end` when there is none. */
static size_t last_comma(Str8 text, size_t end) {
    for (size_t i = end; i > 0; i--) {
        if (text.ptr[i - 1] == ',' && i < end && text.ptr[i] == ' ') {
            return i - 1;
        }
    }
    return end;
}

/* "11347 SW 160th Street, Miami, FL 33157": only what is plainly of this form has parts. */
static void write_address(Export *e, Str8 location) {
    Str8 address = e->service->address;
    size_t state_at = last_comma(address, address.len);
    size_t city_at = last_comma(address, state_at);
    if (state_at == address.len || city_at == state_at) {
        return;
    }
    Str8 zip;
    Str8 end = str8_slice(address, state_at + 2, address.len);
    Str8 state = str8_cut(end, ' ', &zip);
    Str8 city = str8_slice(address, city_at + 2, state_at);
    if (state.len != 2 || zip.len < 5 || city.len == 0 || city_at == 0) {
        return;
    }
    row_begin(e, HSDS_FILE_ADDRESS);
    row_set(e, "id", row_id(e));
    row_set(e, "location_id", location);
    row_set(e, "address_1", str8_slice(address, 0, city_at));
    row_set(e, "city", city);
    row_set(e, "state_province", state);
    row_set(e, "postal_code", zip);
    row_set(e, "country", STR8("US"));
    row_set(e, "address_type", STR8("physical"));
    row_end(e);
}

static void write_place(Export *e, Str8 organization) {
    const Service *s = e->service;
    bool located = s->latitude_e6 != 0 || s->longitude_e6 != 0;
    if (!located && s->address.len == 0 && s->place.count == 0) {
        return;
    }
    Str8 location = row_id(e);
    row_begin(e, HSDS_FILE_LOCATION);
    row_set(e, "id", location);
    row_set(e, "location_type", STR8("physical"));
    row_set(e, "organization_id", organization);
    row_set(e, "name", shown(s->place));
    if (located) {
        row_set(e, "latitude", degrees_text(e, s->latitude_e6));
        row_set(e, "longitude", degrees_text(e, s->longitude_e6));
    }
    row_end(e);
    row_begin(e, HSDS_FILE_SERVICE_AT_LOCATION);
    row_set(e, "id", row_id(e));
    row_set(e, "service_id", e->id);
    row_set(e, "location_id", location);
    row_end(e);
    write_address(e, location);
}

/* ---- lists ---- */

static void write_phone(Export *e) {
    Str8 extension;
    Str8 number = str8_cut(e->service->phone, ',', &extension);
    if (number.len == 0) {
        return;
    }
    row_begin(e, HSDS_FILE_PHONE);
    row_set(e, "id", row_id(e));
    row_set(e, "service_id", e->id);
    row_set(e, "number", number);
    row_set(e, "extension", extension);
    row_set(e, "type", STR8("voice"));
    row_end(e);
}

static void write_languages(Export *e) {
    for (size_t i = 0; i < e->service->languages_count; i++) {
        row_begin(e, HSDS_FILE_LANGUAGE);
        row_set(e, "id", row_id(e));
        row_set(e, "service_id", e->id);
        row_set(e, "name", e->service->languages[i]);
        row_set(e, "code", e->service->languages[i]);
        row_end(e);
    }
}

static void write_documents(Export *e) {
    if (e->service->documents.count > 0) {
        row_begin(e, HSDS_FILE_REQUIRED_DOCUMENT);
        row_set(e, "id", row_id(e));
        row_set(e, "service_id", e->id);
        row_set(e, "document", shown(e->service->documents));
        row_end(e);
    }
}

/* ---- hours ---- */

static const char *const WEEKDAYS[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};

/* The end of the day is midnight of the next. */
static Str8 time_text(Export *e, int minute) {
    minute %= 24 * 60;
    return str8_format(&e->rows, "%02d:%02d:00", minute / 60, minute % 60);
}

static void row_times(Export *e, int opens, int closes) {
    row_set(e, "id", row_id(e));
    row_set(e, "service_id", e->id);
    row_set(e, "opens_at", time_text(e, opens));
    row_set(e, "closes_at", time_text(e, closes));
}

static void write_hours(Export *e) {
    for (size_t i = 0; i < e->service->hours_count; i++) {
        const Hours *hours = &e->service->hours[i];
        row_begin(e, HSDS_FILE_SCHEDULE);
        row_times(e, hours->opens_minute, hours->closes_minute);
        row_set(e, "freq", STR8("WEEKLY"));
        row_set(e, "interval", STR8("1"));
        row_set(e, "byday", str8_from(WEEKDAYS[hours->weekday]));
        row_end(e);
    }
}

static Str8 days_text(Export *e, const ScheduleRule *rule) {
    Str8Builder out = builder_in(&e->rows, 64);
    for (size_t i = 0; i < rule->days_count; i++) {
        builder_add(&out, i > 0 ? STR8(",") : STR8(""));
        if (rule->days[i].ordinal != 0) {
            builder_add_int(&out, rule->days[i].ordinal);
        }
        builder_add(&out, str8_from(WEEKDAYS[rule->days[i].weekday]));
    }
    return builder_text(&out);
}

static Str8 month_days_text(Export *e, uint32_t month_days) {
    Str8Builder out = builder_in(&e->rows, 128);
    for (int day = 0; day < 32; day++) {
        if ((month_days & UINT32_C(1) << day) != 0) {
            builder_add(&out, out.len > 0 ? STR8(",") : STR8(""));
            builder_add_int(&out, day == 0 ? -1 : day);
        }
    }
    return builder_text(&out);
}

static void row_day(Export *e, const char *field, int32_t day) {
    if (day != SCHEDULE_NO_DAY) {
        row_set(e, field, date_text(e, day));
    }
}

/* HSDS 3.0 knows weekly and monthly schedules only; the import reads the rest in notes. */
static Str8 notes_of(Export *e, const ScheduleRule *rule) {
    static const char *const FREQS[] = {
        [SCHEDULE_ONCE] = "ONCE",       [SCHEDULE_DAILY] = "DAILY",   [SCHEDULE_WEEKLY] = "WEEKLY",
        [SCHEDULE_MONTHLY] = "MONTHLY", [SCHEDULE_YEARLY] = "YEARLY",
    };
    return str8_format(&e->rows, "foyer: %s%s", FREQS[rule->freq], rule->closed ? " closed" : "");
}

static void write_rule(Export *e, const ScheduleRule *rule) {
    row_begin(e, HSDS_FILE_SCHEDULE);
    row_times(e, rule->opens_minute, rule->closes_minute);
    row_day(e, "valid_from", rule->valid_from);
    row_day(e, "valid_to", rule->valid_to);
    row_day(e, "dtstart", rule->start_day);
    row_day(e, "until", rule->until_day);
    if (rule->count > 0) {
        row_set(e, "count", str8_format(&e->rows, "%d", rule->count));
    }
    row_set(e, "wkst", str8_from(WEEKDAYS[rule->week_starts]));
    row_set(e, "freq",
            rule->freq == SCHEDULE_WEEKLY    ? STR8("WEEKLY")
            : rule->freq == SCHEDULE_MONTHLY ? STR8("MONTHLY")
                                             : STR8(""));
    row_set(e, "interval", str8_format(&e->rows, "%d", rule->interval));
    row_set(e, "byday", days_text(e, rule));
    row_set(e, "bymonthday", month_days_text(e, rule->month_days));
    row_set(e, "notes", notes_of(e, rule));
    row_end(e);
}

/* ---- all of one service ---- */

static void write_own(Export *e, Str8 source) {
    const Service *s = e->service;
    attribute(e, "foyer:source", source);
    attribute(e, "foyer:key", s->key);
    if (s->own) {
        attribute(e, "foyer:own", STR8("yes"));
    }
    if (s->is_person) {
        attribute(e, "foyer:person", STR8("yes"));
    }
    attribute_if(e, "foyer:room", s->room);
    attribute_if(e, "foyer:address", s->address);
    if (s->assured_utc_ms != 0 && !is_whole_day(s->assured_utc_ms)) {
        attribute(e, "foyer:assured", str8_format(&e->rows, "%lld", (long long)s->assured_utc_ms));
    }
    for (unsigned need = 0; need < NEED_COUNT; need++) {
        if ((s->needs & UINT32_C(1) << need) != 0) {
            attribute(e, "foyer:need", need_name((Need)need));
        }
    }
}

static ErrCode write_one(void *context, const Service *service, Err *err) {
    Export *e = context;
    Str8 source = STR8("");
    e->service = service;
    e->serial = 0;
    e->id = id_text(&e->rows, service->id);
    ErrCode code = service_store_source(e->store, &e->rows, service->id, &source, err);
    if (code != ERR_OK) {
        return code;
    }
    if (++e->count > HSDS_EXPORT_SERVICES_MAX) {
        return err_set(err, ERR_LIMIT, "there are more than %d services", HSDS_EXPORT_SERVICES_MAX);
    }
    Str8 organization = write_organization(e);
    write_service(e, organization);
    write_place(e, organization);
    write_phone(e);
    write_languages(e);
    write_documents(e);
    write_hours(e);
    for (size_t i = 0; i < service->rules_count; i++) {
        write_rule(e, &service->rules[i]);
    }
    write_texts(e);
    write_own(e, source);
    arena_reset(&e->rows);
    return e->code;
}

ErrCode export_hsds(Store *store, HsdsSink sink, size_t *services, Err *err) {
    Arena arena = arena_make(ARENA_BLOCK, HSDS_EXPORT_ARENA_MAX);
    Export *e = ARENA_NEW(&arena, Export);
    char *buffer = arena_alloc(&arena, HSDS_EXPORT_ROW_MAX);
    if (e == NULL || buffer == NULL) {
        arena_free(&arena);
        return err_set(err, ERR_NO_MEMORY, "no memory for an export");
    }
    e->store = store;
    e->sink = sink;
    e->buffer = buffer;
    e->err = err;
    e->rows = arena_make(ARENA_BLOCK, HSDS_EXPORT_ARENA_MAX);
    e->kept = arena_make(ARENA_BLOCK, HSDS_EXPORT_ARENA_MAX);
    Arena scratch = arena_make(ARENA_BLOCK, HSDS_EXPORT_ARENA_MAX);
    for (unsigned file = 0; file < HSDS_FILE_COUNT; file++) {
        write_header(e, (HsdsFile)file);
    }
    write_taxonomy(e);
    (void)term(e, "foyer:export:1"); /* an import sees by it that nothing needs cleaning */
    ErrCode code = e->code;
    if (code == ERR_OK) {
        code = service_store_walk(store, &scratch, (ServiceVisitor){write_one, e}, err);
    }
    if (code == ERR_OK && services != NULL) {
        *services = e->count;
    }
    arena_free(&scratch);
    arena_free(&e->kept);
    arena_free(&e->rows);
    arena_free(&arena);
    return code;
}
