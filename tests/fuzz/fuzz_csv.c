#include <string.h>

#include "data/export/export.h"
#include "data/export/export_row.h"
#include "data/import/csv.h"
#include "tests/fuzz/fuzz.h"

/*
 * CSV out and in again: a row of any texts, written as the export writes it, is read back as the
 * same texts, but for the guard before a formula and the white space that a reader trims.
 */
enum { ROWS_MAX = 4 };

/* What a reader may be given back for `text`. */
static void check_cell(Arena *arena, Str8 text, Str8 read) {
    bool guarded = text.len > 0 && memchr("=+-@\t\r", text.ptr[0], 6) != NULL;
    Str8 written = guarded ? str8_format(arena, "'%.*s", STR8_ARG(text)) : text;
    FOYER_ASSERT(str8_equal(str8_trim(written), read));
    FOYER_ASSERT(read.len == 0 || memchr("=+-@", read.ptr[0], 4) == NULL || !guarded);
}

static CsvColumn *columns_of(Arena *arena) {
    CsvColumn *columns = ARENA_ARRAY(arena, CsvColumn, EXPORT_COLUMN_COUNT);
    for (unsigned i = 0; i < EXPORT_COLUMN_COUNT; i++) {
        columns[i] = (CsvColumn){export_header((ExportColumn)i), true};
    }
    return columns;
}

static void header_write(Str8Builder *out) {
    ExportRow header;
    for (unsigned i = 0; i < EXPORT_COLUMN_COUNT; i++) {
        header.cells[i] = str8_from(export_header((ExportColumn)i));
    }
    export_row_csv(out, &header);
}

/* Text that may stand in a cell: the store keeps no NUL, and its texts are trimmed. */
static Str8 take_cell(FuzzInput *input, Arena *arena) {
    Str8 text = fuzz_take_text(input, arena);
    char *bytes = str8_to_c(arena, text);
    for (size_t i = 0; i < text.len; i++) {
        bytes[i] = bytes[i] == '\0' ? '?' : bytes[i];
    }
    return (Str8){bytes, text.len};
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    Arena arena = fuzz_arena();
    FuzzInput input = {bytes, size};
    Report report = report_make(&arena);
    Str8Builder out = builder_in(&arena, 8 * size + 4096);
    ExportRow rows[ROWS_MAX];
    size_t rows_count = 0;
    header_write(&out);
    while (rows_count < ROWS_MAX && (input.size > 0 || rows_count == 0)) {
        for (unsigned i = 0; i < EXPORT_COLUMN_COUNT; i++) {
            rows[rows_count].cells[i] = take_cell(&input, &arena);
        }
        export_row_csv(&out, &rows[rows_count++]);
    }
    FOYER_ASSERT(!out.full);
    CsvTable table;
    Err err = {0};
    CsvSource source = {&arena, STR8("out.csv"), str8_copy(&arena, builder_text(&out)),
                        columns_of(&arena), EXPORT_COLUMN_COUNT};
    ErrCode code = csv_read(&source, &table, &report, &err);
    FOYER_ASSERT(code == ERR_OK || (code == ERR_LIMIT && size > CSV_FIELD_BYTES_MAX / 4));
    if (code == ERR_OK) {
        FOYER_ASSERT(table.rows_count == rows_count && report.refused_count == 0);
        for (size_t row = 0; row < rows_count; row++) {
            for (unsigned i = 0; i < EXPORT_COLUMN_COUNT; i++) {
                int column = csv_column(&table, export_header((ExportColumn)i));
                check_cell(&arena, rows[row].cells[i], csv_cell(&table, row, column));
            }
        }
    }
    arena_free(&arena);
    return 0;
}
