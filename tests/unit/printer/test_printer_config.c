#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "kiosk/printer/printer_config.h"
#include "kiosk/printer/printer_uri.h"

enum { ARENA_MAX = 4 << 20, FOLDER_MAX = 128 };

static Arena arena;
static char folder[FOLDER_MAX];

static int set_up(void **state) {
    (void)state;
    const char *temporary = getenv("TMPDIR");
    Str8Builder name = builder_make(folder, sizeof folder);
    builder_format(&name, "%s/foyer-conf-XXXXXX", temporary != NULL ? temporary : "/tmp");
    assert_non_null(mkdtemp(folder));
    arena = arena_make(1 << 16, ARENA_MAX);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    static const char *const files[] = {"foyer.conf",
                                        "foyer.conf.d/10-a.conf",
                                        "foyer.conf.d/20.conf",
                                        "foyer.conf.d/30.bak",
                                        "data.conf",
                                        "foyer.conf.d"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        (void)remove(str8_to_c(&arena, str8_format(&arena, "%s/%s", folder, files[i])));
    }
    assert_int_equal(rmdir(folder), 0);
    arena_free(&arena);
    return 0;
}

static const char *put(const char *name, const char *text) {
    char *path = str8_to_c(&arena, str8_format(&arena, "%s/%s", folder, name));
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return path;
}

static ErrCode parse(const char *text, PrinterConfig *config, Err *err) {
    return printer_config_parse(&arena, STR8("foyer.conf"), str8_from(text), config, err);
}

static void test_config__reads_the_two_printers(void **state) {
    (void)state;
    PrinterConfig config;
    Err err = {0};
    assert_int_equal(parse("# the lobby\n"
                           "[printer]\n"
                           "name = Front desk — Recepción\n"
                           "uri = ipp://192.168.1.20/ipp/print  ; the big one\n"
                           "paper = Letter\n"
                           "\n"
                           "[second-printer]\r\n"
                           "uri=escpos:/dev/usb/lp0\r\n"
                           "paper = roll-58\n"
                           "cut = no\n"
                           "feed-mm = 12\n"
                           "baud = 115200",
                           &config, &err),
                     ERR_OK);
    assert_int_equal(config.printers_count, 2);
    const PrinterSettings *first = &config.printers[0];
    assert_true(str8_equal(first->name, STR8("Front desk — Recepción")));
    assert_int_equal(first->kind, PRINTER_IPP);
    assert_int_equal(first->paper, PAPER_LETTER);
    assert_int_equal(first->port, 631);
    const PrinterSettings *second = &config.printers[1];
    assert_int_equal(second->kind, PRINTER_ESCPOS_DEV);
    assert_true(str8_equal(second->path, STR8("/dev/usb/lp0")));
    assert_int_equal(second->paper, PAPER_ROLL_58);
    assert_false(second->cut);
    assert_int_equal(second->feed_mm, 12);
    assert_int_equal(second->baud, 115200);
}

static void test_config__no_printer_is_a_normal_way_to_run(void **state) {
    (void)state;
    PrinterConfig config;
    Err err = {0};
    static const char *const nothing[] = {"", "\n\n", "; nothing here\n", "[printer]\n"};
    for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++) {
        assert_int_equal(parse(nothing[i], &config, &err), ERR_OK);
        assert_int_equal(config.printers_count, 0);
    }
    const char *paths[] = {"/nowhere/foyer.conf", "/nowhere/either.conf"};
    assert_int_equal(printer_config_read(&arena, paths, 2, &config, &err), ERR_OK);
    assert_int_equal(config.printers_count, 0);
}

static void test_config__badges_are_printed_where_the_school_says_so(void **state) {
    (void)state;
    PrinterConfig config;
    Err err = {0};
    assert_int_equal(parse("[printer]\n", &config, &err), ERR_OK);
    assert_false(config.badges);
    assert_int_equal(parse("[badges]\nprint = yes\n", &config, &err), ERR_OK);
    assert_true(config.badges);
    assert_int_equal(config.printers_count, 0);
    const char *paths[] = {put("foyer.conf", "[badges]\nprint = yes\n"),
                           put("data.conf", "[badges]\nprint = no\n")};
    assert_int_equal(printer_config_read(&arena, paths, 2, &config, &err), ERR_OK);
    assert_false(config.badges);
}

static void test_config__names_file_line_and_what_to_write(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *line;
        const char *advice;
    } cases[] = {
        {"[pritner]\nuri = x\n", "foyer.conf:1: ", "[printer], [second-printer] and"},
        {"uri = ipp://a/b\n", "foyer.conf:1: ", "[printer], [second-printer] and"},
        {"[printer]\n\nurl = ipp://a/b\n", "foyer.conf:3: ", "keys are name, uri"},
        {"[printer]\nuri = http://a/b\n", "foyer.conf:2: ", "ipp://"},
        {"[printer]\nuri = ipp://printer\n", "foyer.conf:2: ", "ipp://printer/ipp/print"},
        {"[printer]\nuri = ipp://me:secret@printer/x\n", "foyer.conf:2: ", "without one"},
        {"[printer]\nuri = ipp://printer:99999/x\n", "foyer.conf:2: ", "1 to 65535"},
        {"[printer]\nuri = escpos:lp0\n", "foyer.conf:2: ", "escpos:/dev/usb/lp0"},
        {"[printer]\nuri = escpos://a\npaper = A5\n", "foyer.conf:3: ", "roll-58, roll-80"},
        {"[printer]\nuri = escpos://a\n", "foyer.conf:2: ", "paper = roll-58"},
        {"[printer]\nuri = escpos://a\npaper = a4\n", "foyer.conf:2: ", "roll-58 or roll-80"},
        {"[printer]\nuri = ipp://a/b\npaper = a4\ncut = yes\n", "foyer.conf:2: ", "leave them out"},
        {"[printer]\npaper = a4\n", "foyer.conf:2: ", "write uri ="},
        {"[printer]\ncut = maybe\n", "foyer.conf:2: ", "yes or no"},
        {"[printer]\nfeed-mm = -1\n", "foyer.conf:2: ", "0 to 50"},
        {"[printer]\nfeed-mm = 51\n", "foyer.conf:2: ", "0 to 50"},
        {"[printer]\nbaud = 14400\n", "foyer.conf:2: ", "19200"},
        {"[printer]\nbaud = 9600\n", "foyer.conf:2: ", "19200"},
        {"[printer]\nname = a\nname = b\n", "foyer.conf:3: ", "once"},
        {"[printer]\nname = a\n  more\n", "foyer.conf:3: ", "one line"},
        {"[printer]\nname =\n", "foyer.conf:2: ", "write one"},
        {"[printer]\nname = \xFF\n", "foyer.conf:2: ", "write one"},
        {"[printer]\njust words\n", "foyer.conf:2: ", "key = value"},
        {"[printer\nname = a\n", "foyer.conf:1: ", "[printer], "},
        {"[badges]\nprint = maybe\n", "foyer.conf:2: ", "yes or no"},
        {"[badges]\nprint = no\nprint = yes\n", "foyer.conf:3: ", "once"},
        {"[badges]\nshow = yes\n", "foyer.conf:2: ", "print ="},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        PrinterConfig config = {.printers_count = 77};
        Err err = {0};
        assert_int_equal(parse(cases[i].text, &config, &err), ERR_INVALID);
        assert_non_null(strstr(err.text, cases[i].line));
        assert_non_null(strstr(err.text, cases[i].advice));
        assert_null(strstr(err.text, "secret"));
        assert_int_equal(config.printers_count, 77);
    }
}

static void test_config__has_limits(void **state) {
    (void)state;
    PrinterConfig config;
    Err err = {0};
    char line[600] = "[printer]\nname = ";
    memset(line + 17, 'x', 500);
    assert_int_equal(parse(line, &config, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "foyer.conf:2: "));
    line[17 + PRINTER_NAME_MAX + 1] = '\0';
    assert_int_equal(parse(line, &config, &err), ERR_INVALID);
    Str8 nul = {"[printer]\nname = a\0b\n", 21};
    assert_int_equal(printer_config_parse(&arena, STR8("f"), nul, &config, &err), ERR_INVALID);
    char *large = arena_alloc(&arena, PRINTER_CONFIG_FILE_MAX + 2);
    memset(large, '\n', PRINTER_CONFIG_FILE_MAX + 1);
    const char *path = put("foyer.conf", large);
    assert_int_equal(printer_config_read(&arena, &path, 1, &config, &err), ERR_LIMIT);
}

static void test_config__the_later_file_wins(void **state) {
    (void)state;
    PrinterConfig config;
    Err err = {0};
    const char *paths[2];
    paths[0] = put("foyer.conf", "[printer]\nname = one\nuri = ipp://a/b\npaper = a4\n");
    char *drop_ins = str8_to_c(&arena, str8_format(&arena, "%s/foyer.conf.d", folder));
    assert_int_equal(mkdir(drop_ins, 0700), 0);
    (void)put("foyer.conf.d/20.conf", "[printer]\nname = three\n");
    (void)put("foyer.conf.d/10-a.conf", "[printer]\nname = two\npaper = letter\n");
    (void)put("foyer.conf.d/30.bak", "[rubbish\n");
    paths[1] = put("data.conf", "[second-printer]\nuri = escpos://c:9101\npaper = roll-80\n");
    assert_int_equal(printer_config_read(&arena, paths, 1, &config, &err), ERR_OK);
    assert_int_equal(config.printers_count, 1);
    assert_true(str8_equal(config.printers[0].name, STR8("three")));
    assert_int_equal(config.printers[0].paper, PAPER_LETTER);
    assert_int_equal(printer_config_read(&arena, paths, 2, &config, &err), ERR_OK);
    assert_int_equal(config.printers_count, 2);
    assert_int_equal(config.printers[1].port, 9101);
    (void)put("foyer.conf.d/20.conf", "[printer]\nsize = 3\n");
    assert_int_equal(printer_config_read(&arena, paths, 2, &config, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "20.conf:2: "));
}

static void test_uri__reads_every_form(void **state) {
    (void)state;
    static const struct {
        const char *uri;
        PrinterKind kind;
        const char *host;
        int port;
        const char *path;
        bool tls;
    } cases[] = {
        {"ipp://printer.local/ipp/print", PRINTER_IPP, "printer.local", 631, "/ipp/print", false},
        {"ipps://10.0.0.7:8443/ipp/print/1", PRINTER_IPP, "10.0.0.7", 8443, "/ipp/print/1", true},
        {"ipp://localhost/printers/Lobby", PRINTER_IPP, "localhost", 631, "/printers/Lobby", false},
        {"ipp://[fe80::1%eth0]:631/x", PRINTER_IPP, "fe80::1%eth0", 631, "/x", false},
        {"escpos://10.0.0.8", PRINTER_ESCPOS_TCP, "10.0.0.8", 9100, "", false},
        {"escpos://[::1]:9101/", PRINTER_ESCPOS_TCP, "::1", 9101, "/", false},
        {"escpos:/dev/ttyUSB0", PRINTER_ESCPOS_DEV, "", 0, "/dev/ttyUSB0", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        PrinterSettings settings = {0};
        Err err = {0};
        assert_int_equal(printer_uri_parse(&arena, str8_from(cases[i].uri), &settings, &err),
                         ERR_OK);
        assert_int_equal(settings.kind, cases[i].kind);
        assert_true(str8_equal(settings.host, str8_from(cases[i].host)));
        assert_int_equal(settings.port, cases[i].port);
        assert_true(str8_equal(settings.path, str8_from(cases[i].path)));
        assert_int_equal(settings.tls, cases[i].tls);
    }
}

static void test_uri__refuses_what_cannot_be_an_address(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",
        "ipp:",
        "ipp://",
        "ipp:///ipp/print",
        "ipp://a b/c",
        "ipp://a/b c",
        "ipp://a/b?x",
        "ipp://a/b#c",
        "ipp://a:0/b",
        "ipp://a:x/b",
        "ipp://[::1/b",
        "ipp://[::1]x/b",
        "ipp://-a/b",
        "ipp://$(x)/b",
        "escpos://a/b",
        "escpos:",
        "escpos:dev",
        "escpos:/dev/a b",
        "lpd://a/b",
        "socket://a",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        PrinterSettings settings = {.port = 7};
        Err err = {0};
        assert_int_equal(printer_uri_parse(&arena, str8_from(cases[i]), &settings, &err),
                         ERR_INVALID);
        assert_int_equal(settings.port, 7);
        assert_true(strlen(err.text) > 0);
    }
}

#define CONFIG_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CONFIG_TEST(test_config__reads_the_two_printers),
        CONFIG_TEST(test_config__no_printer_is_a_normal_way_to_run),
        CONFIG_TEST(test_config__badges_are_printed_where_the_school_says_so),
        CONFIG_TEST(test_config__names_file_line_and_what_to_write),
        CONFIG_TEST(test_config__has_limits),
        CONFIG_TEST(test_config__the_later_file_wins),
        CONFIG_TEST(test_uri__reads_every_form),
        CONFIG_TEST(test_uri__refuses_what_cannot_be_an_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
