#include "data/import/oneroster.h"

#include "data/import/csv.h"
#include "data/import/id_map.h"
#include "data/import/text_check.h"

enum { GRADE_TEXT_MAX = 32, KIND_BIT_STUDENT = 1, KIND_BIT_GUARDIAN = 2, KIND_BIT_STAFF = 4 };

/* The columns of users.csv that are kept. `password`, `username`, `email` are not among them. */
static const CsvColumn USER_COLUMNS[] = {
    {"sourcedId", true},
    {"status", false},
    {"enabledUser", false},
    {"role", false},
    {"givenName", true},
    {"familyName", true},
    {"sms", false},
    {"phone", false},
    {"agentSourcedIds", false},
    {"grades", false},
    {"preferredFirstName", false},
    {"agents", false},
    {"preferredGivenName", false},
    {"metadata.household*", false},
};
static const CsvColumn ROLE_COLUMNS[] = {
    {"userSourcedId", true}, {"role", true}, {"status", false}};
static const CsvColumn ORG_COLUMNS[] = {{"name", true}, {"type", true}, {"status", false}};
static const CsvColumn MANIFEST_COLUMNS[] = {{"propertyName", true}, {"value", true}};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

typedef struct {
    int id, status, enabled, role, given, family, sms, phone, agents, grades, preferred_first,
        preferred_given, household;
} UserPlaces;

typedef struct {
    Arena *arena;
    Report *report;
    CsvTable users;
    UserPlaces at;
    unsigned *kinds_of_roles; /* from roles.csv, of the user with that number in `roles`; or NULL */
    IdMap roles;
    bool has_roles;
    IdMap seen; /* sourcedId -> person */
    RosterPerson *people;
    size_t people_count;
    size_t phones_unreadable;
    size_t grades_unknown;
} Users;

static const Str8 ROLE_WORDS[][2] = {
    /* word, kind: s student, g guardian, t staff */
    {{"student", 7}, {"s", 1}},
    {{"parent", 6}, {"g", 1}},
    {{"guardian", 8}, {"g", 1}},
    {{"relative", 8}, {"g", 1}},
    {{"teacher", 7}, {"t", 1}},
    {{"administrator", 13}, {"t", 1}},
    {{"aide", 4}, {"t", 1}},
    {{"proctor", 7}, {"t", 1}},
    {{"counselor", 9}, {"t", 1}},
    {{"principal", 9}, {"t", 1}},
    {{"districtAdministrator", 21}, {"t", 1}},
    {{"siteAdministrator", 17}, {"t", 1}},
    {{"systemAdministrator", 19}, {"t", 1}},
};

/* Bits of KIND_BIT_*; 0 = no role of OneRoster. Extensions ("ext:...") are staff to us. */
static unsigned kinds_of_role(Str8 word) {
    for (size_t i = 0; i < COUNT_OF(ROLE_WORDS); i++) {
        if (csv_same_name(word, ROLE_WORDS[i][0])) {
            char kind = ROLE_WORDS[i][1].ptr[0];
            return kind == 's'   ? KIND_BIT_STUDENT
                   : kind == 'g' ? KIND_BIT_GUARDIAN
                                 : KIND_BIT_STAFF;
        }
    }
    return word.len > 4 && str8_equal_ignoring_case(str8_slice(word, 0, 4), STR8("ext:"))
               ? KIND_BIT_STAFF
               : 0;
}

static bool status_read(Str8 text, bool *gone) {
    if (text.len == 0 || str8_equal_ignoring_case(text, STR8("active"))) {
        *gone = false;
        return true;
    }
    *gone = str8_equal_ignoring_case(text, STR8("tobedeleted")) ||
            str8_equal_ignoring_case(text, STR8("inactive"));
    return *gone;
}

static bool is_boolean(Str8 text) {
    static const Str8 WORDS[] = {{"", 0},  {"true", 4}, {"false", 5}, {"1", 1},
                                 {"0", 1}, {"yes", 3},  {"no", 2}};
    for (size_t i = 0; i < COUNT_OF(WORDS); i++) {
        if (str8_equal_ignoring_case(text, WORDS[i])) {
            return true;
        }
    }
    return false;
}

static bool refuse(Users *users, size_t row, int column, const char *name, const char *reason) {
    report_refuse(users->report, users->users.file, users->users.row_numbers[row],
                  csv_header(&users->users, column, name), str8_from(reason));
    return false;
}

static Str8 user_cell(const Users *users, size_t row, int column) {
    return csv_cell(&users->users, row, column);
}

/* What cannot stand in these columns tells that the row's cells are shifted. */
static bool check_shape(Users *users, size_t row, RosterPerson *person) {
    if (person->id.len == 0) {
        return refuse(users, row, users->at.id, "sourcedId", "it is empty");
    }
    if (!status_read(user_cell(users, row, users->at.status), &person->gone)) {
        return refuse(users, row, users->at.status, "status",
                      "it is not active, tobedeleted or inactive; are the columns shifted?");
    }
    if (!is_boolean(user_cell(users, row, users->at.enabled))) {
        return refuse(users, row, users->at.enabled, "enabledUser",
                      "it is not true or false; are the columns shifted?");
    }
    return true;
}

static bool read_kind(Users *users, size_t row, RosterPerson *person) {
    unsigned kinds = 0;
    Str8 word = user_cell(users, row, users->at.role);
    if (word.len > 0) {
        kinds = kinds_of_role(word);
        if (kinds == 0) {
            return refuse(users, row, users->at.role, "role",
                          "it is no role of OneRoster; are the columns shifted?");
        }
    }
    size_t in_roles = users->has_roles ? id_map_find(&users->roles, person->id) : SIZE_MAX;
    if (in_roles != SIZE_MAX) {
        kinds |= users->kinds_of_roles[in_roles];
    }
    if (kinds == 0 && !person->gone) {
        return refuse(users, row, users->at.role, "role",
                      "this person has no role, neither here nor in roles.csv");
    }
    person->kind = (kinds & KIND_BIT_STUDENT) != 0    ? ROSTER_STUDENT
                   : (kinds & KIND_BIT_GUARDIAN) != 0 ? ROSTER_GUARDIAN
                                                      : ROSTER_STAFF;
    if (kinds == 0) {
        person->kind = ROSTER_GUARDIAN; /* gone: any household of that name goes */
    }
    return true;
}

static bool read_names(Users *users, size_t row, RosterPerson *person) {
    const int columns[] = {users->at.given, users->at.family, users->at.preferred_first,
                           users->at.preferred_given};
    static const char *const NAMES[] = {"givenName", "familyName", "preferredFirstName",
                                        "preferredGivenName"};
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        if (!text_is_name(user_cell(users, row, columns[i]))) {
            return refuse(users, row, columns[i], NAMES[i],
                          "this is no name; are the columns shifted?");
        }
    }
    Str8 given = user_cell(users, row, users->at.given);
    Str8 preferred = user_cell(users, row, users->at.preferred_first);
    if (preferred.len == 0) {
        preferred = user_cell(users, row, users->at.preferred_given);
    }
    person->given_name = preferred.len > 0 ? preferred : given;
    person->other_given_name = given;
    person->family_name = user_cell(users, row, users->at.family);
    return given.len > 0 || person->family_name.len > 0 ||
           refuse(users, row, users->at.given, "givenName", "there is no name");
}

static bool read_phone(Users *users, size_t row, int column, const char *name,
                       RosterPerson *person) {
    Str8 digits = {NULL, 0};
    switch (roster_read_phone(users->arena, user_cell(users, row, column), &digits)) {
    case PHONE_NOT_ONE:
        return refuse(users, row, column, name,
                      "this is no phone number; are the columns shifted?");
    case PHONE_UNREADABLE:
        users->phones_unreadable++;
        return true;
    case PHONE_NONE:
        return true;
    case PHONE_READ:
        break;
    }
    for (size_t i = 0; i < person->phones_count; i++) {
        if (str8_equal(person->phones[i], digits)) {
            return true;
        }
    }
    person->phones[person->phones_count++] = digits;
    return true;
}

/* A list such as "09,10": the first that is a grade. */
static bool read_grade(Users *users, size_t row, RosterPerson *person) {
    Str8 text = user_cell(users, row, users->at.grades);
    if (text.len > GRADE_TEXT_MAX * 4) {
        return refuse(users, row, users->at.grades, "grades",
                      "this is no grade; are the columns shifted?");
    }
    bool known = text.len == 0;
    for (Str8 rest = text; rest.len > 0 && !known;) {
        known = grade_parse(str8_cut(rest, ',', &rest), &person->grade);
    }
    users->grades_unknown += !known;
    return true;
}

static bool read_person(Users *users, size_t row, RosterPerson *person) {
    *person = (RosterPerson){
        .id = user_cell(users, row, users->at.id),
        .agents = user_cell(users, row, users->at.agents),
        .household = user_cell(users, row, users->at.household),
        .grade = STR8(""),
        .row = users->users.row_numbers[row],
    };
    if (!check_shape(users, row, person) || !read_kind(users, row, person)) {
        return false;
    }
    if (person->gone || person->kind == ROSTER_STAFF) {
        return true;
    }
    return read_names(users, row, person) && read_phone(users, row, users->at.sms, "sms", person) &&
           read_phone(users, row, users->at.phone, "phone", person) &&
           (person->kind != ROSTER_STUDENT || read_grade(users, row, person));
}

static void merge_phones(RosterPerson *into, const RosterPerson *from) {
    for (size_t p = 0; p < from->phones_count; p++) {
        bool known = false;
        for (size_t i = 0; i < into->phones_count; i++) {
            known = known || str8_equal(into->phones[i], from->phones[p]);
        }
        if (!known && into->phones_count < ROSTER_PERSON_PHONES_MAX) {
            into->phones[into->phones_count++] = from->phones[p];
        }
    }
}

/* Exports repeat a person for each school or each child: the same person, so links add up. */
static bool merge_person(Users *users, size_t row, RosterPerson *into, const RosterPerson *from) {
    bool same = into->kind == from->kind && into->gone == from->gone &&
                str8_equal(into->given_name, from->given_name) &&
                str8_equal(into->family_name, from->family_name);
    if (!same) {
        return refuse(users, row, users->at.id, "sourcedId",
                      "this sourcedId stands there twice, for different people");
    }
    if (!str8_equal(into->agents, from->agents)) {
        into->agents =
            str8_format(users->arena, "%.*s,%.*s", STR8_ARG(into->agents), STR8_ARG(from->agents));
    }
    merge_phones(into, from);
    return true;
}

static void find_places(Users *users) {
    const CsvTable *table = &users->users;
    users->at = (UserPlaces){
        .id = csv_column(table, "sourcedId"),
        .status = csv_column(table, "status"),
        .enabled = csv_column(table, "enabledUser"),
        .role = csv_column(table, "role"),
        .given = csv_column(table, "givenName"),
        .family = csv_column(table, "familyName"),
        .sms = csv_column(table, "sms"),
        .phone = csv_column(table, "phone"),
        .agents = csv_column(table, "agentSourcedIds") >= 0 ? csv_column(table, "agentSourcedIds")
                                                            : csv_column(table, "agents"),
        .grades = csv_column(table, "grades"),
        .preferred_first = csv_column(table, "preferredFirstName"),
        .preferred_given = csv_column(table, "preferredGivenName"),
        .household = csv_column(table, "metadata.household*"),
    };
}

static void note_users(Users *users) {
    if (users->phones_unreadable > 0) {
        report_note(users->report,
                    str8_format(users->arena,
                                "%zu phone number(s) are too short, too long or one digit only, "
                                "and were not used",
                                users->phones_unreadable));
    }
    if (users->grades_unknown > 0) {
        report_note(users->report, str8_format(users->arena,
                                               "%zu grade(s) are not known and were "
                                               "left empty",
                                               users->grades_unknown));
    }
}

static ErrCode read_people(Users *users, Err *err) {
    size_t rows = users->users.rows_count;
    find_places(users);
    if (users->at.role < 0 && !users->has_roles) {
        return err_set(err, ERR_INVALID,
                       "%.*s has no column 'role' and there is no roles.csv: export both",
                       STR8_ARG(users->users.file));
    }
    users->people = ARENA_ARRAY(users->arena, RosterPerson, rows + 1);
    if (users->people == NULL || !id_map_make(users->arena, rows, &users->seen)) {
        return err_set(err, ERR_NO_MEMORY, "no memory for %zu people", rows);
    }
    for (size_t row = 0; row < rows; row++) {
        RosterPerson person;
        if (!read_person(users, row, &person)) {
            continue;
        }
        size_t known = id_map_find(&users->seen, person.id);
        if (known != SIZE_MAX) {
            (void)merge_person(users, row, &users->people[known], &person);
            continue;
        }
        if (!id_map_put(&users->seen, person.id, users->people_count)) {
            return err_set(err, ERR_INTERNAL, "the table of people is full");
        }
        users->people[users->people_count++] = person;
    }
    note_users(users);
    return ERR_OK;
}

static ErrCode read_roles(Users *users, const SourceFile *file, Err *err) {
    CsvTable table;
    ErrCode code = csv_read(
        &(CsvSource){users->arena, file->name, file->bytes, ROLE_COLUMNS, COUNT_OF(ROLE_COLUMNS)},
        &table, users->report, err);
    if (code != ERR_OK) {
        return code;
    }
    users->has_roles = true;
    users->kinds_of_roles = ARENA_ARRAY(users->arena, unsigned, table.rows_count + 1);
    if (users->kinds_of_roles == NULL ||
        !id_map_make(users->arena, table.rows_count, &users->roles)) {
        return err_set(err, ERR_NO_MEMORY, "no memory for roles");
    }
    int user = csv_column(&table, "userSourcedId");
    int role = csv_column(&table, "role");
    int status = csv_column(&table, "status");
    for (size_t row = 0; row < table.rows_count; row++) {
        bool gone = false;
        unsigned kinds = kinds_of_role(csv_cell(&table, row, role));
        if (!status_read(csv_cell(&table, row, status), &gone) || kinds == 0) {
            report_refuse(users->report, table.file, table.row_numbers[row],
                          csv_header(&table, kinds == 0 ? role : status, "role"),
                          STR8("it is not a word of OneRoster; are the columns shifted?"));
            continue;
        }
        size_t known = id_map_find(&users->roles, csv_cell(&table, row, user));
        size_t place = known != SIZE_MAX ? known : row;
        users->kinds_of_roles[place] |= gone ? 0 : kinds;
        if (!id_map_put(&users->roles, csv_cell(&table, row, user), place)) {
            return err_set(err, ERR_INTERNAL, "the table of roles is full");
        }
    }
    return ERR_OK;
}

/* What the manifest says about one file. */
typedef struct {
    bool present; /* there is a manifest */
    bool users_delta;
    bool users_absent;
    bool roles_absent;
} Manifest;

static ErrCode manifest_property(Str8 file, Str8 name, Str8 value, Manifest *manifest, Err *err) {
    bool delta = str8_equal_ignoring_case(value, STR8("delta"));
    bool absent = str8_equal_ignoring_case(value, STR8("absent"));
    bool bulk = str8_equal_ignoring_case(value, STR8("bulk"));
    if (csv_same_name(name, STR8("oneroster.version"))) {
        return str8_equal(value, STR8("1.1")) || str8_equal(value, STR8("1.2")) ||
                       str8_equal(value, STR8("1.0"))
                   ? ERR_OK
                   : err_set(err, ERR_INVALID, "%.*s: only OneRoster 1.1 and 1.2 are understood",
                             STR8_ARG(file));
    }
    if (csv_same_name(name, STR8("file.users"))) {
        manifest->users_delta = delta;
        manifest->users_absent = absent;
    } else if (csv_same_name(name, STR8("file.roles"))) {
        manifest->roles_absent = absent;
    } else {
        return ERR_OK;
    }
    return delta || absent || bulk
               ? ERR_OK
               : err_set(err, ERR_INVALID, "%.*s: '%.*s' must be bulk, delta or absent",
                         STR8_ARG(file), STR8_ARG(name));
}

static ErrCode read_manifest(Arena *arena, const SourceFile *file, Manifest *manifest,
                             Report *report, Err *err) {
    CsvTable table;
    ErrCode code = csv_read(
        &(CsvSource){arena, file->name, file->bytes, MANIFEST_COLUMNS, COUNT_OF(MANIFEST_COLUMNS)},
        &table, report, err);
    manifest->present = code == ERR_OK;
    for (size_t row = 0; code == ERR_OK && row < table.rows_count; row++) {
        code =
            manifest_property(table.file, csv_cell(&table, row, csv_column(&table, "propertyName")),
                              csv_cell(&table, row, csv_column(&table, "value")), manifest, err);
    }
    return code;
}

static ErrCode read_school_name(Arena *arena, const SourceFile *file, Str8 *name, Report *report,
                                Err *err) {
    CsvTable table;
    ErrCode code =
        csv_read(&(CsvSource){arena, file->name, file->bytes, ORG_COLUMNS, COUNT_OF(ORG_COLUMNS)},
                 &table, report, err);
    size_t schools = 0;
    for (size_t row = 0; code == ERR_OK && row < table.rows_count; row++) {
        bool gone = false;
        if (status_read(csv_cell(&table, row, csv_column(&table, "status")), &gone) && !gone &&
            str8_equal_ignoring_case(csv_cell(&table, row, csv_column(&table, "type")),
                                     STR8("school"))) {
            *name = csv_cell(&table, row, csv_column(&table, "name"));
            schools++;
        }
    }
    if (schools != 1) {
        *name = STR8("");
    }
    return code;
}

static ErrCode read_users_file(Users *users, const SourceFile *file, Err *err) {
    ErrCode code = csv_read(
        &(CsvSource){users->arena, file->name, file->bytes, USER_COLUMNS, COUNT_OF(USER_COLUMNS)},
        &users->users, users->report, err);
    if (code == ERR_OK && users->users.rows_count == 0) {
        return report_all_refused(users->report, file->name, err);
    }
    return code == ERR_OK ? read_people(users, err) : code;
}

static const SourceFile *users_file(const Source *source) {
    const SourceFile *file = source_file(source, "users.csv");
    return file != NULL || source->is_container || source->files_count == 0 ? file
                                                                            : &source->files[0];
}

ErrCode oneroster_read(Arena *arena, const Source *source, OneRoster *oneroster, Report *report,
                       Err *err) {
    const SourceFile *manifest_file = source_file(source, "manifest.csv");
    const SourceFile *roles_file = source_file(source, "roles.csv");
    const SourceFile *orgs_file = source_file(source, "orgs.csv");
    const SourceFile *file = users_file(source);
    OneRoster made = {.school_name = STR8("")};
    Manifest manifest = {0};
    Users users = {.arena = arena, .report = report};
    if (file == NULL) {
        return err_set(err, ERR_INVALID, "%.*s: there is no users.csv in it",
                       STR8_ARG(source->name));
    }
    ErrCode code = manifest_file == NULL
                       ? ERR_OK
                       : read_manifest(arena, manifest_file, &manifest, report, err);
    if (code == ERR_OK && manifest.users_absent) {
        code = err_set(err, ERR_INVALID, "%.*s: its manifest says that users.csv is absent",
                       STR8_ARG(source->name));
    }
    if (code == ERR_OK && roles_file != NULL && !manifest.roles_absent) {
        code = read_roles(&users, roles_file, err);
    }
    if (code == ERR_OK) {
        code = read_users_file(&users, file, err);
    }
    if (code == ERR_OK && orgs_file != NULL) {
        code = read_school_name(arena, orgs_file, &made.school_name, report, err);
    }
    if (code == ERR_OK) {
        made.people =
            (RosterPeople){file->name, users.people, users.people_count, manifest.users_delta};
        *oneroster = made;
    }
    return code;
}
