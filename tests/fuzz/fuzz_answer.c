#include "sync/wire/answer.h"
#include "tests/fuzz/fuzz.h"

/* Any bytes as each of the answers: what is read and written is read and written the same again. */
#define CHECK_ANSWER(Type, name)                                                                   \
    static void check_##name(Arena *arena, Str8 body) {                                            \
        Type answer;                                                                               \
        Err err = {0};                                                                             \
        Str8 first;                                                                                \
        Str8 second;                                                                               \
        ErrCode code = name##_decode(arena, body, &answer, &err);                                  \
        fuzz_check_answer(code, &err);                                                             \
        if (code == ERR_OK) {                                                                      \
            FOYER_ASSERT(name##_encode(arena, &answer, &first, &err) == ERR_OK);                   \
            FOYER_ASSERT(name##_decode(arena, first, &answer, &err) == ERR_OK);                    \
            FOYER_ASSERT(name##_encode(arena, &answer, &second, &err) == ERR_OK);                  \
            FOYER_ASSERT(str8_equal(first, second));                                               \
        }                                                                                          \
    }

CHECK_ANSWER(Enrolment, enrolment)
CHECK_ANSWER(Enrolled, enrolled)
CHECK_ANSWER(Invitation, invitation)
CHECK_ANSWER(RecordsAnswer, records_answer)
CHECK_ANSWER(Problem, problem)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    Arena arena = fuzz_arena();
    Str8 body = {(const char *)bytes, size};
    char code[ENROL_CODE_LEN + 1];
    check_enrolment(&arena, body);
    check_enrolled(&arena, body);
    check_invitation(&arena, body);
    check_records_answer(&arena, body);
    check_problem(&arena, body);
    if (enrol_code_normalize(body, code)) {
        char again[ENROL_CODE_LEN + 1];
        FOYER_ASSERT(enrol_code_normalize(str8_from(code), again));
        FOYER_ASSERT(str8_equal(str8_from(code), str8_from(again)));
    }
    arena_free(&arena);
    return 0;
}
