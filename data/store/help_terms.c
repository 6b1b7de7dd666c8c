#include "data/store/help_terms.h"

#include <string.h>

/*
 * 1. A term that could name a person's number or address never gets in.
 * 2. When the table is full the term that the fewest sessions asked for gives way, of these the one
 *    that nobody asked for the longest.
 */
enum { TERM_CHARACTERS_MIN = 2, DIGITS_OF_A_SCRIPT = 10 };

/* Where the ten digits of a script begin: Unicode's general category Nd. */
static const uint32_t ZEROS[] = {
    0x0030,  0x0660,  0x06F0,  0x07C0,  0x0966,  0x09E6,  0x0A66,  0x0AE6,  0x0B66,
    0x0BE6,  0x0C66,  0x0CE6,  0x0D66,  0x0DE6,  0x0E50,  0x0ED0,  0x0F20,  0x1040,
    0x1090,  0x17E0,  0x1810,  0x1946,  0x19D0,  0x1A80,  0x1A90,  0x1B50,  0x1BB0,
    0x1C40,  0x1C50,  0x2070,  0x2080,  0xA620,  0xA8D0,  0xA900,  0xA9D0,  0xA9F0,
    0xAA50,  0xABF0,  0xFF10,  0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0,
    0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50,
    0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
};

/* Digits without a zero (Ethiopic) and in other dress: superscripts, circled, mathematical ones. */
static const struct {
    uint32_t first;
    uint32_t last;
} DRESSED[] = {
    {0xB2, 0xB3},     {0x1369, 0x1371}, {0x19DA, 0x19DA},   {0xB9, 0xB9},       {0x2460, 0x249B},
    {0x24EA, 0x24FF}, {0x2776, 0x2793}, {0x1D7CE, 0x1D7FF}, {0x1F100, 0x1F10C},
};

static bool is_digit(uint32_t code) {
    for (size_t i = 0; i < sizeof ZEROS / sizeof ZEROS[0]; i++) {
        if (code >= ZEROS[i] && code < ZEROS[i] + DIGITS_OF_A_SCRIPT) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof DRESSED / sizeof DRESSED[0]; i++) {
        if (code >= DRESSED[i].first && code <= DRESSED[i].last) {
            return true;
        }
    }
    return false;
}

/* The at sign, its full-width and its small form. */
static bool is_at(uint32_t code) {
    return code == '@' || code == 0xFF20 || code == 0xFE6B;
}

static bool is_space(uint32_t code) {
    return code == ' ' || (code >= '\t' && code <= '\r') || code == 0xA0 || code == 0x3000;
}

static bool is_kept(Str8 text) {
    size_t characters = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t code = str8_next(text, &at);
        bool is_control = (code < ' ' && !is_space(code)) || (code >= 0x7F && code < 0xA0);
        if (is_digit(code) || is_at(code) || is_control) {
            return false;
        }
        characters += is_space(code) ? 0 : 1;
    }
    return characters >= TERM_CHARACTERS_MIN;
}

bool help_term_accept(Str8 text, TermAsked *asked) {
    /* Far too long is known without looking at it; white space may still shrink. */
    if (text.len > (size_t)2 * HELP_TERM_BYTES_MAX || !str8_is_valid(text) || !is_kept(text)) {
        return false;
    }
    char buffer[HELP_TERM_BYTES_MAX + 1];
    Str8Builder builder = builder_make(buffer, sizeof buffer);
    bool after_space = false;
    for (size_t at = 0; at < text.len;) {
        uint32_t code = str8_next(text, &at);
        if (is_space(code)) {
            after_space = builder.len > 0;
            continue;
        }
        if (after_space) {
            builder_add_char(&builder, ' ');
        }
        after_space = false;
        builder_add_code(&builder, code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code);
    }
    if (!builder.full) {
        memcpy(asked->text, buffer, builder.len);
        asked->len = (uint8_t)builder.len;
    }
    memory_wipe(buffer, sizeof buffer);
    return !builder.full;
}

static Str8 text_of(const TermAsked *asked) {
    return (Str8){asked->text, asked->len};
}

static void digest_of(const TermAsked *asked, uint8_t digest[VAULT_DIGEST_SIZE]) {
    char bytes[HELP_TERM_BYTES_MAX + HELP_LANGUAGE_SIZE] = {0};
    memcpy(bytes, asked->language, sizeof asked->language);
    memcpy(bytes + HELP_LANGUAGE_SIZE, asked->text, asked->len);
    vault_digest(bytes, HELP_LANGUAGE_SIZE + (size_t)asked->len, digest);
    memory_wipe(bytes, sizeof bytes);
}

static void forget_words(TermWaiting *item) {
    memory_wipe(item->asked.text, sizeof item->asked.text);
    item->asked.len = 0;
}

bool help_term_is(const TermAsked *a, const TermAsked *b) {
    return str8_equal(text_of(a), text_of(b)) && strcmp(a->language, b->language) == 0;
}

static TermWaiting *place_for(HelpTerms *terms) {
    if (terms->count < HELP_TERMS_MAX) {
        return &terms->items[terms->count++];
    }
    TermWaiting *least = &terms->items[0];
    for (size_t i = 1; i < terms->count; i++) {
        TermWaiting *item = &terms->items[i];
        if (item->sessions < least->sessions ||
            (item->sessions == least->sessions && item->tick < least->tick)) {
            least = item;
        }
    }
    memory_wipe(least, sizeof *least);
    return least;
}

void help_terms_add(HelpTerms *terms, const TermAsked *asked) {
    TermWaiting *found = NULL;
    uint8_t digest[VAULT_DIGEST_SIZE];
    digest_of(asked, digest);
    for (size_t i = 0; found == NULL && i < terms->count; i++) {
        found =
            memcmp(terms->items[i].digest, digest, sizeof digest) == 0 ? &terms->items[i] : NULL;
    }
    if (found == NULL) {
        found = place_for(terms);
    }
    memcpy(found->digest, digest, sizeof digest);
    found->asked = *asked;
    found->sessions++;
    found->tick = ++terms->tick;
    if (found->sessions < HELP_BATCH_SESSIONS_MIN) {
        forget_words(found);
    }
}

static int compare_int(int a, int b) {
    return (a > b) - (a < b);
}

static int compare_asked(const TermAsked *a, const TermAsked *b) {
    int order = compare_int(a->iso_year, b->iso_year);
    order = order != 0 ? order : compare_int(a->iso_week, b->iso_week);
    order = order != 0 ? order : strcmp(a->language, b->language);
    return order != 0 ? order : str8_compare(text_of(a), text_of(b));
}

/* By hand: the library's qsort works in memory of its own, which it does not overwrite. */
size_t help_terms_due(HelpTerms *terms) {
    size_t due = 0;
    TermWaiting moved;
    for (size_t i = 0; i < terms->count; i++) {
        if (terms->items[i].sessions < HELP_BATCH_SESSIONS_MIN) {
            continue;
        }
        moved = terms->items[i];
        terms->items[i] = terms->items[due];
        size_t at = due++;
        for (; at > 0 && compare_asked(&terms->items[at - 1].asked, &moved.asked) > 0; at--) {
            terms->items[at] = terms->items[at - 1];
        }
        terms->items[at] = moved;
    }
    memory_wipe(&moved, sizeof moved);
    return due;
}

int32_t help_term_sessions_due(const TermWaiting *term) {
    return term->sessions - term->sessions % HELP_BATCH_SESSIONS_MIN;
}

void help_terms_written(HelpTerms *terms, size_t due) {
    size_t kept = 0;
    for (size_t i = 0; i < terms->count; i++) {
        TermWaiting *item = &terms->items[i];
        item->sessions -= i < due ? help_term_sessions_due(item) : 0;
        if (item->sessions < HELP_BATCH_SESSIONS_MIN) {
            forget_words(item);
        }
        if (item->sessions > 0) {
            terms->items[kept++] = *item;
        }
    }
    memory_wipe(terms->items + kept, (terms->count - kept) * sizeof terms->items[0]);
    terms->count = kept;
}
