#include "data/import/families.h"

#include "data/import/csv.h"
#include "data/import/id_map.h"
#include "data/import/text_check.h"

enum { LANGUAGE_TEXT_MAX = 35 /* RFC 5646 4.4.1 */ };

static const CsvColumn COLUMNS[] = {
    {"household", true}, {"given_name", true}, {"family_name", false},
    {"role", false},     {"grade", false},     {"phone", false},
    {"language", false}, {"card_only", false}, {"student_id", false},
};

typedef struct {
    int household, given, family, role, grade, phone, language, card_only, student_id;
} Places;

/* One household while its rows are read; rows of it need not stand together. */
typedef struct {
    HouseholdIn in;
    Person people[HOUSEHOLD_PEOPLE_MAX];
    Str8 phones[HOUSEHOLD_PHONES_MAX];
    uint32_t letters[HOUSEHOLD_LETTERS_MAX];
} Family;

typedef struct {
    Arena *arena;
    Folder *folder;
    Report *report;
    CsvTable table;
    Places at;
    IdMap index; /* household -> family */
    Family **families;
    size_t families_count;
} Families;

static Str8 cell(const Families *f, size_t row, int column) {
    return csv_cell(&f->table, row, column);
}

static bool refuse(Families *f, size_t row, int column, const char *name, Str8 reason) {
    report_refuse(f->report, f->table.file, f->table.row_numbers[row],
                  csv_header(&f->table, column, name), reason);
    return false;
}

static bool role_read(Str8 text, bool has_grade, PersonRole *role) {
    static const struct {
        Str8 word;
        PersonRole role;
    } WORDS[] = {
        {{"parent", 6}, PERSON_GUARDIAN},     {{"mother", 6}, PERSON_GUARDIAN},
        {{"father", 6}, PERSON_GUARDIAN},     {{"relative", 8}, PERSON_OTHER_ADULT},
        {{"adult", 5}, PERSON_OTHER_ADULT},   {{"child", 5}, PERSON_OTHER_CHILD},
        {{"sibling", 7}, PERSON_OTHER_CHILD},
    };
    if (text.len == 0) {
        *role = has_grade ? PERSON_STUDENT : PERSON_GUARDIAN;
        return true;
    }
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (str8_equal_ignoring_case(text, WORDS[i].word)) {
            *role = WORDS[i].role;
            return true;
        }
    }
    for (unsigned i = 0; i < PERSON_ROLE_COUNT; i++) {
        if (csv_same_name(text, person_role_name((PersonRole)i))) {
            *role = (PersonRole)i;
            return true;
        }
    }
    return false;
}

static bool flag_read(Str8 text, bool *flag) {
    static const Str8 YES[] = {{"yes", 3}, {"true", 4}, {"1", 1}, {"y", 1}, {"x", 1}};
    static const Str8 NO[] = {{"", 0}, {"no", 2}, {"false", 5}, {"0", 1}, {"n", 1}};
    for (size_t i = 0; i < 5; i++) {
        if (str8_equal_ignoring_case(text, YES[i]) || str8_equal_ignoring_case(text, NO[i])) {
            *flag = str8_equal_ignoring_case(text, YES[i]);
            return true;
        }
    }
    return false;
}

/* "es", "zh-Hans": letters, digits and dashes, beginning with two or three letters. */
static bool is_language(Str8 text) {
    size_t letters = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(i >= 2 && (c == '-' || (c >= '0' && c <= '9')))) {
            return false;
        }
        letters += letter && letters == i;
    }
    return text.len <= LANGUAGE_TEXT_MAX && letters >= 2 && letters <= 3;
}

/* One row, read and checked, not yet in its household. */
typedef struct {
    Person person;
    Str8 household;
    Str8 language;
    bool card_only;
    Str8 phones[HOUSEHOLD_PHONES_MAX];
    size_t phones_count;
} Row;

static bool read_phones(Families *f, size_t row, Row *read) {
    for (Str8 rest = cell(f, row, f->at.phone); rest.len > 0;) {
        Str8 digits = {NULL, 0};
        PhoneReading reading = roster_read_phone(f->arena, str8_cut(rest, ';', &rest), &digits);
        if (reading == PHONE_NOT_ONE || reading == PHONE_UNREADABLE) {
            return refuse(f, row, f->at.phone, "phone",
                          STR8("this is no phone number (7 to 15 digits; several with ';')"));
        }
        if (reading == PHONE_READ && read->phones_count < HOUSEHOLD_PHONES_MAX) {
            read->phones[read->phones_count++] = digits;
        }
    }
    return true;
}

static bool read_words(Families *f, size_t row, Row *read) {
    Str8 grade = cell(f, row, f->at.grade);
    if (!role_read(cell(f, row, f->at.role), grade.len > 0, &read->person.role)) {
        return refuse(f, row, f->at.role, "role",
                      STR8("it must be guardian, student, other-adult or other-child"));
    }
    if (grade.len > 0 && !grade_parse(grade, &read->person.grade)) {
        return refuse(f, row, f->at.grade, "grade", STR8("this is no grade (PK, KG, 1 to 12)"));
    }
    if (read->person.role != PERSON_STUDENT) {
        read->person.grade = STR8("");
    }
    if (read->language.len > 0 && !is_language(read->language)) {
        return refuse(f, row, f->at.language, "language",
                      STR8("this is no language tag (en, es, ar, zh-Hans)"));
    }
    if (!flag_read(cell(f, row, f->at.card_only), &read->card_only)) {
        return refuse(f, row, f->at.card_only, "card_only", STR8("it must be yes or no"));
    }
    return true;
}

static bool read_row(Families *f, size_t row, Row *read) {
    *read = (Row){
        .household = cell(f, row, f->at.household),
        .language = cell(f, row, f->at.language),
        .person = {.given_name = cell(f, row, f->at.given),
                   .family_name = cell(f, row, f->at.family),
                   .grade = STR8("")},
    };
    if (read->household.len == 0) {
        return refuse(f, row, f->at.household, "household", STR8("it is empty"));
    }
    if (read->person.given_name.len == 0) {
        return refuse(f, row, f->at.given, "given_name", STR8("it is empty"));
    }
    if (!text_is_name(read->person.given_name) || !text_is_name(read->person.family_name)) {
        return refuse(f, row, f->at.given, "given_name",
                      STR8("this is no name; are the columns shifted?"));
    }
    return read_words(f, row, read) && read_phones(f, row, read);
}

/* The same at every import: by the school's own student_id, else by household, name and turn. */
static Id person_id(Families *f, size_t row, const Row *read, const Family *family) {
    Str8 student = cell(f, row, f->at.student_id);
    if (student.len > 0) {
        return id_from_name(STR8("foyer/families/student"), student);
    }
    size_t turn = 0;
    for (size_t i = 0; i < family->in.household.people_count; i++) {
        turn += str8_equal(family->people[i].given_name, read->person.given_name) &&
                str8_equal(family->people[i].family_name, read->person.family_name);
    }
    Str8 name =
        str8_format(f->arena, "%.*s\n%.*s\n%.*s\n%zu", STR8_ARG(read->household),
                    STR8_ARG(read->person.given_name), STR8_ARG(read->person.family_name), turn);
    return id_from_name(STR8("foyer/families/person"), name);
}

static Family *family_of(Families *f, Str8 household) {
    size_t known = id_map_find(&f->index, household);
    if (known != SIZE_MAX) {
        return f->families[known];
    }
    Family *family = ARENA_NEW(f->arena, Family);
    if (family == NULL || !id_map_put(&f->index, household, f->families_count)) {
        return NULL;
    }
    family->in.source = STR8("families");
    family->in.household.id = id_from_name(STR8("foyer/families/household"), household);
    family->in.household.people = family->people;
    family->in.phones = family->phones;
    family->in.letters = family->letters;
    f->families[f->families_count++] = family;
    return family;
}

static void add_phones(Family *family, const Row *read) {
    for (size_t p = 0; p < read->phones_count; p++) {
        bool known = false;
        for (size_t i = 0; i < family->in.phones_count; i++) {
            known = known || str8_equal(family->phones[i], read->phones[p]);
        }
        if (!known && family->in.phones_count < HOUSEHOLD_PHONES_MAX) {
            family->phones[family->in.phones_count++] = read->phones[p];
        }
    }
}

static bool add_row(Families *f, size_t row, const Row *read) {
    Family *family = family_of(f, read->household);
    if (family == NULL) {
        return false;
    }
    Household *household = &family->in.household;
    if (household->people_count == HOUSEHOLD_PEOPLE_MAX) {
        (void)refuse(
            f, row, f->at.household, "household",
            str8_format(f->arena, "a household has at most %d people", HOUSEHOLD_PEOPLE_MAX));
        return true;
    }
    Person *person = &family->people[household->people_count];
    *person = read->person;
    person->id = person_id(f, row, read, family);
    household->people_count++;
    if (household->language.len == 0) {
        household->language = read->language;
    }
    household->card_only = household->card_only || read->card_only;
    add_phones(family, read);
    if (!person_role_is_adult(person->role)) {
        roster_add_letters(f->folder, person->given_name, family->letters,
                           &family->in.letters_count);
    }
    return true;
}

static ErrCode add_rows(Families *f, Err *err) {
    for (size_t row = 0; row < f->table.rows_count; row++) {
        Row read;
        if (read_row(f, row, &read) && !add_row(f, row, &read)) {
            return err_set(err, ERR_NO_MEMORY, "no memory for the families of %.*s",
                           STR8_ARG(f->table.file));
        }
    }
    return ERR_OK;
}

static void find_places(Families *f) {
    const CsvTable *table = &f->table;
    f->at = (Places){
        .household = csv_column(table, "household"),
        .given = csv_column(table, "given_name"),
        .family = csv_column(table, "family_name"),
        .role = csv_column(table, "role"),
        .grade = csv_column(table, "grade"),
        .phone = csv_column(table, "phone"),
        .language = csv_column(table, "language"),
        .card_only = csv_column(table, "card_only"),
        .student_id = csv_column(table, "student_id"),
    };
}

static ErrCode to_roster(Families *f, Roster *roster, Err *err) {
    Roster made = {.source = STR8("families"), .complete = true, .count = f->families_count};
    made.households = ARENA_ARRAY(f->arena, HouseholdIn, f->families_count + 1);
    if (made.households == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the families");
    }
    for (size_t i = 0; i < f->families_count; i++) {
        made.households[i] = f->families[i]->in;
        made.unreachable += made.households[i].phones_count == 0;
        for (size_t p = 0; p < made.households[i].household.people_count; p++) {
            made.students += made.households[i].household.people[p].role == PERSON_STUDENT;
        }
    }
    *roster = made;
    return ERR_OK;
}

ErrCode families_read(Arena *arena, const SourceFile *file, Folder *folder, Roster *roster,
                      Report *report, Err *err) {
    Families f = {.arena = arena, .folder = folder, .report = report};
    ErrCode code = csv_read(
        &(CsvSource){arena, file->name, file->bytes, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]},
        &f.table, report, err);
    if (code != ERR_OK) {
        return code;
    }
    f.families = ARENA_ARRAY(arena, Family *, f.table.rows_count + 1);
    if (f.families == NULL || !id_map_make(arena, f.table.rows_count, &f.index)) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the families");
    }
    find_places(&f);
    code = add_rows(&f, err);
    if (code == ERR_OK && f.families_count == 0) {
        code = report_all_refused(report, file->name, err);
    }
    return code == ERR_OK ? to_roster(&f, roster, err) : code;
}
