/*
 * JSON documents as tables. An object becomes a row of its kind; what is nested in it becomes rows
 * that name it as their owner.
 * 1. Every row is as wide as its kind; cells are copied out of the document, which is then freed.
 * 2. The first error stays; nothing is added after it.
 */
#include "data/import/hsds_json.h"

#include <jansson.h>
#include <string.h>

#include "data/base/check.h"

enum { ROWS_AT_FIRST = 16, NUMBER_TEXT_MAX = 64 };

/* Rows of one kind while they grow. */
typedef struct {
    Str8 *cells;
    size_t count;
    size_t room; /* rows */
} Rows;

/* What an object is nested in. */
typedef struct {
    bool is_there;
    HsdsKind kind;
    Str8 id;
} Owner;

typedef struct {
    Arena *arena;
    Str8 file;
    Rows rows[HSDS_KIND_COUNT];
    size_t objects;
    ErrCode code;
    Err *err;
} Reader;

static void walk(Reader *reader, HsdsKind kind, const json_t *value, Owner owner, int depth,
                 Str8 *id);

static void fail(Reader *reader, ErrCode code, const char *reason) {
    if (reader->code == ERR_OK) {
        reader->code = err_set(reader->err, code, "%.*s: %s", STR8_ARG(reader->file), reason);
    }
}

/* ---- rows ---- */

static size_t width_of(HsdsKind kind) {
    const HsdsColumn *columns;
    return hsds_columns_of(kind, &columns);
}

static int place_of(HsdsKind kind, HsdsColumn column) {
    const HsdsColumn *columns;
    size_t count = hsds_columns_of(kind, &columns);
    for (size_t i = 0; i < count; i++) {
        if (columns[i] == column) {
            return (int)i;
        }
    }
    return -1;
}

/* A fresh row of empty cells, or SIZE_MAX. */
static size_t add_row(Reader *reader, HsdsKind kind) {
    Rows *rows = &reader->rows[kind];
    size_t width = width_of(kind);
    if (rows->count == rows->room) {
        size_t room = rows->room == 0 ? ROWS_AT_FIRST : rows->room * 2;
        Str8 *cells = ARENA_ARRAY(reader->arena, Str8, room * width);
        if (cells == NULL || rows->count >= HSDS_ROWS_MAX) {
            fail(reader, cells == NULL ? ERR_NO_MEMORY : ERR_LIMIT, "it is far too large");
            return SIZE_MAX;
        }
        if (rows->count > 0) {
            memcpy(cells, rows->cells, rows->count * width * sizeof *cells);
        }
        rows->cells = cells;
        rows->room = room;
    }
    return rows->count++;
}

static Str8 *cell_at(Reader *reader, HsdsKind kind, size_t row, HsdsColumn column) {
    int place = place_of(kind, column);
    FOYER_ASSERT(row < reader->rows[kind].count);
    return place < 0 ? NULL : &reader->rows[kind].cells[row * width_of(kind) + (size_t)place];
}

static void set_cell(Reader *reader, HsdsKind kind, size_t row, HsdsColumn column, Str8 value) {
    Str8 *cell = cell_at(reader, kind, row, column);
    if (cell != NULL && value.len > 0) {
        *cell = value;
    }
}

/* ---- values ---- */

static Str8 scalar_text(Reader *reader, const json_t *value) {
    Str8 text = STR8("");
    if (json_is_string(value)) {
        text = str8_trim((Str8){json_string_value(value), json_string_length(value)});
        text = str8_copy(reader->arena, text);
    } else if (json_is_integer(value)) {
        text = str8_format(reader->arena, "%lld", (long long)json_integer_value(value));
    } else if (json_is_real(value)) {
        text = str8_format(reader->arena, "%.10g", json_real_value(value));
    } else if (json_is_boolean(value)) {
        return json_is_true(value) ? STR8("true") : STR8("false");
    } else {
        return text;
    }
    if (text.ptr == NULL) {
        fail(reader, ERR_NO_MEMORY, "no memory for reading it");
        return STR8("");
    }
    return text;
}

static void read_scalars(Reader *reader, HsdsKind kind, const json_t *object, size_t row) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, key, value) {
        HsdsColumn column;
        bool scalar = json_is_string(value) || json_is_number(value) || json_is_boolean(value);
        if (!scalar || !hsds_column_of_name(kind, str8_from(key), &column)) {
            continue;
        }
        Str8 *cell = cell_at(reader, kind, row, column);
        bool is_proper = str8_equal(str8_from(key), hsds_column_name(column));
        if (cell != NULL && (cell->len == 0 || is_proper)) {
            *cell = scalar_text(reader, value);
        }
    }
}

/* ---- who belongs to whom ---- */

static const HsdsColumn NO_COLUMN = HSDS_COLUMN_COUNT;

/* The column in which others name one of `kind`. */
static HsdsColumn column_for(HsdsKind kind) {
    switch (kind) {
    case HSDS_ORGANIZATION:
        return HSDS_ORGANIZATION_ID;
    case HSDS_PROGRAM:
        return HSDS_PROGRAM_ID;
    case HSDS_SERVICE:
        return HSDS_SERVICE_ID;
    case HSDS_LOCATION:
        return HSDS_LOCATION_ID;
    case HSDS_AT_LOCATION:
        return HSDS_AT_LOCATION_ID;
    case HSDS_CONTACT:
        return HSDS_CONTACT_ID;
    case HSDS_PHONE:
        return HSDS_PHONE_ID;
    case HSDS_TERM:
        return HSDS_TERM_ID;
    case HSDS_ADDRESS:
    case HSDS_SCHEDULE:
    case HSDS_LANGUAGE:
    case HSDS_ELIGIBILITY:
    case HSDS_ATTRIBUTE:
    case HSDS_COST:
    case HSDS_DOCUMENT:
    case HSDS_ACCESSIBILITY:
    case HSDS_METADATA:
    case HSDS_KIND_COUNT:
        break;
    }
    return NO_COLUMN;
}

/* Ids only join what one document nests; a service's must be the same the next time. */
static Str8 id_without_one(Reader *reader, HsdsKind kind, size_t row) {
    Str8 name = STR8("");
    const Str8 *cell = cell_at(reader, kind, row, HSDS_NAME);
    if (cell != NULL) {
        name = *cell;
    }
    Str8 plural = hsds_kind_name(kind);
    return kind == HSDS_SERVICE && name.len > 0
               ? name
               : str8_format(reader->arena, "#%.*s/%.*s/%zu", STR8_ARG(reader->file),
                             STR8_ARG(plural), row);
}

static void link_to_owner(Reader *reader, HsdsKind kind, size_t row, Owner owner) {
    if (!owner.is_there) {
        return;
    }
    HsdsColumn column = column_for(owner.kind);
    if (column != NO_COLUMN) {
        set_cell(reader, kind, row, column, owner.id);
    }
    set_cell(reader, kind, row, HSDS_LINK_ID, owner.id);
    set_cell(reader, kind, row, HSDS_RESOURCE_ID, owner.id);
}

/* A location straight in a service, or a service in a location, without the link between. */
static void link_place(Reader *reader, HsdsKind kind, Str8 id, Owner owner) {
    bool place_in_service = owner.is_there && owner.kind == HSDS_SERVICE && kind == HSDS_LOCATION;
    bool service_in_place = owner.is_there && owner.kind == HSDS_LOCATION && kind == HSDS_SERVICE;
    if (!place_in_service && !service_in_place) {
        return;
    }
    size_t row = add_row(reader, HSDS_AT_LOCATION);
    if (row != SIZE_MAX) {
        set_cell(reader, HSDS_AT_LOCATION, row, HSDS_SERVICE_ID, place_in_service ? owner.id : id);
        set_cell(reader, HSDS_AT_LOCATION, row, HSDS_LOCATION_ID, place_in_service ? id : owner.id);
    }
}

/* ---- objects ---- */

/* "languages": ["English", "Spanish"]: the text is the row's own one. */
static void add_text_row(Reader *reader, HsdsKind kind, const json_t *value, Owner owner) {
    HsdsColumn column = kind == HSDS_LANGUAGE        ? HSDS_LANGUAGE_NAME
                        : kind == HSDS_DOCUMENT      ? HSDS_DOCUMENT_TEXT
                        : kind == HSDS_ACCESSIBILITY ? HSDS_ACCESSIBILITY_TEXT
                        : kind == HSDS_ELIGIBILITY   ? HSDS_ELIGIBILITY_TEXT
                                                     : NO_COLUMN;
    size_t row = column != NO_COLUMN ? add_row(reader, kind) : SIZE_MAX;
    if (row != SIZE_MAX) {
        set_cell(reader, kind, row, column, scalar_text(reader, value));
        link_to_owner(reader, kind, row, owner);
    }
}

static void walk_nested(Reader *reader, HsdsKind kind, size_t row, const json_t *object, Owner self,
                        int depth) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, key, value) {
        HsdsKind nested;
        if ((!json_is_object(value) && !json_is_array(value)) ||
            !hsds_kind_of_name(str8_from(key), &nested)) {
            continue;
        }
        Str8 id = STR8("");
        walk(reader, nested, value, self, depth + 1, &id);
        HsdsColumn column = column_for(nested);
        if (json_is_object(value) && column != NO_COLUMN && reader->code == ERR_OK) {
            set_cell(reader, kind, row, column, id);
        }
    }
}

static void walk_object(Reader *reader, HsdsKind kind, const json_t *object, Owner owner, int depth,
                        Str8 *id) {
    size_t row = add_row(reader, kind);
    if (row == SIZE_MAX) {
        return;
    }
    read_scalars(reader, kind, object, row);
    link_to_owner(reader, kind, row, owner);
    Str8 *own_id = cell_at(reader, kind, row, HSDS_ID);
    if (own_id->len == 0) {
        *own_id = id_without_one(reader, kind, row);
    }
    *id = *own_id;
    link_place(reader, kind, *id, owner);
    walk_nested(reader, kind, row, object, (Owner){true, kind, *id}, depth);
}

/* An object, a text, or a list of them; `id` gets the last one's. */
static void walk(Reader *reader, HsdsKind kind, const json_t *value, Owner owner, int depth,
                 Str8 *id) {
    if (reader->code != ERR_OK || depth > HSDS_JSON_DEPTH_MAX) {
        return;
    }
    if (++reader->objects > HSDS_JSON_OBJECTS_MAX) {
        fail(reader, ERR_LIMIT, "it holds far too much");
    } else if (json_is_object(value)) {
        walk_object(reader, kind, value, owner, depth, id);
    } else if (json_is_string(value)) {
        add_text_row(reader, kind, value, owner);
    } else if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value) && reader->code == ERR_OK; i++) {
            walk(reader, kind, json_array_get(value, i), owner, depth + 1, id);
        }
    }
}

/* ---- documents ---- */

static bool has_object(const json_t *object, const char *key) {
    return json_is_object(json_object_get(object, key));
}

/* The list of a page of an API; NULL when there is none. */
static const json_t *page_of(const json_t *object) {
    static const char *const NAMES[] = {"contents", "content", "items",
                                        "data",     "results", "records"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        const json_t *list = json_object_get(object, NAMES[i]);
        if (json_is_array(list) || json_is_object(list)) {
            return list;
        }
    }
    return NULL;
}

/* Every list in it is a table: "services.csv": [...], or "services": [...] of no one. */
static bool walk_tables(Reader *reader, const json_t *object) {
    const char *key;
    json_t *value;
    bool any = false;
    if (json_object_get(object, "id") != NULL || json_object_get(object, "name") != NULL) {
        return false;
    }
    json_object_foreach((json_t *)(uintptr_t)object, key, value) {
        HsdsKind kind;
        Str8 id;
        if (json_is_array(value) && hsds_kind_of_name(str8_from(key), &kind)) {
            any = true;
            walk(reader, kind, value, (Owner){0}, 0, &id);
        }
    }
    return any;
}

static bool kind_of_object(const json_t *object, HsdsKind *kind) {
    if (has_object(object, "service")) {
        *kind = HSDS_AT_LOCATION;
    } else if (json_is_array(json_object_get(object, "services"))) {
        bool place = has_object(object, "organization") || has_object(object, "address") ||
                     json_object_get(object, "latitude") != NULL;
        *kind = place ? HSDS_LOCATION : HSDS_ORGANIZATION;
    } else if (json_is_string(json_object_get(object, "name"))) {
        *kind = HSDS_SERVICE;
    } else {
        return false;
    }
    return true;
}

static void walk_document(Reader *reader, const json_t *value, int depth) {
    static const char *const REASON =
        "this is no HSDS document: a service, a list of services or tables are expected";
    HsdsKind kind;
    Str8 id;
    if (depth > HSDS_JSON_DEPTH_MAX || (!json_is_object(value) && !json_is_array(value))) {
        fail(reader, ERR_INVALID, REASON);
        return;
    }
    for (size_t i = 0; json_is_array(value) && i < json_array_size(value); i++) {
        if (reader->code == ERR_OK) {
            walk_document(reader, json_array_get(value, i), depth + 1);
        }
    }
    if (json_is_array(value) || walk_tables(reader, value)) {
        return;
    }
    if (kind_of_object(value, &kind)) {
        walk(reader, kind, value, (Owner){0}, 0, &id);
    } else if (page_of(value) != NULL) {
        walk_document(reader, page_of(value), depth + 1);
    } else {
        fail(reader, ERR_INVALID, REASON);
    }
}

static ErrCode keep_tables(const Reader *reader, HsdsPackage *package, Err *err) {
    for (unsigned k = 0; k < HSDS_KIND_COUNT; k++) {
        const Rows *rows = &reader->rows[k];
        const HsdsColumn *columns;
        size_t width = hsds_columns_of((HsdsKind)k, &columns);
        HsdsTable *table = NULL;
        ErrCode code = rows->count > 0 ? hsds_package_add(package, &table, err) : ERR_OK;
        if (code != ERR_OK) {
            return code;
        }
        if (table == NULL) {
            continue;
        }
        table->kind = (HsdsKind)k;
        table->file = reader->file;
        table->rows_count = rows->count;
        table->width = width;
        table->cells = rows->cells;
        for (size_t c = 0; c < width; c++) {
            table->places[columns[c]] = (int8_t)c;
        }
    }
    return ERR_OK;
}

ErrCode hsds_json_read(HsdsPackage *package, const SourceFile *file, Err *err) {
    Str8 bytes = file->bytes;
    if (bytes.len > HSDS_JSON_BYTES_MAX) {
        return err_set(err, ERR_LIMIT, "%.*s is larger than %d MB", STR8_ARG(file->name),
                       HSDS_JSON_BYTES_MAX >> 20);
    }
    if (!str8_is_valid(bytes)) {
        bytes = hsds_bytes_repair(package->arena, bytes);
    }
    if (str8_starts_with(bytes, STR8("\xEF\xBB\xBF"))) {
        bytes = str8_slice(bytes, 3, bytes.len);
    }
    Reader *reader = ARENA_NEW(package->arena, Reader);
    if (reader == NULL || bytes.ptr == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for reading %.*s", STR8_ARG(file->name));
    }
    reader->arena = package->arena;
    reader->file = file->name;
    reader->err = err;
    json_error_t error;
    json_t *document = json_loadb(bytes.ptr, bytes.len, JSON_REJECT_DUPLICATES, &error);
    if (document == NULL) {
        return err_set(err, ERR_INVALID,
                       "%.*s, line %d: this is no JSON from there on: was the file cut off?",
                       STR8_ARG(file->name), error.line);
    }
    walk_document(reader, document, 0);
    json_decref(document);
    return reader->code == ERR_OK ? keep_tables(reader, package, err) : reader->code;
}
