#include <jansson.h>

#include "data/export/export.h"
#include "data/export/export_row.h"
#include "tests/fuzz/fuzz.h"

/* JSON out and in again: a row of any texts is one object that a strict reader reads back. */
static void check_cell(ExportColumn column, Str8 text, const json_t *read) {
    int64_t number = 0;
    FOYER_ASSERT(read != NULL);
    if (column == EXPORT_PERSON && str8_to_int(text, &number)) {
        FOYER_ASSERT(json_integer_value(read) == number);
    } else if (text.len == 0) {
        FOYER_ASSERT(json_is_null(read));
    } else if (column == EXPORT_OUT_ASSUMED) {
        FOYER_ASSERT(json_is_boolean(read));
    } else {
        Str8 string = {json_string_value(read), json_string_length(read)};
        FOYER_ASSERT(json_is_string(read) && str8_equal(string, text));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    Arena arena = fuzz_arena();
    FuzzInput input = {bytes, size};
    ExportRow row;
    bool first = (fuzz_take_byte(&input) & 1) != 0;
    for (unsigned i = 0; i < EXPORT_COLUMN_COUNT; i++) {
        row.cells[i] = fuzz_take_text(&input, &arena);
    }
    Str8Builder out = builder_in(&arena, 32 * size + 4096);
    Err err = {0};
    FOYER_ASSERT(export_row_json(&out, &row, first, &err) == ERR_OK && !out.full);
    Str8 written = builder_text(&out);
    FOYER_ASSERT(str8_is_valid(written) && str8_starts_with(written, STR8("\n")) == first);
    Str8 object = str8_slice(written, first ? 1 : 2, written.len);
    /* One line an object, whatever stands in its texts. */
    FOYER_ASSERT(str8_find(object, STR8("\n")) == object.len);
    json_t *read =
        json_loadb(object.ptr, object.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
    FOYER_ASSERT(json_object_size(read) == EXPORT_COLUMN_COUNT);
    for (unsigned i = 0; i < EXPORT_COLUMN_COUNT; i++) {
        ExportColumn column = (ExportColumn)i;
        check_cell(column, row.cells[i], json_object_get(read, export_header(column)));
    }
    json_decref(read);
    arena_free(&arena);
    return 0;
}
