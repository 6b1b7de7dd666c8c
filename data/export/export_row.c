#include "data/export/export_row.h"

#include <jansson.h>

static const char *const HEADERS[EXPORT_COLUMN_COUNT] = {
    "visit_id",
    "person",
    "event_uid",
    "event_title",
    "event_start",
    "place",
    "role",
    "grade",
    "language",
    "method",
    "signed_in_local",
    "signed_in_rfc3339",
    "signed_out_local",
    "signed_out_rfc3339",
    "signed_out_assumed",
    "clock",
    "given_name",
    "family_name",
    "names",
};

const char *export_header(ExportColumn column) {
    return HEADERS[column];
}

/* What spreadsheets take for a formula, or drop before one (OWASP, CWE-1236). */
static bool needs_guard(Str8 text) {
    if (text.len == 0) {
        return false;
    }
    switch (text.ptr[0]) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
        return true;
    default:
        return false;
    }
}

static bool needs_quotes(Str8 text) {
    bool found = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        found = found || c == ',' || c == '"' || c == '\r' || c == '\n';
    }
    return found || (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' '));
}

static void add_quoted(Str8Builder *builder, Str8 text) {
    builder_add_char(builder, '"');
    if (needs_guard(text)) {
        builder_add_char(builder, '\'');
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"') {
            builder_add_char(builder, '"');
        }
        builder_add_char(builder, text.ptr[i]);
    }
    builder_add_char(builder, '"');
}

/* Quoted where RFC 4180 wants it, guarded where a spreadsheet would run it. Most cells need
 * neither and go in whole. */
void export_cell_csv(Str8Builder *builder, Str8 text) {
    if (needs_quotes(text)) {
        add_quoted(builder, text);
        return;
    }
    if (needs_guard(text)) {
        builder_add_char(builder, '\'');
    }
    builder_add(builder, text);
}

void export_row_csv(Str8Builder *builder, const ExportRow *row) {
    for (unsigned i = 0; i < EXPORT_COLUMN_COUNT; i++) {
        if (i > 0) {
            builder_add_char(builder, ',');
        }
        export_cell_csv(builder, row->cells[i]);
    }
    builder_add(builder, STR8("\r\n"));
}

static json_t *cell_json(ExportColumn column, Str8 cell) {
    int64_t number = 0;
    if (column == EXPORT_PERSON && str8_to_int(cell, &number)) {
        return json_integer(number);
    }
    if (column == EXPORT_OUT_ASSUMED && cell.len > 0) {
        return json_boolean(str8_equal(cell, STR8("yes")));
    }
    return cell.len > 0 ? json_stringn(cell.ptr, cell.len) : json_null();
}

static int add_bytes(const char *bytes, size_t size, void *context) {
    builder_add(context, (Str8){bytes, size});
    return 0;
}

ErrCode export_row_json(Str8Builder *builder, const ExportRow *row, bool first, Err *err) {
    json_t *object = json_object();
    bool made = object != NULL;
    for (unsigned i = 0; made && i < EXPORT_COLUMN_COUNT; i++) {
        ExportColumn column = (ExportColumn)i;
        made = json_object_set_new(object, export_header(column),
                                   cell_json(column, row->cells[i])) == 0;
    }
    builder_add(builder, first ? STR8("\n") : STR8(",\n"));
    made = made && json_dump_callback(object, add_bytes, builder, JSON_COMPACT) == 0;
    json_decref(object);
    return made ? ERR_OK : err_set(err, ERR_NO_MEMORY, "no memory for a row of the export");
}
