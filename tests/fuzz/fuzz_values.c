#include "data/base/civil.h"
#include "data/base/id.h"
#include "data/domain/event.h"
#include "data/domain/household.h"
#include "data/domain/service.h"
#include "data/domain/visit.h"
#include "data/import/roster.h"
#include "data/zone/zone.h"
#include "kiosk/i18n/phone.h"
#include "tests/fuzz/fuzz.h"

/* Small parsers: what is accepted is in its bounds, and its own spelling is read as the same. */
static void check_phone(Arena *arena, Str8 text) {
    char digits[PHONE_DIGITS_MAX + 1];
    char again[PHONE_DIGITS_MAX + 1];
    char shown[PHONE_SHOWN_MAX];
    size_t length = phone_normalize(text, digits);
    FOYER_ASSERT(length == 0 || (length >= PHONE_DIGITS_MIN && length <= PHONE_DIGITS_MAX));
    if (length > 0) {
        Str8 number = {digits, length};
        FOYER_ASSERT(phone_normalize(number, again) == length);
        FOYER_ASSERT(str8_equal((Str8){again, length}, number));
        FOYER_ASSERT(phone_normalize(phone_group(STR8("US"), number, shown), again) == length);
        FOYER_ASSERT(phone_normalize(phone_group(STR8("FR"), number, shown), again) == length);
    }
    Str8 read = {NULL, 0};
    if (roster_read_phone(arena, text, &read) == PHONE_READ) {
        FOYER_ASSERT(phone_normalize(read, again) == read.len);
    }
}

static void check_card(Arena *arena, Str8 text) {
    char code[CARD_CODE_LEN + 1];
    char again[CARD_CODE_LEN + 1];
    if (!card_code_normalize(text, code)) {
        return;
    }
    Str8 printed = str8_format(arena, "FOYER:%s", code);
    FOYER_ASSERT(card_code_normalize(printed, again));
    FOYER_ASSERT(str8_equal(str8_from(code), str8_from(again)));
    FOYER_ASSERT(str8_from(code).len == CARD_CODE_LEN);
}

static void check_words(Str8 text) {
    Str8 grade;
    Str8 same;
    PersonRole role;
    VisitMethod method;
    EventKind kind;
    Need need;
    if (grade_parse(text, &grade)) {
        FOYER_ASSERT(grade_parse(grade, &same) && str8_equal(grade, same));
    }
    if (person_role_parse(text, &role)) {
        FOYER_ASSERT(str8_equal_ignoring_case(person_role_name(role), text));
    }
    if (visit_method_parse(text, &method)) {
        FOYER_ASSERT(str8_equal_ignoring_case(visit_method_name(method), text));
    }
    if (event_kind_parse(text, &kind)) {
        FOYER_ASSERT(str8_equal_ignoring_case(event_kind_name(kind), text));
    }
    if (need_parse(text, &need)) {
        FOYER_ASSERT(str8_equal_ignoring_case(need_name(need), text));
    }
}

static void check_id(Arena *arena, Str8 text) {
    Id id;
    Id again;
    if (id_parse(text, &id)) {
        Str8 written = id_text(arena, id);
        FOYER_ASSERT(str8_equal_ignoring_case(written, text));
        FOYER_ASSERT(id_parse(written, &again) && id_equal(id, again));
    }
    int64_t number = 0;
    int64_t same = 0;
    if (str8_to_int(text, &number)) {
        FOYER_ASSERT(str8_to_int(str8_format(arena, "%lld", (long long)number), &same));
        FOYER_ASSERT(number == same);
    }
}

static void check_time(Arena *arena, Str8 text) {
    int64_t utc_ms = 0;
    int64_t again = 0;
    Civil civil = {.year = 2025, .month = 10, .day = 16};
    if (rfc3339_parse(text, &utc_ms)) {
        FOYER_ASSERT(rfc3339_parse(rfc3339_text(arena, utc_ms), &again) && again == utc_ms);
    }
    bool date = civil_parse_date(text, &civil);
    if (date || civil_parse_time(text, &civil)) {
        Civil back = civil_from_ms(civil_to_ms(civil));
        FOYER_ASSERT(back.year == civil.year && back.month == civil.month);
        FOYER_ASSERT(back.day == civil.day && back.hour == civil.hour);
        FOYER_ASSERT(back.minute == civil.minute && back.second == civil.second);
    }
}

static void check_zone(Arena *arena, Str8 text) {
    Zone *zone = NULL;
    Str8 iana;
    if (zone_resolve(arena, text, &iana)) {
        FOYER_ASSERT(zone_exists(iana));
    }
    if (text.len < ZONE_NAME_MAX && zone_open(text, &zone, NULL) == ERR_OK) {
        int64_t utc_ms = INT64_C(1760652131000);
        FOYER_ASSERT(str8_equal(zone_name(zone), text));
        int64_t again = 0;
        FOYER_ASSERT(rfc3339_parse(zone_rfc3339(arena, zone, utc_ms), &again));
        FOYER_ASSERT(again == utc_ms);
        zone_close(zone);
    }
}

static void check_letters(Str8 text) {
    static Folder *folder;
    if (folder == NULL) {
        FOYER_ASSERT(folder_open(&folder, NULL) == ERR_OK);
    }
    FoldLetters letters = {0};
    fold_letters_add(&letters, folder, text);
    FOYER_ASSERT(letters.count <= FOLD_LETTERS_MAX);
    for (size_t i = 0; i < letters.count; i++) {
        char bytes[4];
        Str8 letter = {bytes, utf8_encode(letters.letters[i], bytes)};
        FOYER_ASSERT(fold_letter(letter) == letters.letters[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    Arena arena = fuzz_arena();
    Str8 text = fuzz_text(&arena, bytes, size);
    check_phone(&arena, text);
    check_card(&arena, text);
    check_words(text);
    check_id(&arena, text);
    check_time(&arena, text);
    check_zone(&arena, text);
    check_letters(text);
    arena_free(&arena);
    return 0;
}
