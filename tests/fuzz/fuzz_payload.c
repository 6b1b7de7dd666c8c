#include "kiosk/paper/code.h"
#include "kiosk/paper/payload.h"
#include "tests/fuzz/fuzz.h"

/*
 * What QR codes say: never longer than allowed, always encodable, and nothing in a text can begin
 * a line of its own in a vCard or a calendar entry.
 */
enum { FOLDED_LINE_MAX = 75 };

static const char *const PROPERTIES[] = {
    "BEGIN:", "END:", "VERSION:3.0", "N:;",      "FN:",    "TEL:",     "NOTE:",    "ORG:",
    "TITLE:", "URL:", "EMAIL:",      "DTSTART:", "DTEND:", "SUMMARY:", "LOCATION:"};

static void check_code(Arena *arena, Str8 payload, size_t size_max) {
    Code code;
    Err err = {0};
    FOYER_ASSERT(payload.len > 0 && payload.len <= size_max && str8_is_valid(payload));
    if (payload.len > CODE_SCREEN_BYTES_MAX) {
        return; /* drawing a code that is refused afterwards would be most of the time */
    }
    FOYER_ASSERT(code_make(arena, payload, CODE_SCREEN_VERSION_MAX, &code, &err) == ERR_OK);
    FOYER_ASSERT(code.version >= 1 && code.version <= CODE_SCREEN_VERSION_MAX);
    FOYER_ASSERT(code.side == 17 + 4 * code.version && code.side <= CODE_SIDE_MAX);
}

/* Every line is folded, ends with CR LF, and is one of ours or the rest of one. */
static void check_lines(Str8 payload, Str8 frame) {
    size_t frames = 0;
    FOYER_ASSERT(str8_ends_with(payload, STR8("\r\n")));
    while (payload.len > 0) {
        size_t end = str8_find(payload, STR8("\r\n"));
        Str8 line = str8_slice(payload, 0, end);
        payload = str8_slice(payload, end + 2, payload.len);
        FOYER_ASSERT(line.len > 0 && line.len <= FOLDED_LINE_MAX && str8_is_valid(line));
        bool known = line.ptr[0] == ' ';
        for (size_t i = 0; i < sizeof PROPERTIES / sizeof PROPERTIES[0]; i++) {
            known = known || str8_starts_with(line, str8_from(PROPERTIES[i]));
        }
        FOYER_ASSERT(known && str8_find(line, STR8("\n")) == line.len);
        frames += str8_ends_with(line, frame) &&
                  (str8_starts_with(line, STR8("BEGIN:")) || str8_starts_with(line, STR8("END:")));
    }
    FOYER_ASSERT(frames == 2);
}

static void check_contact(Arena *arena, FuzzInput input, size_t size_max) {
    Err err = {0};
    Str8 payload;
    Contact contact = {0};
    Str8 *const FIELDS[] = {&contact.name, &contact.phone, &contact.place, &contact.hours,
                            &contact.role, &contact.url,   &contact.email, &contact.organization};
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++) {
        *FIELDS[i] = fuzz_take_text(&input, arena);
    }
    ErrCode code = payload_contact(arena, &contact, size_max, &payload, NULL, &err);
    fuzz_check_answer(code, &err);
    if (code == ERR_OK) {
        check_lines(payload, STR8("VCARD"));
        check_code(arena, payload, size_max);
    }
}

static void check_date(Arena *arena, FuzzInput input, size_t size_max) {
    /* Years 0001 to 9999: what civil times are made for. */
    static const int64_t FIRST_MS = INT64_C(-62135596800000);
    static const uint64_t SPAN_MS = UINT64_C(315537897600000);
    Err err = {0};
    Str8 payload;
    DateEntry date = {
        .start_utc_ms = FIRST_MS + (int64_t)((uint64_t)fuzz_take_int64(&input) % SPAN_MS),
        .end_utc_ms = FIRST_MS + (int64_t)((uint64_t)fuzz_take_int64(&input) % SPAN_MS)};
    date.title = fuzz_take_text(&input, arena);
    date.place = fuzz_take_text(&input, arena);
    ErrCode code = payload_date(arena, &date, size_max, &payload, NULL, &err);
    fuzz_check_answer(code, &err);
    if (code == ERR_OK) {
        check_lines(payload, STR8("VEVENT"));
        check_code(arena, payload, size_max);
    }
}

static void check_rooms(Arena *arena, FuzzInput input, size_t size_max) {
    Err err = {0};
    Str8 payload;
    Str8 lines[PAYLOAD_LINES_MAX + 1];
    size_t count = fuzz_take_byte(&input) % (PAYLOAD_LINES_MAX + 2);
    Str8 heading = fuzz_take_text(&input, arena);
    for (size_t i = 0; i < count; i++) {
        lines[i] = fuzz_take_text(&input, arena);
    }
    ErrCode code = payload_lines(arena, heading, lines, count, size_max, &payload, NULL, &err);
    fuzz_check_answer(code, &err);
    if (code == ERR_OK) {
        check_code(arena, payload, size_max);
    }
}

static void check_links(Arena *arena, FuzzInput input, size_t size_max) {
    Err err = {0};
    Str8 payload;
    Str8 text = fuzz_take_text(&input, arena);
    ErrCode code = payload_call(arena, text, &payload, &err);
    fuzz_check_answer(code, &err);
    if (code == ERR_OK) {
        FOYER_ASSERT(str8_starts_with(payload, STR8("tel:")));
        check_code(arena, payload, size_max);
    }
    code = payload_web(arena, text, size_max, &payload, &err);
    fuzz_check_answer(code, &err);
    if (code == ERR_OK) {
        FOYER_ASSERT(str8_equal(payload, text));
        check_code(arena, payload, size_max);
    }
    code = payload_sms(arena, text, fuzz_take_text(&input, arena), size_max, &payload, &err);
    fuzz_check_answer(code, &err);
    if (code == ERR_OK) {
        FOYER_ASSERT(str8_starts_with(payload, STR8("sms:")));
        check_code(arena, payload, size_max);
    }
    WifiNetwork network = {.name = text, .password = fuzz_take_text(&input, arena)};
    code = payload_wifi(arena, &network, size_max, &payload, &err);
    fuzz_check_answer(code, &err);
    if (code == ERR_OK) {
        FOYER_ASSERT(str8_ends_with(payload, STR8(";;")));
        check_code(arena, payload, size_max);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static void (*const CHECKS[])(Arena *, FuzzInput, size_t) = {check_contact, check_date,
                                                                 check_rooms, check_links};
    Arena arena = fuzz_arena();
    FuzzInput input = {bytes, size};
    uint8_t which = fuzz_take_byte(&input);
    size_t size_max = (size_t)fuzz_take_int(&input, PAYLOAD_BYTES_MIN, PAYLOAD_BYTES_MAX);
    size_max = (which & 0x80) != 0 ? CODE_SCREEN_BYTES_MAX : size_max;
    CHECKS[which % 4](&arena, input, size_max);
    arena_free(&arena);
    return 0;
}
