#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/paper/code.h"
#include "kiosk/paper/payload.h"

static Arena arena;

static int arena_setup(void **state) {
    (void)state;
    arena = arena_make(1 << 16, 1 << 26);
    return 0;
}

static int arena_teardown(void **state) {
    (void)state;
    arena_free(&arena);
    return 0;
}

static void assert_text(Str8 text, const char *expected) {
    assert_string_equal(str8_to_c(&arena, text), expected);
}

static bool has(Str8 text, const char *part) {
    return str8_find(text, str8_from(part)) < text.len;
}

static Contact counselor(void) {
    return (Contact){.name = STR8("Daniela Reyes"),
                     .role = STR8("School counselor"),
                     .organization = STR8("Maple Grove School"),
                     .phone = STR8("+1 (305) 555-0142"),
                     .email = STR8("d.reyes@school.example"),
                     .url = STR8("https://school.example/reyes"),
                     .place = STR8("Room 108, front hall"),
                     .hours = STR8("Mon – Fri, 8:00 – 3:30")};
}

static Str8 contact_text(Contact contact, size_t size_max) {
    Str8 payload = {0};
    assert_int_equal(payload_contact(&arena, &contact, size_max, &payload, NULL, NULL), ERR_OK);
    assert_true(payload.len <= size_max);
    assert_true(str8_is_valid(payload));
    assert_true(str8_starts_with(payload, STR8("BEGIN:VCARD\r\nVERSION:3.0\r\nN:")));
    assert_true(str8_ends_with(payload, STR8("\r\nEND:VCARD\r\n")));
    return payload;
}

static void test_payload__contact_with_room_says_everything(void **state) {
    (void)state;
    assert_text(
        contact_text(counselor(), PAYLOAD_BYTES_MAX),
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:;Daniela Reyes;;;\r\nFN:Daniela Reyes\r\n"
        "TEL:+13055550142\r\nNOTE:Room 108\\, front hall\\nMon – Fri\\, 8:00 – 3:30\r\n"
        "ORG:Maple Grove School\r\nTITLE:School counselor\r\n"
        "URL:https://school.example/reyes\r\nEMAIL:d.reyes@school.example\r\nEND:VCARD\r\n");
}

static void test_payload__contact_on_screen_keeps_what_matters_most(void **state) {
    (void)state;
    Str8 payload = contact_text(counselor(), CODE_SCREEN_BYTES_MAX);
    assert_true(has(payload, "\r\nFN:Daniela Reyes\r\n"));
    assert_true(has(payload, "\r\nTEL:+13055550142\r\n"));
    assert_true(has(payload, "\r\nNOTE:Room 108"));
    assert_false(has(payload, "EMAIL"));
}

static void test_payload__contact_fits_at_every_size(void **state) {
    (void)state;
    Contact contact = counselor();
    contact.name = STR8("Centro de Ayuda y Servicios para Familias del Condado de Miami-Dade y "
                        "Alrededores");
    for (size_t size = PAYLOAD_BYTES_MIN; size < 700; size += 7) {
        Str8 payload = contact_text(contact, size);
        assert_true(has(payload, "TEL:+13055550142\r\n"));
        assert_true(has(payload, "FN:Centro de"));
        assert_false(has(payload, "FN:\r\n"));
    }
}

static void test_payload__name_without_blanks_is_cut_between_letters(void **state) {
    (void)state;
    Contact contact = {.name =
                           STR8("家庭支援中心家庭支援中心家庭支援中心家庭支援中心家庭支援中心")};
    Str8 payload = contact_text(contact, PAYLOAD_BYTES_MIN);
    assert_true(has(payload, "FN:家庭"));
}

static void test_payload__contact_cannot_be_broken_by_its_texts(void **state) {
    (void)state;
    Contact contact = counselor();
    contact.name = STR8("A\r\nTEL:999;\\,B\x01");
    contact.url = STR8("");
    Str8 payload = contact_text(contact, PAYLOAD_BYTES_MAX);
    assert_true(has(payload, "FN:A\\nTEL:999\\;\\\\\\,B\r\n"));
    assert_false(has(payload, "\r\nTEL:999"));
}

static void test_payload__texts_lose_what_only_our_screens_need(void **state) {
    (void)state;
    Contact contact = {.name = STR8("\xE2\x81\xA8"
                                    "Reyes"
                                    "\xE2\x81\xA9"
                                    " 3:30"
                                    "\xC2\xA0"
                                    "PM")};
    assert_true(has(contact_text(contact, 200), "FN:Reyes 3:30 PM\r\n"));
}

static void test_payload__no_name_is_refused(void **state) {
    (void)state;
    Contact contact = counselor();
    contact.name = STR8("  ");
    Str8 payload = STR8("before");
    assert_int_equal(payload_contact(&arena, &contact, 152, &payload, NULL, NULL), ERR_INVALID);
    assert_text(payload, "before");
}

/** RFC 5545 3.1: lines of at most 75 bytes that unfold to what was written. */
static void test_payload__long_lines_are_folded_between_letters(void **state) {
    (void)state;
    Contact contact = {.name = STR8("مركز الأسرة"),
                       .place = STR8("الغرفة رقم مئة وثمانية في الممر الأمامي بجانب مكتب الاستقبال "
                                     "والمكتبة العامة")};
    Str8 payload = contact_text(contact, PAYLOAD_BYTES_MAX);
    Str8Builder unfolded = builder_in(&arena, payload.len + 1);
    size_t width = 0;
    for (size_t i = 0; i < payload.len; i++) {
        if (str8_starts_with(str8_slice(payload, i, payload.len), STR8("\r\n "))) {
            i += 2;
            width = 1;
            continue;
        }
        width = payload.ptr[i] == '\n' ? 0 : width + 1;
        assert_true(payload.ptr[i] == '\r' || width <= 75);
        builder_add_char(&unfolded, payload.ptr[i]);
    }
    assert_true(str8_is_valid(payload));
    assert_true(has(builder_text(&unfolded), "مكتب الاستقبال والمكتبة العامة\r\n"));
}

static void test_payload__call_is_digits_only(void **state) {
    (void)state;
    const struct {
        const char *phone;
        const char *expected; /* NULL: refused */
    } cases[] = {
        {"+1 (305) 555-0142", "tel:+13055550142"},
        {"988", "tel:988"},
        {"98", NULL},
        {"305-555-0142;ext=7", "tel:3055550142;ext=7"},
        {"+13055550142,57471", "tel:+13055550142;ext=57471"},
        {"305-555-0142, ask for Ana", "tel:3055550142"},
        {"305-555-0142; 305-555-0143", "tel:3055550142"}, /* a second number is no extension */
        {"", NULL},
        {"call us", NULL},
        {"1-800-FLOWERS", NULL},
        {"1234567890123456789012345678901234567890", NULL},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        Str8 payload = {0};
        ErrCode result = payload_call(&arena, str8_from(cases[i].phone), &payload, NULL);
        assert_int_equal(result, cases[i].expected != NULL ? ERR_OK : ERR_INVALID);
        if (cases[i].expected != NULL) {
            assert_text(payload, cases[i].expected);
        }
    }
}

static void test_payload__web_page_is_left_as_it_is_or_refused(void **state) {
    (void)state;
    Str8 payload = {0};
    assert_int_equal(payload_web(&arena, STR8("https://a.example/x?y"), 152, &payload, NULL),
                     ERR_OK);
    assert_text(payload, "https://a.example/x?y");
    assert_int_equal(payload_web(&arena, STR8("javascript:alert(1)"), 152, &payload, NULL),
                     ERR_INVALID);
    assert_int_equal(payload_web(&arena, STR8("https://a b"), 152, &payload, NULL), ERR_INVALID);
    assert_int_equal(payload_web(&arena, STR8(""), 152, &payload, NULL), ERR_INVALID);
    assert_int_equal(payload_web(&arena, STR8("https://a.example/"), 10, &payload, NULL),
                     ERR_LIMIT);
}

static void test_payload__what_has_no_room_is_told(void **state) {
    (void)state;
    Contact contact = counselor();
    Str8 payload = {0};
    uint32_t left_out = 0;
    assert_int_equal(
        payload_contact(&arena, &contact, PAYLOAD_BYTES_MAX, &payload, &left_out, NULL), ERR_OK);
    assert_int_equal(left_out, 0);
    assert_int_equal(
        payload_contact(&arena, &contact, CODE_SCREEN_BYTES_MAX, &payload, &left_out, NULL),
        ERR_OK);
    static const struct {
        LeftOut bit;
        const char *line;
    } PARTS[] = {
        {LEFT_OUT_PLACE, "Room 108"}, {LEFT_OUT_HOURS, "8:00"}, {LEFT_OUT_ORGANIZATION, "ORG:"},
        {LEFT_OUT_ROLE, "TITLE:"},    {LEFT_OUT_WEB, "URL:"},   {LEFT_OUT_EMAIL, "EMAIL:"},
    };
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
        assert_int_equal((left_out & (uint32_t)PARTS[i].bit) != 0, !has(payload, PARTS[i].line));
    }
    assert_true((left_out & LEFT_OUT_EMAIL) != 0);
    /* A link that may be no code is nothing to miss. */
    contact.url = STR8("http://school.example/");
    assert_int_equal(
        payload_contact(&arena, &contact, PAYLOAD_BYTES_MAX, &payload, &left_out, NULL), ERR_OK);
    assert_int_equal(left_out, 0);
    assert_false(has(payload, "URL:"));
}

/* RFC 2426 section 4: a text is escaped, a uri stands as it is. */
static void test_payload__contact_leaves_a_web_page_as_it_is(void **state) {
    (void)state;
    Contact contact = {.name = STR8("Library"), .url = STR8("https://a.example/b,c;d")};
    Str8 payload = {0};
    assert_int_equal(payload_contact(&arena, &contact, 152, &payload, NULL, NULL), ERR_OK);
    assert_true(has(payload, "URL:https://a.example/b,c;d\r\n"));
}

static void test_payload__text_message_is_ready_to_send(void **state) {
    (void)state;
    Str8 payload = {0};
    assert_int_equal(payload_sms(&arena, STR8("81010"), STR8("@mg3okafor"), 152, &payload, NULL),
                     ERR_OK);
    assert_text(payload, "sms:81010?body=%40mg3okafor");
    assert_int_equal(
        payload_sms(&arena, STR8("(305) 555-0142"), STR8("¿Sí & no?"), 152, &payload, NULL),
        ERR_OK);
    assert_text(payload, "sms:3055550142?body=%C2%BFS%C3%AD%20%26%20no%3F");
    assert_int_equal(payload_sms(&arena, STR8("81010"), STR8(""), 152, &payload, NULL), ERR_OK);
    assert_text(payload, "sms:81010");
    assert_int_equal(payload_sms(&arena, STR8(""), STR8("x"), 152, &payload, NULL), ERR_INVALID);
    assert_int_equal(payload_sms(&arena, STR8("+13055550142,7"), STR8("x"), 152, &payload, NULL),
                     ERR_INVALID);
    assert_int_equal(payload_sms(&arena, STR8("81010;81011"), STR8("x"), 152, &payload, NULL),
                     ERR_INVALID);
    assert_int_equal(payload_sms(&arena, STR8("81010"), STR8("@a b c d e"), 20, &payload, NULL),
                     ERR_LIMIT);
}

static void test_payload__place_is_a_point_on_the_globe(void **state) {
    (void)state;
    Str8 payload = {0};
    assert_int_equal(payload_map(&arena, 25774270, -80193660, &payload, NULL), ERR_OK);
    assert_text(payload, "geo:25.774270,-80.193660");
    assert_int_equal(payload_map(&arena, -5, 180000000, &payload, NULL), ERR_OK);
    assert_text(payload, "geo:-0.000005,180.000000");
    assert_int_equal(payload_map(&arena, 0, 0, &payload, NULL), ERR_INVALID);
    assert_int_equal(payload_map(&arena, 90000001, 1, &payload, NULL), ERR_INVALID);
    assert_int_equal(payload_map(&arena, 1, INT32_MIN, &payload, NULL), ERR_INVALID);
}

static void test_payload__wifi_cannot_be_broken_by_its_texts(void **state) {
    (void)state;
    Str8 payload = {0};
    WifiNetwork guests = {.name = STR8("Maple;Grove:\"Guests\""), .password = STR8("a\\b,c;P:x;;")};
    assert_int_equal(payload_wifi(&arena, &guests, 152, &payload, NULL), ERR_OK);
    assert_text(payload,
                "WIFI:T:WPA;S:Maple\\;Grove\\:\\\"Guests\\\";P:a\\\\b\\,c\\;P\\:x\\;\\;;;");
    guests.password = STR8("");
    guests.name = STR8("Guests");
    assert_int_equal(payload_wifi(&arena, &guests, 152, &payload, NULL), ERR_OK);
    assert_text(payload, "WIFI:T:nopass;S:Guests;;");
    guests.password = STR8("short");
    assert_int_equal(payload_wifi(&arena, &guests, 152, &payload, NULL), ERR_INVALID);
    guests.password = STR8("with\nbreak");
    assert_int_equal(payload_wifi(&arena, &guests, 152, &payload, NULL), ERR_INVALID);
    guests.name = STR8("");
    assert_int_equal(payload_wifi(&arena, &guests, 152, &payload, NULL), ERR_INVALID);
}

static DateEntry opening(void) {
    return (DateEntry){.title = STR8("Daniela Reyes, counselor"),
                       .place = STR8("Room 108"),
                       .start_utc_ms = 1760616000000,
                       .end_utc_ms = 1760643000000};
}

static void test_payload__date_is_a_calendar_entry_in_utc(void **state) {
    (void)state;
    DateEntry date = opening();
    Str8 payload = {0};
    assert_int_equal(payload_date(&arena, &date, CODE_SCREEN_BYTES_MAX, &payload, NULL, NULL),
                     ERR_OK);
    assert_text(payload, "BEGIN:VEVENT\r\nDTSTART:20251016T120000Z\r\nDTEND:20251016T193000Z\r\n"
                         "SUMMARY:Daniela Reyes\\, counselor\r\nLOCATION:Room 108\r\n"
                         "END:VEVENT\r\n");
}

static void test_payload__date_drops_the_place_then_words_of_the_title(void **state) {
    (void)state;
    DateEntry date = opening();
    Str8 payload = {0};
    assert_int_equal(payload_date(&arena, &date, 125, &payload, NULL, NULL), ERR_OK);
    assert_true(has(payload, "SUMMARY:Daniela Reyes\\, counselor\r\n"));
    assert_false(has(payload, "LOCATION"));
    assert_int_equal(payload_date(&arena, &date, 100, &payload, NULL, NULL), ERR_OK);
    assert_true(has(payload, "SUMMARY:Daniela\r\n"));
    assert_true(payload.len <= 100);
}

static void test_payload__date_that_ends_before_it_starts_is_refused(void **state) {
    (void)state;
    DateEntry date = opening();
    Str8 payload = {0};
    date.end_utc_ms = date.start_utc_ms;
    assert_int_equal(payload_date(&arena, &date, 152, &payload, NULL, NULL), ERR_INVALID);
    date = opening();
    date.title = STR8("");
    assert_int_equal(payload_date(&arena, &date, 152, &payload, NULL, NULL), ERR_INVALID);
}

static void test_payload__rooms_lose_the_heading_then_whole_lines(void **state) {
    (void)state;
    const Str8 lines[] = {STR8("Grade 3: Room 12, 6:15"), STR8("Kindergarten: Room 4, 6:15")};
    const struct {
        size_t size_max;
        const char *expected;
    } cases[] = {
        {152, "Open house, a very long heading that a family knows anyway tonight\n"
              "Grade 3: Room 12, 6:15\nKindergarten: Room 4, 6:15"},
        {110, "Grade 3: Room 12, 6:15\nKindergarten: Room 4, 6:15"},
    };
    for (size_t i = 0; i < 2; i++) {
        Str8 payload = {0};
        Str8 heading = STR8("Open house, a very long heading that a family knows anyway tonight");
        assert_int_equal(
            payload_lines(&arena, heading, lines, 2, cases[i].size_max, &payload, NULL, NULL),
            ERR_OK);
        assert_text(payload, cases[i].expected);
    }
    Str8 long_lines[3] = {STR8("Grade 3: Room 12, second floor, by the library, 6:15 PM sharp"),
                          STR8("Grade 4: Room 14, second floor, by the library, 6:15 PM sharp"),
                          STR8("Grade 5")};
    Str8 payload = {0};
    assert_int_equal(payload_lines(&arena, STR8(""), long_lines, 3, 100, &payload, NULL, NULL),
                     ERR_OK);
    assert_text(payload, "Grade 3: Room 12, second floor, by the library, 6:15 PM sharp");
    assert_int_equal(payload_lines(&arena, STR8(""), NULL, 0, 100, &payload, NULL, NULL),
                     ERR_INVALID);
}

static void test_payload__full_arena_is_an_answer(void **state) {
    (void)state;
    Contact contact = counselor();
    for (size_t size = 64; size < 16384; size *= 2) {
        Arena small = arena_make(64, size);
        Str8 payload = {0};
        ErrCode result = payload_contact(&small, &contact, 152, &payload, NULL, NULL);
        assert_true(result == ERR_OK || result == ERR_NO_MEMORY);
        arena_free(&small);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_payload__contact_with_room_says_everything),
        cmocka_unit_test(test_payload__contact_on_screen_keeps_what_matters_most),
        cmocka_unit_test(test_payload__contact_fits_at_every_size),
        cmocka_unit_test(test_payload__name_without_blanks_is_cut_between_letters),
        cmocka_unit_test(test_payload__contact_cannot_be_broken_by_its_texts),
        cmocka_unit_test(test_payload__texts_lose_what_only_our_screens_need),
        cmocka_unit_test(test_payload__no_name_is_refused),
        cmocka_unit_test(test_payload__long_lines_are_folded_between_letters),
        cmocka_unit_test(test_payload__call_is_digits_only),
        cmocka_unit_test(test_payload__web_page_is_left_as_it_is_or_refused),
        cmocka_unit_test(test_payload__what_has_no_room_is_told),
        cmocka_unit_test(test_payload__contact_leaves_a_web_page_as_it_is),
        cmocka_unit_test(test_payload__text_message_is_ready_to_send),
        cmocka_unit_test(test_payload__place_is_a_point_on_the_globe),
        cmocka_unit_test(test_payload__wifi_cannot_be_broken_by_its_texts),
        cmocka_unit_test(test_payload__date_is_a_calendar_entry_in_utc),
        cmocka_unit_test(test_payload__date_drops_the_place_then_words_of_the_title),
        cmocka_unit_test(test_payload__date_that_ends_before_it_starts_is_refused),
        cmocka_unit_test(test_payload__rooms_lose_the_heading_then_whole_lines),
        cmocka_unit_test(test_payload__full_arena_is_an_answer),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
