#include "kiosk/i18n/format_table.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "data/base/check.h"

enum { ICU_TEXT_MAX = 96 };

/** Which ICU locale a tag stands for: the form of the language that families here read. */
static const struct {
    Str8 tag;
    const char *locale;
} ICU_LOCALES[] = {
    {{"en", 2}, "en_US@calendar=gregorian;numbers=latn"},
    {{"es", 2}, "es_US@calendar=gregorian;numbers=latn"},
    {{"ar", 2}, "ar@calendar=gregorian;numbers=latn"},
    {{"ht", 2}, "fr_HT@calendar=gregorian;numbers=latn"}, /* CLDR 42 has no Haitian Creole */
};

/* Empty members mean: as ICU says, or as DEFAULTS says. */
typedef struct {
    Str8 tag;
    Str8 date_long;
    Str8 date_short;
    Str8 range;
    Str8 range_noon;
    Str8 range_plain;
    Str8 weekday_range;
    Str8 am, pm; /* in ranges */
    Str8 list_separator;
} FormatOverride;

#define TEXT(literal)                                                                              \
    { "" literal, sizeof(literal) - 1 }

static const FormatOverride DEFAULTS = {
    .range = TEXT("{start} – {end}\u00A0{half}"),
    .range_noon = TEXT("{start}\u00A0{first} – {end}\u00A0{half}"),
    .range_plain = TEXT("{start} – {end}"),
    .weekday_range = TEXT("{first} – {last}"),
    .list_separator = TEXT(", "),
};

static const FormatOverride OVERRIDES[] = {
    {
        .tag = TEXT("es"),
        .date_long = TEXT("EEEE d 'de' MMMM"), /* no comma, as the Academy writes it */
        .date_short = TEXT("EEE d 'de' MMM"),
        .range = TEXT("de {start} a {end}\u00A0{half}"),
        .range_noon = TEXT("de {start}\u00A0{first} a {end}\u00A0{half}"),
        .range_plain = TEXT("{start} a {end}"),
        .weekday_range = TEXT("{first} a {last}"),
    },
    {
        .tag = TEXT("ar"),
        .date_long = TEXT("EEEE d MMMM"),
        .date_short = TEXT("EEEE d MMM"), /* Arabic has no short weekdays */
        .am = TEXT("صباحاً"),
        .pm = TEXT("مساءً"),
        .list_separator = TEXT("، "),
    },
};

typedef struct {
    Arena *arena;
    const char *locale;
    UDateTimePatternGenerator *generator;
    UDateFormat *format;
    UErrorCode status;
    bool exhausted; /* of memory */
} FormatLoader;

static Str8 first_of(Str8 wanted, Str8 otherwise) {
    return wanted.len > 0 ? wanted : otherwise;
}

/** UTF-8 in the arena, without direction marks; a narrow no-break space becomes a plain one. */
static Str8 loader_text(FormatLoader *loader, const UChar *text, int32_t len) {
    char utf8[ICU_TEXT_MAX * 3];
    int32_t size = 0;
    u_strToUTF8(utf8, (int32_t)sizeof utf8, &size, text, len, &loader->status);
    if (U_FAILURE(loader->status)) {
        return (Str8){"", 0};
    }
    Str8 read = {utf8, (size_t)size};
    Str8Builder out = builder_in(loader->arena, read.len + 1);
    for (size_t i = 0; i < read.len;) {
        uint32_t code = str8_next(read, &i);
        if (code != 0x200E && code != 0x200F && code != 0x061C) {
            builder_add_code(&out, code == 0x202F ? 0xA0 : code);
        }
    }
    loader->exhausted = loader->exhausted || out.full;
    return out.full ? (Str8){"", 0} : builder_text(&out);
}

static Str8 loader_pattern(FormatLoader *loader, const char *skeleton) {
    UChar wide[ICU_TEXT_MAX];
    UChar pattern[ICU_TEXT_MAX];
    u_uastrncpy(wide, skeleton, ICU_TEXT_MAX);
    int32_t len =
        udatpg_getBestPattern(loader->generator, wide, -1, pattern, ICU_TEXT_MAX, &loader->status);
    return U_SUCCESS(loader->status) ? loader_text(loader, pattern, len) : (Str8){"", 0};
}

static int32_t loader_symbol(FormatLoader *loader, UDateFormatSymbolType type, int32_t index,
                             UChar out[ICU_TEXT_MAX]) {
    int32_t len = udat_getSymbols(loader->format, type, index, out, ICU_TEXT_MAX, &loader->status);
    return U_SUCCESS(loader->status) && len <= ICU_TEXT_MAX ? len : 0;
}

static void loader_symbols(FormatLoader *loader, UDateFormatSymbolType type, int32_t first,
                           Str8 *out, int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        UChar wide[ICU_TEXT_MAX];
        int32_t len = loader_symbol(loader, type, first + i, wide);
        out[i] = loader_text(loader, wide, len);
    }
}

/** As loader_symbols with a capital first letter: for words that stand alone. */
static void loader_titles(FormatLoader *loader, UDateFormatSymbolType type, int32_t first,
                          Str8 *out, int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        UChar wide[ICU_TEXT_MAX];
        int32_t len = loader_symbol(loader, type, first + i, wide);
        if (len > 0 && !U16_IS_SURROGATE(wide[0])) {
            UChar32 capital = u_toupper(wide[0]);
            wide[0] = capital <= 0xFFFF ? (UChar)capital : wide[0];
        }
        out[i] = loader_text(loader, wide, len);
    }
}

static const FormatOverride *override_of(Str8 tag) {
    for (size_t i = 0; i < sizeof OVERRIDES / sizeof OVERRIDES[0]; i++) {
        if (str8_equal_ignoring_case(OVERRIDES[i].tag, tag)) {
            return &OVERRIDES[i];
        }
    }
    return &DEFAULTS;
}

static const char *icu_locale_of(Arena *arena, Str8 tag) {
    for (size_t i = 0; i < sizeof ICU_LOCALES / sizeof ICU_LOCALES[0]; i++) {
        if (str8_equal_ignoring_case(ICU_LOCALES[i].tag, tag)) {
            return ICU_LOCALES[i].locale;
        }
    }
    Str8 made = str8_format(arena, "%.*s@calendar=gregorian;numbers=latn", STR8_ARG(tag));
    char *locale = made.ptr == NULL ? NULL : str8_to_c(arena, made);
    for (size_t i = 0; locale != NULL && locale[i] != '\0' && locale[i] != '@'; i++) {
        locale[i] = locale[i] == '-' ? '_' : locale[i];
    }
    return locale;
}

static void load_patterns(FormatLoader *loader, const FormatOverride *other, FormatTable *table) {
    table->date_long = first_of(other->date_long, loader_pattern(loader, "MMMMEEEEd"));
    table->date_short = first_of(other->date_short, loader_pattern(loader, "MMMEd"));
    table->date_day = loader_pattern(loader, "MMMMd");
    table->date_year = loader_pattern(loader, "yMMMMd");
    table->time = loader_pattern(loader, "jm");
    table->hours_24 = memchr(table->time.ptr, 'H', table->time.len) != NULL;
    if (table->hours_24) {
        table->time = loader_pattern(loader, "Hm");
    }
    table->range = first_of(other->range, DEFAULTS.range);
    table->range_noon = first_of(other->range_noon, DEFAULTS.range_noon);
    table->range_plain = first_of(other->range_plain, DEFAULTS.range_plain);
    table->weekday_range = first_of(other->weekday_range, DEFAULTS.weekday_range);
    table->list_separator = first_of(other->list_separator, DEFAULTS.list_separator);
}

static void load_words(FormatLoader *loader, const FormatOverride *other, FormatTable *table) {
    loader_symbols(loader, UDAT_AM_PMS, 0, table->halves, 2);
    table->range_halves[0] = first_of(other->am, table->halves[0]);
    table->range_halves[1] = first_of(other->pm, table->halves[1]);
    /* ICU counts weekdays from 1 = Sunday. */
    loader_symbols(loader, UDAT_WEEKDAYS, 1, table->weekdays, 7);
    loader_titles(loader, UDAT_STANDALONE_WEEKDAYS, 1, table->weekdays_title, 7);
    loader_symbols(loader, UDAT_SHORT_WEEKDAYS, 1, table->weekdays_short, 7);
    loader_titles(loader, UDAT_STANDALONE_SHORT_WEEKDAYS, 1, table->weekdays_short_title, 7);
    loader_symbols(loader, UDAT_MONTHS, 0, table->months, 12);
    loader_symbols(loader, UDAT_SHORT_MONTHS, 0, table->months_short, 12);
}

static void load_numbers(FormatLoader *loader, FormatTable *table) {
    UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0, loader->locale, NULL, &loader->status);
    UChar wide[ICU_TEXT_MAX];
    int32_t len =
        unum_getSymbol(format, UNUM_GROUPING_SEPARATOR_SYMBOL, wide, ICU_TEXT_MAX, &loader->status);
    if (U_SUCCESS(loader->status)) {
        table->group_separator = loader_text(loader, wide, len);
    }
    unum_close(format);
}

ErrCode format_table_load(Arena *arena, Str8 tag, FormatTable *table, Err *err) {
    FormatLoader loader = {.arena = arena, .locale = icu_locale_of(arena, tag)};
    if (loader.locale == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the formats of a language");
    }
    FormatTable made = {0};
    loader.generator = udatpg_open(loader.locale, &loader.status);
    loader.format =
        udat_open(UDAT_SHORT, UDAT_SHORT, loader.locale, u"Etc/UTC", -1, NULL, 0, &loader.status);
    if (U_SUCCESS(loader.status)) {
        const FormatOverride *other = override_of(tag);
        load_patterns(&loader, other, &made);
        load_words(&loader, other, &made);
        load_numbers(&loader, &made);
    }
    udat_close(loader.format);
    udatpg_close(loader.generator);
    if (U_FAILURE(loader.status)) {
        return err_set(err, ERR_INTERNAL, "ICU has no formats for '%.*s': %s", STR8_ARG(tag),
                       u_errorName(loader.status));
    }
    if (loader.exhausted) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the formats of a language");
    }
    *table = made;
    return ERR_OK;
}

static void add_number(Str8Builder *out, int number, size_t digits_min) {
    if (digits_min >= 2 && number < 10) {
        builder_add_char(out, '0');
    }
    builder_add_int(out, number);
}

static void add_weekday(Str8Builder *out, const FormatTable *table, int weekday, size_t letters) {
    FOYER_ASSERT(weekday >= 0 && weekday < 7);
    bool alone = out->len == 0;
    const Str8 *full = alone ? table->weekdays_title : table->weekdays;
    const Str8 *brief = alone ? table->weekdays_short_title : table->weekdays_short;
    builder_add(out, letters >= 4 ? full[weekday] : brief[weekday]);
}

static void add_month(Str8Builder *out, const FormatTable *table, int month, size_t letters) {
    FOYER_ASSERT(month >= 1 && month <= 12);
    if (letters >= 3) {
        builder_add(out, letters >= 4 ? table->months[month - 1] : table->months_short[month - 1]);
    } else {
        add_number(out, month, letters);
    }
}

static void add_field(Str8Builder *out, const FormatTable *table, char letter, size_t letters,
                      const Civil *civil) {
    int half_day = civil->hour % 12;
    switch (letter) {
    case 'y':
        builder_add_int(out, civil->year);
        break;
    case 'M':
    case 'L':
        add_month(out, table, civil->month, letters);
        break;
    case 'd':
        add_number(out, civil->day, letters);
        break;
    case 'E':
    case 'c':
        add_weekday(out, table, civil->weekday, letters);
        break;
    case 'h':
        add_number(out, half_day == 0 ? 12 : half_day, letters);
        break;
    case 'K':
        add_number(out, half_day, letters);
        break;
    case 'H':
        /* "13:12" and "8:00": two digits would only look like a machine's. */
        builder_add_int(out, civil->hour);
        break;
    case 'm':
        add_number(out, civil->minute, letters);
        break;
    case 'a':
        builder_add(out, table->halves[civil->hour >= 12]);
        break;
    default:
        break; /* G and others that no pattern of ours asks for */
    }
}

/** Copy quoted text (UTS 35: '' is an apostrophe); returns the index behind it. */
static size_t add_quoted(Str8Builder *out, Str8 pattern, size_t at) {
    if (at + 1 < pattern.len && pattern.ptr[at + 1] == '\'') {
        builder_add_char(out, '\'');
        return at + 2;
    }
    size_t end = at + 1;
    while (end < pattern.len && pattern.ptr[end] != '\'') {
        builder_add_char(out, pattern.ptr[end++]);
    }
    return end < pattern.len ? end + 1 : end;
}

static bool is_letter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

void format_table_add(Str8Builder *out, const FormatTable *table, Str8 pattern,
                      const Civil *civil) {
    for (size_t i = 0; i < pattern.len;) {
        char character = pattern.ptr[i];
        if (character == '\'') {
            i = add_quoted(out, pattern, i);
        } else if (is_letter(character)) {
            size_t end = i;
            while (end < pattern.len && pattern.ptr[end] == character) {
                end++;
            }
            add_field(out, table, character, end - i, civil);
            i = end;
        } else if (character == ' ' && i + 1 < pattern.len && pattern.ptr[i + 1] == 'a') {
            builder_add_code(out, 0xA0); /* a time and its PM stay together */
            i++;
        } else {
            builder_add_char(out, character);
            i++;
        }
    }
}
