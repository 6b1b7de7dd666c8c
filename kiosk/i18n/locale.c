#include <errno.h>
#include <stdio.h>

#include "data/base/check.h"
#include "kiosk/i18n/locale_private.h"

/** One file of the assets folder: `root`/`folder`/`tag``ending`. */
typedef struct {
    Str8 root;
    const char *folder;
    Str8 tag;
    const char *ending;
    size_t size_max;
} Asset;

static ErrCode asset_fail(const Asset *asset, ErrCode code, const char *what, Err *err) {
    return err_set(err, code, "%s/%.*s%s %s", asset->folder, STR8_ARG(asset->tag), asset->ending,
                   what);
}

static ErrCode asset_read(Arena *arena, const Asset *asset, Str8 *bytes, Err *err) {
    Str8 path = str8_format(arena, "%.*s/%s/%.*s%s", STR8_ARG(asset->root), asset->folder,
                            STR8_ARG(asset->tag), asset->ending);
    char *terminated = path.len == 0 ? NULL : str8_to_c(arena, path);
    char *buffer = arena_alloc(arena, asset->size_max + 1);
    if (terminated == NULL || buffer == NULL) {
        return asset_fail(asset, ERR_NO_MEMORY, "found no memory", err);
    }
    FILE *file = fopen(terminated, "rb");
    if (file == NULL) {
        return asset_fail(asset, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "could not be opened",
                          err);
    }
    size_t size = fread(buffer, 1, asset->size_max + 1, file);
    bool failed = ferror(file) != 0;
    bool closed = fclose(file) == 0;
    if (failed || !closed) {
        return asset_fail(asset, ERR_IO, "could not be read", err);
    }
    if (size > asset->size_max) {
        return asset_fail(asset, ERR_LIMIT, "is too large", err);
    }
    *bytes = (Str8){buffer, size};
    return ERR_OK;
}

/** Read into scratch, then keep only what was read: the maximum is far above real files. */
static ErrCode asset_copy(Arena *arena, const Asset *asset, Str8 *bytes, Err *err) {
    Arena scratch = arena_make(asset->size_max + 4096, 2 * asset->size_max + 65536);
    Str8 read = {NULL, 0};
    ErrCode code = asset_read(&scratch, asset, &read, err);
    if (code == ERR_OK) {
        *bytes = str8_copy(arena, read);
        if (bytes->len != read.len) {
            code = asset_fail(asset, ERR_NO_MEMORY, "found no memory", err);
        }
    }
    arena_free(&scratch);
    return code;
}

static ErrCode load_weekdays_ahead(Arena *arena, Locale *locale, Err *err) {
    Str8 pattern = tr_context(locale, "day inside a sentence", "{weekday}");
    for (int i = 0; i < 7; i++) {
        const TrArg arg = {"weekday", locale->formats.weekdays[i]};
        locale->weekdays_ahead[i] = tr_fill(locale, arena, pattern, &arg, 1);
        if (locale->weekdays_ahead[i].len == 0) {
            return err_set(err, ERR_NO_MEMORY, "no memory for the weekdays");
        }
    }
    return ERR_OK;
}

static ErrCode locale_load(Arena *arena, Str8 assets, const Language *language, Locale *locale,
                           Err *err) {
    Str8 bytes = {NULL, 0};
    locale->language = language;
    const Asset words = {assets, "translations", language->tag, ".mo", LOCALE_MO_BYTES_MAX};
    const Asset keys = {assets, "keyboards", language->tag, ".kbd", KEYBOARD_BYTES_MAX};
    ErrCode code = asset_copy(arena, &words, &bytes, err);
    if (code == ERR_OK) {
        code = catalog_parse(arena, bytes, &locale->catalog, err);
    }
    if (code == ERR_OK) {
        code = asset_copy(arena, &keys, &bytes, err);
    }
    if (code == ERR_OK) {
        code = keyboard_parse(arena, bytes, &locale->keyboard, err);
    }
    if (code == ERR_OK) {
        code = format_table_load(arena, language->tag, &locale->formats, err);
    }
    if (code == ERR_OK) {
        code = load_weekdays_ahead(arena, locale, err);
    }
    return code == ERR_OK ? ERR_OK : err_wrap(err, code, "language %.*s", STR8_ARG(language->tag));
}

ErrCode locale_set_load(Arena *arena, Str8 assets, Str8 zone, LocaleSet **set, Err *err) {
    LocaleSet *made = ARENA_NEW(arena, LocaleSet);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the languages");
    }
    ErrCode code = zone_open(zone, &made->zone, err);
    size_t count = 0;
    const Language *languages = language_all(&count);
    for (size_t i = 0; i < count && code == ERR_OK; i++) {
        if (languages[i].has_catalogue) {
            FOYER_ASSERT(made->count < LOCALES_MAX);
            made->locales[made->count].set = made;
            code = locale_load(arena, assets, &languages[i], &made->locales[made->count++], err);
        }
    }
    if (code != ERR_OK) {
        zone_close(made->zone);
        return code;
    }
    *set = made;
    return ERR_OK;
}

void locale_set_close(LocaleSet *set) {
    if (set != NULL) {
        zone_close(set->zone);
        set->zone = NULL;
    }
}

ErrCode locale_set_zone(LocaleSet *set, Str8 zone, Err *err) {
    Zone *opened = NULL;
    ErrCode code = zone_open(zone, &opened, err);
    if (code == ERR_OK) {
        zone_close(set->zone);
        set->zone = opened;
    }
    return code;
}

size_t locale_set_count(const LocaleSet *set) {
    return set->count;
}

const Locale *locale_set_at(const LocaleSet *set, size_t index) {
    FOYER_ASSERT(index < set->count);
    return &set->locales[index];
}

const Locale *locale_find(const LocaleSet *set, Str8 language) {
    const Language *found = language_find(language);
    for (size_t i = 0; found != NULL && i < set->count; i++) {
        if (set->locales[i].language == found) {
            return &set->locales[i];
        }
    }
    FOYER_ASSERT(set->count > 0);
    return &set->locales[0]; /* English is first in the table of languages */
}

Str8 locale_language(const Locale *locale) {
    return locale->language->tag;
}

Str8 locale_name(const Locale *locale) {
    return locale->language->name;
}

bool locale_is_rtl(const Locale *locale) {
    return locale->language->rtl;
}

const Keyboard *locale_keyboard(const Locale *locale) {
    return locale->keyboard;
}
