#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/import/events_csv.h"
#include "data/import/families.h"
#include "data/import/ics.h"
#include "data/import/oneroster.h"
#include "tests/unit/import/import_help.h"

/* Every parser on thousands of damaged files: an answer, never a crash (sanitizers watch). */
enum { TURNS = 1500, EDITS_MAX = 6 };

typedef ErrCode Parse(Bench *bench, Str8 bytes);

static uint64_t next_random(uint64_t *seed) {
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *seed >> 33;
}

/* Bytes that parsers treat specially come more often than chance. */
static char next_byte(uint64_t *seed) {
    static const char SPECIAL[] = "\",;:\n\r\0=\t /-0129AZ\xC3\xFF\xEF";
    return next_random(seed) % 3 == 0 ? (char)next_random(seed)
                                      : SPECIAL[next_random(seed) % (sizeof SPECIAL - 1)];
}

static size_t damage(char *bytes, size_t len, uint64_t *seed) {
    size_t edits = 1 + next_random(seed) % EDITS_MAX;
    for (size_t i = 0; i < edits && len > 1; i++) {
        size_t at = next_random(seed) % len;
        size_t run = 1 + next_random(seed) % 9;
        run = run > len - at ? len - at : run;
        switch (next_random(seed) % 4) {
        case 0:
            bytes[at] = next_byte(seed);
            break;
        case 1: /* take a run out */
            memmove(bytes + at, bytes + at + run, len - at - run);
            len -= run;
            break;
        case 2: /* repeat a run over what follows */
            memmove(bytes + at, bytes + at / 2, run);
            break;
        default:
            len = next_random(seed) % 8 == 0 ? at : len;
            break;
        }
    }
    return len;
}

static void expect_answers(Parse *parse, Str8 whole) {
    uint64_t seed = 20251016;
    size_t accepted = 0;
    for (int turn = 0; turn < TURNS; turn++) {
        Bench bench;
        bench_begin(&bench);
        char *bytes = arena_alloc(&bench.arena, whole.len + 1);
        memcpy(bytes, whole.ptr, whole.len);
        size_t len = damage(bytes, whole.len, &seed);
        ErrCode code = parse(&bench, (Str8){bytes, len});
        if (code != ERR_OK && code != ERR_INVALID && code != ERR_LIMIT) {
            fail_msg("turn %d: %s: %s", turn, err_code_name(code), bench.err.text);
        }
        assert_true(code == ERR_OK || bench.err.text[0] != '\0');
        assert_true(str8_is_valid(str8_from(bench.err.text)));
        accepted += code == ERR_OK;
        bench_end(&bench);
    }
    /* All or none would mean that the damage does not reach the parser. */
    assert_in_range(accepted, 1, TURNS - 1);
}

static ErrCode parse_users(Bench *bench, Str8 bytes) {
    Source source = bench_file(bench, "users.csv", bytes);
    OneRoster oneroster;
    Roster roster;
    ErrCode code = oneroster_read(&bench->arena, &source, &oneroster, &bench->report, &bench->err);
    return code == ERR_OK ? roster_group(&bench->arena, &oneroster.people, bench->folder, &roster,
                                         &bench->report, &bench->err)
                          : code;
}

static ErrCode parse_families(Bench *bench, Str8 bytes) {
    SourceFile file = {STR8("f.csv"), bytes};
    Roster roster;
    return families_read(&bench->arena, &file, bench->folder, &roster, &bench->report, &bench->err);
}

static ErrCode parse_events(Bench *bench, Str8 bytes) {
    CalendarContext context = bench_calendar(bench, "2026-10-01T12:00:00Z");
    SourceFile file = {STR8("e.csv"), bytes};
    Calendar calendar;
    return events_csv_read(&context, &file, &calendar, &bench->err);
}

static ErrCode parse_ics(Bench *bench, Str8 bytes) {
    CalendarContext context = bench_calendar(bench, "2025-10-01T12:00:00Z");
    SourceFile file = {STR8("c.ics"), bytes};
    Calendar calendar;
    return ics_read(&context, &file, &calendar, &bench->err);
}

static void test_mutations__damaged_rosters_are_answered(void **state) {
    (void)state;
    expect_answers(parse_users,
                   STR8("sourcedId,status,enabledUser,role,givenName,familyName,sms,phone,"
                        "agentSourcedIds,grades\r\n"
                        "g1,active,true,parent,Ana,A,,(305) 555-0101,\"s1,g2\",\r\n"
                        "g2,active,true,guardian,\"Cy \"\"C\"\"\",C,3055550101,,s1,\r\n"
                        "s1,active,false,student,José,A,,,\"g1,g2\",\"09,10\"\r\n"
                        "s2,tobedeleted,,student,Di,D,,,g1,1\r\n"));
}

static void test_mutations__damaged_families_are_answered(void **state) {
    (void)state;
    expect_answers(parse_families,
                   STR8("household,given_name,family_name,role,grade,phone,language,card_only\n"
                        "1,Ana,A,guardian,,305-555-0101;305-555-0102,es,yes\n"
                        "1,\"Bo, Jr\",A,student,3rd,,,\n2,أحمد,B,,K,3055550103,ar,no\n"));
}

static void test_mutations__damaged_events_are_answered(void **state) {
    (void)state;
    expect_answers(parse_events,
                   STR8("title,title:es,start,end,kind,grade,room,session_start\n"
                        "Open House,Casa abierta,2026-10-15 18:00,20:00,open-house,1,101,18:30\n"
                        "Open House,Casa abierta,2026-10-15 18:00,20:00,open-house,2,\"1,2\",\n"
                        "Recess,,10/15/2026,,,,,\nShow,,2026-10-15T18:00:00-04:00,8pm,,,,\n"));
}

static void test_mutations__damaged_calendars_are_answered(void **state) {
    (void)state;
    expect_answers(
        parse_ics,
        STR8("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Open\r\n"
             "  House\\, 1\r\nDTSTART;TZID=America/New_York:20251021T180000\r\n"
             "DURATION:PT1H30M\r\nRRULE:FREQ=MONTHLY;BYDAY=2TU,-1FR;COUNT=9\r\n"
             "EXDATE;TZID=America/New_York:20251111T180000\r\nRDATE:20251224T100000Z\r\n"
             "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:x\r\n"
             "RECURRENCE-ID:20251209T230000Z\r\nDTSTART:20251210T230000Z\r\n"
             "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:b\r\nSUMMARY:Recess\r\n"
             "DTSTART;VALUE=DATE:20251224\r\nDTEND;VALUE=DATE:20260102\r\n"
             "RRULE:FREQ=YEARLY;UNTIL=20301231\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
}

static void test_mutations__damaged_zips_are_answered(void **state) {
    (void)state;
    Bench bench;
    bench_begin(&bench);
    const char *path = bench_sample(&bench, "oneroster/Test_full_data_set.zip");
    Source source;
    if (path == NULL) {
        bench_end(&bench);
        skip();
    }
    FILE *file = fopen(path, "rb");
    char bytes[8192];
    char copy[8192];
    size_t len = fread(bytes, 1, sizeof bytes, file);
    assert_int_equal(fclose(file), 0);
    uint64_t seed = 7;
    for (int turn = 0; turn < TURNS / 3; turn++) {
        ArenaMark mark = arena_mark(&bench.arena);
        memcpy(copy, bytes, len);
        size_t damaged = damage(copy, len, &seed);
        ErrCode code = source_from_bytes(&bench.arena, STR8("x.zip"), (Str8){copy, damaged},
                                         &source, &bench.err);
        assert_true(code == ERR_OK || code == ERR_INVALID || code == ERR_LIMIT);
        arena_rewind(&bench.arena, mark);
    }
    bench_end(&bench);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mutations__damaged_rosters_are_answered),
        cmocka_unit_test(test_mutations__damaged_families_are_answered),
        cmocka_unit_test(test_mutations__damaged_events_are_answered),
        cmocka_unit_test(test_mutations__damaged_calendars_are_answered),
        cmocka_unit_test(test_mutations__damaged_zips_are_answered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
