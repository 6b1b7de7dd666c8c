#include "kiosk/i18n/language.h"

#define LANGUAGE(tag_, name_, script_, rtl_, catalogue_)                                           \
    {                                                                                              \
        .tag = {"" tag_, sizeof(tag_) - 1}, .name = {"" name_, sizeof(name_) - 1},                 \
        .script = {"" script_, sizeof(script_) - 1}, .rtl = (rtl_), .has_catalogue = (catalogue_)  \
    }

static const Language LANGUAGES[] = {
    LANGUAGE("en", "English", "Latn", false, true),
    LANGUAGE("es", "Español", "Latn", false, true),
    LANGUAGE("ht", "Kreyòl ayisyen", "Latn", false, false),
    LANGUAGE("ar", "العربية", "Arab", true, true),
    LANGUAGE("zh-Hans", "中文", "Hans", false, false),
    LANGUAGE("vi", "Tiếng Việt", "Latn", false, false),
    LANGUAGE("ru", "Русский", "Cyrl", false, false),
    LANGUAGE("pt", "Português", "Latn", false, false),
    LANGUAGE("fr", "Français", "Latn", false, false),
    LANGUAGE("so", "Soomaali", "Latn", false, false),
    LANGUAGE("uk", "Українська", "Cyrl", false, false),
    LANGUAGE("am", "አማርኛ", "Ethi", false, false),
    LANGUAGE("ne", "नेपाली", "Deva", false, false),
    LANGUAGE("my", "မြန်မာ", "Mymr", false, false),
    LANGUAGE("ksw", "ကညီကျိာ်", "Mymr", false, false),
    LANGUAGE("hmn", "Hmoob", "Latn", false, false),
    LANGUAGE("ko", "한국어", "Kore", false, false),
    LANGUAGE("tl", "Tagalog", "Latn", false, false),
    LANGUAGE("ur", "اردو", "Arab", true, false),
    LANGUAGE("fa-AF", "دری", "Arab", true, false),
    LANGUAGE("ps", "پښتو", "Arab", true, false),
    LANGUAGE("bn", "বাংলা", "Beng", false, false),
    LANGUAGE("sw", "Kiswahili", "Latn", false, false),
    LANGUAGE("km", "ភាសាខ្មែរ", "Khmr", false, false),
    LANGUAGE("zh-Hant", "繁體中文", "Hant", false, false),
    LANGUAGE("hi", "हिन्दी", "Deva", false, false),
    LANGUAGE("pl", "Polski", "Latn", false, false),
    LANGUAGE("de", "Deutsch", "Latn", false, false),
    LANGUAGE("ja", "日本語", "Jpan", false, false),
    LANGUAGE("fa", "فارسی", "Arab", true, false),
    LANGUAGE("ti", "ትግርኛ", "Ethi", false, false),
    LANGUAGE("ase", "American Sign Language", "Latn", false, false),
};

const Language *language_all(size_t *count) {
    *count = sizeof LANGUAGES / sizeof LANGUAGES[0];
    return LANGUAGES;
}

static const Language *language_exact(Str8 tag) {
    for (size_t i = 0; i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++) {
        if (str8_equal_ignoring_case(LANGUAGES[i].tag, tag)) {
            return &LANGUAGES[i];
        }
    }
    return NULL;
}

/** `tag` without its last subtag; empty when it has one only. */
static Str8 language_parent(Str8 tag) {
    size_t end = tag.len;
    while (end > 0 && tag.ptr[end - 1] != '-') {
        end--;
    }
    return str8_slice(tag, 0, end > 0 ? end - 1 : 0);
}

const Language *language_find(Str8 tag) {
    for (Str8 nearest = tag; nearest.len > 0; nearest = language_parent(nearest)) {
        const Language *found = language_exact(nearest);
        if (found != NULL) {
            return found;
        }
    }
    Str8 rest;
    bool chinese = str8_equal_ignoring_case(str8_cut(tag, '-', &rest), STR8("zh"));
    return chinese ? language_exact(STR8("zh-Hans")) : NULL;
}

Str8 language_name(Str8 tag) {
    const Language *language = language_find(tag);
    return language != NULL ? language->name : tag;
}
