#include "data/import/hsds_table.h"

#include <string.h>

#include "data/base/check.h"
#include "data/import/csv.h"

enum { NAMES_MAX = 6, FILE_NAME_MAX = 128 };

/* ---- names of columns ---- */

typedef struct {
    const char *names[NAMES_MAX]; /* of 3.x first; the rest from other versions and habits */
} ColumnNames;

static const ColumnNames COLUMN_NAMES[HSDS_COLUMN_COUNT] = {
    [HSDS_ID] = {{"id"}},
    [HSDS_ORGANIZATION_ID] = {{"organization_id", "organisation_id"}},
    [HSDS_PROGRAM_ID] = {{"program_id"}},
    [HSDS_SERVICE_ID] = {{"service_id"}},
    [HSDS_LOCATION_ID] = {{"location_id"}},
    [HSDS_AT_LOCATION_ID] = {{"service_at_location_id", "services_at_location_id"}},
    [HSDS_CONTACT_ID] = {{"contact_id"}},
    [HSDS_PHONE_ID] = {{"phone_id"}},
    [HSDS_LINK_ID] = {{"link_id"}},
    [HSDS_TERM_ID] = {{"taxonomy_term_id", "taxonomy_id", "term_id"}},
    [HSDS_RESOURCE_ID] = {{"resource_id"}},
    [HSDS_NAME] = {{"name", "term", "title"}},
    [HSDS_ALTERNATE_NAME] = {{"alternate_name", "alternative_name"}},
    [HSDS_DESCRIPTION] = {{"description"}},
    [HSDS_URL] = {{"url", "website", "uri"}},
    [HSDS_EMAIL] = {{"email"}},
    [HSDS_STATUS] = {{"status"}},
    [HSDS_INTERPRETATION] = {{"interpretation_services"}},
    [HSDS_APPLICATION] = {{"application_process", "how_to_apply"}},
    [HSDS_FEES] = {{"fees", "fee"}},
    [HSDS_FEES_DESCRIPTION] = {{"fees_description"}},
    [HSDS_WAIT_TIME] = {{"wait_time"}},
    [HSDS_ELIGIBILITY_TEXT] = {{"eligibility_description", "eligibility"}},
    [HSDS_MINIMUM_AGE] = {{"minimum_age"}},
    [HSDS_MAXIMUM_AGE] = {{"maximum_age"}},
    [HSDS_ASSURED_DATE] = {{"assured_date"}},
    [HSDS_ALERT] = {{"alert"}},
    [HSDS_LAST_MODIFIED] = {{"last_modified"}},
    [HSDS_LATITUDE] = {{"latitude", "lat"}},
    [HSDS_LONGITUDE] = {{"longitude", "lng", "lon", "long"}},
    [HSDS_LOCATION_TYPE] = {{"location_type"}},
    [HSDS_ADDRESS_1] = {{"address_1", "street_address", "address"}},
    [HSDS_ADDRESS_2] = {{"address_2"}},
    [HSDS_CITY] = {{"city"}},
    [HSDS_REGION] = {{"region"}},
    [HSDS_STATE] = {{"state_province", "state"}},
    [HSDS_POSTAL_CODE] = {{"postal_code", "zip", "zip_code", "postcode"}},
    [HSDS_COUNTRY] = {{"country"}},
    [HSDS_ADDRESS_TYPE] = {{"address_type"}},
    [HSDS_NUMBER] = {{"number", "phone", "phone_number"}},
    [HSDS_EXTENSION] = {{"extension"}},
    [HSDS_TYPE] = {{"type", "number_type"}},
    [HSDS_WEEKDAY] = {{"weekday", "day", "day_of_week"}},
    [HSDS_OPENS_AT] = {{"opens_at", "opens"}},
    [HSDS_CLOSES_AT] = {{"closes_at", "closes"}},
    [HSDS_ORIGINAL_TEXT] = {{"original_text"}},
    [HSDS_CLOSED] = {{"closed"}},
    [HSDS_START_DATE] = {{"start_date"}},
    [HSDS_END_DATE] = {{"end_date"}},
    [HSDS_VALID_FROM] = {{"valid_from"}},
    [HSDS_VALID_TO] = {{"valid_to"}},
    [HSDS_DTSTART] = {{"dtstart"}},
    [HSDS_UNTIL] = {{"until"}},
    [HSDS_COUNT] = {{"count"}},
    [HSDS_WKST] = {{"wkst"}},
    [HSDS_FREQ] = {{"freq"}},
    [HSDS_INTERVAL] = {{"interval"}},
    [HSDS_BYDAY] = {{"byday"}},
    [HSDS_BYWEEKNO] = {{"byweekno"}},
    [HSDS_BYMONTHDAY] = {{"bymonthday"}},
    [HSDS_BYYEARDAY] = {{"byyearday"}},
    [HSDS_NOTES] = {{"notes"}},
    [HSDS_LANGUAGE_NAME] = {{"name", "language"}},
    [HSDS_CODE] = {{"code"}},
    [HSDS_TAXONOMY] = {{"taxonomy", "vocabulary"}},
    [HSDS_VALUE] = {{"value"}},
    [HSDS_OPTION] = {{"option"}},
    [HSDS_CURRENCY] = {{"currency"}},
    [HSDS_AMOUNT] = {{"amount"}},
    [HSDS_AMOUNT_DESCRIPTION] = {{"amount_description"}},
    [HSDS_DOCUMENT_TEXT] = {{"document"}},
    [HSDS_ACCESSIBILITY_TEXT] = {{"description", "accessibility"}},
    [HSDS_DETAILS] = {{"details"}},
    [HSDS_LAST_ACTION_DATE] = {{"last_action_date"}},
};

/* ---- kinds ---- */

typedef struct {
    const char *names[16]; /* files and JSON keys, without ending; the first is for messages */
    HsdsColumn columns[HSDS_COLUMNS_MAX];
    size_t columns_count;
} KindInfo;

#define COLUMNS(...)                                                                               \
    .columns = {__VA_ARGS__},                                                                      \
    .columns_count = sizeof((HsdsColumn[]){__VA_ARGS__}) / sizeof(HsdsColumn)

static const KindInfo KINDS[HSDS_KIND_COUNT] = {
    [HSDS_ORGANIZATION] = {.names = {"organizations", "organization", "organisations",
                                     "organisation"},
                           COLUMNS(HSDS_ID, HSDS_NAME, HSDS_ALTERNATE_NAME, HSDS_DESCRIPTION,
                                   HSDS_EMAIL, HSDS_URL)},
    [HSDS_PROGRAM] = {.names = {"programs", "program"},
                      COLUMNS(HSDS_ID, HSDS_ORGANIZATION_ID, HSDS_NAME, HSDS_ALTERNATE_NAME,
                              HSDS_DESCRIPTION)},
    [HSDS_SERVICE] = {.names = {"services", "service"},
                      COLUMNS(HSDS_ID, HSDS_ORGANIZATION_ID, HSDS_PROGRAM_ID, HSDS_LOCATION_ID,
                              HSDS_NAME, HSDS_ALTERNATE_NAME, HSDS_DESCRIPTION, HSDS_URL,
                              HSDS_EMAIL, HSDS_STATUS, HSDS_INTERPRETATION, HSDS_APPLICATION,
                              HSDS_FEES, HSDS_FEES_DESCRIPTION, HSDS_WAIT_TIME,
                              HSDS_ELIGIBILITY_TEXT, HSDS_MINIMUM_AGE, HSDS_MAXIMUM_AGE,
                              HSDS_ASSURED_DATE, HSDS_ALERT, HSDS_LAST_MODIFIED)},
    [HSDS_LOCATION] = {.names = {"locations", "location"},
                       COLUMNS(HSDS_ID, HSDS_ORGANIZATION_ID, HSDS_NAME, HSDS_ALTERNATE_NAME,
                               HSDS_DESCRIPTION, HSDS_URL, HSDS_LATITUDE, HSDS_LONGITUDE,
                               HSDS_LOCATION_TYPE)},
    [HSDS_AT_LOCATION] = {.names = {"service_at_locations", "service_at_location",
                                    "services_at_location", "services_at_locations",
                                    "service_location", "service_locations", "services_location",
                                    "services_locations"},
                          COLUMNS(HSDS_ID, HSDS_SERVICE_ID, HSDS_LOCATION_ID, HSDS_DESCRIPTION)},
    [HSDS_ADDRESS] = {.names = {"addresses", "address", "physical_addresses", "physical_address",
                                "postal_addresses", "postal_address"},
                      COLUMNS(HSDS_ID, HSDS_LOCATION_ID, HSDS_ADDRESS_1, HSDS_ADDRESS_2, HSDS_CITY,
                              HSDS_REGION, HSDS_STATE, HSDS_POSTAL_CODE, HSDS_COUNTRY,
                              HSDS_ADDRESS_TYPE)},
    [HSDS_PHONE] = {.names = {"phones", "phone"},
                    COLUMNS(HSDS_ID, HSDS_LOCATION_ID, HSDS_SERVICE_ID, HSDS_ORGANIZATION_ID,
                            HSDS_CONTACT_ID, HSDS_AT_LOCATION_ID, HSDS_NUMBER, HSDS_EXTENSION,
                            HSDS_TYPE, HSDS_DESCRIPTION)},
    [HSDS_CONTACT] = {.names = {"contacts", "contact"},
                      COLUMNS(HSDS_ID, HSDS_ORGANIZATION_ID, HSDS_SERVICE_ID, HSDS_AT_LOCATION_ID,
                              HSDS_LOCATION_ID, HSDS_NAME, HSDS_EMAIL)},
    [HSDS_SCHEDULE] = {.names = {"schedules", "schedule", "regular_schedules", "regular_schedule",
                                 "holiday_schedules", "holiday_schedule"},
                       COLUMNS(HSDS_ID, HSDS_SERVICE_ID, HSDS_LOCATION_ID, HSDS_AT_LOCATION_ID,
                               HSDS_WEEKDAY, HSDS_OPENS_AT, HSDS_CLOSES_AT, HSDS_ORIGINAL_TEXT,
                               HSDS_CLOSED, HSDS_START_DATE, HSDS_END_DATE, HSDS_VALID_FROM,
                               HSDS_VALID_TO, HSDS_DTSTART, HSDS_UNTIL, HSDS_COUNT, HSDS_WKST,
                               HSDS_FREQ, HSDS_INTERVAL, HSDS_BYDAY, HSDS_BYWEEKNO, HSDS_BYMONTHDAY,
                               HSDS_BYYEARDAY, HSDS_DESCRIPTION, HSDS_NOTES)},
    [HSDS_LANGUAGE] = {.names = {"languages", "language"},
                       COLUMNS(HSDS_ID, HSDS_SERVICE_ID, HSDS_LOCATION_ID, HSDS_PHONE_ID,
                               HSDS_LANGUAGE_NAME, HSDS_CODE)},
    [HSDS_ELIGIBILITY] = {.names = {"eligibility", "eligibilities", "eligibilitys"},
                          COLUMNS(HSDS_ID, HSDS_SERVICE_ID, HSDS_ELIGIBILITY_TEXT, HSDS_MINIMUM_AGE,
                                  HSDS_MAXIMUM_AGE)},
    [HSDS_ATTRIBUTE] = {.names = {"attributes", "attribute", "service_attributes",
                                  "service_attribute", "other_attributes", "other_attribute",
                                  "services_taxonomy", "service_taxonomy", "service_taxonomies",
                                  "services_taxonomies", "service_taxonomys", "link_taxonomy",
                                  "link_taxonomies", "link_taxonomys"},
                        COLUMNS(HSDS_ID, HSDS_SERVICE_ID, HSDS_LINK_ID, HSDS_TERM_ID, HSDS_VALUE)},
    [HSDS_TERM] = {.names = {"taxonomy_terms", "taxonomy_term", "taxonomy", "taxonomies"},
                   COLUMNS(HSDS_ID, HSDS_CODE, HSDS_NAME, HSDS_TAXONOMY)},
    [HSDS_COST] = {.names = {"cost_options", "cost_option", "fees", "fee"},
                   COLUMNS(HSDS_ID, HSDS_SERVICE_ID, HSDS_VALID_FROM, HSDS_VALID_TO, HSDS_OPTION,
                           HSDS_CURRENCY, HSDS_AMOUNT, HSDS_AMOUNT_DESCRIPTION)},
    [HSDS_DOCUMENT] = {.names = {"required_documents", "required_document"},
                       COLUMNS(HSDS_ID, HSDS_SERVICE_ID, HSDS_DOCUMENT_TEXT)},
    [HSDS_ACCESSIBILITY] = {.names = {"accessibility", "accessibility_for_disabilities",
                                      "accessibilities"},
                            COLUMNS(HSDS_ID, HSDS_LOCATION_ID, HSDS_ACCESSIBILITY_TEXT,
                                    HSDS_DETAILS)},
    [HSDS_METADATA] = {.names = {"metadata"},
                       COLUMNS(HSDS_ID, HSDS_RESOURCE_ID, HSDS_LAST_ACTION_DATE)},
};

size_t hsds_columns_of(HsdsKind kind, const HsdsColumn **columns) {
    *columns = KINDS[kind].columns;
    return KINDS[kind].columns_count;
}

Str8 hsds_kind_name(HsdsKind kind) {
    return str8_from(KINDS[kind].names[0]);
}

Str8 hsds_column_name(HsdsColumn column) {
    return str8_from(COLUMN_NAMES[column].names[0]);
}

bool hsds_kind_of_name(Str8 name, HsdsKind *kind) {
    if (name.len > FILE_NAME_MAX) {
        return false;
    }
    if (name.len > 4 &&
        str8_equal_ignoring_case(str8_slice(name, name.len - 4, name.len), STR8(".csv"))) {
        name.len -= 4;
    }
    for (unsigned k = 0; k < HSDS_KIND_COUNT; k++) {
        const char *const *names = KINDS[k].names;
        for (size_t i = 0; i < sizeof KINDS[k].names / sizeof names[0] && names[i] != NULL; i++) {
            if (csv_same_name(name, str8_from(names[i]))) {
                *kind = (HsdsKind)k;
                return true;
            }
        }
    }
    return false;
}

bool hsds_column_of_name(HsdsKind kind, Str8 name, HsdsColumn *column) {
    for (size_t c = 0; c < KINDS[kind].columns_count; c++) {
        const char *const *names = COLUMN_NAMES[KINDS[kind].columns[c]].names;
        for (size_t i = 0; i < NAMES_MAX && names[i] != NULL; i++) {
            if (csv_same_name(name, str8_from(names[i]))) {
                *column = KINDS[kind].columns[c];
                return true;
            }
        }
    }
    return false;
}

/* ---- a package ---- */

ErrCode hsds_package_make(Arena *arena, Report *report, HsdsPackage *package, Err *err) {
    *package = (HsdsPackage){
        .arena = arena, .report = report, .tables = ARENA_ARRAY(arena, HsdsTable, HSDS_TABLES_MAX)};
    return package->tables != NULL ? ERR_OK
                                   : err_set(err, ERR_NO_MEMORY, "no memory for a directory");
}

ErrCode hsds_package_add(HsdsPackage *package, HsdsTable **table, Err *err) {
    if (package->tables_count == HSDS_TABLES_MAX) {
        return err_set(err, ERR_LIMIT, "the directory has more than %d tables", HSDS_TABLES_MAX);
    }
    *table = &package->tables[package->tables_count++];
    **table = (HsdsTable){0};
    memset((*table)->places, -1, sizeof(*table)->places);
    return ERR_OK;
}

/* ---- CSV ---- */

/* Windows-1252, 0x80 .. 0x9F; 0 = not used there. */
static const uint16_t WINDOWS[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/* How many bytes at `at` are one character of valid UTF-8; 0 = none. */
static size_t valid_len(Str8 bytes, size_t at) {
    for (size_t len = 1; len <= 4 && at + len <= bytes.len; len++) {
        if (str8_is_valid(str8_slice(bytes, at, at + len))) {
            return len;
        }
    }
    return 0;
}

/* Old programs write Windows-1252, or mix it in: what is valid UTF-8 stays, the rest is that. */
Str8 hsds_bytes_repair(Arena *arena, Str8 bytes) {
    size_t wrong = 0;
    for (size_t i = 0; i < bytes.len;) {
        size_t len = valid_len(bytes, i);
        wrong += len == 0;
        i += len == 0 ? 1 : len;
    }
    Str8Builder text = builder_in(arena, bytes.len + wrong * 2 + 1);
    for (size_t i = 0; i < bytes.len;) {
        size_t len = valid_len(bytes, i);
        if (len > 0) {
            builder_add(&text, str8_slice(bytes, i, i + len));
            i += len;
            continue;
        }
        unsigned byte = (unsigned char)bytes.ptr[i++];
        uint32_t code = byte < 0xA0 ? WINDOWS[byte - 0x80] : byte;
        builder_add_code(&text, code == 0 ? 0xFFFD : code);
    }
    return text.full ? (Str8){NULL, 0} : builder_text(&text);
}

static bool is_utf16(Str8 bytes) {
    return str8_starts_with(bytes, STR8("\xFF\xFE")) || str8_starts_with(bytes, STR8("\xFE\xFF"));
}

/* Whether the first line names any column of the kind; a table without is somebody else's. */
static bool header_is_known(Str8 bytes, HsdsKind kind) {
    if (str8_starts_with(bytes, STR8("\xEF\xBB\xBF"))) {
        bytes = str8_slice(bytes, 3, bytes.len);
    }
    Str8 rest;
    Str8 line = str8_cut(bytes, '\n', &rest);
    size_t start = 0;
    for (size_t i = 0; i <= line.len; i++) {
        if (i < line.len && line.ptr[i] != ',' && line.ptr[i] != ';' && line.ptr[i] != '\t') {
            continue;
        }
        Str8 name = str8_trim(str8_slice(line, start, i));
        if (name.len > 2 && name.ptr[0] == '"') {
            name = str8_trim(str8_slice(name, 1, name.len - 1));
        }
        HsdsColumn column;
        if (name.len > 0 && hsds_column_of_name(kind, name, &column)) {
            return true;
        }
        start = i + 1;
    }
    return false;
}

static ErrCode read_table(HsdsPackage *package, Str8 name, Str8 bytes, HsdsKind kind, Err *err) {
    CsvColumn wanted[HSDS_COLUMNS_MAX * NAMES_MAX];
    size_t wanted_count = 0;
    const KindInfo *info = &KINDS[kind];
    for (size_t c = 0; c < info->columns_count; c++) {
        const char *const *names = COLUMN_NAMES[info->columns[c]].names;
        for (size_t i = 0; i < NAMES_MAX && names[i] != NULL; i++) {
            wanted[wanted_count++] = (CsvColumn){names[i], false};
        }
    }
    CsvTable csv;
    HsdsTable *table = NULL;
    CsvSource source = {.arena = package->arena,
                        .file = name,
                        .bytes = bytes,
                        .columns = wanted,
                        .columns_count = wanted_count};
    ErrCode code = csv_read_lenient(&source, &csv, package->report, err);
    if (code == ERR_OK) {
        code = hsds_package_add(package, &table, err);
    }
    if (code != ERR_OK) {
        return code;
    }
    FOYER_ASSERT(table != NULL);
    if (csv.short_rows > 0) {
        report_note(package->report,
                    str8_format(package->arena,
                                "%.*s: %zu row(s) are shorter than the first line: the cells that "
                                "are missing were taken as empty",
                                STR8_ARG(name), csv.short_rows));
    }
    table->kind = kind;
    table->file = name;
    table->rows_count = csv.rows_count;
    table->width = csv.kept_count;
    table->row_numbers = csv.row_numbers;
    table->cells = csv.cells;
    for (size_t c = 0; c < info->columns_count; c++) {
        const char *const *names = COLUMN_NAMES[info->columns[c]].names;
        int place = -1;
        for (size_t i = 0; i < NAMES_MAX && names[i] != NULL && place < 0; i++) {
            place = csv_column(&csv, names[i]);
        }
        table->places[info->columns[c]] = (int8_t)place;
    }
    return ERR_OK;
}

ErrCode hsds_package_read_csv(HsdsPackage *package, const SourceFile *file, HsdsKind kind,
                              Err *err) {
    Arena *arena = package->arena;
    Str8 bytes = file->bytes;
    if (str8_trim(bytes).len == 0) {
        return ERR_OK;
    }
    if (!is_utf16(bytes) && !str8_is_valid(bytes)) {
        bytes = hsds_bytes_repair(arena, bytes);
        if (bytes.ptr == NULL) {
            return err_set(err, ERR_NO_MEMORY, "no memory for reading %.*s", STR8_ARG(file->name));
        }
        report_note(package->report,
                    str8_format(arena, "%.*s is not UTF-8: it was read as Windows-1252",
                                STR8_ARG(file->name)));
    }
    if (!is_utf16(bytes) && kind != HSDS_SERVICE && !header_is_known(bytes, kind)) {
        report_note(package->report,
                    str8_format(arena,
                                "%.*s has none of the columns that such a table has: it "
                                "was left out",
                                STR8_ARG(file->name)));
        return ERR_OK;
    }
    return read_table(package, file->name, bytes, kind, err);
}

/* ---- index ---- */

static bool kind_has(HsdsKind kind, HsdsColumn column) {
    for (size_t i = 0; i < KINDS[kind].columns_count; i++) {
        if (KINDS[kind].columns[i] == column) {
            return true;
        }
    }
    return false;
}

/* From the last row to the first, so that each one's next is the following in the file. */
static bool index_rows(Arena *arena, HsdsRows *rows, HsdsColumn column) {
    HsdsIndex *index = &rows->by[column];
    index->next = ARENA_ARRAY(arena, uint32_t, rows->count + 1);
    bool fits = index->next != NULL && id_map_make(arena, rows->count, &index->first);
    for (size_t i = rows->count; i > 0 && fits; i--) {
        Str8 value = hsds_cell(rows->rows[i - 1], column);
        if (value.len > 0) {
            size_t next = id_map_find(&index->first, value);
            index->next[i - 1] = next == SIZE_MAX ? 0 : (uint32_t)next + 1;
            fits = id_map_put(&index->first, value, i - 1);
        }
    }
    return fits;
}

static ErrCode collect_rows(HsdsPackage *package, HsdsKind kind, Err *err) {
    HsdsRows *rows = &package->rows[kind];
    size_t count = 0;
    for (size_t t = 0; t < package->tables_count; t++) {
        count += package->tables[t].kind == kind ? package->tables[t].rows_count : 0;
    }
    if (count > HSDS_ROWS_MAX) {
        Str8 name = hsds_kind_name(kind);
        return err_set(err, ERR_LIMIT, "the directory has more than %d %.*s", HSDS_ROWS_MAX,
                       STR8_ARG(name));
    }
    rows->rows = ARENA_ARRAY(package->arena, HsdsRow, count + 1);
    for (size_t t = 0; t < package->tables_count && rows->rows != NULL; t++) {
        const HsdsTable *table = &package->tables[t];
        for (size_t i = 0; table->kind == kind && i < table->rows_count; i++) {
            rows->rows[rows->count] = (HsdsRow){table, i, rows->count};
            rows->count++;
        }
    }
    return rows->rows != NULL ? ERR_OK : err_set(err, ERR_NO_MEMORY, "no memory for a directory");
}

ErrCode hsds_package_index(HsdsPackage *package, Err *err) {
    for (unsigned kind = 0; kind < HSDS_KIND_COUNT; kind++) {
        ErrCode code = collect_rows(package, (HsdsKind)kind, err);
        for (unsigned c = 0; c <= HSDS_LAST_OWNER && code == ERR_OK; c++) {
            if (kind_has((HsdsKind)kind, (HsdsColumn)c) &&
                !index_rows(package->arena, &package->rows[kind], (HsdsColumn)c)) {
                code = err_set(err, ERR_NO_MEMORY, "no memory for a directory");
            }
        }
        if (code != ERR_OK) {
            return code;
        }
    }
    return ERR_OK;
}

/* Spreadsheets make "136" of one table "136.0" in another, and then nothing meets. */
static Str8 plain_id(Str8 id) {
    if (id.len < 3 || !str8_ends_with(id, STR8(".0"))) {
        return id;
    }
    for (size_t i = 0; i + 2 < id.len; i++) {
        if (id.ptr[i] < '0' || id.ptr[i] > '9') {
            return id;
        }
    }
    return str8_slice(id, 0, id.len - 2);
}

Str8 hsds_cell(HsdsRow row, HsdsColumn column) {
    if (row.table == NULL || row.table->places[column] < 0) {
        return STR8("");
    }
    FOYER_ASSERT(row.row < row.table->rows_count);
    Str8 cell = row.table->cells[row.row * row.table->width + (size_t)row.table->places[column]];
    bool nothing = !row.table->verbatim && str8_equal_ignoring_case(cell, STR8("null"));
    if (column <= HSDS_LAST_OWNER) {
        cell = plain_id(cell);
    }
    return nothing ? STR8("") : cell;
}

size_t hsds_row_number(HsdsRow row) {
    return row.table != NULL && row.table->row_numbers != NULL ? row.table->row_numbers[row.row]
                                                               : 0;
}

HsdsRow hsds_find(const HsdsPackage *package, HsdsKind kind, HsdsColumn column, Str8 value) {
    const HsdsRows *rows = &package->rows[kind];
    FOYER_ASSERT(column <= HSDS_LAST_OWNER && kind_has(kind, column));
    size_t at = value.len > 0 ? id_map_find(&rows->by[column].first, value) : SIZE_MAX;
    return at == SIZE_MAX ? (HsdsRow){0} : rows->rows[at];
}

HsdsRow hsds_next(const HsdsPackage *package, HsdsKind kind, HsdsColumn column, HsdsRow row) {
    const HsdsRows *rows = &package->rows[kind];
    FOYER_ASSERT(row.table != NULL && row.table->kind == kind);
    uint32_t next = rows->by[column].next[row.index];
    return next == 0 ? (HsdsRow){0} : rows->rows[next - 1];
}
