#include "data/import/hsds_language.h"

enum { WORD_BYTES_MAX = 40, CELL_BYTES_MAX = 600 };

typedef struct {
    const char *tag;
    const char *codes; /* ISO 639-2 and -3, by spaces */
    const char *names; /* by '|', small letters; of several words the longest first */
} Language;

static const Language LANGUAGES[] = {
    {"en", "eng", "english|ingles|inglés|anglais"},
    {"es", "spa", "spanish|espanol|español|castellano"},
    {"ht", "hat", "haitian creole|haitian|creole|kreyol|kreyòl|kreyol ayisyen"},
    {"fr", "fra fre", "french|francais|français"},
    {"pt", "por", "portuguese|portugues|português"},
    {"ar", "ara arb", "arabic|العربية"},
    {"zh", "zho chi cmn", "chinese|mandarin|taiwanese mandarin|中文"},
    {"yue", "", "cantonese"},
    {"nan", "", "taiwanese|hokkien"},
    {"vi", "vie", "vietnamese|tiếng việt"},
    {"ko", "kor", "korean"},
    {"ja", "jpn", "japanese"},
    {"ru", "rus", "russian"},
    {"uk", "ukr", "ukrainian"},
    {"pl", "pol", "polish"},
    {"de", "deu ger", "german"},
    {"it", "ita", "italian"},
    {"el", "ell gre", "greek"},
    {"he", "heb", "hebrew"},
    {"yi", "yid", "yiddish"},
    {"hi", "hin", "hindi"},
    {"ur", "urd", "urdu"},
    {"bn", "ben", "bengali|bangla"},
    {"pa", "pan", "punjabi|panjabi"},
    {"gu", "guj", "gujarati"},
    {"ta", "tam", "tamil"},
    {"te", "tel", "telugu"},
    {"ml", "mal", "malayalam"},
    {"kn", "kan", "kannada"},
    {"mr", "mar", "marathi"},
    {"ne", "nep", "nepali"},
    {"sd", "snd", "sindhi"},
    {"si", "sin", "sinhala|sinhalese"},
    {"fa", "fas per", "persian|farsi"},
    {"prs", "", "dari"},
    {"ps", "pus", "pashto|pushto"},
    {"ku", "kur", "kurdish"},
    {"tr", "tur", "turkish"},
    {"hy", "hye arm", "armenian"},
    {"ro", "ron rum", "romanian"},
    {"hu", "hun", "hungarian"},
    {"cs", "ces cze", "czech"},
    {"sk", "slk slo", "slovak"},
    {"sr", "srp", "serbian"},
    {"hr", "hrv", "croatian"},
    {"bs", "bos", "bosnian"},
    {"sq", "sqi alb", "albanian"},
    {"bg", "bul", "bulgarian"},
    {"mk", "mkd mac", "macedonian"},
    {"lt", "lit", "lithuanian"},
    {"lv", "lav", "latvian"},
    {"et", "est", "estonian"},
    {"fi", "fin", "finnish"},
    {"sv", "swe", "swedish"},
    {"nb", "nob nor", "norwegian"},
    {"da", "dan", "danish"},
    {"is", "isl ice", "icelandic"},
    {"nl", "nld dut", "dutch"},
    {"ga", "gle", "irish"},
    {"cy", "cym wel", "welsh"},
    {"so", "som", "somali"},
    {"am", "amh", "amharic"},
    {"ti", "tir", "tigrinya"},
    {"om", "orm", "oromo"},
    {"sw", "swa", "swahili|kiswahili"},
    {"rw", "kin", "kinyarwanda"},
    {"ln", "lin", "lingala"},
    {"yo", "yor", "yoruba"},
    {"ig", "ibo", "igbo"},
    {"ha", "hau", "hausa"},
    {"wo", "wol", "wolof"},
    {"tl", "tgl fil", "tagalog|filipino|pilipino"},
    {"ilo", "", "ilocano"},
    {"ceb", "", "cebuano"},
    {"id", "ind", "indonesian"},
    {"ms", "msa may", "malay"},
    {"th", "tha", "thai"},
    {"lo", "lao", "lao|laotian"},
    {"km", "khm", "khmer|cambodian"},
    {"my", "mya bur", "burmese"},
    {"ksw", "kar", "karen"},
    {"hmn", "mww", "hmong"},
    {"mn", "mon", "mongolian"},
    {"sm", "smo", "samoan"},
    {"to", "ton", "tongan"},
    {"chk", "", "chuukese"},
    {"mh", "mah", "marshallese"},
    {"nv", "nav", "navajo"},
    {"mam", "", "mam"},
    {"quc", "", "k'iche'|kiche|quiche"},
    {"qu", "que", "quechua"},
    {"mix", "", "mixtec|mixteco"},
    {"gn", "grn", "guarani"},
    {"pap", "", "papiamento"},
    {"kea", "", "cape verdean creole|cape verdean"},
    {"gcf", "", "antillean creole"},
    {"ase", "sgn", "american sign language|sign language|asl"},
};

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 ||
           c == '\'';
}

static void add_tag(Arena *arena, HsdsLanguages *languages, Str8 tag) {
    tag = str8_equal(tag, STR8("zh")) ? STR8("zh-Hans") : tag; /* as the kiosk names it */
    for (size_t i = 0; i < languages->count; i++) {
        if (str8_equal(languages->tags[i], tag)) {
            return;
        }
    }
    if (languages->count < HSDS_LANGUAGES_MAX) {
        Str8 copy = str8_copy(arena, tag);
        languages->tags[languages->count] = copy;
        languages->count += copy.len > 0 ? 1 : 0;
    }
}

/* Small ASCII letters; '_', '-' and line ends as spaces so that "Haitian-Creole" is two words. */
static Str8 folded(char buffer[CELL_BYTES_MAX], Str8 cell) {
    Str8Builder out = builder_make(buffer, CELL_BYTES_MAX);
    for (size_t i = 0; i < cell.len && i < CELL_BYTES_MAX - 4; i++) {
        char c = lower(cell.ptr[i]);
        builder_add_char(&out,
                         c == '_' || c == '-' || c == '\n' || c == '\r' || c == '\t' ? ' ' : c);
    }
    return builder_text(&out);
}

/* Byte index of `word` as a word of its own from `from` on, or text.len. */
static size_t find_word(Str8 text, Str8 word, size_t from) {
    for (size_t at = from; at + word.len <= text.len; at++) {
        bool starts = at == 0 || !is_word_byte(text.ptr[at - 1]);
        bool ends = at + word.len == text.len || !is_word_byte(text.ptr[at + word.len]);
        if (starts && ends && str8_equal(str8_slice(text, at, at + word.len), word)) {
            return at;
        }
    }
    return text.len;
}

/* ---- codes ---- */

static bool is_code(Str8 text) {
    bool letters = text.len >= 2 && text.len <= 35;
    size_t primary = 0;
    while (primary < text.len && lower(text.ptr[primary]) >= 'a' &&
           lower(text.ptr[primary]) <= 'z') {
        primary++;
    }
    for (size_t i = 0; letters && i < text.len; i++) {
        char c = lower(text.ptr[i]);
        letters = (c >= 'a' && c <= 'z') || c == '-' || c == '_' || (c >= '0' && c <= '9');
    }
    return letters && (primary == 2 || primary == 3) &&
           (primary == text.len || text.ptr[primary] == '-' || text.ptr[primary] == '_');
}

static bool lists_code(const char *codes, Str8 code) {
    Str8 rest = str8_from(codes);
    while (rest.len > 0) {
        if (str8_equal(str8_cut(rest, ' ', &rest), code)) {
            return true;
        }
    }
    return false;
}

/* "SPA", "es-MX", "zh_Hans". A name of two or three letters ("Lao") is looked for first. */
static bool add_code(Arena *arena, HsdsLanguages *languages, Str8 cell) {
    char buffer[WORD_BYTES_MAX];
    if (!is_code(cell)) {
        return false;
    }
    Str8Builder small = builder_make(buffer, sizeof buffer);
    for (size_t i = 0; i < cell.len; i++) {
        builder_add_char(&small, cell.ptr[i] == '_' ? '-' : lower(cell.ptr[i]));
    }
    Str8 rest;
    Str8 primary = str8_cut(builder_text(&small), '-', &rest);
    for (size_t i = 0; i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++) {
        Str8 tag = str8_from(LANGUAGES[i].tag);
        if (!str8_equal(primary, tag) && !lists_code(LANGUAGES[i].codes, primary)) {
            continue;
        }
        bool script = str8_equal(tag, STR8("zh")) && rest.len > 0;
        bool traditional = str8_equal(rest, STR8("hant")) || str8_equal(rest, STR8("tw")) ||
                           str8_equal(rest, STR8("hk"));
        add_tag(arena, languages, !script ? tag : traditional ? STR8("zh-Hant") : STR8("zh-Hans"));
        return true;
    }
    return false;
}

/* ---- words ---- */

static bool says(Str8 text, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (str8_find(text, str8_from(words[i])) < text.len) {
            return true;
        }
    }
    return false;
}

static bool says_interpreter(Str8 text) {
    static const char *const WORDS[] = {
        "interpret",      "intepret", "translat",      "tranlat",      "language line",
        "other language", "others ",  "all languages", "any language", "additional language",
        "upon request"};
    return says(text, WORDS, sizeof WORDS / sizeof WORDS[0]);
}

/* What is only written in a language is not spoken. */
static bool says_only_written(Str8 text) {
    static const char *const WORDS[] = {"website", "web site", "material", "publication",
                                        "written", "brochure", "forms"};
    return says(text, WORDS, sizeof WORDS / sizeof WORDS[0]);
}

/* Blank what was found, so that "haitian creole" is not "creole" once more. */
static void blank(char *buffer, size_t at, size_t len) {
    for (size_t i = at; i < at + len; i++) {
        buffer[i] = '#';
    }
}

/* Languages found in a part, and where. */
typedef struct {
    struct {
        size_t at;
        const char *tag;
    } items[HSDS_LANGUAGES_MAX];
    size_t count;
} Found;

static void find_names(Found *found, const Language *language, bool several, char *buffer,
                       Str8 text) {
    Str8 rest = str8_from(language->names);
    while (rest.len > 0) {
        Str8 name = str8_cut(rest, '|', &rest);
        bool has_several = str8_find(name, STR8(" ")) < name.len;
        size_t at = has_several == several ? find_word(text, name, 0) : text.len;
        if (at < text.len && found->count < HSDS_LANGUAGES_MAX) {
            found->items[found->count].at = at;
            found->items[found->count++].tag = language->tag;
            blank(buffer, at, name.len);
        }
    }
}

/* Languages named in the part, in the order they stand; names of several words first. */
static bool add_named(Arena *arena, HsdsLanguages *languages, char *buffer, Str8 text) {
    Found found = {.count = 0};
    enum { LANGUAGES_COUNT = sizeof LANGUAGES / sizeof LANGUAGES[0] };
    for (size_t i = 0; i < (size_t)LANGUAGES_COUNT * 2; i++) {
        find_names(&found, &LANGUAGES[i % LANGUAGES_COUNT], i < LANGUAGES_COUNT, buffer, text);
    }
    for (size_t done = 0; done < found.count; done++) {
        size_t first = done;
        for (size_t i = done + 1; i < found.count; i++) {
            first = found.items[i].at < found.items[first].at ? i : first;
        }
        add_tag(arena, languages, str8_from(found.items[first].tag));
        found.items[first] = found.items[done];
    }
    return found.count > 0;
}

/* One part between commas, semicolons or brackets. */
static bool add_part(Arena *arena, HsdsLanguages *languages, Str8 part) {
    char buffer[CELL_BYTES_MAX];
    Str8 text = folded(buffer, part);
    bool interpreter = says_interpreter(text);
    languages->interpreter = languages->interpreter || interpreter;
    bool named = !says_only_written(text) && add_named(arena, languages, buffer, text);
    return named || interpreter;
}

void hsds_languages_add(Arena *arena, HsdsLanguages *languages, Str8 cell) {
    cell = str8_trim(cell);
    bool any = cell.len == 0;
    size_t start = 0;
    for (size_t i = 0; i <= cell.len && cell.len > 0; i++) {
        if (i < cell.len && cell.ptr[i] != ',' && cell.ptr[i] != ';' && cell.ptr[i] != '/' &&
            cell.ptr[i] != '|' && cell.ptr[i] != '\n') {
            continue;
        }
        Str8 part = str8_trim(str8_slice(cell, start, i));
        any = (part.len > 0 &&
               (add_part(arena, languages, part) || add_code(arena, languages, part))) ||
              any;
        start = i + 1;
    }
    languages->unknown = languages->unknown || !any;
}
