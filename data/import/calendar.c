#include "data/import/calendar.h"

/* Looked for in lower case, first match wins: "conference night" is conferences. */
static const struct {
    const char *words;
    EventKind kind;
} KIND_WORDS[] = {
    {"open house", EVENT_OPEN_HOUSE},
    {"back to school", EVENT_OPEN_HOUSE},
    {"back-to-school", EVENT_OPEN_HOUSE},
    {"meet the teacher", EVENT_OPEN_HOUSE},
    {"casa abierta", EVENT_OPEN_HOUSE},
    {"puertas abiertas", EVENT_OPEN_HOUSE},
    {"regreso a clases", EVENT_OPEN_HOUSE},
    {"اليوم المفتوح", EVENT_OPEN_HOUSE},
    {"conference", EVENT_CONFERENCES},
    {"parent-teacher", EVENT_CONFERENCES},
    {"parent/teacher", EVENT_CONFERENCES},
    {"parent teacher", EVENT_CONFERENCES},
    {"conferencia", EVENT_CONFERENCES},
    {"entrevistas", EVENT_CONFERENCES},
    {"لقاء أولياء الأمور", EVENT_CONFERENCES},
    {"family night", EVENT_FAMILY_NIGHT},
    {"math night", EVENT_FAMILY_NIGHT},
    {"reading night", EVENT_FAMILY_NIGHT},
    {"literacy night", EVENT_FAMILY_NIGHT},
    {"science night", EVENT_FAMILY_NIGHT},
    {"stem night", EVENT_FAMILY_NIGHT},
    {"game night", EVENT_FAMILY_NIGHT},
    {"noche familiar", EVENT_FAMILY_NIGHT},
    {"noche de familia", EVENT_FAMILY_NIGHT},
    {"noche en familia", EVENT_FAMILY_NIGHT},
    {"ليلة العائلة", EVENT_FAMILY_NIGHT},
    {"workshop", EVENT_WORKSHOP},
    {"taller", EVENT_WORKSHOP},
    {"ورشة", EVENT_WORKSHOP},
    {"art show", EVENT_SHOW},
    {"talent show", EVENT_SHOW},
    {"concert", EVENT_SHOW},
    {"recital", EVENT_SHOW},
    {"musical", EVENT_SHOW},
    {"exhibition", EVENT_SHOW},
    {"concierto", EVENT_SHOW},
    {"حفل", EVENT_SHOW},
    {"معرض", EVENT_SHOW},
    {"meeting", EVENT_MEETING},
    {"board of education", EVENT_MEETING},
    {"pta", EVENT_MEETING},
    {"pto", EVENT_MEETING},
    {"reunión", EVENT_MEETING},
    {"reunion", EVENT_MEETING},
    {"junta", EVENT_MEETING},
    {"اجتماع", EVENT_MEETING},
};

static char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static bool is_letter(char c) {
    return (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z') || (unsigned char)c >= 0x80;
}

/* `words` at the beginning of a word of `title`; short ones must be whole words ("pta"). */
static bool has_words(Str8 title, Str8 words) {
    for (size_t i = 0; i + words.len <= title.len; i++) {
        bool starts_word = i == 0 || !is_letter(title.ptr[i - 1]);
        bool ends_word = i + words.len == title.len || !is_letter(title.ptr[i + words.len]);
        if (starts_word && (words.len > 3 || ends_word) &&
            str8_equal_ignoring_case(str8_slice(title, i, i + words.len), words)) {
            return true;
        }
    }
    return false;
}

EventKind calendar_guess_kind(Str8 title) {
    for (size_t i = 0; i < sizeof KIND_WORDS / sizeof KIND_WORDS[0]; i++) {
        if (has_words(title, str8_from(KIND_WORDS[i].words))) {
            return KIND_WORDS[i].kind;
        }
    }
    return EVENT_OTHER;
}

static Str8 without_copy_number(Str8 name) {
    size_t end = name.len;
    if (end == 0 || name.ptr[end - 1] != ')') {
        return name;
    }
    size_t start = end - 1;
    while (start > 0 && name.ptr[start - 1] >= '0' && name.ptr[start - 1] <= '9') {
        start--;
    }
    return start < end - 1 && start > 1 && name.ptr[start - 1] == '('
               ? str8_trim(str8_slice(name, 0, start - 1))
               : name;
}

Str8 calendar_source(Arena *arena, const char *prefix, Str8 file) {
    size_t end = file.len;
    for (size_t i = file.len; i > 1; i--) {
        if (file.ptr[i - 1] == '.') {
            end = i - 1;
            break;
        }
    }
    Str8 name = without_copy_number(str8_trim(str8_slice(file, 0, end)));
    Str8Builder text = builder_in(arena, name.len + 32);
    builder_add(&text, str8_from(prefix));
    for (size_t i = 0; i < name.len; i++) {
        builder_add_char(&text, ascii_lower(name.ptr[i]));
    }
    return builder_text(&text);
}

TextSet calendar_text(Arena *arena, Str8 language, Str8 text) {
    TextIn *item = text.len > 0 ? ARENA_NEW(arena, TextIn) : NULL;
    if (item == NULL) {
        return (TextSet){0};
    }
    *item = (TextIn){language, text};
    return (TextSet){item, 1};
}
