#include "kiosk/platform/font_table.h"

#include "data/base/check.h"

#define NOTO "truetype/noto/"
#define CJK "opentype/noto/"

enum {
    FAMILY_LATIN,
    FAMILY_ARABIC,
    FAMILY_NASTALIQ,
    FAMILY_HAN_SIMPLIFIED,
    FAMILY_HAN_TRADITIONAL,
    FAMILY_JAPANESE,
    FAMILY_KOREAN,
    FAMILY_PADAUK,
    FAMILY_DEVANAGARI,
    FAMILY_BENGALI,
    FAMILY_GURMUKHI,
    FAMILY_GUJARATI,
    FAMILY_TAMIL,
    FAMILY_TELUGU,
    FAMILY_SINHALA,
    FAMILY_ETHIOPIC,
    FAMILY_KHMER,
    FAMILY_THAI,
    FAMILY_LAO,
    FAMILY_HEBREW,
    FAMILY_ARMENIAN,
    FAMILY_GEORGIAN,
    FAMILY_NKO,
    FAMILY_ADLAM,
    FAMILY_SYRIAC,
    FAMILY_CHEROKEE,
    FAMILY_SYMBOLS,
    FAMILY_SYMBOLS_2,
    FAMILY_COUNT
};

#define SCRIPT_FAMILY(name)                                                                        \
    NOTO "NotoSans" name "-Regular.ttf", NOTO "NotoSans" name "-Bold.ttf",                         \
        NOTO "NotoSerif" name "-Regular.ttf", NOTO "NotoSerif" name "-Bold.ttf"
#define SANS_FAMILY(name)                                                                          \
    NOTO "NotoSans" name "-Regular.ttf", NOTO "NotoSans" name "-Bold.ttf",                         \
        NOTO "NotoSans" name "-Regular.ttf", NOTO "NotoSans" name "-Bold.ttf"
#define ONE_FACE(name)                                                                             \
    NOTO name "-Regular.ttf", NOTO name "-Regular.ttf", NOTO name "-Regular.ttf",                  \
        NOTO name "-Regular.ttf"
#define CJK_FAMILY                                                                                 \
    CJK "NotoSansCJK-Regular.ttc", CJK "NotoSansCJK-Bold.ttc", CJK "NotoSerifCJK-Regular.ttc",     \
        CJK "NotoSerifCJK-Bold.ttc"
#define CJK_RANGES                                                                                 \
    {                                                                                              \
        {0x1100, 0x11FF}, {0x2E80, 0xABFF}, {0xAC00, 0xFFEF}, {                                    \
            0x20000, 0x323AF                                                                       \
        }                                                                                          \
    }

static const FontFamily FAMILIES[FAMILY_COUNT] = {
    [FAMILY_LATIN] = {SCRIPT_FAMILY(""),
                      0,
                      {{0, 0x58F}, {0x1AB0, 0x20FF}, {0x2100, 0x2BFF}, {0xA640, 0xAB6F}}},
    [FAMILY_ARABIC] = {NOTO "NotoSansArabic-Regular.ttf",
                       NOTO "NotoSansArabic-Bold.ttf",
                       NOTO "NotoNaskhArabic-Regular.ttf",
                       NOTO "NotoNaskhArabic-Bold.ttf",
                       0,
                       {{0x600, 0x8FF}, {0xFB50, 0xFEFF}}},
    [FAMILY_NASTALIQ] = {NOTO "NotoNastaliqUrdu-Regular.ttf",
                         NOTO "NotoNastaliqUrdu-Bold.ttf",
                         NOTO "NotoNastaliqUrdu-Regular.ttf",
                         NOTO "NotoNastaliqUrdu-Bold.ttf",
                         0,
                         {{0x600, 0x8FF}, {0xFB50, 0xFEFF}}},
    [FAMILY_HAN_SIMPLIFIED] = {CJK_FAMILY, 2, CJK_RANGES},
    [FAMILY_HAN_TRADITIONAL] = {CJK_FAMILY, 3, CJK_RANGES},
    [FAMILY_JAPANESE] = {CJK_FAMILY, 0, CJK_RANGES},
    [FAMILY_KOREAN] = {CJK_FAMILY, 1, CJK_RANGES},
    [FAMILY_PADAUK] = {"truetype/padauk/Padauk-Regular.ttf",
                       "truetype/padauk/Padauk-Bold.ttf",
                       "truetype/padauk/Padauk-Regular.ttf",
                       "truetype/padauk/Padauk-Bold.ttf",
                       0,
                       {{0x1000, 0x109F}, {0xA9E0, 0xA9FF}, {0xAA60, 0xAA7F}}},
    [FAMILY_DEVANAGARI] = {SCRIPT_FAMILY("Devanagari"),
                           0,
                           {{0x900, 0x97F}, {0xA8E0, 0xA8FF}, {0x1CD0, 0x1CFF}}},
    [FAMILY_BENGALI] = {SCRIPT_FAMILY("Bengali"), 0, {{0x964, 0x965}, {0x980, 0x9FF}}},
    [FAMILY_GURMUKHI] = {SCRIPT_FAMILY("Gurmukhi"), 0, {{0x964, 0x965}, {0xA00, 0xA7F}}},
    [FAMILY_GUJARATI] = {SCRIPT_FAMILY("Gujarati"), 0, {{0x964, 0x965}, {0xA80, 0xAFF}}},
    [FAMILY_TAMIL] = {SCRIPT_FAMILY("Tamil"), 0, {{0xB80, 0xBFF}}},
    [FAMILY_TELUGU] = {SCRIPT_FAMILY("Telugu"), 0, {{0xC00, 0xC7F}}},
    [FAMILY_SINHALA] = {SCRIPT_FAMILY("Sinhala"), 0, {{0xD80, 0xDFF}}},
    [FAMILY_ETHIOPIC] = {SCRIPT_FAMILY("Ethiopic"),
                         0,
                         {{0x1200, 0x139F}, {0x2D80, 0x2DDF}, {0xAB00, 0xAB2F}}},
    [FAMILY_KHMER] = {SCRIPT_FAMILY("Khmer"), 0, {{0x1780, 0x17FF}, {0x19E0, 0x19FF}}},
    [FAMILY_THAI] = {SCRIPT_FAMILY("Thai"), 0, {{0xE00, 0xE7F}}},
    [FAMILY_LAO] = {SCRIPT_FAMILY("Lao"), 0, {{0xE80, 0xEFF}}},
    [FAMILY_HEBREW] = {SCRIPT_FAMILY("Hebrew"), 0, {{0x590, 0x5FF}, {0xFB1D, 0xFB4F}}},
    [FAMILY_ARMENIAN] = {SCRIPT_FAMILY("Armenian"), 0, {{0x530, 0x58F}, {0xFB13, 0xFB17}}},
    [FAMILY_GEORGIAN] = {SCRIPT_FAMILY("Georgian"),
                         0,
                         {{0x10A0, 0x10FF}, {0x1C90, 0x1CBF}, {0x2D00, 0x2D2F}}},
    [FAMILY_NKO] = {ONE_FACE("NotoSansNKo"), 0, {{0x7C0, 0x7FF}}},
    [FAMILY_ADLAM] = {SANS_FAMILY("Adlam"), 0, {{0x1E900, 0x1E95F}}},
    [FAMILY_SYRIAC] = {ONE_FACE("NotoSansSyriac"), 0, {{0x700, 0x74F}, {0x860, 0x86F}}},
    [FAMILY_CHEROKEE] = {ONE_FACE("NotoSansCherokee"), 0, {{0x13A0, 0x13FF}, {0xAB70, 0xABBF}}},
    [FAMILY_SYMBOLS] = {SANS_FAMILY("Symbols"), 0, {{0x2100, 0x2BFF}, {0x1F100, 0x1F1FF}}},
    [FAMILY_SYMBOLS_2] = {ONE_FACE("NotoSansSymbols2"), 0, {{0x2100, 0x2BFF}, {0x1F000, 0x1FBFF}}},
};

typedef struct {
    const char *language; /* and everything that begins with it and a hyphen */
    int family;           /* comes behind Latin and before the rest */
} LanguageFamily;

/* Only where the order among families of one script matters, or to find the script sooner. */
static const LanguageFamily LANGUAGES[] = {
    {"ur", FAMILY_NASTALIQ},
    {"zh-Hant", FAMILY_HAN_TRADITIONAL},
    {"zh-TW", FAMILY_HAN_TRADITIONAL},
    {"zh-HK", FAMILY_HAN_TRADITIONAL},
    {"yue", FAMILY_HAN_TRADITIONAL},
    {"ja", FAMILY_JAPANESE},
    {"ko", FAMILY_KOREAN},
    {"zh", FAMILY_HAN_SIMPLIFIED},
};

size_t font_families_count(void) {
    return FAMILY_COUNT;
}

const FontFamily *font_family(size_t number) {
    FOYER_ASSERT(number < FAMILY_COUNT);
    return &FAMILIES[number];
}

static bool language_begins(Str8 language, Str8 with) {
    return str8_equal(language, with) ||
           (str8_starts_with(language, with) && language.ptr[with.len] == '-');
}

static int preferred_family(Str8 language) {
    for (size_t i = 0; i < sizeof(LANGUAGES) / sizeof(LANGUAGES[0]); i++) {
        if (language_begins(language, str8_from(LANGUAGES[i].language))) {
            return LANGUAGES[i].family;
        }
    }
    return FAMILY_LATIN;
}

int font_family_for(Str8 language, int nth) {
    int preferred = preferred_family(language);
    if (nth <= 0) {
        return FAMILY_LATIN;
    }
    if (preferred != FAMILY_LATIN) {
        if (nth == 1) {
            return preferred;
        }
        nth--;
    }
    int family = nth;
    if (preferred != FAMILY_LATIN && family >= preferred) {
        family++;
    }
    return family < FAMILY_COUNT ? family : -1;
}

bool font_family_may_have(const FontFamily *family, uint32_t code) {
    bool common =
        (code >= 0x20 && code < 0x100) || (code >= 0x2000 && code <= 0x206F) || code == 0x25CC;
    for (size_t i = 0; !common && i < FONT_RANGES_MAX; i++) {
        common = family->ranges[i].last != 0 && code >= family->ranges[i].first &&
                 code <= family->ranges[i].last;
    }
    return common;
}
