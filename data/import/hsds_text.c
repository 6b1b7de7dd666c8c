#include "data/import/hsds_text.h"

#include <string.h>

enum { TAG_BYTES_MAX = 500, ENTITY_BYTES_MAX = 12, MARKER_BYTES_MAX = 24 };

typedef struct {
    const char *from;
    const char *to;
} Pair;

/*
 * UTF-8 that was read as code page 437 (with Greek capital Gamma kept, or made a G) or as
 * Windows-1252, and written as UTF-8 again. Only sequences that mean one character; those of which
 * the wrong reading lost the difference ("+" and a bar for n with tilde or o with acute) stay.
 */
static const Pair MENDED[] = {
    {"GÇÖ", "’"}, {"GÇÿ", "‘"},        {"GÇ£", "“"}, {"GÇ¥", "”"}, {"GÇô", "–"},
    {"GÇö", "—"}, {"GÇæ", "-"},        {"GÇª", "…"}, {"GÇó", "•"}, {"GÇï", ""},
    {"ΓÇÖ", "’"}, {"ΓÇÿ", "‘"},        {"ΓÇ£", "“"}, {"ΓÇ¥", "”"}, {"ΓÇô", "–"},
    {"ΓÇö", "—"}, {"ΓÇª", "…"},        {"ΓÇó", "•"}, {"â€™", "’"}, {"â€˜", "‘"},
    {"â€œ", "“"}, {"â€\xC2\x9D", "”"}, {"â€“", "–"}, {"â€”", "—"}, {"â€¦", "…"},
    {"â€¢", "•"}, {"Â\xC2\xA0", " "},  {"Ã¡", "á"},  {"Ã©", "é"},  {"Ã\xC2\xAD", "í"},
    {"Ã³", "ó"},  {"Ãº", "ú"},         {"Ã±", "ñ"},  {"Ã¼", "ü"},  {"Ã¨", "è"},
    {"Ã§", "ç"},  {"Ã´", "ô"},         {"Ã¶", "ö"},  {"Ã¤", "ä"},  {"Ãª", "ê"},
};

static const Pair ENTITIES[] = {
    {"amp", "&"},    {"lt", "<"},     {"gt", ">"},     {"quot", "\""},  {"apos", "'"},
    {"nbsp", " "},   {"ndash", "–"},  {"mdash", "—"},  {"lsquo", "‘"},  {"rsquo", "’"},
    {"ldquo", "“"},  {"rdquo", "”"},  {"bull", "•"},   {"hellip", "…"}, {"middot", "·"},
    {"copy", "©"},   {"reg", "®"},    {"trade", "™"},  {"deg", "°"},    {"frac12", "½"},
    {"eacute", "é"}, {"aacute", "á"}, {"iacute", "í"}, {"oacute", "ó"}, {"uacute", "ú"},
    {"ntilde", "ñ"}, {"uuml", "ü"},   {"iquest", "¿"}, {"iexcl", "¡"},  {"pound", "£"},
    {"euro", "€"},   {"cent", "¢"},   {"euml", "ë"},   {"egrave", "è"}, {"ccedil", "ç"},
};

/* Tags that end a line; the text of all others flows on. */
static const char *const BREAKS[] = {"br", "p",  "div", "li", "tr", "ul", "ol",
                                     "h1", "h2", "h3",  "h4", "h5", "h6", "table"};

static bool starts(Str8 text, size_t at, const char *word) {
    return str8_starts_with(str8_slice(text, at, text.len), str8_from(word));
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* ---- one step of cleaning: how many bytes of `raw` it took, 0 = not its case ---- */

static size_t step_escape(Str8 raw, size_t at, Str8Builder *out) {
    if (raw.ptr[at] != '\\' || at + 1 >= raw.len) {
        return 0;
    }
    char next = raw.ptr[at + 1];
    if (next != 'n' && next != 'r' && next != 't') {
        return 0;
    }
    builder_add_char(out, next == 't' ? ' ' : '\n');
    return starts(raw, at, "\\r\\n") ? 4 : 2;
}

/* "###MON###", a mark of the program the data came from. */
static size_t step_marker(Str8 raw, size_t at) {
    if (!starts(raw, at, "###")) {
        return 0;
    }
    size_t end = at + 3;
    while (end < raw.len && end - at < MARKER_BYTES_MAX &&
           (is_letter(raw.ptr[end]) || is_digit(raw.ptr[end]) || raw.ptr[end] == '_')) {
        end++;
    }
    return end > at + 3 && starts(raw, end, "###") ? end + 3 - at : 0;
}

static bool is_break(Str8 name) {
    for (size_t i = 0; i < sizeof BREAKS / sizeof BREAKS[0]; i++) {
        if (str8_equal_ignoring_case(name, str8_from(BREAKS[i]))) {
            return true;
        }
    }
    return false;
}

/* The end of what <script> or <style> holds: behind its closing tag, or the end of the text. */
static size_t hidden_end(Str8 raw, size_t at, Str8 name) {
    for (size_t i = at; i + 2 + name.len <= raw.len; i++) {
        if (raw.ptr[i] == '<' && raw.ptr[i + 1] == '/' &&
            str8_equal_ignoring_case(str8_slice(raw, i + 2, i + 2 + name.len), name)) {
            while (i < raw.len && raw.ptr[i] != '>') {
                i++;
            }
            return i < raw.len ? i + 1 : raw.len;
        }
    }
    return raw.len;
}

static size_t step_tag(Str8 raw, size_t at, Str8Builder *out) {
    size_t start = at + 1;
    if (raw.ptr[at] != '<' || start >= raw.len ||
        !(is_letter(raw.ptr[start]) || raw.ptr[start] == '/' || raw.ptr[start] == '!')) {
        return 0;
    }
    size_t end = start;
    while (end < raw.len && end - at < TAG_BYTES_MAX && raw.ptr[end] != '>' &&
           raw.ptr[end] != '<') {
        end++;
    }
    if (end >= raw.len || raw.ptr[end] != '>') {
        return 0;
    }
    Str8 inside = str8_slice(raw, start, end);
    size_t name_start = inside.ptr[0] == '/' ? 1 : 0;
    size_t name_end = name_start;
    while (name_end < inside.len &&
           (is_letter(inside.ptr[name_end]) || is_digit(inside.ptr[name_end]))) {
        name_end++;
    }
    Str8 name = str8_slice(inside, name_start, name_end);
    bool address =
        str8_find(inside, STR8(" ")) == inside.len &&
        (str8_find(inside, STR8("@")) < inside.len || str8_find(inside, STR8("://")) < inside.len);
    if (address) { /* "<desk@school.example>" is no tag */
        builder_add(out, inside);
    } else if (is_break(name)) {
        builder_add_char(out, '\n');
        builder_add(out, str8_equal_ignoring_case(inside, STR8("li")) ? STR8("- ") : STR8(""));
    } else if (name_start == 0 && (str8_equal_ignoring_case(name, STR8("script")) ||
                                   str8_equal_ignoring_case(name, STR8("style")))) {
        return hidden_end(raw, end + 1, name) - at;
    }
    return end + 1 - at;
}

/* "&#8217;" or "&#x2019;", without '&' and ';'. */
static bool number_entity(Str8 name, uint32_t *code) {
    if (name.len < 2 || name.ptr[0] != '#') {
        return false;
    }
    bool hex = name.ptr[1] == 'x' || name.ptr[1] == 'X';
    uint32_t value = 0;
    for (size_t i = hex ? 2 : 1; i < name.len; i++) {
        char c = name.ptr[i];
        uint32_t digit = is_digit(c)              ? (uint32_t)(c - '0')
                         : (c >= 'a' && c <= 'f') ? (uint32_t)(c - 'a' + 10)
                         : (c >= 'A' && c <= 'F') ? (uint32_t)(c - 'A' + 10)
                                                  : 99;
        if (digit >= (hex ? 16u : 10u) || value > 0x10FFFF) {
            return false;
        }
        value = value * (hex ? 16 : 10) + digit;
    }
    *code = value;
    return value >= 0x20 && value <= 0x10FFFF && !(value >= 0xD800 && value <= 0xDFFF);
}

static size_t step_entity(Str8 raw, size_t at, Str8Builder *out) {
    size_t end = at + 1;
    while (raw.ptr[at] == '&' && end < raw.len && end - at < ENTITY_BYTES_MAX &&
           (is_letter(raw.ptr[end]) || is_digit(raw.ptr[end]) || raw.ptr[end] == '#')) {
        end++;
    }
    if (raw.ptr[at] != '&' || end >= raw.len || raw.ptr[end] != ';') {
        return 0;
    }
    Str8 name = str8_slice(raw, at + 1, end);
    uint32_t code = 0;
    if (number_entity(name, &code)) {
        builder_add_code(out, code);
        return end + 1 - at;
    }
    for (size_t i = 0; i < sizeof ENTITIES / sizeof ENTITIES[0]; i++) {
        if (str8_equal(name, str8_from(ENTITIES[i].from))) {
            builder_add(out, str8_from(ENTITIES[i].to));
            return end + 1 - at;
        }
    }
    return 0;
}

static size_t step_mend(Str8 raw, size_t at, Str8Builder *out) {
    char first = raw.ptr[at];
    if (first != 'G' && (unsigned char)first < 0x80) {
        return 0;
    }
    for (size_t i = 0; i < sizeof MENDED / sizeof MENDED[0]; i++) {
        if (starts(raw, at, MENDED[i].from)) {
            builder_add(out, str8_from(MENDED[i].to));
            return strlen(MENDED[i].from);
        }
    }
    return 0;
}

/* Markdown: "**bold**" and "[text](https://...)", of which the address follows. */
static size_t step_markdown(Str8 raw, size_t at, Str8Builder *out) {
    if (starts(raw, at, "**")) {
        return 2;
    }
    size_t close = at + 1;
    while (raw.ptr[at] == '[' && close < raw.len && close - at < TAG_BYTES_MAX &&
           raw.ptr[close] != ']' && raw.ptr[close] != '\n') {
        close++;
    }
    if (raw.ptr[at] != '[' || !starts(raw, close, "](http")) {
        return 0;
    }
    size_t end = close + 2;
    while (end < raw.len && raw.ptr[end] != ')' && (unsigned char)raw.ptr[end] > ' ') {
        end++;
    }
    if (end >= raw.len || raw.ptr[end] != ')') {
        return 0;
    }
    builder_add(out, str8_slice(raw, at + 1, close));
    builder_add(out, STR8(" ("));
    builder_add(out, str8_slice(raw, close + 2, end + 1));
    return end + 1 - at;
}

/* One character as it is, white space and invisible ones made plain. */
static size_t step_plain(Str8 raw, size_t at, Str8Builder *out) {
    size_t next = at;
    uint32_t code = str8_next(raw, &next);
    if (code == '\r') {
        bool pair = next < raw.len && raw.ptr[next] == '\n';
        builder_add(out, pair ? STR8("") : STR8("\n"));
    } else if (code == '\n' || code == 0x2028 || code == 0x2029) {
        builder_add_char(out, '\n');
    } else if (code < 0x20 || code == 0x7F || code == 0xA0 || code == 0x202F) {
        builder_add_char(out, ' ');
    } else if (!(code >= 0x80 && code < 0xA0) && code != 0x200B && code != 0xFEFF &&
               code != 0xFFFD) {
        builder_add(out, str8_slice(raw, at, next));
    }
    return next - at;
}

/* ---- white space and length ---- */

/* One space between words, none around line ends, at most one empty line. */
static Str8 tidy(Arena *arena, Str8 text) {
    Str8Builder out = builder_in(arena, text.len + 1);
    size_t ends = 0;
    bool space = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\n') {
            ends++;
            space = false;
        } else if (c == ' ') {
            space = true;
        } else {
            if (out.len > 0 && ends > 0) {
                builder_add(&out, ends > 1 ? STR8("\n\n") : STR8("\n"));
            } else if (out.len > 0 && space) {
                builder_add_char(&out, ' ');
            }
            ends = 0;
            space = false;
            builder_add_char(&out, c);
        }
    }
    return out.full ? STR8("") : builder_text(&out);
}

/* At most `max` bytes, cut behind a word. */
static Str8 cut(Arena *arena, Str8 text, size_t max) {
    static const Str8 MORE = {"…", sizeof "…" - 1};
    if (text.len <= max) {
        return text;
    }
    size_t end = max - MORE.len;
    while (end > 0 && ((unsigned char)text.ptr[end] & 0xC0) == 0x80) {
        end--;
    }
    size_t word = end;
    while (word > end / 2 && text.ptr[word] != ' ' && text.ptr[word] != '\n') {
        word--;
    }
    Str8 kept = str8_trim(str8_slice(text, 0, word > end / 2 ? word : end));
    return str8_format(arena, "%.*s%.*s", STR8_ARG(kept), STR8_ARG(MORE));
}

static bool is_clean(Str8 raw) {
    for (size_t i = 0; i < raw.len; i++) {
        unsigned char c = (unsigned char)raw.ptr[i];
        bool double_space = c == ' ' && i + 1 < raw.len && raw.ptr[i + 1] == ' ';
        if (c < 0x20 || c >= 0x7F || c == '\\' || c == '<' || c == '&' || c == '#' || c == '*' ||
            c == '[' || double_space) {
            return false;
        }
    }
    return true;
}

static Str8 clean(Arena *arena, Str8 raw) {
    raw = str8_trim(raw);
    if (is_clean(raw)) {
        return raw;
    }
    /* No step writes more than twice what it takes ("<p>" and "&" take at least as much). */
    Str8Builder out = builder_in(arena, raw.len * 2 + 1);
    for (size_t i = 0; i < raw.len && !out.full;) {
        size_t taken = step_escape(raw, i, &out);
        taken = taken > 0 ? taken : step_marker(raw, i);
        taken = taken > 0 ? taken : step_tag(raw, i, &out);
        taken = taken > 0 ? taken : step_entity(raw, i, &out);
        taken = taken > 0 ? taken : step_markdown(raw, i, &out);
        taken = taken > 0 ? taken : step_mend(raw, i, &out);
        i += taken > 0 ? taken : step_plain(raw, i, &out);
    }
    return out.full ? STR8("") : tidy(arena, builder_text(&out));
}

Str8 hsds_text_clean(Arena *arena, Str8 raw) {
    return cut(arena, clean(arena, raw), HSDS_TEXT_BYTES_MAX);
}

Str8 hsds_text_line(Arena *arena, Str8 raw, size_t max) {
    Str8 text = clean(arena, raw);
    if (str8_find(text, STR8("\n")) < text.len) {
        Str8Builder out = builder_in(arena, text.len + 1);
        for (size_t i = 0; i < text.len; i++) {
            builder_add_char(&out, text.ptr[i] == '\n' ? ' ' : text.ptr[i]);
        }
        text = tidy(arena, builder_text(&out));
    }
    return cut(arena, text, max);
}
