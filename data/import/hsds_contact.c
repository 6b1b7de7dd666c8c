#include "data/import/hsds_contact.h"

#include <string.h>

enum { DIGITS_MAX = 15, EXTENSION_MAX = 8, SHORT_MIN = 3, SHORT_MAX = 6 };

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* ---- telephone ---- */

typedef struct {
    char digits[DIGITS_MAX + 1];
    size_t count;
    bool plus;
    bool letters; /* some digits were letters */
    bool dashed;  /* "555-01": a number cut off, no short one */
    bool wrong;   /* a character no number has, or too many digits */
    size_t end;   /* where reading stopped */
} Number;

static void add_digit(Number *number, char digit) {
    if (number->count == DIGITS_MAX) {
        number->wrong = true;
        return;
    }
    number->digits[number->count++] = digit;
}

static char key_of(char letter) {
    static const char KEYS[] = "22233344455566677778889999";
    return KEYS[lower(letter) - 'a'];
}

/* A capital behind a dash, a dot or another capital of a number is one of its digits. */
static bool is_vanity(Str8 text, size_t at) {
    char before = at > 0 ? text.ptr[at - 1] : '\0';
    size_t run = 0;
    while (at + run < text.len && text.ptr[at + run] >= 'A' && text.ptr[at + run] <= 'Z') {
        run++;
    }
    return (before == '-' || before == '.' || (before >= 'A' && before <= 'Z') || before == ' ') &&
           run > 0 && !(run == 1 && text.ptr[at] == 'X');
}

static bool is_punctuation(char c) {
    return c == '(' || c == ')' || c == '-' || c == '.' || is_blank(c);
}

/* Digits from `start` on, up to what cannot belong to the same number. */
static Number read_number(Str8 text, size_t start) {
    Number number = {.end = start};
    size_t i = start;
    for (; i < text.len && !number.wrong; i++) {
        char c = text.ptr[i];
        bool whole =
            number.count >= 10 && !number.plus && !(number.digits[0] == '1' && number.count == 10);
        if (is_digit(c)) {
            add_digit(&number, c);
        } else if (c == '+' && number.count == 0) {
            number.plus = true;
        } else if (c == '*' || c == '?' || c == '_') {
            number.wrong = true;
        } else if (number.count >= 3 && !whole && is_vanity(text, i)) {
            number.letters = true;
            add_digit(&number, key_of(c));
        } else if (!(c == '/' && number.count == 3) && /* "305/555-0142" */
                   (!is_punctuation(c) || (whole && is_blank(c)))) {
            break;
        }
        number.dashed = number.dashed || (c == '-' && number.count > 0);
    }
    number.end = i;
    return number;
}

/* "x57471", "Ext. 3", "extension 12", "#4" behind a number. */
static Str8 read_extension(Str8 text, size_t at) {
    static const char *const WORDS[] = {"extension", "ext", "x", "#"};
    while (at < text.len && (is_blank(text.ptr[at]) || text.ptr[at] == ',')) {
        at++;
    }
    for (size_t w = 0; w < sizeof WORDS / sizeof WORDS[0]; w++) {
        Str8 word = str8_from(WORDS[w]);
        if (!str8_equal_ignoring_case(
                str8_slice(text, at, at + word.len < text.len ? at + word.len : text.len), word)) {
            continue;
        }
        size_t start = at + word.len;
        while (start < text.len && (text.ptr[start] == '.' || text.ptr[start] == ':' ||
                                    text.ptr[start] == '#' || is_blank(text.ptr[start]))) {
            start++;
        }
        size_t end = start;
        while (end < text.len && is_digit(text.ptr[end])) {
            end++;
        }
        return end - start <= EXTENSION_MAX ? str8_slice(text, start, end) : STR8("");
    }
    return STR8("");
}

static Str8 digits_only(Arena *arena, Str8 text) {
    Str8Builder out = builder_in(arena, EXTENSION_MAX + 1);
    for (size_t i = 0; i < text.len; i++) {
        if (is_digit(text.ptr[i])) {
            builder_add_char(&out, text.ptr[i]);
        } else if (text.ptr[i] == '.') {
            break; /* "100.0": a spreadsheet's number */
        }
    }
    return out.full ? STR8("") : builder_text(&out);
}

/* North America's without a country code: area code and exchange begin with 2 to 9. */
static bool is_north_american(const char *digits) {
    return digits[0] >= '2' && digits[3] >= '2';
}

static Str8 dialled(Arena *arena, const Number *number) {
    Str8 digits = {number->digits, number->count};
    if (number->wrong || number->count < SHORT_MIN) {
        return STR8("");
    }
    if (number->plus) {
        return number->count >= 7 ? str8_format(arena, "+%.*s", STR8_ARG(digits)) : STR8("");
    }
    if (number->count == 11 && digits.ptr[0] == '1' && is_north_american(digits.ptr + 1)) {
        return str8_format(arena, "+%.*s", STR8_ARG(digits));
    }
    if (number->count == 10 && is_north_american(digits.ptr)) {
        return str8_format(arena, "+1%.*s", STR8_ARG(digits));
    }
    if (str8_starts_with(digits, STR8("0000"))) { /* "000-000-0211": a short one, filled up */
        while (digits.len > 0 && digits.ptr[0] == '0') {
            digits = str8_slice(digits, 1, digits.len);
        }
        return digits.len >= SHORT_MIN && digits.len <= SHORT_MAX ? str8_copy(arena, digits)
                                                                  : STR8("");
    }
    if (number->letters || (number->count > SHORT_MAX && number->count < 7) ||
        (number->dashed && number->count > SHORT_MIN && number->count < 7)) {
        return STR8("");
    }
    return str8_copy(arena, digits);
}

Str8 hsds_phone(Arena *arena, Str8 text, Str8 extension) {
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.ptr[i]) && text.ptr[i] != '+') {
            continue;
        }
        Number number = read_number(text, i);
        Str8 dial = dialled(arena, &number);
        if (dial.len > 0) {
            Str8 inner = extension.len > 0 ? digits_only(arena, extension)
                                           : read_extension(text, number.end);
            return inner.len > 0 ? str8_format(arena, "%.*s,%.*s", STR8_ARG(dial), STR8_ARG(inner))
                                 : dial;
        }
        i = number.end > i ? number.end - 1 : i;
        while (number.wrong && i < text.len && strchr(";,\n", text.ptr[i]) == NULL) {
            i++; /* what follows is the rest of the same one */
        }
    }
    return STR8("");
}

/* ---- web ---- */

static bool is_host_char(char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.';
}

static Str8 without_scheme(Str8 text) {
    static const char *const SCHEMES[] = {"https:", "http:"};
    for (size_t i = 0; i < sizeof SCHEMES / sizeof SCHEMES[0]; i++) {
        Str8 scheme = str8_from(SCHEMES[i]);
        if (text.len > scheme.len &&
            str8_equal_ignoring_case(str8_slice(text, 0, scheme.len), scheme)) {
            text = str8_slice(text, scheme.len, text.len);
            while (text.len > 0 && text.ptr[0] == '/') {
                text = str8_slice(text, 1, text.len);
            }
            return text;
        }
    }
    return text;
}

/* The first word; commas, semicolons and a closing full stop are not part of it. */
static Str8 first_word(Str8 text) {
    text = str8_trim(text);
    size_t end = 0;
    while (end < text.len && !is_blank(text.ptr[end]) && text.ptr[end] != ',' &&
           text.ptr[end] != ';') {
        end++;
    }
    while (end > 0 && (text.ptr[end - 1] == '.' || text.ptr[end - 1] == ')' ||
                       text.ptr[end - 1] == '>' || text.ptr[end - 1] == '"')) {
        end--;
    }
    size_t start = 0;
    while (start < end &&
           (text.ptr[start] == '(' || text.ptr[start] == '<' || text.ptr[start] == '"')) {
        start++;
    }
    return str8_slice(text, start, end);
}

static bool host_is_good(Str8 host) {
    size_t dots = 0;
    size_t letters = 0;
    for (size_t i = 0; i < host.len; i++) {
        if (!is_host_char(host.ptr[i]) ||
            (host.ptr[i] == '.' && i + 1 < host.len && host.ptr[i + 1] == '.')) {
            return false;
        }
        dots += host.ptr[i] == '.' ? 1 : 0;
        letters += is_letter(host.ptr[i]) ? 1 : 0;
    }
    return dots > 0 && letters > 0 && host.ptr[0] != '.' && host.ptr[host.len - 1] != '.';
}

static bool rest_is_good(Str8 rest) {
    for (size_t i = 0; i < rest.len; i++) {
        unsigned char c = (unsigned char)rest.ptr[i];
        if (c <= 0x20 || c >= 0x7F || strchr("\"<>\\^`{|}", (char)c) != NULL) {
            return false;
        }
    }
    return true;
}

Str8 hsds_url(Arena *arena, Str8 text) {
    Str8 address = without_scheme(first_word(text));
    size_t end = 0;
    while (end < address.len && strchr("/?#:", address.ptr[end]) == NULL) {
        end++;
    }
    Str8 host = str8_slice(address, 0, end);
    Str8 rest = str8_slice(address, end, address.len);
    if (host.len == 0 || !host_is_good(host) || !rest_is_good(rest) ||
        address.len > HSDS_URL_BYTES_MAX) {
        return STR8("");
    }
    return str8_format(arena, "https://%.*s", STR8_ARG(address));
}

/* ---- e-mail ---- */

static bool is_local_char(char c) {
    return is_letter(c) || is_digit(c) || (c != '\0' && strchr(".!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

Str8 hsds_email(Str8 text) {
    for (size_t at = str8_find(text, STR8("@")); at < text.len;) {
        size_t start = at;
        size_t end = at + 1;
        while (start > 0 && is_local_char(text.ptr[start - 1])) {
            start--;
        }
        while (end < text.len && is_host_char(text.ptr[end])) {
            end++;
        }
        while (end > at + 1 && (text.ptr[end - 1] == '.' || text.ptr[end - 1] == '-')) {
            end--;
        }
        Str8 host = str8_slice(text, at + 1, end);
        if (start < at && host.len > 0 && host_is_good(host) &&
            end - start <= HSDS_EMAIL_BYTES_MAX) {
            return str8_slice(text, start, end);
        }
        at = end + str8_find(str8_slice(text, end, text.len), STR8("@"));
    }
    return STR8("");
}
