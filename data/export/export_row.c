#include "data/export/export_row.h"

#include <jansson.h>

static bool is_one_of(char character, Str8 set) {
    return str8_find(set, (Str8){&character, 1}) < set.len;
}

/* What spreadsheets take for a formula, or drop before one (OWASP, CWE-1236). */
static bool needs_guard(Str8 text) {
    return text.len > 0 && is_one_of(text.ptr[0], STR8("=+-@\t\r"));
}

static bool needs_quotes(Str8 text) {
    for (size_t i = 0; i < text.len; i++) {
        if (is_one_of(text.ptr[i], STR8(",\"\r\n"))) {
            return true;
        }
    }
    return text.len > 0 && (text.ptr[0] == ' ' || text.ptr[text.len - 1] == ' ');
}

/* Quoted where RFC 4180 wants it, guarded where a spreadsheet would run it. */
static void add_cell(Str8Builder *builder, Str8 text) {
    bool quoted = needs_quotes(text);
    if (quoted) {
        builder_add_char(builder, '"');
    }
    if (needs_guard(text)) {
        builder_add_char(builder, '\'');
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"') {
            builder_add_char(builder, '"');
        }
        builder_add_char(builder, text.ptr[i]);
    }
    if (quoted) {
        builder_add_char(builder, '"');
    }
}

void export_row_csv(Str8Builder *builder, const ExportRow *row) {
    for (unsigned i = 0; i < EXPORT_COLUMN_COUNT; i++) {
        if (i > 0) {
            builder_add_char(builder, ',');
        }
        add_cell(builder, row->cells[i]);
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
