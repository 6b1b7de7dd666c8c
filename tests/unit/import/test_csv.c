#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "data/import/csv.h"
#include "tests/unit/import/import_help.h"

static const CsvColumn COLUMNS[] = {{"given_name", true}, {"phone", false}, {"title:*", false}};

static ErrCode read_text(Bench *bench, Str8 text, CsvTable *table) {
    return csv_read(&(CsvSource){&bench->arena, STR8("x.csv"), text, COLUMNS, 3}, table,
                    &bench->report, &bench->err);
}

/* Each says the same table: one row, given name Ana, phone 1. */
static const char *const SAME[] = {
    "given_name,phone\nAna,1\n",
    "given_name,phone\r\nAna,1\r\n",
    "given_name,phone\rAna,1\r",
    "given_name,phone\nAna,1",
    "\xEF\xBB\xBFgiven_name,phone\nAna,1\n",
    "Phone,GIVEN NAME\n1,Ana\n",
    "GivenName;phone\nAna;1\n",
    "given-name\tphone\nAna\t1\n",
    "other,given_name,password,phone\nx,Ana,secret,1\n",
    "given_name,phone\n\n\"Ana\",\"1\"\n\n",
    "given_name,phone\nAna,1,,,\n",
    "given_name,phone\n Ana , 1 \n",
};

static void test_csv__reads_the_dialects_that_spreadsheets_write(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof SAME / sizeof SAME[0]; i++) {
        Bench bench;
        CsvTable table;
        bench_begin(&bench);
        assert_int_equal(read_text(&bench, str8_from(SAME[i]), &table), ERR_OK);
        assert_int_equal(table.rows_count, 1);
        assert_true(str8_equal(csv_cell(&table, 0, csv_column(&table, "given_name")), STR8("Ana")));
        assert_true(str8_equal(csv_cell(&table, 0, csv_column(&table, "phone")), STR8("1")));
        bench_end(&bench);
    }
}

static void test_csv__keeps_commas_quotes_and_lines_inside_quotes(void **state) {
    (void)state;
    Bench bench;
    CsvTable table;
    bench_begin(&bench);
    Str8 text = STR8("given_name,phone\n\"A, \"\"B\"\"\nC\",1\nBo,2\n");
    assert_int_equal(read_text(&bench, text, &table), ERR_OK);
    assert_int_equal(table.rows_count, 2);
    assert_true(str8_equal(csv_cell(&table, 0, 0), STR8("A, \"B\"\nC")));
    assert_int_equal(table.row_numbers[1], 3);
    bench_end(&bench);
}

static void test_csv__numbers_rows_as_a_spreadsheet_does(void **state) {
    (void)state;
    Bench bench;
    CsvTable table;
    bench_begin(&bench);
    assert_int_equal(read_text(&bench, STR8("given_name,phone\n\nAna,1\nBo\nCy,3\n"), &table),
                     ERR_OK);
    assert_int_equal(table.rows_count, 2);
    assert_int_equal(table.row_numbers[0], 3);
    assert_int_equal(table.row_numbers[1], 5);
    assert_int_equal(bench.report.refused_count, 1);
    assert_true(str8_starts_with(bench_refused(&bench, 0), STR8("x.csv:4:: it has 1 cells")));
    bench_end(&bench);
}

static void test_csv__never_keeps_a_column_that_was_not_asked_for(void **state) {
    (void)state;
    Bench bench;
    CsvTable table;
    bench_begin(&bench);
    assert_int_equal(
        read_text(&bench, STR8("given_name,password,title:es\nAna,hunter2,T\n"), &table), ERR_OK);
    assert_int_equal(table.kept_count, 2);
    assert_int_equal(csv_column(&table, "password"), -1);
    assert_int_equal(csv_column(&table, "title:*"), 1);
    bench_end(&bench);
}

/* Whole files that cannot be right: the code and words that the message must have. */
static const struct {
    const char *text;
    size_t len; /* 0 = to the terminator */
    ErrCode code;
    const char *words;
} BAD[] = {
    {"", 0, ERR_INVALID, "empty"},
    {"\n\n\n", 0, ERR_INVALID, "empty"},
    {"\xEF\xBB\xBF", 0, ERR_INVALID, "empty"},
    {"phone\n1\n", 0, ERR_INVALID, "no column 'given_name'"},
    {"given_name,phone\nA\xF1o,1\n", 0, ERR_INVALID, "line 2: letters that are not UTF-8"},
    {"given_name,phone\nAna\xC3", 0, ERR_INVALID, "not UTF-8"},
    {"g\0i\0v\0", 6, ERR_INVALID, "zero byte"},
    {"\xFF\xFEg\0", 4, ERR_INVALID, "UTF-16"},
    {"given_name,phone\n\"Ana,1\nBo,2\n", 0, ERR_INVALID, "cut off"},
    {"given_name,phone\nA\"n\"a,1\n", 0, ERR_INVALID, "row 2: a quotation mark"},
    {"given_name,phone\n\"A\"na\",1\n", 0, ERR_INVALID, "quotation mark"},
    {"given_name,Given Name\nAna,1\n", 0, ERR_INVALID, "twice"},
};

static void test_csv__refuses_what_is_no_such_file_and_says_why(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        Bench bench;
        CsvTable table;
        bench_begin(&bench);
        size_t len = BAD[i].len > 0 ? BAD[i].len : strlen(BAD[i].text);
        assert_int_equal(read_text(&bench, (Str8){BAD[i].text, len}, &table), BAD[i].code);
        assert_non_null(strstr(bench.err.text, BAD[i].words));
        bench_end(&bench);
    }
}

static Str8 repeated(Bench *bench, const char *head, const char *piece, size_t times) {
    Str8Builder text = builder_in(&bench->arena, strlen(head) + strlen(piece) * times + 1);
    builder_add(&text, str8_from(head));
    for (size_t i = 0; i < times; i++) {
        builder_add(&text, str8_from(piece));
    }
    assert_false(text.full);
    return builder_text(&text);
}

static void test_csv__has_limits(void **state) {
    (void)state;
    Bench bench;
    CsvTable table;
    bench_begin(&bench);
    Str8 cell = repeated(&bench, "given_name\n", "a", CSV_FIELD_BYTES_MAX + 1);
    assert_int_equal(read_text(&bench, cell, &table), ERR_LIMIT);
    Str8 fields = repeated(&bench, "given_name", ",", CSV_FIELDS_MAX);
    assert_int_equal(read_text(&bench, fields, &table), ERR_LIMIT);
    Str8 rows = repeated(&bench, "given_name\n", "a\n", CSV_ROWS_MAX + 2);
    assert_int_equal(read_text(&bench, rows, &table), ERR_LIMIT);
    assert_int_equal(read_text(&bench, (Str8){cell.ptr, (size_t)CSV_BYTES_MAX + 1}, &table),
                     ERR_LIMIT);
    bench_end(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv__reads_the_dialects_that_spreadsheets_write),
        cmocka_unit_test(test_csv__keeps_commas_quotes_and_lines_inside_quotes),
        cmocka_unit_test(test_csv__numbers_rows_as_a_spreadsheet_does),
        cmocka_unit_test(test_csv__never_keeps_a_column_that_was_not_asked_for),
        cmocka_unit_test(test_csv__refuses_what_is_no_such_file_and_says_why),
        cmocka_unit_test(test_csv__has_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
