#include "data/import/hsds.h"

#include <string.h>

#include "data/base/check.h"
#include "data/import/hsds_json.h"
#include "data/import/hsds_service.h"
#include "data/import/hsds_table.h"
#include "data/import/hsds_text.h"

enum { KEY_HEX_MIN = 6, ENDING_LEN = 5 };

typedef struct {
    HsdsMapping mapping;
    HsdsPackage package;
    const Source *source;
    ServiceSet *sets;
    size_t sets_count;
    Str8 *owners; /* source of each service made, in the order of `services` */
    Service *services;
    size_t count;
    size_t room;
    IdMap keys;
    size_t refused_before;
    Err *err;
} Hsds;

/* ---- which files ---- */

static bool is_json_name(Str8 name) {
    return name.len > ENDING_LEN &&
           str8_equal_ignoring_case(str8_slice(name, name.len - ENDING_LEN, name.len),
                                    STR8(".json"));
}

static bool is_descriptor(Str8 name) {
    return str8_equal_ignoring_case(name, STR8("datapackage.json"));
}

static bool is_csv_name(Str8 name) {
    return name.len > 4 &&
           str8_equal_ignoring_case(str8_slice(name, name.len - 4, name.len), STR8(".csv"));
}

bool hsds_is_wanted(Str8 name) {
    HsdsKind kind;
    return is_json_name(name) || (is_csv_name(name) && hsds_kind_of_name(name, &kind));
}

static bool is_json(Str8 bytes) {
    if (str8_starts_with(bytes, STR8("\xEF\xBB\xBF"))) {
        bytes = str8_slice(bytes, 3, bytes.len);
    }
    Str8 text = str8_trim(bytes);
    return text.len > 0 && (text.ptr[0] == '{' || text.ptr[0] == '[');
}

bool hsds_is_file(const SourceFile *file) {
    HsdsKind kind;
    return (is_json(file->bytes) && !is_csv_name(file->name)) ||
           (hsds_kind_of_name(file->name, &kind) && kind == HSDS_SERVICE &&
            is_csv_name(file->name));
}

bool hsds_has_table(const Source *source) {
    for (size_t i = 0; i < source->files_count; i++) {
        HsdsKind kind;
        if (is_csv_name(source->files[i].name) && hsds_kind_of_name(source->files[i].name, &kind) &&
            kind == HSDS_SERVICE) {
            return true;
        }
    }
    return false;
}

static bool is_json_file(const SourceFile *file) {
    return is_json_name(file->name) && !is_descriptor(file->name);
}

bool hsds_is_package(const Source *source) {
    bool json = false;
    for (size_t i = 0; i < source->files_count; i++) {
        json = json || is_json_file(&source->files[i]);
    }
    return json || hsds_has_table(source);
}

/* ---- reading ---- */

static ErrCode read_files(Hsds *h) {
    bool tables = hsds_has_table(h->source);
    ErrCode code = ERR_OK;
    for (size_t i = 0; i < h->source->files_count && code == ERR_OK; i++) {
        const SourceFile *file = &h->source->files[i];
        HsdsKind kind;
        bool lone = !h->source->is_container;
        if (is_csv_name(file->name) && hsds_kind_of_name(file->name, &kind)) {
            code = hsds_package_read_csv(&h->package, file, kind, h->err);
        } else if ((lone && is_json(file->bytes)) || (!tables && is_json_file(file))) {
            code = hsds_json_read(&h->package, file, h->err);
        }
    }
    return code == ERR_OK ? hsds_package_index(&h->package, h->err) : code;
}

/* Foyer's own export says so with a term. */
static bool is_own(const HsdsPackage *package) {
    const HsdsRows *terms = &package->rows[HSDS_TERM];
    for (size_t i = 0; i < terms->count; i++) {
        if (str8_equal(hsds_cell(terms->rows[i], HSDS_CODE), STR8("foyer:export:1"))) {
            return true;
        }
    }
    return false;
}

/* ---- services ---- */

static void refuse(const Hsds *h, HsdsRow row, HsdsColumn column, const char *reason) {
    report_refuse(h->package.report, row.table->file, hsds_row_number(row),
                  hsds_column_name(column), str8_from(reason));
}

static bool is_left_out(Hsds *h, HsdsRow row) {
    Str8 status = hsds_cell(row, HSDS_STATUS);
    bool out = str8_equal_ignoring_case(status, STR8("inactive")) ||
               str8_equal_ignoring_case(status, STR8("defunct"));
    h->mapping.tally.inactive += out ? 1 : 0;
    return out;
}

/* A document that nests one service in two places gives its row twice; a table must not. */
static bool is_second(const Hsds *h, HsdsRow row) {
    HsdsRow first = hsds_find(&h->package, HSDS_SERVICE, HSDS_ID, hsds_cell(row, HSDS_ID));
    if (first.table == NULL || first.index == row.index) {
        return false;
    }
    if (row.table->row_numbers != NULL) {
        refuse(h, row, HSDS_ID, "this id was there before: the first one counts");
    }
    return true;
}

/* The key that a family's link shows: readable, and never that of another service. */
static ErrCode make_key(Hsds *h, Service *service) {
    Arena *arena = h->package.arena;
    Str8 slug = hsds_slug(arena, text_set_pick(service->name, STR8("en"), NULL));
    Str8 id = id_text(arena, service->id);
    char hex[ID_TEXT_LEN];
    size_t digits = 0;
    for (size_t i = 0; i < id.len; i++) {
        if (id.ptr[i] != '-') {
            hex[digits++] = id.ptr[i];
        }
    }
    size_t used = KEY_HEX_MIN;
    if (service->key.len == 0 || id_map_find(&h->keys, service->key) != SIZE_MAX) {
        do {
            service->key = str8_format(arena, "%.*s-%.*s", STR8_ARG(slug), (int)used++, hex);
        } while (id_map_find(&h->keys, service->key) != SIZE_MAX && used <= digits);
    }
    bool kept = service->key.len > 0 && id_map_put(&h->keys, service->key, h->count);
    return kept ? ERR_OK : err_set(h->err, ERR_NO_MEMORY, "no memory for services");
}

static ErrCode grow(Hsds *h) {
    if (h->count < h->room) {
        return ERR_OK;
    }
    return err_set(h->err, ERR_LIMIT, "%.*s holds more than %d services", STR8_ARG(h->source->name),
                   SERVICE_SET_MAX);
}

static ErrCode add_at(Hsds *h, const HsdsAt *at) {
    Service *service = &h->services[h->count];
    ErrCode code = grow(h);
    if (code == ERR_OK) {
        code = hsds_service_make(&h->mapping, at, service, h->err);
    }
    if (code == ERR_OK) {
        code = make_key(h, service);
    }
    if (code != ERR_OK) {
        return code;
    }
    Str8 owner = STR8("");
    if (h->package.own) {
        owner = hsds_own_value(&h->package, hsds_cell(at->service, HSDS_ID), STR8("foyer:source"));
    }
    h->owners[h->count++] = owner.len > 0 ? owner : h->mapping.source;
    return ERR_OK;
}

static HsdsRow organization_of(Hsds *h, HsdsRow service, HsdsRow location) {
    Str8 id = hsds_cell(service, HSDS_ORGANIZATION_ID);
    HsdsRow row = hsds_find(&h->package, HSDS_ORGANIZATION, HSDS_ID, id);
    h->mapping.tally.no_organization += row.table == NULL && id.len > 0 ? 1 : 0;
    if (row.table == NULL) {
        HsdsRow program =
            hsds_find(&h->package, HSDS_PROGRAM, HSDS_ID, hsds_cell(service, HSDS_PROGRAM_ID));
        row = hsds_find(&h->package, HSDS_ORGANIZATION, HSDS_ID,
                        hsds_cell(program, HSDS_ORGANIZATION_ID));
    }
    return row.table != NULL ? row
                             : hsds_find(&h->package, HSDS_ORGANIZATION, HSDS_ID,
                                         hsds_cell(location, HSDS_ORGANIZATION_ID));
}

/* Without any link: the row's own location, else the only one of its organization. */
static HsdsRow only_location(const Hsds *h, HsdsRow service) {
    HsdsRow row =
        hsds_find(&h->package, HSDS_LOCATION, HSDS_ID, hsds_cell(service, HSDS_LOCATION_ID));
    if (row.table != NULL || h->package.rows[HSDS_AT_LOCATION].count > 0) {
        return row;
    }
    row = hsds_find(&h->package, HSDS_LOCATION, HSDS_ORGANIZATION_ID,
                    hsds_cell(service, HSDS_ORGANIZATION_ID));
    bool only = row.table != NULL &&
                hsds_next(&h->package, HSDS_LOCATION, HSDS_ORGANIZATION_ID, row).table == NULL;
    return only ? row : (HsdsRow){0};
}

/* One place more than once, as documents nest it, is one place. */
static bool place_is_known(const HsdsRow *places, size_t count, HsdsRow link) {
    for (size_t i = 0; i < count; i++) {
        if (str8_equal(hsds_cell(places[i], HSDS_LOCATION_ID), hsds_cell(link, HSDS_LOCATION_ID))) {
            return true;
        }
    }
    return false;
}

static size_t places_of(Hsds *h, HsdsRow service, HsdsRow places[HSDS_PLACES_MAX]) {
    size_t count = 0;
    bool more = false;
    HsdsRow link =
        hsds_find(&h->package, HSDS_AT_LOCATION, HSDS_SERVICE_ID, hsds_cell(service, HSDS_ID));
    while (link.table != NULL) {
        if (!place_is_known(places, count, link)) {
            more = more || count == HSDS_PLACES_MAX;
            if (count < HSDS_PLACES_MAX) {
                places[count++] = link;
            }
        }
        link = hsds_next(&h->package, HSDS_AT_LOCATION, HSDS_SERVICE_ID, link);
    }
    h->mapping.tally.places += more ? 1 : 0;
    return count;
}

static ErrCode add_service(Hsds *h, HsdsRow row) {
    HsdsRow places[HSDS_PLACES_MAX];
    size_t count = places_of(h, row, places);
    HsdsAt at = {.service = row};
    ErrCode code = ERR_OK;
    for (size_t i = 0; i < count && code == ERR_OK; i++) {
        at.at_location = places[i];
        at.location =
            hsds_find(&h->package, HSDS_LOCATION, HSDS_ID, hsds_cell(places[i], HSDS_LOCATION_ID));
        at.organization = organization_of(h, row, at.location);
        h->mapping.tally.no_location += at.location.table == NULL ? 1 : 0;
        code = add_at(h, &at);
    }
    if (count == 0) {
        at.location = only_location(h, row);
        at.organization = organization_of(h, row, at.location);
        code = add_at(h, &at);
    }
    return code;
}

/* How many services there can be at most: each row alone, or once for each of its links. */
static ErrCode make_room(Hsds *h) {
    Arena *arena = h->package.arena;
    size_t room = h->package.rows[HSDS_SERVICE].count + h->package.rows[HSDS_AT_LOCATION].count;
    h->room = room < SERVICE_SET_MAX ? room : SERVICE_SET_MAX;
    h->services = ARENA_ARRAY(arena, Service, h->room + 1);
    h->owners = ARENA_ARRAY(arena, Str8, h->room + 1);
    return h->services != NULL && h->owners != NULL && id_map_make(arena, h->room + 1, &h->keys)
               ? ERR_OK
               : err_set(h->err, ERR_NO_MEMORY, "no memory for services");
}

static ErrCode add_services(Hsds *h) {
    const HsdsRows *rows = &h->package.rows[HSDS_SERVICE];
    ErrCode code = make_room(h);
    for (size_t i = 0; i < rows->count && code == ERR_OK; i++) {
        HsdsRow row = rows->rows[i];
        Str8 name = hsds_cell(row, HSDS_NAME);
        if (is_left_out(h, row) || is_second(h, row)) {
            continue;
        }
        if (hsds_text_line(h->package.arena, name, HSDS_NAME_BYTES_MAX).len == 0) {
            refuse(h, row, HSDS_NAME, "it is empty: a service needs a name");
            continue;
        }
        code = add_service(h, row);
    }
    return code;
}

/* ---- notes ---- */

static void note_count(const Hsds *h, size_t count, const char *what) {
    if (count > 0) {
        report_note(h->package.report, str8_format(h->package.arena, "%.*s: %zu %s",
                                                   STR8_ARG(h->source->name), count, what));
    }
}

static void note_tally(const Hsds *h) {
    const HsdsTally *t = &h->mapping.tally;
    note_count(h, t->inactive, "service(s) are marked inactive or defunct and were left out");
    note_count(h, t->no_organization,
               "service(s) name an organization that is not in the package: they stand without it");
    note_count(h, t->no_location, "service(s) name a location that is not in the package");
    note_count(h, t->places, "service(s) have more than 25 places: the first 25 were taken");
    note_count(h, t->hours,
               "service(s) have opening hours that could not be read whole: their text is shown, "
               "nothing is computed");
    note_count(h, t->turned,
               "service(s) give opening hours with the offset of another zone: they were turned to "
               "the school's time");
    note_count(h, t->languages, "service(s) name a language that is not known: left out there");
    note_count(h, t->phones, "telephone number(s) could not be read and were left out");
    note_count(h, t->urls, "service(s) have a web address that is none: left out");
    note_count(h, t->emails, "service(s) have an e-mail address that is none: left out");
}

/* Columns in which a row of the kind may say whom it belongs to. */
static bool has_owner(HsdsRow row) {
    static const HsdsColumn OWNERS[] = {HSDS_ORGANIZATION_ID, HSDS_SERVICE_ID, HSDS_LOCATION_ID,
                                        HSDS_AT_LOCATION_ID,  HSDS_CONTACT_ID, HSDS_PHONE_ID,
                                        HSDS_LINK_ID,         HSDS_RESOURCE_ID};
    for (size_t i = 0; i < sizeof OWNERS / sizeof OWNERS[0]; i++) {
        if (hsds_cell(row, OWNERS[i]).len > 0) {
            return true;
        }
    }
    return false;
}

static void note_ownerless(const Hsds *h) {
    static const HsdsKind KINDS[] = {
        HSDS_AT_LOCATION, HSDS_ADDRESS,   HSDS_PHONE, HSDS_SCHEDULE, HSDS_LANGUAGE,
        HSDS_ELIGIBILITY, HSDS_ATTRIBUTE, HSDS_COST,  HSDS_DOCUMENT, HSDS_ACCESSIBILITY};
    for (size_t k = 0; k < sizeof KINDS / sizeof KINDS[0]; k++) {
        const HsdsRows *rows = &h->package.rows[KINDS[k]];
        size_t ownerless = 0;
        size_t strangers = 0;
        for (size_t i = 0; i < rows->count; i++) {
            Str8 service = hsds_cell(rows->rows[i], HSDS_SERVICE_ID);
            ownerless += has_owner(rows->rows[i]) ? 0 : 1;
            strangers +=
                service.len > 0 &&
                        hsds_find(&h->package, HSDS_SERVICE, HSDS_ID, service).table == NULL
                    ? 1
                    : 0;
        }
        Str8 name = hsds_kind_name(KINDS[k]);
        Arena *arena = h->package.arena;
        Str8 what = str8_format(arena,
                                "row(s) of %.*s do not say what they belong to and were "
                                "left out",
                                STR8_ARG(name));
        note_count(h, ownerless, what.ptr);
        what = str8_format(arena, "row(s) of %.*s name a service that is not in the package",
                           STR8_ARG(name));
        note_count(h, strangers, what.ptr);
    }
}

/* ---- sets ---- */

static ServiceSet *set_of_source(Hsds *h, Str8 source) {
    for (size_t i = 0; i < h->sets_count; i++) {
        if (str8_equal(h->sets[i].source, source)) {
            return &h->sets[i];
        }
    }
    if (h->sets_count == HSDS_SETS_MAX) {
        return NULL;
    }
    ServiceSet *set = &h->sets[h->sets_count++];
    *set = (ServiceSet){.source = source, .file = h->source->name};
    return set;
}

/* Services of one source lie together; each source keeps the order of the file. */
static ErrCode split(Hsds *h) {
    Service *sorted = ARENA_ARRAY(h->package.arena, Service, h->count + 1);
    size_t used = 0;
    for (size_t i = 0; i < h->count && sorted != NULL; i++) {
        ServiceSet *set = set_of_source(h, h->owners[i]);
        if (set == NULL) {
            return err_set(h->err, ERR_LIMIT, "%.*s holds services of more than %d sources",
                           STR8_ARG(h->source->name), HSDS_SETS_MAX);
        }
        set->count++;
    }
    for (size_t s = 0; s < h->sets_count && sorted != NULL; s++) {
        h->sets[s].services = sorted + used;
        h->sets[s].complete = h->package.report->refused_count == h->refused_before;
        for (size_t i = 0; i < h->count; i++) {
            if (str8_equal(h->owners[i], h->sets[s].source)) {
                sorted[used++] = h->services[i];
            }
        }
    }
    return sorted != NULL ? ERR_OK : err_set(h->err, ERR_NO_MEMORY, "no memory for services");
}

static ErrCode check_any(const Hsds *h) {
    if (h->package.rows[HSDS_SERVICE].count == 0) {
        return err_set(h->err, ERR_INVALID,
                       "%.*s holds no service: is the table of services empty, or is it another "
                       "file?",
                       STR8_ARG(h->source->name));
    }
    return ERR_OK;
}

ErrCode hsds_read(const CalendarContext *context, const Source *source, ServiceSet *sets,
                  size_t *sets_count, Err *err) {
    const NeedTable *needs = NULL;
    ErrCode code = need_table_open(context->arena, &needs, err);
    return code == ERR_OK ? hsds_read_with(context, needs, source, sets, sets_count, err) : code;
}

ErrCode hsds_read_with(const CalendarContext *context, const NeedTable *needs, const Source *source,
                       ServiceSet *sets, size_t *sets_count, Err *err) {
    Arena *arena = context->arena;
    Hsds *h = ARENA_NEW(arena, Hsds);
    if (h == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a directory");
    }
    h->source = source;
    h->sets = sets;
    h->refused_before = context->report->refused_count;
    h->err = err;
    ErrCode code = hsds_package_make(arena, context->report, &h->package, err);
    if (code == ERR_OK) {
        code = read_files(h);
    }
    if (code == ERR_OK) {
        code = check_any(h);
    }
    if (code != ERR_OK) {
        return code;
    }
    h->package.own = is_own(&h->package);
    for (size_t i = 0; i < h->package.tables_count; i++) {
        h->package.tables[i].verbatim = h->package.own;
    }
    h->mapping = (HsdsMapping){.context = context,
                               .package = &h->package,
                               .needs = needs,
                               .source = calendar_source(arena, "hsds:", source->name)};
    code = add_services(h);
    if (code == ERR_OK) {
        code = split(h);
    }
    if (code == ERR_OK) {
        note_tally(h);
        note_ownerless(h);
        *sets_count = h->sets_count;
    }
    return code;
}
