#include "data/domain/link.h"

#include "data/base/check.h"

enum {
    HOST_BYTES_MAX = 253,
    LABEL_BYTES_MAX = 63,
    SCHEME_LEN = 8, /* "https://" */
};

/* ---- characters ---- */

/* Invisible ones, and those that turn the order of others around. */
static bool is_deceiving(uint32_t code) {
    return code == 0x00AD || code == 0x034F || code == 0x061C ||
           (code >= 0x115F && code <= 0x1160) || (code >= 0x17B4 && code <= 0x17B5) ||
           (code >= 0x180B && code <= 0x180F) || (code >= 0x2000 && code <= 0x200F) ||
           (code >= 0x2028 && code <= 0x202F) || (code >= 0x205F && code <= 0x206F) ||
           code == 0x2800 || code == 0x1D159 || (code >= 0x1D173 && code <= 0x1D17A) ||
           (code >= 0x1BCA0 && code <= 0x1BCA3) || code == 0x3000 || code == 0x3164 ||
           (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF || code == 0xFFA0 ||
           (code >= 0xFFF0 && code <= 0xFFFF) || code >= 0xE0000;
}

static bool is_allowed(uint32_t code) {
    if (code < 0x80) {
        return code > 0x20 && code != 0x7F && code != '"' && code != '<' && code != '>' &&
               code != '\\' && code != '^' && code != '`' && code != '{' && code != '|' &&
               code != '}';
    }
    return code >= 0xA0 && !(code >= 0xD800 && code <= 0xF8FF) && !is_deceiving(code);
}

static int hex_digit(char character) {
    if (character >= '0' && character <= '9') {
        return character - '0';
    }
    if (character >= 'A' && character <= 'F') {
        return character - 'A' + 10;
    }
    return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
}

/* A percent sign is followed by two digits that are no control character. */
static bool percent_is_right(Str8 url, size_t at) {
    if (at + 2 >= url.len) {
        return false;
    }
    int high = hex_digit(url.ptr[at + 1]);
    int low = hex_digit(url.ptr[at + 2]);
    return high >= 0 && low >= 0 && high * 16 + low >= 0x20 && high * 16 + low != 0x7F;
}

static bool characters_are_right(Str8 url) {
    for (size_t i = 0; i < url.len;) {
        size_t at = i;
        uint32_t code = str8_next(url, &i);
        if (!is_allowed(code) || (code == '%' && !percent_is_right(url, at))) {
            return false;
        }
    }
    return true;
}

/* ---- the host ---- */

typedef enum {
    SCRIPT_NONE, /* digits and hyphens: with any script */
    SCRIPT_LATIN,
    SCRIPT_GREEK,
    SCRIPT_CYRILLIC,
    SCRIPT_ARMENIAN,
    SCRIPT_HEBREW,
    SCRIPT_ARABIC,
    SCRIPT_INDIC, /* one of several; its block tells which */
    SCRIPT_GEORGIAN,
    SCRIPT_ETHIOPIC,
    SCRIPT_HANGUL,
    SCRIPT_EAST_ASIAN, /* Han and kana stand together */
    SCRIPT_OTHER,      /* no letter of a host */
} ScriptKind;

typedef struct {
    uint32_t first;
    uint32_t last;
    ScriptKind script;
} ScriptRange;

static const ScriptRange SCRIPTS[] = {
    {'a', 'z', SCRIPT_LATIN},
    {'A', 'Z', SCRIPT_LATIN},
    {0x00C0, 0x00D6, SCRIPT_LATIN},
    {0x00D8, 0x00F6, SCRIPT_LATIN},
    {0x00F8, 0x017F, SCRIPT_LATIN},
    {0x1E00, 0x1EFF, SCRIPT_LATIN},
    {0x0386, 0x03FF, SCRIPT_GREEK},
    {0x0400, 0x052F, SCRIPT_CYRILLIC},
    {0x0531, 0x0587, SCRIPT_ARMENIAN},
    {0x05D0, 0x05F2, SCRIPT_HEBREW},
    {0x0620, 0x065F, SCRIPT_ARABIC},
    {0x066E, 0x06FF, SCRIPT_ARABIC},
    {0x0900, 0x0DFF, SCRIPT_INDIC},
    {0x0E00, 0x0FFF, SCRIPT_INDIC}, /* Thai, Lao, Tibetan */
    {0x1000, 0x109F, SCRIPT_INDIC}, /* Burmese */
    {0x10A0, 0x10FF, SCRIPT_GEORGIAN},
    {0x1200, 0x137F, SCRIPT_ETHIOPIC},
    {0x1780, 0x17FF, SCRIPT_INDIC}, /* Khmer */
    {0xAC00, 0xD7A3, SCRIPT_HANGUL},
    {0x3005, 0x3007, SCRIPT_EAST_ASIAN},
    {0x3041, 0x30FF, SCRIPT_EAST_ASIAN},
    {0x3400, 0x9FFF, SCRIPT_EAST_ASIAN},
};

/* A script as a number that differs from every other; Indic scripts by their block of 128. */
static uint32_t script_of(uint32_t code) {
    if ((code >= '0' && code <= '9') || code == '-') {
        return SCRIPT_NONE;
    }
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof SCRIPTS[0]; i++) {
        if (code >= SCRIPTS[i].first && code <= SCRIPTS[i].last) {
            return SCRIPTS[i].script == SCRIPT_INDIC ? 0x100 + code / 0x80 : SCRIPTS[i].script;
        }
    }
    return SCRIPT_OTHER;
}

static bool has_one_script(Str8 host) {
    uint32_t script = SCRIPT_NONE;
    for (size_t i = 0; i < host.len;) {
        uint32_t code = str8_next(host, &i);
        uint32_t found = code == '.' ? SCRIPT_NONE : script_of(code);
        if (found == SCRIPT_OTHER ||
            (found != SCRIPT_NONE && script != SCRIPT_NONE && found != script)) {
            return false;
        }
        script = found != SCRIPT_NONE ? found : script;
    }
    return true;
}

static bool label_is_right(Str8 label) {
    return label.len > 0 && label.len <= LABEL_BYTES_MAX && label.ptr[0] != '-' &&
           label.ptr[label.len - 1] != '-';
}

static bool is_ascii_letter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

/* Browsers read a host whose last label begins with a digit as a number, in several spellings. */
static bool ends_in_number(Str8 last_label) {
    return last_label.len > 0 && last_label.ptr[0] >= '0' && last_label.ptr[0] <= '9';
}

/* Names that lead nowhere from a family's phone. */
static bool is_inside_name(Str8 last_label) {
    static const Str8 NAMES[] = {{"local", 5},    {"localhost", 9}, {"localdomain", 11},
                                 {"internal", 8}, {"intranet", 8},  {"lan", 3},
                                 {"home", 4},     {"corp", 4},      {"invalid", 7},
                                 {"test", 4},     {"onion", 5},     {"arpa", 4}};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (str8_equal_ignoring_case(last_label, NAMES[i])) {
            return true;
        }
    }
    return false;
}

static LinkFault check_labels(Str8 host) {
    Str8 label = host;
    size_t labels = 0;
    bool coded = false;
    for (Str8 rest = host; rest.ptr != NULL; labels++) {
        label = str8_cut(rest, '.', &rest);
        if (!label_is_right(label)) {
            return LINK_HOST;
        }
        coded = coded ||
                (label.len >= 4 && str8_equal_ignoring_case(str8_slice(label, 0, 4), STR8("xn--")));
    }
    FOYER_ASSERT(label.ptr != NULL);
    if (ends_in_number(label)) {
        return LINK_IP;
    }
    if (coded || !has_one_script(host)) {
        return LINK_SCRIPT;
    }
    bool top = label.len >= 2 && (is_ascii_letter(label.ptr[0]) || (label.ptr[0] & 0x80) != 0);
    return labels < 2 || !top || is_inside_name(label) ? LINK_HOST : LINK_OK;
}

static LinkFault check_host(Str8 host) {
    if (host.len > 0 && host.ptr[0] == '[') {
        return LINK_IP;
    }
    for (size_t i = 0; i < host.len; i++) {
        char character = host.ptr[i];
        bool digit = character >= '0' && character <= '9';
        if ((character & 0x80) == 0 && !is_ascii_letter(character) && !digit && character != '-' &&
            character != '.') {
            return LINK_HOST;
        }
    }
    return host.len == 0 || host.len > HOST_BYTES_MAX ? LINK_HOST : check_labels(host);
}

LinkFault link_check(Str8 url, Str8 *host) {
    if (host != NULL) {
        *host = (Str8){NULL, 0};
    }
    if (url.len == 0) {
        return LINK_EMPTY;
    }
    if (url.len > LINK_BYTES_MAX) {
        return LINK_TOO_LONG;
    }
    if (url.len < SCHEME_LEN ||
        !str8_equal_ignoring_case(str8_slice(url, 0, SCHEME_LEN), STR8("https://"))) {
        return LINK_NOT_HTTPS;
    }
    if (!str8_is_valid(url) || !characters_are_right(url)) {
        return LINK_CHARACTER;
    }
    Str8 authority = str8_slice(url, SCHEME_LEN, url.len);
    size_t end = 0;
    while (end < authority.len && authority.ptr[end] != '/' && authority.ptr[end] != '?' &&
           authority.ptr[end] != '#') {
        end++;
    }
    authority = str8_slice(authority, 0, end);
    if (str8_find(authority, STR8("@")) < authority.len) {
        return LINK_CREDENTIALS;
    }
    Str8 port = {NULL, 0};
    bool literal = authority.len > 0 && authority.ptr[0] == '[';
    Str8 name = literal ? authority : str8_cut(authority, ':', &port);
    if (port.ptr != NULL && !str8_equal(port, STR8("443"))) {
        return LINK_PORT;
    }
    LinkFault fault = check_host(name);
    if (fault == LINK_OK && host != NULL) {
        *host = name;
    }
    return fault;
}

const char *link_fault_words(LinkFault fault) {
    static const char *const WORDS[LINK_FAULT_COUNT] = {
        [LINK_OK] = "is right",
        [LINK_EMPTY] = "is empty",
        [LINK_TOO_LONG] = "is longer than 150 bytes: use a shorter page of the same site",
        [LINK_NOT_HTTPS] = "begins with something else than https://",
        [LINK_CREDENTIALS] = "has an @ in front of the site's name: leave it out",
        [LINK_HOST] = "does not name a site such as www.example.org",
        [LINK_IP] = "has a number instead of the site's name",
        [LINK_PORT] = "has a port number behind the site's name",
        [LINK_SCRIPT] = "has letters of two alphabets in the site's name, or a name in code",
        [LINK_CHARACTER] = "has blanks or characters that do not belong into an address",
    };
    FOYER_ASSERT((unsigned)fault < LINK_FAULT_COUNT);
    return WORDS[fault];
}
