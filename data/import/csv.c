/*
 * CSV by libcsv in strict mode, fed line by line so that rows have a spreadsheet's numbers.
 * 1. The whole input is checked first: no NUL, no UTF-16, valid UTF-8.
 * 2. Only cells of wanted columns are copied; the parser's own buffer is wiped when it is freed.
 * 3. The first error stays; nothing is read after it.
 */
#include "data/import/csv.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"
#include "data/import/text_check.h"

typedef struct {
    Arena *arena;
    CsvTable *table;
    Report *report;
    const CsvColumn *columns;
    size_t columns_count;
    bool lenient;
    int places[CSV_FIELDS_MAX]; /* field -> kept column, or -1 */
    size_t header_fields;
    bool has_header;
    size_t fields;   /* of the row being read */
    bool extra_text; /* a cell behind the header's last one is not empty */
    size_t row;      /* number of the row being read */
    size_t rows_max;
    size_t *row_numbers;
    Str8 *cells;
    bool row_ended; /* since the last line was fed */
    ErrCode code;
    Err *err;
} Reader;

static bool is_filler(char character) {
    return character == ' ' || character == '_' || character == '-';
}

static char lower(char character) {
    return character >= 'A' && character <= 'Z' ? (char)(character + 'a' - 'A') : character;
}

bool csv_same_name(Str8 header, Str8 name) {
    size_t i = 0;
    size_t j = 0;
    for (;;) {
        while (i < header.len && is_filler(header.ptr[i])) {
            i++;
        }
        while (j < name.len && is_filler(name.ptr[j])) {
            j++;
        }
        if (j < name.len && name.ptr[j] == '*') {
            return i < header.len;
        }
        if (i == header.len || j == name.len) {
            return i == header.len && j == name.len;
        }
        if (lower(header.ptr[i++]) != lower(name.ptr[j++])) {
            return false;
        }
    }
}

int csv_column(const CsvTable *table, const char *name) {
    for (size_t i = 0; i < table->kept_count; i++) {
        if (csv_same_name(table->headers[i], str8_from(name))) {
            return (int)i;
        }
    }
    return -1;
}

Str8 csv_cell(const CsvTable *table, size_t row, int column) {
    FOYER_ASSERT(row < table->rows_count && column < (int)table->kept_count);
    return column < 0 ? STR8("") : table->cells[row * table->kept_count + (size_t)column];
}

Str8 csv_header(const CsvTable *table, int column, const char *name) {
    return column < 0 ? str8_from(name) : table->headers[column];
}

static void reader_fail(Reader *reader, ErrCode code, const char *reason) {
    if (reader->code == ERR_OK) {
        reader->code = err_set(reader->err, code, "%.*s, row %zu: %s",
                               STR8_ARG(reader->table->file), reader->row, reason);
    }
}

static Str8 reader_copy(Reader *reader, Str8 text) {
    Str8 copy = str8_copy(reader->arena, text);
    if (copy.ptr == NULL) {
        reader_fail(reader, ERR_NO_MEMORY, "no memory");
    }
    return copy;
}

static bool is_wanted(const Reader *reader, Str8 header) {
    for (size_t i = 0; i < reader->columns_count; i++) {
        if (csv_same_name(header, str8_from(reader->columns[i].name))) {
            return true;
        }
    }
    return false;
}

static void keep_header(Reader *reader, Str8 header) {
    CsvTable *table = reader->table;
    reader->places[reader->fields] = -1;
    if (!is_wanted(reader, header)) {
        return;
    }
    for (size_t i = 0; i < table->kept_count; i++) {
        if (csv_same_name(table->headers[i], header)) {
            if (reader->lenient) {
                return;
            }
            reader_fail(reader, ERR_INVALID, "a column stands there twice");
            return;
        }
    }
    if (table->kept_count == CSV_KEPT_MAX) {
        reader_fail(reader, ERR_LIMIT, "too many columns");
        return;
    }
    table->headers[table->kept_count] = reader_copy(reader, header);
    reader->places[reader->fields] = (int)table->kept_count++;
}

static void keep_cell(Reader *reader, Str8 cell) {
    if (reader->fields >= reader->header_fields) {
        reader->extra_text = reader->extra_text || cell.len > 0;
        return;
    }
    int place = reader->places[reader->fields];
    if (place < 0 || cell.len == 0) {
        return;
    }
    CsvTable *table = reader->table;
    reader->cells[table->rows_count * table->kept_count + (size_t)place] =
        reader_copy(reader, cell);
}

static void on_field(void *bytes, size_t size, void *context) {
    Reader *reader = context;
    if (reader->code != ERR_OK) {
        return;
    }
    if (size > CSV_FIELD_BYTES_MAX) {
        reader_fail(reader, ERR_LIMIT, "a cell is far too long; is a quotation mark missing?");
        return;
    }
    if (reader->fields == CSV_FIELDS_MAX) {
        reader_fail(reader, ERR_LIMIT, "too many cells");
        return;
    }
    Str8 text = str8_trim((Str8){bytes, size});
    if (!reader->has_header) {
        keep_header(reader, text);
    } else {
        keep_cell(reader, text);
    }
    reader->fields++;
}

static void check_required(Reader *reader) {
    for (size_t i = 0; i < reader->columns_count; i++) {
        const CsvColumn *column = &reader->columns[i];
        if (column->required && csv_column(reader->table, column->name) < 0) {
            reader->code = err_set(reader->err, ERR_INVALID, "%.*s: there is no column '%s'",
                                   STR8_ARG(reader->table->file), column->name);
            return;
        }
    }
}

static void start_rows(Reader *reader) {
    reader->has_header = true;
    reader->header_fields = reader->fields;
    check_required(reader);
    if (reader->code != ERR_OK || reader->table->kept_count == 0) {
        reader_fail(reader, ERR_INVALID, "none of its columns is known");
        return;
    }
    reader->row_numbers = ARENA_ARRAY(reader->arena, size_t, reader->rows_max);
    reader->cells = ARENA_ARRAY(reader->arena, Str8, reader->rows_max * reader->table->kept_count);
    if (reader->row_numbers == NULL || reader->cells == NULL) {
        reader_fail(reader, ERR_NO_MEMORY, "no memory");
    }
}

static void clear_row(Reader *reader) {
    CsvTable *table = reader->table;
    memset(&reader->cells[table->rows_count * table->kept_count], 0,
           table->kept_count * sizeof(Str8));
}

static void end_row(Reader *reader) {
    CsvTable *table = reader->table;
    bool is_short = reader->fields < reader->header_fields;
    if ((is_short && !reader->lenient) || reader->extra_text) {
        Str8 reason = str8_format(reader->report->arena,
                                  "it has %zu cells, the first line has %zu: a comma or a "
                                  "quotation mark is missing or too many",
                                  reader->fields, reader->header_fields);
        report_refuse(reader->report, table->file, reader->row, STR8(""), reason);
        clear_row(reader);
        return;
    }
    table->short_rows += is_short ? 1 : 0;
    reader->row_numbers[table->rows_count++] = reader->row;
}

static void on_row(int end, void *context) {
    (void)end;
    Reader *reader = context;
    reader->row_ended = true;
    if (reader->code == ERR_OK && !reader->has_header) {
        start_rows(reader);
    } else if (reader->code == ERR_OK) {
        end_row(reader);
    }
    reader->fields = 0;
    reader->extra_text = false;
    reader->row++;
    if (reader->code == ERR_OK && reader->table->rows_count >= reader->rows_max) {
        reader_fail(reader, ERR_LIMIT, "too many rows");
    }
}

/* libcsv's own buffer held passwords; sizes are kept before the bytes so that it can be wiped. */
typedef union {
    size_t size;
    max_align_t align;
} BufferHead;

static void buffer_free(void *ptr) {
    if (ptr != NULL) {
        BufferHead *head = (BufferHead *)ptr - 1;
        memory_wipe(ptr, head->size);
        free(head);
    }
}

static void *buffer_realloc(void *ptr, size_t size) {
    BufferHead *head = malloc(sizeof *head + size);
    if (head == NULL) {
        return NULL;
    }
    head->size = size;
    if (ptr != NULL) {
        size_t old = ((BufferHead *)ptr - 1)->size;
        memcpy(head + 1, ptr, old < size ? old : size);
        buffer_free(ptr);
    }
    return head + 1;
}

static bool is_blank(Str8 line) {
    return str8_trim(line).len == 0;
}

/* One line with its end. Lines without anything between rows still count as rows in a sheet. */
static void feed_line(Reader *reader, struct csv_parser *parser, Str8 line) {
    if (reader->row_ended && is_blank(line)) {
        reader->row++;
        return;
    }
    reader->row_ended = false;
    if (csv_parse(parser, line.ptr, line.len, on_field, on_row, reader) != line.len) {
        reader_fail(reader, csv_error(parser) == CSV_ENOMEM ? ERR_NO_MEMORY : ERR_INVALID,
                    "a quotation mark stands in the middle of a cell");
    }
}

static void feed(Reader *reader, struct csv_parser *parser, Str8 bytes) {
    size_t start = 0;
    for (size_t i = 0; i < bytes.len && reader->code == ERR_OK; i++) {
        if (bytes.ptr[i] == '\n' || i + 1 == bytes.len) {
            feed_line(reader, parser, str8_slice(bytes, start, i + 1));
            start = i + 1;
        }
    }
    if (reader->code == ERR_OK && csv_fini(parser, on_field, on_row, reader) != 0) {
        reader_fail(reader, ERR_INVALID,
                    "a quotation mark is not closed, or the file was cut off: save it again");
    }
}

/* The separator that the first line has most of, outside quotation marks. */
static unsigned char find_separator(Str8 bytes) {
    static const char CANDIDATES[] = {',', ';', '\t'};
    size_t counts[3] = {0};
    bool quoted = false;
    for (size_t i = 0; i < bytes.len && bytes.ptr[i] != '\n'; i++) {
        quoted = quoted != (bytes.ptr[i] == '"');
        for (size_t c = 0; c < 3 && !quoted; c++) {
            counts[c] += bytes.ptr[i] == CANDIDATES[c];
        }
    }
    size_t best = 0;
    for (size_t c = 1; c < 3; c++) {
        best = counts[c] > counts[best] ? c : best;
    }
    return (unsigned char)CANDIDATES[best];
}

static size_t rows_at_most(Str8 bytes) {
    size_t ends = 1;
    for (size_t i = 0; i < bytes.len && ends <= CSV_ROWS_MAX; i++) {
        bool lone_return = bytes.ptr[i] == '\r' && (i + 1 == bytes.len || bytes.ptr[i + 1] != '\n');
        ends += bytes.ptr[i] == '\n' || lone_return;
    }
    return ends + 1;
}

static ErrCode read_table(const CsvSource *source, bool lenient, CsvTable *table, Report *report,
                          Err *err) {
    Str8 bytes = source->bytes;
    ErrCode code = text_check(source->file, &bytes, CSV_BYTES_MAX, err);
    if (code != ERR_OK) {
        return code;
    }
    CsvTable made = {.file = source->file};
    Reader reader = {
        .arena = source->arena,
        .table = &made,
        .report = report,
        .columns = source->columns,
        .columns_count = source->columns_count,
        .lenient = lenient,
        .row = 1,
        .rows_max = rows_at_most(bytes),
        .row_ended = true,
        .err = err,
    };
    struct csv_parser parser;
    /* Leniently a quotation mark within a cell is one of its characters. */
    unsigned char strictness = lenient ? CSV_STRICT_FINI : CSV_STRICT | CSV_STRICT_FINI;
    if (csv_init(&parser, strictness) != 0) {
        return err_set(err, ERR_NO_MEMORY, "no memory for reading CSV");
    }
    csv_set_realloc_func(&parser, buffer_realloc);
    csv_set_free_func(&parser, buffer_free);
    csv_set_delim(&parser, find_separator(bytes));
    feed(&reader, &parser, bytes);
    csv_free(&parser);
    if (reader.code == ERR_OK && !reader.has_header) {
        reader_fail(&reader, ERR_INVALID, "the file is empty");
    }
    if (reader.code != ERR_OK) {
        return reader.code;
    }
    made.row_numbers = reader.row_numbers;
    made.cells = reader.cells;
    *table = made;
    return ERR_OK;
}

ErrCode csv_read(const CsvSource *source, CsvTable *table, Report *report, Err *err) {
    return read_table(source, false, table, report, err);
}

ErrCode csv_read_lenient(const CsvSource *source, CsvTable *table, Report *report, Err *err) {
    return read_table(source, true, table, report, err);
}
