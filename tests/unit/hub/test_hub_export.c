#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/base/civil.h"
#include "data/base/pack.h"
#include "data/vault/visit_names.h"
#include "sync/hub/hub_export.h"
#include "tests/unit/hub/hub_fixture.h"

enum { TEXT_MAX = 512 * 1024 };

static ErrCode add_bytes(void *context, Str8 bytes, Err *err) {
    (void)err;
    builder_add(context, bytes);
    return ERR_OK;
}

static Str8 export_with(HubFixture *fixture, HubExportOptions options, HubExportCount *count) {
    Str8Builder *text = ARENA_NEW(&fixture->memory, Str8Builder);
    *text = builder_in(&fixture->memory, TEXT_MAX);
    HubExportCount ignored;
    HubSink sink = {.write = add_bytes, .context = text};
    EXPECT(hub_export_csv(&fixture->store, &options, sink, count != NULL ? count : &ignored, &err),
           ERR_OK);
    assert_false(text->full);
    return builder_text(text);
}

static Str8 export_all(HubFixture *fixture) {
    return export_with(fixture, (HubExportOptions){0}, NULL);
}

/* The n-th line behind the header, from 1. */
static Str8 line_of(Str8 csv, size_t nth) {
    Str8 rest = csv;
    Str8 line = {NULL, 0};
    for (size_t i = 0; i <= nth; i++) {
        line = str8_cut(rest, '\n', &rest);
    }
    return str8_trim(line);
}

static Str8 cell_of(Str8 csv, size_t nth, size_t column) {
    Str8 rest = line_of(csv, nth);
    Str8 cell = {NULL, 0};
    for (size_t i = 0; i <= column; i++) {
        cell = str8_cut(rest, ',', &rest);
    }
    return cell;
}

static size_t lines_of(Str8 csv) {
    size_t count = 0;
    for (size_t i = 0; i < csv.len; i++) {
        count += csv.ptr[i] == '\n' ? 1 : 0;
    }
    return count;
}

static void expect_cell(Str8 csv, size_t nth, size_t column, const char *expected, int line) {
    Str8 cell = cell_of(csv, nth, column);
    if (!str8_equal(cell, str8_from(expected))) {
        fail_msg("line %d: %.*s instead of %s", line, STR8_ARG(cell), expected);
    }
}
#define EXPECT_CELL(csv, nth, column, expected)                                                    \
    expect_cell((csv), (nth), (column), (expected), __LINE__)

enum {
    COLUMN_PERSON = 1,
    COLUMN_UID,
    COLUMN_TITLE,
    COLUMN_START,
    COLUMN_PLACE,
    COLUMN_ROLE,
    COLUMN_GRADE,
    COLUMN_LANGUAGE,
    COLUMN_METHOD,
    COLUMN_IN,
    COLUMN_IN_RFC3339,
    COLUMN_OUT,
    COLUMN_OUT_RFC3339,
    COLUMN_ASSUMED,
    COLUMN_CLOCK,
    COLUMN_GIVEN,
    COLUMN_FAMILY,
    COLUMN_NAMES,
    COLUMN_SCHOOL,
    COLUMN_KIOSK,
};

/* An id whose time is `number`, so that ids of a test are in a known order. */
static Id timed(uint32_t number) {
    Id id = {{0}};
    for (size_t i = 0; i < 4; i++) {
        id.bytes[i] = (uint8_t)(number >> (24 - 8 * i));
    }
    id.bytes[6] = 0x70;
    id.bytes[8] = 0x80;
    return id;
}

static Record record_at(uint32_t id, const char *type, int64_t minute, const char *body) {
    return (Record){.id = timed(id),
                    .type = str8_from(type),
                    .event_id = test_id("open-house"),
                    .moment = {.utc_ms = FIXTURE_NOW_MS + minute * MINUTE_MS,
                               .mono_ms = 5000 + minute * MINUTE_MS,
                               .boot = 3,
                               .good = true},
                    .body = str8_from(body)};
}

static void add(TestKiosk *kiosk, uint32_t id, const char *type, int64_t minute, const char *body) {
    journal_add_record(kiosk, record_at(id, type, minute, body), STR8(""));
}

static void add_about(TestKiosk *kiosk, uint32_t id, const char *type, int64_t minute,
                      uint32_t visit, const char *rest) {
    Arena *arena = &kiosk->fixture->memory;
    Str8 about = id_text(arena, timed(visit));
    Str8 body = str8_format(arena, "{\"visit\":\"%.*s\"%s}", STR8_ARG(about), rest);
    add(kiosk, id, type, minute, body.ptr);
}

static void send_all(TestKiosk *kiosk) {
    WireRequest request = batch_request(kiosk, 1, kiosk->count);
    EXPECT_HAVE(kiosk->fixture, &request, kiosk->base + (int64_t)kiosk->count);
}

#define PARTY_OF_TWO                                                                               \
    ",\"method\":\"phone\",\"language\":\"es\",\"first\":0,\"people\":[{\"role\":\"guardian\","    \
    "\"grade\":\"\"},{\"role\":\"student\",\"grade\":\"03\"}]"
#define LATE_MEMBER                                                                                \
    ",\"method\":\"phone\",\"language\":\"es\",\"first\":2,\"people\":[{\"role\":\"student\","     \
    "\"grade\":\"KG\"}]"
#define OPEN_HOUSE                                                                                 \
    "{\"uid\":\"open-house@maple\",\"title\":\"Open house, autumn\",\"place\":\"Gym\","            \
    "\"start_utc_ms\":1760652000000,\"end_utc_ms\":1760659200000}"

/* ---- effects ---- */

static void test_hub_export__says_all_that_a_kiosk_says_and_where_it_was(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_about(kiosk, 1, RECORD_SIGNED_IN, 0, 1, PARTY_OF_TWO);
    add(kiosk, 2, RECORD_EVENT_DESCRIBED, 1, OPEN_HOUSE);
    add_about(kiosk, 3, RECORD_SIGNED_OUT, 90, 1, "");
    send_all(kiosk);
    Str8 csv = export_all(fixture);
    assert_int_equal(lines_of(csv), 3);
    Str8 header = line_of(csv, 0);
    assert_true(str8_starts_with(header, STR8("visit_id,person,event_uid,")));
    assert_true(str8_ends_with(header, STR8(",names,school,kiosk")));
    Str8 expected =
        STR8("00000001-0000-7000-8000-000000000000,2,open-house@maple,\"Open house, autumn\","
             "2025-10-16 18:00,Gym,student,03,es,phone,2025-10-16 18:02,2025-10-16T18:02:00-04:00,"
             "2025-10-16 19:32,2025-10-16T19:32:00-04:00,no,good,,,none,Maple Street School,lobby");
    Str8 line = line_of(csv, 2);
    if (!str8_equal(line, expected)) {
        fail_msg("%.*s", STR8_ARG(line));
    }
}

static void test_hub_export__applies_late_members_corrections_and_assumed_outs(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_about(kiosk, 1, RECORD_SIGNED_IN, 0, 1, PARTY_OF_TWO);
    add_about(kiosk, 2, RECORD_JOINED, 10, 1, LATE_MEMBER);
    add_about(kiosk, 3, RECORD_CORRECTED, 11, 1,
              ",\"person\":0,\"voided\":0,\"role\":\"other-adult\",\"grade\":\"\"");
    add_about(kiosk, 4, RECORD_CORRECTED, 12, 1,
              ",\"person\":1,\"voided\":1,\"role\":\"student\",\"grade\":\"03\"");
    add_about(kiosk, 5, RECORD_ASSUMED_OUT, 600, 1, ",\"at\":1760659200000");
    send_all(kiosk);
    Str8 csv = export_all(fixture);
    assert_int_equal(lines_of(csv), 3); /* the voided person is gone */
    EXPECT_CELL(csv, 1, COLUMN_PERSON, "1");
    EXPECT_CELL(csv, 1, COLUMN_ROLE, "other-adult");
    EXPECT_CELL(csv, 1, COLUMN_IN, "2025-10-16 18:02");
    EXPECT_CELL(csv, 1, COLUMN_OUT, "2025-10-16 20:00");
    EXPECT_CELL(csv, 1, COLUMN_ASSUMED, "yes");
    EXPECT_CELL(csv, 2, COLUMN_PERSON, "3");
    EXPECT_CELL(csv, 2, COLUMN_GRADE, "KG");
    EXPECT_CELL(csv, 2, COLUMN_IN, "2025-10-16 18:12");
}

static void test_hub_export__a_sign_out_is_of_those_who_were_there(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_about(kiosk, 1, RECORD_SIGNED_IN, 0, 1, PARTY_OF_TWO);
    /* The form of the late member was opened first: ids are not the journal's order. */
    add_about(kiosk, 9, RECORD_SIGNED_OUT, 5, 1, "");
    add_about(kiosk, 2, RECORD_JOINED, 6, 1, LATE_MEMBER);
    send_all(kiosk);
    Str8 csv = export_all(fixture);
    EXPECT_CELL(csv, 1, COLUMN_OUT, "2025-10-16 18:07");
    EXPECT_CELL(csv, 3, COLUMN_OUT, "");
    add_about(kiosk, 10, RECORD_SIGNED_OUT, 20, 1, "");
    send_all(kiosk);
    csv = export_all(fixture);
    EXPECT_CELL(csv, 1, COLUMN_OUT, "2025-10-16 18:07");
    EXPECT_CELL(csv, 3, COLUMN_OUT, "2025-10-16 18:22");
}

static void test_hub_export__a_kiosk_cannot_change_the_visits_of_another(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    TestKiosk *other = test_kiosk(fixture, "library");
    add_about(kiosk, 1, RECORD_SIGNED_IN, 0, 1, PARTY_OF_TWO);
    add_about(other, 2, RECORD_SIGNED_OUT, 5, 1, "");
    add_about(other, 3, RECORD_CORRECTED, 6, 1, ",\"person\":0,\"voided\":1");
    send_all(kiosk);
    send_all(other);
    Str8 csv = export_all(fixture);
    assert_int_equal(lines_of(csv), 3);
    EXPECT_CELL(csv, 1, COLUMN_OUT, "");
}

static void test_hub_export__late_members_without_their_sign_in_are_not_lost(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_about(kiosk, 1, RECORD_SIGNED_IN, 0, 1, PARTY_OF_TWO);
    add_about(kiosk, 2, RECORD_JOINED, 10, 1, LATE_MEMBER);
    add_about(kiosk, 3, RECORD_JOINED, 11, 1, LATE_MEMBER);
    journal_fork(kiosk, "lobby-2", 2);
    send_all(kiosk);
    HubExportCount count;
    Str8 csv = export_with(fixture, (HubExportOptions){0}, &count);
    assert_int_equal(count.headless, 1);
    assert_int_equal(count.rows, 2);
    EXPECT_CELL(csv, 1, COLUMN_LANGUAGE, "es");
    EXPECT_CELL(csv, 1, COLUMN_PERSON, "3");
    EXPECT_CELL(csv, 2, COLUMN_PERSON, "4"); /* a number of his own */
}

static void test_hub_export__reads_leniently(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add(kiosk, 1, RECORD_SIGNED_IN, 0, "{\"people\":[{},{\"role\":7,\"new\":{}},3]}");
    add(kiosk, 2, RECORD_SIGNED_IN, 0, "{}");
    add(kiosk, 3, RECORD_CORRECTED, 0, "{}");
    add(kiosk, 4, RECORD_CLOCK_OFFSET, 0, "{\"boot\":\"x\"}");
    add(kiosk, 5, RECORD_SIGNED_OUT, 0, "{\"visit\":[]}");
    send_all(kiosk);
    Str8 csv = export_all(fixture);
    assert_int_equal(lines_of(csv), 4); /* three people came, whoever they are */
    EXPECT_CELL(csv, 3, COLUMN_ROLE, "");
}

/* Any kiosk may send any text and seal any name: the rows of others do not stop for it. */
static void test_hub_export__goes_on_behind_texts_without_end(void **state) {
    enum { LONG = 20000 };
    HubFixture *fixture = *state;
    Arena *arena = &fixture->memory;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    uint8_t secrets[1][VAULT_KEY_SIZE];
    uint8_t public_key[VAULT_KEY_SIZE];
    char *letters = ARENA_ARRAY(arena, char, LONG + 1);
    vault_school_keys(test_random(fixture), public_key, secrets[0]);
    memset(letters, '"', LONG);
    Packer packer = packer_in(arena, 3 * LONG);
    pack_u8(&packer, 1);
    pack_id(&packer, timed(7));
    pack_i64(&packer, 0);
    pack_u8(&packer, 1);
    pack_id(&packer, timed(8));
    pack_text(&packer, (Str8){letters, LONG});
    pack_text(&packer, (Str8){letters, LONG});
    Str8 sealed = vault_seal(arena, test_random(fixture), public_key, packer_bytes(&packer));
    Record record = record_at(1, RECORD_SIGNED_IN, 0, "{\"people\":[{\"role\":\"guardian\"}]}");
    journal_add_record(kiosk, record, sealed);
    memset(letters, 'x', LONG);
    Str8 body = str8_format(arena, "{\"uid\":\"%s\",\"title\":\"%s\",\"place\":\"%s\"}", letters,
                            letters, letters);
    add(kiosk, 2, RECORD_EVENT_DESCRIBED, 1, body.ptr);
    add_about(kiosk, 3, RECORD_SIGNED_IN, 5, 3, PARTY_OF_TWO);
    send_all(kiosk);
    HubExportCount count;
    (void)export_with(
        fixture,
        (HubExportOptions){.school_secrets = (const uint8_t(*)[VAULT_KEY_SIZE])secrets,
                           .school_secrets_count = 1},
        &count);
    assert_int_equal(count.visits, 2);
    assert_int_equal(count.rows, 3);
}

/* ---- clocks ---- */

static void test_hub_export__corrects_wrong_clocks_and_says_so(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    for (uint32_t boot = 3; boot <= 4; boot++) {
        Str8 visit = id_text(&fixture->memory, timed(boot));
        Record record = record_at(boot, RECORD_SIGNED_IN, 0, "");
        record.body =
            str8_format(&fixture->memory, "{\"visit\":\"%.*s\"" PARTY_OF_TWO "}", STR8_ARG(visit));
        record.moment.good = false;
        record.moment.boot = boot;
        journal_add_record(kiosk, record, STR8(""));
    }
    add(kiosk, 7, RECORD_CLOCK_OFFSET, 5, "{\"boot\":3,\"offset_ms\":3600000}");
    send_all(kiosk);
    Str8 csv = export_all(fixture);
    EXPECT_CELL(csv, 1, COLUMN_IN, "2025-10-16 19:02");
    EXPECT_CELL(csv, 1, COLUMN_CLOCK, "corrected");
    EXPECT_CELL(csv, 3, COLUMN_IN, "2025-10-16 18:02");
    EXPECT_CELL(csv, 3, COLUMN_CLOCK, "about");
}

/* A visit whose wall clock said anything at all. */
static void add_unsure(TestKiosk *kiosk, uint32_t id, int64_t utc_ms) {
    Arena *arena = &kiosk->fixture->memory;
    Str8 visit = id_text(arena, timed(id));
    Record record = record_at(id, RECORD_SIGNED_IN, 0, "");
    record.body = str8_format(arena, "{\"visit\":\"%.*s\"" PARTY_OF_TWO "}", STR8_ARG(visit));
    record.moment.good = false;
    record.moment.utc_ms = utc_ms;
    journal_add_record(kiosk, record, STR8(""));
}

static void test_hub_export__goes_by_the_monotonic_clock_of_a_boot(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_unsure(kiosk, 1, 1000);
    add_unsure(kiosk, 2, FIXTURE_NOW_MS); /* it had jumped, and nobody trusted it */
    Str8 body = str8_format(&fixture->memory, "{\"boot\":3,\"offset_ms\":1,\"zero_utc_ms\":%lld}",
                            (long long)(FIXTURE_NOW_MS + 2 * HOUR_MS - 5000));
    add(kiosk, 7, RECORD_CLOCK_OFFSET, 5, body.ptr);
    send_all(kiosk);
    Str8 csv = export_all(fixture);
    EXPECT_CELL(csv, 1, COLUMN_IN, "2025-10-16 20:02");
    EXPECT_CELL(csv, 3, COLUMN_IN, "2025-10-16 20:02");
    EXPECT_CELL(csv, 3, COLUMN_CLOCK, "corrected");
}

/* A copied card counts the same boots, and its clock was another one. */
static void test_hub_export__does_not_correct_a_twins_clock(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_unsure(kiosk, 1, FIXTURE_NOW_MS);
    add(kiosk, 7, RECORD_CLOCK_OFFSET, 5, "{\"boot\":3,\"offset_ms\":3600000}");
    send_all(kiosk);
    journal_fork(kiosk, "lobby-2", kiosk->count + 1);
    add_unsure(kiosk, 8, FIXTURE_NOW_MS);
    send_all(kiosk);
    Str8 csv = export_all(fixture);
    EXPECT_CELL(csv, 1, COLUMN_IN, "2025-10-16 19:02");
    EXPECT_CELL(csv, 3, COLUMN_IN, "2025-10-16 18:02");
    EXPECT_CELL(csv, 3, COLUMN_CLOCK, "about");
}

/* ---- names ---- */

static void test_hub_export__opens_names_with_the_schools_key_only(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    uint8_t keys[2][VAULT_KEY_SIZE];
    uint8_t public_key[VAULT_KEY_SIZE];
    vault_school_keys(test_random(fixture), public_key, keys[0]); /* another school's */
    vault_school_keys(test_random(fixture), public_key, keys[1]);
    Visitor people[] = {{.given_name = STR8("Rosa"), .family_name = STR8("Nguy\xE1\xBB\x85n")},
                        {.given_name = STR8("Li, \"Lee\"")}};
    VisitNames names = {.people = people, .count = 2};
    Str8 packed = visit_names_pack(&fixture->memory, &names);
    Str8 sealed = vault_seal(&fixture->memory, test_random(fixture), public_key, packed);
    Record record = record_at(1, RECORD_SIGNED_IN, 0, "{\"first\":0" PARTY_OF_TWO "}");
    record.body = STR8("{\"first\":0,\"people\":[{\"role\":\"guardian\"},{\"role\":\"student\"}]}");
    journal_add_record(kiosk, record, sealed);
    send_all(kiosk);
    Str8 csv = export_all(fixture);
    EXPECT_CELL(csv, 1, COLUMN_NAMES, "sealed");
    EXPECT_CELL(csv, 1, COLUMN_GIVEN, "");
    HubExportOptions options = {.school_secrets = (const uint8_t(*)[VAULT_KEY_SIZE])keys,
                                .school_secrets_count = 1};
    csv = export_with(fixture, options, NULL);
    EXPECT_CELL(csv, 1, COLUMN_NAMES, "sealed");
    options.school_secrets_count = 2;
    csv = export_with(fixture, options, NULL);
    EXPECT_CELL(csv, 1, COLUMN_GIVEN, "Rosa");
    EXPECT_CELL(csv, 1, COLUMN_FAMILY, "Nguy\xE1\xBB\x85n");
    EXPECT_CELL(csv, 1, COLUMN_NAMES, "open");
    assert_true(str8_find(csv, STR8(",\"Li, \"\"Lee\"\"\",")) < csv.len);
}

/* ---- the whole ---- */

static void test_hub_export__is_the_same_in_whatever_order_kiosks_sent(void **state) {
    (void)state;
    char *first = test_malloc(TEXT_MAX);
    size_t first_len = 0;
    for (int round = 0; round < 2; round++) {
        void *made = NULL;
        assert_int_equal(hub_setup(&made), 0);
        HubFixture *fixture = made;
        TestKiosk *kiosks[2] = {test_kiosk(fixture, "lobby"), test_kiosk(fixture, "library")};
        for (uint32_t i = 1; i <= 40; i++) {
            TestKiosk *kiosk = kiosks[i % 2];
            add_about(kiosk, 10 * i, RECORD_SIGNED_IN, i, 10 * i, PARTY_OF_TWO);
            add_about(kiosk, 10 * i + 1, RECORD_SIGNED_OUT, i + 1, 10 * i, "");
        }
        if (round == 0) {
            send_all(kiosks[0]);
            send_all(kiosks[1]);
        } else { /* in small pieces, the other way round, and all of it twice */
            for (size_t at = 1; at <= 40; at++) {
                WireRequest request = batch_request(kiosks[1], at, at);
                EXPECT_HAVE(fixture, &request, (int64_t)at);
                request = batch_request(kiosks[0], at > 3 ? at - 3 : 1, at);
                EXPECT_HAVE(fixture, &request, (int64_t)at);
            }
            send_all(kiosks[0]);
            send_all(kiosks[1]);
        }
        Str8 csv = export_all(fixture);
        assert_int_equal(lines_of(csv), 81);
        if (round == 0) {
            memcpy(first, csv.ptr, csv.len);
            first_len = csv.len;
        } else {
            assert_int_equal(csv.len, first_len);
            assert_memory_equal(csv.ptr, first, first_len);
        }
        assert_int_equal(hub_teardown(&made), 0);
    }
    test_free(first);
}

static void test_hub_export__of_one_school_is_of_its_kiosks_only(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_about(kiosk, 1, RECORD_SIGNED_IN, 0, 1, PARTY_OF_TWO);
    send_all(kiosk);
    HubExportCount count;
    Str8 csv =
        export_with(fixture, (HubExportOptions){.school = STR8("Elsewhere"), .bom = true}, &count);
    assert_int_equal(count.rows, 0);
    assert_true(str8_starts_with(csv, STR8("\xEF\xBB\xBFvisit_id,")));
    (void)export_with(fixture, (HubExportOptions){.school = STR8("Maple Street School")}, &count);
    assert_int_equal(count.rows, 2);
}

static ErrCode fail_third(void *context, Str8 bytes, Err *err) {
    int *calls = context;
    (void)bytes;
    return ++*calls == 3 ? err_set(err, ERR_IO, "the stick is full") : ERR_OK;
}

static void test_hub_export__ends_when_its_bytes_find_no_place(void **state) {
    HubFixture *fixture = *state;
    TestKiosk *kiosk = test_kiosk(fixture, "lobby");
    add_about(kiosk, 1, RECORD_SIGNED_IN, 0, 1, PARTY_OF_TWO);
    send_all(kiosk);
    int calls = 0;
    HubExportOptions options = {0};
    HubExportCount count;
    EXPECT(hub_export_csv(&fixture->store, &options, (HubSink){fail_third, &calls}, &count, &err),
           ERR_IO);
    assert_int_equal(calls, 3);
}

int main(void) {
#define HUB_TEST(name) cmocka_unit_test_setup_teardown(name, hub_setup, hub_teardown)
    const struct CMUnitTest tests[] = {
        HUB_TEST(test_hub_export__says_all_that_a_kiosk_says_and_where_it_was),
        HUB_TEST(test_hub_export__applies_late_members_corrections_and_assumed_outs),
        HUB_TEST(test_hub_export__a_sign_out_is_of_those_who_were_there),
        HUB_TEST(test_hub_export__a_kiosk_cannot_change_the_visits_of_another),
        HUB_TEST(test_hub_export__late_members_without_their_sign_in_are_not_lost),
        HUB_TEST(test_hub_export__reads_leniently),
        HUB_TEST(test_hub_export__goes_on_behind_texts_without_end),
        HUB_TEST(test_hub_export__corrects_wrong_clocks_and_says_so),
        HUB_TEST(test_hub_export__goes_by_the_monotonic_clock_of_a_boot),
        HUB_TEST(test_hub_export__does_not_correct_a_twins_clock),
        HUB_TEST(test_hub_export__opens_names_with_the_schools_key_only),
        cmocka_unit_test(test_hub_export__is_the_same_in_whatever_order_kiosks_sent),
        HUB_TEST(test_hub_export__of_one_school_is_of_its_kiosks_only),
        HUB_TEST(test_hub_export__ends_when_its_bytes_find_no_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
