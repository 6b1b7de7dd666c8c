#include "data/check/audience.h"

#include "data/import/needs_fold.h"

/*
 * The text is folded into words first ("children 5-17 years old" = child 5 17 year old), then
 * walked once; at every number the words around it say what it is.
 */
enum { WORDS_MAX = 240, TEXT_MAX = 2048, AGE_OF_GRADE = 5 /* a first grader is 6 or 7 */ };

typedef struct {
    Str8 items[WORDS_MAX];
    size_t count;
} Words;

static void split(Str8 text, Words *words) {
    Str8 rest = text;
    while (rest.len > 0 && words->count < WORDS_MAX) {
        words->items[words->count++] = str8_cut(rest, ' ', &rest);
    }
}

static bool word_is(const Words *words, size_t at, const char *const *any) {
    for (; at < words->count && *any != NULL; any++) {
        if (str8_equal(words->items[at], str8_from(*any))) {
            return true;
        }
    }
    return false;
}

static bool word_was(const Words *words, size_t at, const char *const *any) {
    return at > 0 && word_is(words, at - 1, any);
}

static const char *const TO[] = {"to", "through", "thru", "and", "a", NULL};
static const char *const YEAR[] = {"year", "yr", "yo", NULL};
static const char *const MONTH[] = {"month", "week", "day", NULL};
static const char *const AGE[] = {"age", "aged", "between", NULL};
static const char *const GRADE[] = {"grade", NULL};
static const char *const OVER[] = {"over", NULL};
static const char *const UNDER[] = {"under", "below", NULL};
static const char *const OLD[] = {"old", "of", "age", NULL};
static const char *const OR[] = {"or", "and", NULL};
static const char *const UP[] = {"older", "over", "up", "above", "plus", NULL};
static const char *const DOWN[] = {"younger", "under", NULL};
static const char *const K[] = {"k", "kg", "kindergarten", NULL};
static const char *const PK[] = {"pk", "prek", "vpk", NULL};

/* A number of one to three digits; of ordinals ("5th") the digits. */
static bool word_number(const Words *words, size_t at, int *number) {
    int value = 0;
    size_t digits = 0;
    if (at >= words->count) {
        return false;
    }
    Str8 word = words->items[at];
    while (digits < word.len && word.ptr[digits] >= '0' && word.ptr[digits] <= '9' && digits < 4) {
        value = value * 10 + (word.ptr[digits++] - '0');
    }
    Str8 tail = str8_slice(word, digits, word.len);
    bool ordinal = str8_equal(tail, STR8("th")) || str8_equal(tail, STR8("st")) ||
                   str8_equal(tail, STR8("nd")) || str8_equal(tail, STR8("rd"));
    *number = value;
    return digits > 0 && digits < 4 && value <= AUDIENCE_AGE_MAX && (tail.len == 0 || ordinal);
}

static void add(Audience *audience, int from, int to) {
    if (from <= to && audience->count < AUDIENCE_RANGES_MAX) {
        audience->ranges[audience->count++] = (AgeRange){from, to};
    }
}

/* "K-12", "K through 5th grade", "prek 3": from the word at `at`; returns the word behind. */
static size_t read_school(const Words *words, size_t at, Audience *audience) {
    int last = 0;
    bool before = word_is(words, at, PK);
    if (!before && !word_is(words, at, K)) {
        return at;
    }
    size_t next = at + 1 + (word_is(words, at + 1, TO) ? 1 : 0);
    if (!word_number(words, next, &last) || last < 1 || last > 12) {
        return at;
    }
    add(audience, before ? 3 : AGE_OF_GRADE, last + AGE_OF_GRADE + 1);
    return next + 1;
}

/* Behind the last number of ages at `at`: "years of age", "years or older", "and up". */
static bool words_open(const Words *words, size_t at, const char *const *which) {
    size_t i = at + (word_is(words, at, YEAR) ? 1 : 0);
    for (int skipped = 0; skipped < 2 && word_is(words, i, OLD); skipped++) {
        i++;
    }
    i += word_is(words, i, OR) ? 1 : 0;
    return word_is(words, i, which);
}

/* One number: "60 years or older", "under 18", "over 60 years old". */
static void read_single(const Words *words, size_t at, int number, Audience *audience) {
    bool said = word_is(words, at + 1, YEAR) || word_was(words, at, AGE);
    if (words_open(words, at + 1, UP) || (said && word_was(words, at, OVER))) {
        add(audience, number, AUDIENCE_AGE_MAX);
    } else if (words_open(words, at + 1, DOWN) || (word_was(words, at, UNDER) && number <= 25)) {
        add(audience, 0, number);
    }
}

/* A number and what follows it; returns the word behind. */
static size_t read_number(const Words *words, size_t at, int first, Audience *audience) {
    int last = 0;
    bool months = word_is(words, at + 1, MONTH);
    size_t next = at + 1 + (months || word_is(words, at + 1, YEAR) ? 1 : 0);
    next += word_is(words, next, OLD) ? 1 : 0;
    bool joined = word_is(words, next, TO);
    next += joined ? 1 : 0;
    bool grades = word_was(words, at, GRADE);
    if (!word_number(words, next, &last)) {
        if (!months && !grades) {
            read_single(words, at, first, audience);
        }
        return at + 1;
    }
    grades = grades || word_is(words, next + 1, GRADE);
    if (grades && first <= 12 && last <= 12) {
        add(audience, first + AGE_OF_GRADE, last + AGE_OF_GRADE + 1);
    } else if (word_is(words, next + 1, YEAR) || word_was(words, at, AGE)) {
        add(audience, months ? 0 : first, last);
    } else if (months && word_is(words, next + 1, MONTH)) {
        add(audience, 0, 2);
    } else {
        return at + 1;
    }
    return next + 1;
}

Audience audience_of(Str8 eligibility) {
    char buffer[TEXT_MAX];
    Words words = {.count = 0};
    Audience audience = {.count = 0};
    split(needs_fold(eligibility, buffer, sizeof buffer), &words);
    for (size_t at = 0; at < words.count;) {
        int number = 0;
        size_t behind = read_school(&words, at, &audience);
        if (behind > at) {
            at = behind;
        } else if (word_number(&words, at, &number)) {
            at = read_number(&words, at, number, &audience);
        } else {
            at++;
        }
    }
    return audience;
}

AgeRange audience_grade(Str8 grade) {
    int64_t number = 0;
    if (str8_equal(grade, STR8("PK")) || str8_equal(grade, STR8("PR"))) {
        return (AgeRange){3, 5};
    }
    if (str8_equal(grade, STR8("KG")) || str8_equal(grade, STR8("TK"))) {
        return (AgeRange){5, 6};
    }
    Str8 digits = str8_starts_with(grade, STR8("0")) ? str8_slice(grade, 1, grade.len) : grade;
    if (str8_to_int(digits, &number) && number >= 1 && number <= 12) {
        return (AgeRange){(int)number + AGE_OF_GRADE, (int)number + AGE_OF_GRADE + 1};
    }
    return (AgeRange){3, 18};
}

bool audience_has(const Audience *audience, AgeRange ages) {
    for (size_t i = 0; i < audience->count; i++) {
        if (audience->ranges[i].from <= ages.to && ages.from <= audience->ranges[i].to) {
            return true;
        }
    }
    return audience->count == 0;
}
