#include "data/import/needs_fold.h"

#include "data/base/check.h"
#include "data/fold/fold.h"

enum { STEM_LEN_MIN = 4 }; /* of a word that may lose its plural ending */

static bool is_mark(uint32_t code) {
    return (code >= 0x0300 && code <= 0x036F) || (code >= 0x064B && code <= 0x0652);
}

/* Apostrophes disappear: "women's" is "womens" is "women". */
static bool is_silent(uint32_t code) {
    return code == '\'' || code == 0x2019 || code == 0x02BC || is_mark(code);
}

static uint32_t folded(Str8 text, size_t from, size_t to, uint32_t code) {
    if (code < 0x80) {
        bool is_word = (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z');
        bool is_upper = code >= 'A' && code <= 'Z';
        return is_upper ? code - 'A' + 'a' : is_word ? code : 0;
    }
    return fold_letter(str8_slice(text, from, to));
}

/* "\n" written out: what some exporters leave of a line's end. */
static bool is_written_break(Str8 text, size_t at) {
    return text.ptr[at] == '\\' && at + 1 < text.len &&
           (text.ptr[at + 1] == 'n' || text.ptr[at + 1] == 'r' || text.ptr[at + 1] == 't');
}

static bool ends(const Str8Builder *out, size_t start, const char *suffix) {
    return str8_ends_with((Str8){out->buffer + start, out->len - start}, str8_from(suffix));
}

/* Take the plural's ending from the word that begins at `start`. */
static void drop_plural(Str8Builder *out, size_t start) {
    size_t drop = 0;
    if (out->full || out->len - start < STEM_LEN_MIN) {
        return;
    }
    if (ends(out, start, "ies") && out->len - start > STEM_LEN_MIN) {
        out->len -= 3;
        builder_add_char(out, 'y');
    } else if (ends(out, start, "sses") || ends(out, start, "ches") || ends(out, start, "shes") ||
               ends(out, start, "xes")) {
        drop = 2;
    } else if (ends(out, start, "s") && !ends(out, start, "ss") && !ends(out, start, "us") &&
               !ends(out, start, "is")) {
        drop = 1;
    }
    out->len -= drop;
    out->buffer[out->len] = '\0';
}

Str8 needs_fold(Str8 text, char *buffer, size_t size) {
    FOYER_ASSERT(size > 1);
    Str8Builder out = builder_make(buffer, size);
    size_t word = 0; /* where the word at the end begins */
    for (size_t i = 0; i < text.len && !out.full;) {
        size_t from = i;
        bool is_break = is_written_break(text, i);
        uint32_t code = str8_next(text, &i);
        uint32_t letter = is_break ? 0 : folded(text, from, i, code);
        if (letter != 0) {
            if (word == out.len && out.len > 0) {
                builder_add_char(&out, ' ');
                word = out.len;
            }
            builder_add_code(&out, letter);
        } else if (code == '*' && word < out.len) {
            builder_add_char(&out, '*');
        } else if (!is_silent(code) && word < out.len) {
            drop_plural(&out, word);
            word = out.len;
        }
        i += is_break ? 1 : 0;
    }
    if (word < out.len) {
        drop_plural(&out, word);
    }
    return builder_text(&out);
}
