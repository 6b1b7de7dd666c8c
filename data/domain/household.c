#include "data/domain/household.h"

#include <string.h>

#include "data/base/check.h"

const char CARD_ALPHABET[33] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static const Str8 ROLE_NAMES[PERSON_ROLE_COUNT] = {
    [PERSON_GUARDIAN] = {"guardian", 8},
    [PERSON_STUDENT] = {"student", 7},
    [PERSON_OTHER_ADULT] = {"other-adult", 11},
    [PERSON_OTHER_CHILD] = {"other-child", 11},
};

Str8 person_role_name(PersonRole role) {
    FOYER_ASSERT(role < PERSON_ROLE_COUNT);
    return ROLE_NAMES[role];
}

bool person_role_parse(Str8 text, PersonRole *role) {
    for (unsigned i = 0; i < PERSON_ROLE_COUNT; i++) {
        if (str8_equal_ignoring_case(text, ROLE_NAMES[i])) {
            *role = (PersonRole)i;
            return true;
        }
    }
    return false;
}

bool person_role_is_adult(PersonRole role) {
    return role == PERSON_GUARDIAN || role == PERSON_OTHER_ADULT;
}

/* Words and codes that are not a number; the CEDS code stands second. */
static const Str8 GRADE_WORDS[][2] = {
    {{"kg", 2}, {"KG", 2}}, {{"k", 1}, {"KG", 2}},         {{"kindergarten", 12}, {"KG", 2}},
    {{"0", 1}, {"KG", 2}},  {{"00", 2}, {"KG", 2}},        {{"tk", 2}, {"TK", 2}},
    {{"pk", 2}, {"PK", 2}}, {{"prek", 4}, {"PK", 2}},      {{"pre-k", 5}, {"PK", 2}},
    {{"pr", 2}, {"PR", 2}}, {{"preschool", 9}, {"PR", 2}}, {{"it", 2}, {"IT", 2}},
    {{"ug", 2}, {"UG", 2}}, {{"ps", 2}, {"PS", 2}},        {{"other", 5}, {"Other", 5}},
};

static const Str8 GRADE_NUMBERS[] = {{"01", 2}, {"02", 2}, {"03", 2}, {"04", 2},
                                     {"05", 2}, {"06", 2}, {"07", 2}, {"08", 2},
                                     {"09", 2}, {"10", 2}, {"11", 2}, {"12", 2}};

static Str8 without_grade_word(Str8 text) {
    static const Str8 WORD = {"grade", 5};
    text = str8_trim(text);
    if (text.len > WORD.len && str8_equal_ignoring_case(str8_slice(text, 0, WORD.len), WORD)) {
        return str8_trim(str8_slice(text, WORD.len, text.len));
    }
    if (text.len > WORD.len &&
        str8_equal_ignoring_case(str8_slice(text, text.len - WORD.len, text.len), WORD)) {
        return str8_trim(str8_slice(text, 0, text.len - WORD.len));
    }
    return text;
}

static Str8 without_ordinal(Str8 text) {
    static const Str8 ENDINGS[] = {{"st", 2}, {"nd", 2}, {"rd", 2}, {"th", 2}};
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++) {
        if (text.len > 2 && text.ptr[0] >= '0' && text.ptr[0] <= '9' &&
            str8_equal_ignoring_case(str8_slice(text, text.len - 2, text.len), ENDINGS[i])) {
            return str8_slice(text, 0, text.len - 2);
        }
    }
    return text;
}

bool grade_parse(Str8 text, Str8 *grade) {
    text = without_grade_word(text);
    for (size_t i = 0; i < sizeof GRADE_WORDS / sizeof GRADE_WORDS[0]; i++) {
        if (str8_equal_ignoring_case(text, GRADE_WORDS[i][0])) {
            *grade = GRADE_WORDS[i][1];
            return true;
        }
    }
    int64_t number = 0;
    if (!str8_to_int(without_ordinal(text), &number) || number < 1 || number > 12) {
        return false;
    }
    *grade = GRADE_NUMBERS[number - 1];
    return true;
}

size_t phone_normalize(Str8 text, char digits[PHONE_DIGITS_MAX + 1]) {
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == 'x' || c == 'X' || c == ';' || c == ',') {
            break; /* an extension follows */
        }
        if (c < '0' || c > '9') {
            continue;
        }
        if (count == PHONE_DIGITS_MAX) {
            return 0;
        }
        digits[count++] = c;
    }
    if (count == 11 && digits[0] == '1') {
        memmove(digits, digits + 1, --count);
    }
    digits[count] = '\0';
    return count >= PHONE_DIGITS_MIN ? count : 0;
}

bool card_code_normalize(Str8 text, char code[CARD_CODE_LEN + 1]) {
    static const Str8 PREFIX = {"FOYER:", 6};
    if (text.len > PREFIX.len &&
        str8_equal_ignoring_case(str8_slice(text, 0, PREFIX.len), PREFIX)) {
        text = str8_slice(text, PREFIX.len, text.len);
    }
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == ' ' || c == '-') {
            continue;
        }
        c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        c = c == 'I' || c == 'L' ? '1' : c == 'O' ? '0' : c;
        if (count == CARD_CODE_LEN || c == '\0' || strchr(CARD_ALPHABET, c) == NULL) {
            return false;
        }
        code[count++] = c;
    }
    code[count] = '\0';
    return count == CARD_CODE_LEN;
}
