#include "data/import/people_csv.h"

#include "data/import/content_row.h"
#include "data/import/hsds_language.h"
#include "data/import/opening_hours.h"
#include "data/store/service_store.h"

static const CsvColumn COLUMNS[] = {
    {"name", true},           {"needs", true},
    {"person", false},        {"role", false},
    {"summary", false},       {"helps", false},
    {"place", false},         {"room", false},
    {"address", false},       {"cost", false},
    {"eligibility", false},   {"ineligibility", false},
    {"documents", false},     {"apply", false},
    {"wait", false},          {"interpreter", false},
    {"alert", false},         {"alternate", false},
    {"phone", false},         {"email", false},
    {"url", false},           {"languages", false},
    {"hours", false},         {"hours_text", false},
    {"checked", false},       {"key", false},
    {"name:*", false},        {"role:*", false},
    {"summary:*", false},     {"helps:*", false},
    {"place:*", false},       {"cost:*", false},
    {"eligibility:*", false}, {"ineligibility:*", false},
    {"documents:*", false},   {"apply:*", false},
    {"wait:*", false},        {"interpreter:*", false},
    {"alert:*", false},       {"alternate:*", false},
    {"hours_text:*", false},
};

static bool read_texts(CsvRow row, Service *service) {
    const struct {
        const char *name;
        TextSet *set;
    } TEXTS[] = {
        {"role", &service->role},
        {"summary", &service->summary},
        {"place", &service->place},
        {"cost", &service->cost},
        {"eligibility", &service->eligibility},
        {"ineligibility", &service->ineligibility},
        {"documents", &service->documents},
        {"apply", &service->apply},
        {"wait", &service->wait},
        {"interpreter", &service->interpreter},
        {"alert", &service->alert},
        {"alternate", &service->alternate},
        {"hours_text", &service->hours_text},
    };
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        if (!csv_row_check_texts(row, TEXTS[i].name, CONTENT_TEXT_BYTES_MAX)) {
            return false;
        }
        *TEXTS[i].set = csv_row_texts(row, TEXTS[i].name);
    }
    return csv_row_check_texts(row, "helps", CONTENT_TEXT_BYTES_MAX) &&
           csv_row_parts(row, "helps", service->helps, SERVICE_HELPS_MAX, &service->helps_count);
}

static bool read_hours(CsvRow row, Service *service) {
    const char *why = "";
    Hours *hours = ARENA_ARRAY(row.context->arena, Hours, SERVICE_HOURS_MAX);
    if (hours == NULL) {
        return csv_row_refuse(row, "hours", STR8("there is no memory for it"));
    }
    if (!opening_hours_parse(csv_row_cell(row, "hours"), hours, &service->hours_count, &why)) {
        return csv_row_refuse(row, "hours", str8_from(why));
    }
    service->hours = hours;
    return true;
}

/* "Haitian Creole", "es", or codes with nothing but blanks between them. */
static bool add_languages(Arena *arena, HsdsLanguages *languages, Str8 piece) {
    HsdsLanguages whole = *languages;
    hsds_languages_add(arena, &whole, piece);
    if (!whole.unknown) {
        *languages = whole;
        return true;
    }
    while (piece.len > 0 && !languages->unknown) {
        hsds_languages_add(arena, languages, str8_cut(piece, ' ', &piece));
    }
    return !languages->unknown;
}

static bool read_languages(CsvRow row, Service *service) {
    Arena *arena = row.context->arena;
    HsdsLanguages *languages = ARENA_NEW(arena, HsdsLanguages);
    Str8 rest = csv_row_cell(row, "languages");
    bool known = languages != NULL;
    while (known && rest.len > 0) {
        size_t end = 0;
        while (end < rest.len && str8_find(STR8(",;|/\n"), str8_slice(rest, end, end + 1)) == 5) {
            end++;
        }
        known = add_languages(arena, languages, str8_trim(str8_slice(rest, 0, end)));
        rest = str8_slice(rest, end < rest.len ? end + 1 : end, rest.len);
    }
    if (!known || languages->interpreter) {
        return csv_row_refuse(row, "languages",
                              STR8("write languages or their codes: English, Spanish or en, es "
                                   "(an interpreter has a column interpreter)"));
    }
    service->languages = languages->tags;
    service->languages_count = languages->count;
    return true;
}

static bool read_person(ContentList *list, CsvRow row, Service *service) {
    *service = (Service){.own = true, .is_person = true};
    if (!content_row_words(row, "name", CONTENT_NAME_BYTES_MAX, &service->name) ||
        !csv_row_flag(row, "person", &service->is_person) ||
        !content_row_needs(row, true, &service->needs) || !read_texts(row, service) ||
        !csv_row_line(row, "room", CONTENT_LINE_BYTES_MAX, &service->room) ||
        !csv_row_line(row, "address", CONTENT_LINE_BYTES_MAX, &service->address) ||
        !content_row_phone(row, "phone", &service->phone) ||
        !content_row_email(row, &service->email) || !content_row_url(row, &service->url) ||
        !read_languages(row, service) || !read_hours(row, service) ||
        !content_row_checked(row, &service->assured_utc_ms) ||
        !content_row_key(list, row, "name", &service->key)) {
        return false;
    }
    service->id = id_from_name(STR8("foyer/person"), service->key);
    return true;
}

ErrCode people_csv_read(const CalendarContext *context, const SourceFile *file, ServiceSet *set,
                        Err *err) {
    ContentList list;
    ContentColumns columns = {COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], SERVICE_LIST_MAX};
    ServiceSet made = {.source = STR8("people"), .file = file->name};
    size_t refused = context->report->refused_count;
    ErrCode code = content_list_open(context, file, columns, &list, err);
    if (code != ERR_OK) {
        return code;
    }
    made.services = ARENA_ARRAY(context->arena, Service, list.table.rows_count + 1);
    if (made.services == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the school's people");
    }
    for (size_t row = 0; row < list.table.rows_count; row++) {
        made.count += read_person(&list, content_list_row(&list, row), &made.services[made.count]);
    }
    if (made.count == 0) {
        return report_all_refused(context->report, file->name, err);
    }
    made.complete = context->report->refused_count == refused;
    *set = made;
    return ERR_OK;
}
