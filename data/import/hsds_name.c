#include "data/import/hsds_text.h"

#include <string.h>

enum {
    WORD_BYTES_MAX = 64,
    SHORT_NAME_MAX = 4,
    NO_VOWEL_MAX = 5,
    IN_BRACKETS_MAX = 6,
    LETTERS_MAX = 7
};

/* Words that stay in capitals: what people know by its letters. */
static const char *const KEPT[] = {
    "AA",   "AARP", "ABC",   "ADA",    "ADHD",  "AHCA", "AIDS",  "ARC",  "ASAP", "ASL",  "CEO",
    "DCF",  "DUI",  "EEOC",  "ESE",    "ESL",   "ESOL", "FAFSA", "FEMA", "FIU",  "FL",   "GED",
    "HEAP", "HIV",  "HUD",   "IEP",    "II",    "III",  "IRS",   "IT",   "IV",   "IX",   "LA",
    "ALS",  "DNA",  "LGBTQ", "LIHEAP", "NAACP", "NAMI", "NE",    "NY",   "NYC",  "OK",   "PACE",
    "PTA",  "RSVP", "SE",    "SNAP",   "SSA",   "SSDI", "SSI",   "STD",  "STEM", "TANF", "TB",
    "UCP",  "UM",   "USA",   "USDA",   "UK",    "US",   "VA",    "VI",   "VII",  "VIII", "VITA",
    "VPK",  "WIC",  "WIOA",  "YMCA",   "YWCA",  "4C",
};

static const char *const SMALL[] = {"a",   "an",  "and", "as",   "at", "by", "de",
                                    "del", "en",  "for", "from", "in", "of", "on",
                                    "or",  "the", "to",  "with", "y",  "du", "des"};

/* Spanish articles, small only behind a small word: "Casa de la Mujer", but "El Portal". */
static const char *const ARTICLES[] = {"el", "la", "las", "los"};
static const char *const BEFORE_ARTICLES[] = {"de", "en", "y", "a", "con", "para", "por"};

/* Without a vowel, but words. */
static const char *const WORDS[] = {"st", "dr",  "mr",   "mrs", "ms", "jr",  "sr",   "mt",
                                    "ft", "nth", "blvd", "rd",  "pl", "ltd", "mgmt", "hwy"};

static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static char lower(char c) {
    return is_upper(c) ? (char)(c + 'a' - 'A') : c;
}

static bool is_among(Str8 word, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (str8_equal_ignoring_case(word, str8_from(list[i]))) {
            return true;
        }
    }
    return false;
}

#define IS_AMONG(word, list) is_among((word), (list), sizeof(list) / sizeof((list)[0]))

/* Small letters of Latin, Greek and Cyrillic: enough to see that a name is not in capitals. */
static bool is_small_code(uint32_t code) {
    return (code >= 'a' && code <= 'z') || (code >= 0xDF && code <= 0xFF && code != 0xF7) ||
           (code >= 0x3B1 && code <= 0x3C9) || (code >= 0x430 && code <= 0x45F);
}

static bool is_in_capitals(Str8 name) {
    size_t capitals = 0;
    for (size_t i = 0; i < name.len;) {
        uint32_t code = str8_next(name, &i);
        if (is_small_code(code)) {
            return false;
        }
        capitals += code >= 'A' && code <= 'Z' ? 1 : 0;
    }
    return capitals > 0 && name.len > SHORT_NAME_MAX;
}

static uint32_t small_of(uint32_t code) {
    bool capital = (code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE && code != 0xD7) ||
                   (code >= 0x391 && code <= 0x3A9) || (code >= 0x410 && code <= 0x42F);
    return capital ? code + 0x20 : code >= 0x400 && code <= 0x40F ? code + 0x50 : code;
}

static bool has_vowel(Str8 word) {
    for (size_t i = 0; i < word.len; i++) {
        if ((unsigned char)word.ptr[i] >= 0x80 || strchr("AEIOUY", word.ptr[i]) != NULL) {
            return true;
        }
    }
    return false;
}

/* Two consonants that words begin with in English, or names that families bring along. */
static const char ONSETS[] =
    "BL BR BH CH CL CR CZ DR DW DH DJ FL FR FJ GL GR GN GH GW HM JH KH KL KN KR "
    "LL MC NG PF PH PL PR PS PN RH SC SH SK SL SM SN SP SQ ST SV SW SZ TH TR "
    "TS TW TZ VL VR WH WR ZH";

/* "FDOH", "FTRI": nobody can say it, so it is read letter by letter. */
static bool has_strange_onset(Str8 word) {
    if (word.len < 3 || strchr("AEIOUY", word.ptr[0]) != NULL ||
        strchr("AEIOUY", word.ptr[1]) != NULL || (unsigned char)word.ptr[0] >= 0x80 ||
        (unsigned char)word.ptr[1] >= 0x80) {
        return false;
    }
    Str8 onsets = str8_from(ONSETS);
    return str8_find(onsets, str8_slice(word, 0, 2)) == onsets.len;
}

/* Where in its name a word stands. */
typedef struct {
    bool first;       /* of the name, or behind a dash, a colon, a bracket */
    bool in_brackets; /* alone: "(CAT)" */
    bool behind_digit;
    bool behind_apostrophe;
    bool one_letter_before; /* the apostrophe: "O'" */
    bool may_be_small;      /* no initial ("E."), no part of a compound ("IN-HOUSE") */
    Str8 before;            /* the word before, empty when another mark stands between */
    Str8 description;
} Place;

static bool is_word_byte(char c) {
    return is_upper(c) || is_lower(c) || (unsigned char)c >= 0x80;
}

/* In capitals in running text, and never otherwise there. */
static bool is_known_by_letters(Str8 word, Str8 text) {
    bool found = false;
    if (word.len < 2 || word.len > LETTERS_MAX || text.len < word.len) {
        return false;
    }
    for (size_t at = 0; at + word.len <= text.len; at++) {
        char first = text.ptr[at];
        if (lower(first) != lower(word.ptr[0]) || (at > 0 && is_word_byte(text.ptr[at - 1])) ||
            (at + word.len < text.len && is_word_byte(text.ptr[at + word.len]))) {
            continue;
        }
        Str8 there = str8_slice(text, at, at + word.len);
        if (str8_equal(there, word)) {
            found = true;
        } else if (str8_equal_ignoring_case(there, word)) {
            return false;
        }
    }
    return found;
}

static bool is_small_here(Str8 word, Place place) {
    if (place.first || !place.may_be_small) {
        return false;
    }
    return IS_AMONG(word, SMALL) ||
           (IS_AMONG(word, ARTICLES) && IS_AMONG(place.before, BEFORE_ARTICLES));
}

static bool stays(Str8 word, Place place) {
    if (is_known_by_letters(word, place.description)) {
        return true;
    }
    if (word.len == 1 || (place.in_brackets && word.len <= IN_BRACKETS_MAX)) {
        return true;
    }
    if (IS_AMONG(word, KEPT) && !str8_equal(word, STR8("LA")) && !str8_equal(word, STR8("IT"))) {
        return true;
    }
    bool unspoken = !has_vowel(word) || has_strange_onset(word);
    return word.len <= NO_VOWEL_MAX && unspoken && !IS_AMONG(word, WORDS);
}

static void add_small(Str8Builder *out, Str8 word, size_t from) {
    for (size_t i = from; i < word.len;) {
        builder_add_code(out, small_of(str8_next(word, &i)));
    }
}

static void add_word(Str8Builder *out, Str8 word, Place place) {
    if (place.behind_digit || (place.behind_apostrophe && !place.one_letter_before)) {
        bool ordinal = word.len == 2 || place.behind_apostrophe;
        if (ordinal) { /* "16TH", "CHILDREN'S" */
            add_small(out, word, 0);
            return;
        }
    }
    if (is_small_here(word, place)) {
        add_small(out, word, 0);
    } else if (stays(word, place)) {
        builder_add(out, word);
    } else {
        size_t head = 0;
        (void)str8_next(word, &head);
        builder_add(out, str8_slice(word, 0, head));
        bool mac = word.len > 4 && str8_starts_with(word, STR8("MC"));
        if (mac) {
            builder_add(out, STR8("c"));
            builder_add_char(out, word.ptr[2]);
        }
        add_small(out, word, mac ? 3 : head);
    }
}

static Str8 word_before(Str8 name, size_t end) {
    size_t start = end;
    while (start > 0 && is_word_byte(name.ptr[start - 1])) {
        start--;
    }
    return str8_slice(name, start, end);
}

static Place place_of(Str8 name, size_t start, size_t end) {
    char before = start > 0 ? name.ptr[start - 1] : '\0';
    char after = end < name.len ? name.ptr[end] : '\0';
    size_t back = start;
    while (back > 0 && name.ptr[back - 1] == ' ') {
        back--;
    }
    char mark = back > 0 ? name.ptr[back - 1] : '\0';
    return (Place){
        .first = mark == '\0' || strchr("-:(/\"&|", mark) != NULL || (end == name.len),
        .in_brackets = before == '(' && after == ')',
        .behind_digit = is_digit(before),
        .behind_apostrophe = before == '\'',
        .one_letter_before = start >= 2 && is_word_byte(name.ptr[start - 2]) &&
                             (start == 2 || !is_word_byte(name.ptr[start - 3])),
        .may_be_small = after != '.' && after != '-' && before != '-',
        .before = word_before(name, back),
    };
}

Str8 hsds_name_case(Arena *arena, Str8 name, Str8 description) {
    if (!is_in_capitals(name)) {
        return name;
    }
    Str8Builder out = builder_in(arena, name.len * 2 + 1);
    for (size_t i = 0; i < name.len;) {
        size_t end = i;
        while (end < name.len && is_word_byte(name.ptr[end])) {
            end++;
        }
        if (end > i) {
            Place place = place_of(name, i, end);
            place.description = description;
            add_word(&out, str8_slice(name, i, end), place);
            i = end;
        } else {
            builder_add_char(&out, name.ptr[i++]);
        }
    }
    return out.full ? name : builder_text(&out);
}

/* ---- comparing ---- */

/* Letters and digits only, ASCII ones small; companies' endings dropped. */
static Str8 essence(char buffer[HSDS_NAME_BYTES_MAX], Str8 name) {
    static const char *const ENDINGS[] = {"incorporated", "inc", "llc", "corp", "ltd"};
    Str8Builder out = builder_make(buffer, HSDS_NAME_BYTES_MAX);
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (is_word_byte(c) || is_digit(c)) {
            builder_add_char(&out, lower(c));
        }
    }
    Str8 text = builder_text(&out);
    for (size_t i = 0; i < sizeof ENDINGS / sizeof ENDINGS[0]; i++) {
        Str8 ending = str8_from(ENDINGS[i]);
        if (text.len > ending.len && str8_ends_with(text, ending)) {
            return str8_slice(text, 0, text.len - ending.len);
        }
    }
    return text;
}

bool hsds_names_agree(Str8 a, Str8 b) {
    char left[HSDS_NAME_BYTES_MAX];
    char right[HSDS_NAME_BYTES_MAX];
    return str8_equal(essence(left, a), essence(right, b));
}

Str8 hsds_place_beyond(Str8 place, Str8 name, Str8 organization) {
    char left[HSDS_NAME_BYTES_MAX];
    char right[HSDS_NAME_BYTES_MAX];
    for (size_t i = place.len; i > 0; i--) {
        bool dash = place.ptr[i - 1] == '-' && i < place.len && place.ptr[i] == ' ';
        if (dash && hsds_names_agree(str8_slice(place, i, place.len), name)) {
            place = str8_trim(str8_slice(place, 0, i - 1));
            break;
        }
    }
    Str8 rest = essence(left, place);
    bool known =
        hsds_names_agree(place, name) || str8_starts_with(essence(right, organization), rest);
    return known ? STR8("") : place;
}

Str8 hsds_slug(Arena *arena, Str8 name) {
    Str8Builder out = builder_in(arena, HSDS_SLUG_BYTES_MAX + 1);
    bool gap = false;
    for (size_t i = 0; i < name.len; i++) {
        char c = lower(name.ptr[i]);
        if (c == '\'') {
            continue;
        }
        if (!is_lower(c) && !is_digit(c)) {
            gap = out.len > 0;
            continue;
        }
        if (out.len + (gap ? 2u : 1u) > HSDS_SLUG_BYTES_MAX) {
            break;
        }
        if (gap) {
            builder_add_char(&out, '-');
        }
        gap = false;
        builder_add_char(&out, c);
    }
    return out.len > 0 ? builder_text(&out) : STR8("service");
}
