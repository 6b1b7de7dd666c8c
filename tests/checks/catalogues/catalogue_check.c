#include <stdio.h>
#include <string.h>

#include "kiosk/i18n/catalog.h"

/*
 * catalogue_check REFERENCE.mo CATALOGUE.mo LANGUAGE: compares a language with the words as they
 * stand in the code, prints a line for every fault, and ends with 1 when there was one.
 */
enum { FILE_BYTES_MAX = 1 << 20, PLACEHOLDERS_MAX = 8, PLURAL_TRIED_MAX = 220 };

static const struct {
    const char *language;
    size_t plurals;
} PLURALS[] = {{"en", 2}, {"es", 2}, {"ar", 6}};

/** Words that are the same in another language. */
static const char *const SAME[] = {"Normal"};

typedef struct {
    const Catalog *reference;
    const Catalog *catalog;
    Str8 language;
    int faults;
} Check;

typedef struct {
    Str8 names[PLACEHOLDERS_MAX];
    size_t count;
} Placeholders;

static void fault(Check *check, const char *what, Str8 key) {
    /* A context is shown before its text, with a slash for the EOT between. */
    printf("%.*s: %s: \"", STR8_ARG(check->language), what);
    for (size_t i = 0; i < key.len; i++) {
        putchar(key.ptr[i] == '\4' ? '/' : key.ptr[i]);
    }
    printf("\"\n");
    check->faults++;
}

static bool placeholders_have(const Placeholders *set, Str8 name) {
    for (size_t i = 0; i < set->count; i++) {
        if (str8_equal(set->names[i], name)) {
            return true;
        }
    }
    return false;
}

static Placeholders placeholders_of(Str8 text) {
    Placeholders set = {.count = 0};
    Str8 rest = text;
    while (rest.ptr != NULL && set.count < PLACEHOLDERS_MAX) {
        (void)str8_cut(rest, '{', &rest);
        if (rest.ptr != NULL) {
            Str8 name = str8_cut(rest, '}', &rest);
            if (!placeholders_have(&set, name)) {
                set.names[set.count++] = name;
            }
        }
    }
    return set;
}

/** All of `part` are in `whole`; `optional` (may be empty) need not be in it. */
static bool placeholders_within(const Placeholders *part, const Placeholders *whole,
                                Str8 optional) {
    for (size_t i = 0; i < part->count; i++) {
        if (!str8_equal(part->names[i], optional) && !placeholders_have(whole, part->names[i])) {
            return false;
        }
    }
    return true;
}

static Str8 next_form(Str8 *rest) {
    return str8_cut(*rest, '\0', rest);
}

/** The form stands for one number only ("one child"): it may leave {count} out. */
static bool form_is_of_one_number(const Check *check, size_t form) {
    size_t numbers = 0;
    for (int64_t n = 0; n < PLURAL_TRIED_MAX; n++) {
        numbers += catalog_plural_form(check->catalog, n) == form;
    }
    return numbers == 1;
}

static bool has_letter_between(Str8 text, uint32_t first, uint32_t last) {
    for (size_t i = 0; i < text.len;) {
        uint32_t code = str8_next(text, &i);
        if (code >= first && code <= last) {
            return true;
        }
    }
    return false;
}

/** Some word outside of placeholders: three letters in a row. */
static bool has_word(Str8 text) {
    int letters = 0;
    bool inside = false;
    for (size_t i = 0; i < text.len && letters < 3; i++) {
        char c = text.ptr[i];
        inside = c == '{' || (inside && c != '}');
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        letters = letter && !inside ? letters + 1 : 0;
    }
    return letters == 3;
}

static bool may_be_same(Str8 text) {
    for (size_t i = 0; i < sizeof SAME / sizeof SAME[0]; i++) {
        if (str8_equal(text, str8_from(SAME[i]))) {
            return true;
        }
    }
    return !has_word(text);
}

static void check_form(Check *check, const CatalogMessage *wanted, Str8 english, Str8 form,
                       size_t index) {
    Placeholders of_english = placeholders_of(english);
    Placeholders of_form = placeholders_of(form);
    Str8 count = wanted->plural ? STR8("count") : (Str8){NULL, 0};
    if (!placeholders_within(&of_form, &of_english, (Str8){NULL, 0}) ||
        !placeholders_within(&of_english, &of_form, count)) {
        fault(check, "other placeholders", wanted->key);
    }
    if (wanted->plural && !placeholders_have(&of_form, count) &&
        !form_is_of_one_number(check, index)) {
        fault(check, "a form without {count}", wanted->key);
    }
    if (str8_equal(check->language, STR8("en"))) {
        return;
    }
    if (str8_equal(form, english) && !may_be_same(english)) {
        fault(check, "untranslated", wanted->key);
    }
    if (str8_equal(check->language, STR8("ar")) && has_word(english) &&
        !has_letter_between(form, 0x0600, 0x06FF)) {
        fault(check, "no Arabic letter", wanted->key);
    }
}

static void check_wanted(void *context, const CatalogMessage *wanted) {
    Check *check = context;
    CatalogMessage found;
    if (wanted->key.len == 0) {
        return;
    }
    if (!catalog_find_key(check->catalog, wanted->key, &found) || found.plural != wanted->plural) {
        fault(check, "missing", wanted->key);
        return;
    }
    Str8 english = wanted->forms;
    Str8 english_form = next_form(&english);
    if (wanted->plural) {
        english_form = next_form(&english); /* the plural: the one with every placeholder */
    }
    Str8 rest = found.forms;
    for (size_t i = 0; rest.ptr != NULL; i++) {
        Str8 form = next_form(&rest);
        if (form.len == 0) {
            fault(check, "missing", wanted->key);
        } else {
            check_form(check, wanted, english_form, form, i);
        }
    }
}

static void check_used(void *context, const CatalogMessage *message) {
    Check *check = context;
    CatalogMessage found;
    if (!catalog_find_key(check->reference, message->key, &found)) {
        fault(check, "unused", message->key);
    }
}

static void check_plurals(Check *check) {
    for (size_t i = 0; i < sizeof PLURALS / sizeof PLURALS[0]; i++) {
        if (str8_equal(check->language, str8_from(PLURALS[i].language)) &&
            catalog_plurals_count(check->catalog) != PLURALS[i].plurals) {
            fault(check, "not the language's number of plural forms", check->language);
        }
    }
}

static const Catalog *catalog_of(Arena *arena, const char *path) {
    char *bytes = arena_alloc(arena, FILE_BYTES_MAX);
    FILE *file = fopen(path, "rb");
    if (file == NULL || bytes == NULL) {
        (void)fprintf(stderr, "catalogue_check: %s could not be opened\n", path);
        return NULL;
    }
    size_t size = fread(bytes, 1, FILE_BYTES_MAX, file);
    (void)fclose(file);
    const Catalog *catalog = NULL;
    Err err = {0};
    if (catalog_parse(arena, (Str8){bytes, size}, &catalog, &err) != ERR_OK) {
        (void)fprintf(stderr, "catalogue_check: %s: %s\n", path, err.text);
    }
    return catalog;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        (void)fprintf(stderr, "usage: catalogue_check REFERENCE.mo CATALOGUE.mo LANGUAGE\n");
        return 2;
    }
    Arena arena = arena_make(1 << 16, 1 << 24);
    Check check = {.language = str8_from(argv[3])};
    check.reference = catalog_of(&arena, argv[1]);
    check.catalog = catalog_of(&arena, argv[2]);
    if (check.reference != NULL && check.catalog != NULL) {
        catalog_each(check.reference, check_wanted, &check);
        catalog_each(check.catalog, check_used, &check);
        check_plurals(&check);
    } else {
        check.faults++;
    }
    arena_free(&arena);
    return check.faults == 0 ? 0 : 1;
}
