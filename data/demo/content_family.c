#include "data/base/check.h"
#include "data/demo/content.h"

typedef struct {
    Arena *arena;
    Folder *folder;
    const ContentSection *section;
    Person *people;
    size_t people_count;
    Str8 *phones;
    size_t phones_count;
    uint32_t *letters;
    size_t letters_count;
} FamilyMaker;

static bool add_letters(FamilyMaker *maker, Str8 name) {
    FoldLetters found = {0};
    fold_letters_add(&found, maker->folder, name);
    for (size_t i = 0; i < found.count; i++) {
        if (maker->letters_count == HOUSEHOLD_LETTERS_MAX) {
            return false;
        }
        maker->letters[maker->letters_count++] = found.letters[i];
    }
    return found.count > 0;
}

/** "given | family | grade | key" */
static bool add_person(FamilyMaker *maker, PersonRole role, Str8 text) {
    if (maker->people_count == HOUSEHOLD_PEOPLE_MAX) {
        return false;
    }
    Str8 rest;
    Str8 key;
    Str8 given = str8_trim(str8_cut(text, '|', &rest));
    Str8 family = str8_trim(str8_cut(rest, '|', &rest));
    Str8 grade = str8_trim(str8_cut(rest, '|', &key));
    Str8 name = str8_trim(key);
    if (name.len == 0) {
        name = str8_format(maker->arena, "%.*s/%zu", STR8_ARG(maker->section->name),
                           maker->people_count);
    }
    maker->people[maker->people_count++] = (Person){
        .id = id_from_name(STR8("demo/person"), name),
        .given_name = given,
        .family_name = family,
        .role = role,
        .grade = grade,
    };
    return given.len > 0 && (role != PERSON_STUDENT || add_letters(maker, given));
}

static bool add_field(FamilyMaker *maker, Str8 key, Str8 value) {
    PersonRole role;
    if (person_role_parse(key, &role)) {
        return add_person(maker, role, value);
    }
    if (str8_equal(key, STR8("phone"))) {
        if (maker->phones_count == HOUSEHOLD_PHONES_MAX) {
            return false;
        }
        maker->phones[maker->phones_count++] = value;
        return true;
    }
    return str8_equal(key, STR8("language")) || str8_equal(key, STR8("card-only"));
}

static bool make_family(Arena *arena, Folder *folder, const ContentSection *section,
                        HouseholdIn *out) {
    FamilyMaker maker = {
        .arena = arena,
        .folder = folder,
        .section = section,
        .people = ARENA_ARRAY(arena, Person, HOUSEHOLD_PEOPLE_MAX),
        .phones = ARENA_ARRAY(arena, Str8, HOUSEHOLD_PHONES_MAX),
        .letters = ARENA_ARRAY(arena, uint32_t, HOUSEHOLD_LETTERS_MAX),
    };
    if (maker.people == NULL || maker.phones == NULL || maker.letters == NULL) {
        return false;
    }
    for (size_t i = 0; i < section->fields_count; i++) {
        if (!add_field(&maker, section->fields[i].key, section->fields[i].value)) {
            return false;
        }
    }
    *out = (HouseholdIn){
        .household = {.id = id_from_name(STR8("demo/household"), section->name),
                      .people = maker.people,
                      .people_count = maker.people_count,
                      .language = content_value(section, "language"),
                      .card_only = str8_equal(content_value(section, "card-only"), STR8("yes"))},
        .source = STR8("demo"),
        .phones = maker.phones,
        .phones_count = maker.phones_count,
        .letters = maker.letters,
        .letters_count = maker.letters_count,
    };
    return maker.people_count > 0;
}

ErrCode content_families(Arena *arena, Str8 text, Folder *folder, HouseholdIn **households,
                         size_t *count, Err *err) {
    Content content;
    ErrCode code = content_parse(arena, text, &content, err);
    if (code != ERR_OK) {
        return code;
    }
    HouseholdIn *made = ARENA_ARRAY(arena, HouseholdIn, content.count);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the demo's families");
    }
    for (size_t i = 0; i < content.count; i++) {
        if (!make_family(arena, folder, &content.sections[i], &made[i])) {
            return err_set(err, ERR_INVALID, "family %zu of the demo could not be read", i + 1);
        }
    }
    *households = made;
    *count = content.count;
    return ERR_OK;
}
