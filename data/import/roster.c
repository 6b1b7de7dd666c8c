/*
 * From people and their links to households.
 * 1. Links are (guardian, student), each once, sorted by student and then guardian.
 * 2. `home` is a union-find over guardians, and over students that have none.
 * 3. Nothing is merged by a name alone; a common child or the source's own word is needed.
 */
#include "data/import/roster.h"

#include <stdlib.h>
#include <string.h>

#include "data/base/hash.h"
#include "data/import/id_map.h"

typedef struct {
    size_t student;
    size_t guardian;
} Link;

typedef struct {
    Arena *arena;
    const RosterPeople *people;
    Report *report;
    Folder *folder;
    IdMap ids;
    Link *links;
    size_t links_count;
    size_t links_max;     /* at most ROSTER_LINKS_MAX */
    size_t *home;         /* union-find parent */
    size_t *first_link;   /* of a student in links, or NONE */
    size_t *homes_of;     /* of a student: how many households have them */
    bool *incomplete;     /* of a person of a delta: links lead out of the file */
    size_t missing;       /* links to people who are not in the file */
    size_t not_guardians; /* links to staff */
    Roster *roster;
} Grouping;

static const size_t NONE = SIZE_MAX;

static const RosterPerson *person_at(const Grouping *g, size_t index) {
    return &g->people->people[index];
}

static size_t home_of(Grouping *g, size_t index) {
    while (g->home[index] != index) {
        g->home[index] = g->home[g->home[index]];
        index = g->home[index];
    }
    return index;
}

/* The smaller id stays the root: the household's own id hangs on it. */
static void home_join(Grouping *g, size_t a, size_t b) {
    a = home_of(g, a);
    b = home_of(g, b);
    if (a == b) {
        return;
    }
    if (str8_compare(person_at(g, a)->id, person_at(g, b)->id) < 0) {
        g->home[b] = a;
    } else {
        g->home[a] = b;
    }
}

static bool phones_shared(const RosterPerson *a, const RosterPerson *b) {
    for (size_t i = 0; i < a->phones_count; i++) {
        for (size_t j = 0; j < b->phones_count; j++) {
            if (str8_equal(a->phones[i], b->phones[j])) {
                return true;
            }
        }
    }
    return false;
}

static void add_link(Grouping *g, size_t student, size_t guardian) {
    if (g->links_count < g->links_max) {
        g->links[g->links_count++] = (Link){student, guardian};
    }
}

static void follow_agent(Grouping *g, size_t from, Str8 agent_id) {
    const RosterPerson *person = person_at(g, from);
    size_t other = id_map_find(&g->ids, agent_id);
    if (other == NONE) {
        g->missing++;
        return;
    }
    const RosterPerson *agent = person_at(g, other);
    if (agent->gone) {
        return;
    }
    if (person->kind == ROSTER_STUDENT && agent->kind == ROSTER_GUARDIAN) {
        add_link(g, from, other);
    } else if (person->kind == ROSTER_GUARDIAN && agent->kind == ROSTER_STUDENT) {
        add_link(g, other, from);
    } else if (person->kind == ROSTER_GUARDIAN && agent->kind == ROSTER_GUARDIAN) {
        home_join(g, from, other);
    } else {
        g->not_guardians++;
    }
}

/* Commas as OneRoster says, and semicolons as some systems write. */
static Str8 next_id(Str8 *rest) {
    size_t end = 0;
    while (end < rest->len && rest->ptr[end] != ',' && rest->ptr[end] != ';') {
        end++;
    }
    Str8 id = str8_trim(str8_slice(*rest, 0, end));
    *rest = str8_slice(*rest, end < rest->len ? end + 1 : end, rest->len);
    return id;
}

static void follow_agents(Grouping *g) {
    for (size_t i = 0; i < g->people->people_count; i++) {
        const RosterPerson *person = person_at(g, i);
        if (person->gone || person->kind == ROSTER_STAFF) {
            continue;
        }
        size_t missing_before = g->missing;
        for (Str8 rest = person->agents; rest.len > 0;) {
            Str8 id = next_id(&rest);
            if (id.len > 0) {
                follow_agent(g, i, id);
            }
        }
        if (g->people->delta && g->missing > missing_before) {
            g->incomplete[i] = true;
            report_refuse(g->report, g->people->file, person->row, STR8("agentSourcedIds"),
                          STR8("it names a person who is not in this file; a delta file cannot "
                               "change such a household: import a complete (bulk) export"));
        }
    }
}

static int compare_links(const void *left, const void *right) {
    const Link *a = left;
    const Link *b = right;
    if (a->student != b->student) {
        return a->student < b->student ? -1 : 1;
    }
    return (a->guardian > b->guardian) - (a->guardian < b->guardian);
}

static void sort_links(Grouping *g) {
    if (g->links_count > 0) {
        qsort(g->links, g->links_count, sizeof(Link), compare_links);
    }
    size_t kept = 0;
    for (size_t i = 0; i < g->links_count; i++) {
        if (kept == 0 || compare_links(&g->links[kept - 1], &g->links[i]) != 0) {
            g->links[kept++] = g->links[i];
        }
    }
    g->links_count = kept;
    for (size_t i = kept; i > 0; i--) {
        g->first_link[g->links[i - 1].student] = i - 1;
    }
}

static void join_parents_of_common_children(Grouping *g) {
    for (size_t i = 0; i < g->links_count; i++) {
        size_t end = g->links_count - i > ROSTER_GUARDIANS_COMPARED_MAX
                         ? i + 1 + ROSTER_GUARDIANS_COMPARED_MAX
                         : g->links_count;
        for (size_t j = i + 1; j < end && g->links[j].student == g->links[i].student; j++) {
            size_t a = g->links[i].guardian;
            size_t b = g->links[j].guardian;
            if (phones_shared(person_at(g, a), person_at(g, b))) {
                home_join(g, a, b);
            }
        }
    }
}

/* Households that share a key (a word of the source; a number with a family name) are one. */
static bool join_by_key(Grouping *g, IdMap *keys, Str8 key, size_t index) {
    size_t other = id_map_find(keys, key);
    if (other != NONE) {
        home_join(g, index, other);
        return true;
    }
    return id_map_put(keys, key, index);
}

static bool join_by_word(Grouping *g) {
    IdMap words;
    if (!id_map_make(g->arena, g->people->people_count, &words)) {
        return false;
    }
    bool fits = true;
    for (size_t i = 0; i < g->people->people_count && fits; i++) {
        const RosterPerson *person = person_at(g, i);
        if (person->kind == ROSTER_GUARDIAN && !person->gone && person->household.len > 0) {
            fits = join_by_key(g, &words, person->household, i);
        }
    }
    return fits;
}

static bool is_alone(const Grouping *g, size_t index) {
    const RosterPerson *person = person_at(g, index);
    return person->kind == ROSTER_STUDENT && !person->gone && g->first_link[index] == NONE;
}

static bool join_siblings(Grouping *g) {
    IdMap keys;
    if (!id_map_make(g->arena, g->people->people_count * ROSTER_PERSON_PHONES_MAX, &keys)) {
        return false;
    }
    bool fits = true;
    for (size_t i = 0; i < g->people->people_count; i++) {
        const RosterPerson *person = person_at(g, i);
        for (size_t p = 0; is_alone(g, i) && p < person->phones_count && fits; p++) {
            Str8 key = str8_format(g->arena, "%.*s %.*s", STR8_ARG(person->phones[p]),
                                   STR8_ARG(person->family_name));
            fits = key.ptr != NULL && join_by_key(g, &keys, key, i);
        }
    }
    return fits;
}

/* Members of one household while it is put together. */
typedef struct {
    size_t members[HOUSEHOLD_PEOPLE_MAX];
    size_t count;
    bool overfull;
} Members;

static void members_add(Members *members, size_t index) {
    for (size_t i = 0; i < members->count; i++) {
        if (members->members[i] == index) {
            return;
        }
    }
    if (members->count == HOUSEHOLD_PEOPLE_MAX) {
        members->overfull = true;
        return;
    }
    members->members[members->count++] = index;
}

static void household_add_phones(HouseholdIn *in, Str8 *phones, const RosterPerson *person) {
    for (size_t p = 0; p < person->phones_count; p++) {
        bool known = false;
        for (size_t i = 0; i < in->phones_count; i++) {
            known = known || str8_equal(phones[i], person->phones[p]);
        }
        if (!known && in->phones_count < HOUSEHOLD_PHONES_MAX) {
            phones[in->phones_count++] = person->phones[p];
        }
    }
}

PhoneReading roster_read_phone(Arena *arena, Str8 text, Str8 *digits) {
    text = str8_trim(text);
    if (text.len == 0) {
        return PHONE_NONE;
    }
    char normal[PHONE_DIGITS_MAX + 1];
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '@' || c == '_';
        if (letter && (i == 0 || (c != 'x' && c != 'X' && c != 'e' && c != 'E'))) {
            return PHONE_NOT_ONE;
        }
        if (letter) {
            break; /* an extension follows */
        }
    }
    size_t len = phone_normalize(text, normal);
    bool repeated = len > 0;
    for (size_t i = 1; i < len; i++) {
        repeated = repeated && normal[i] == normal[0];
    }
    if (len == 0 || repeated) {
        return PHONE_UNREADABLE;
    }
    *digits = str8_copy(arena, (Str8){normal, len});
    return digits->ptr != NULL ? PHONE_READ : PHONE_UNREADABLE;
}

void roster_add_letters(Folder *folder, Str8 name, uint32_t *letters, size_t *count) {
    FoldLetters folded = {0};
    fold_letters_add(&folded, folder, name);
    for (size_t i = 0; i < folded.count && *count < HOUSEHOLD_LETTERS_MAX; i++) {
        letters[(*count)++] = folded.letters[i];
    }
}

static int compare_people(const Grouping *g, size_t a, size_t b) {
    const RosterPerson *left = person_at(g, a);
    const RosterPerson *right = person_at(g, b);
    if (left->kind != right->kind) {
        return left->kind == ROSTER_GUARDIAN ? -1 : 1;
    }
    int grades = str8_compare(left->grade, right->grade);
    return left->kind == ROSTER_STUDENT && grades != 0 ? grades : str8_compare(left->id, right->id);
}

static void members_sort(const Grouping *g, Members *members) {
    for (size_t i = 1; i < members->count; i++) {
        for (size_t j = i;
             j > 0 && compare_people(g, members->members[j - 1], members->members[j]) > 0; j--) {
            size_t swap = members->members[j];
            members->members[j] = members->members[j - 1];
            members->members[j - 1] = swap;
        }
    }
}

static Person to_person(const RosterPerson *person) {
    return (Person){
        .id = id_from_name(STR8("foyer/oneroster/person"), person->id),
        .given_name = person->given_name.len > 0 ? person->given_name : person->family_name,
        .family_name = person->family_name,
        .role = person->kind == ROSTER_STUDENT ? PERSON_STUDENT : PERSON_GUARDIAN,
        .grade = person->kind == ROSTER_STUDENT ? person->grade : STR8(""),
    };
}

static bool fill_people(Grouping *g, const Members *members, HouseholdIn *in, uint32_t *letters) {
    Person *people = ARENA_ARRAY(g->arena, Person, members->count);
    if (people == NULL) {
        return false;
    }
    for (size_t i = 0; i < members->count; i++) {
        const RosterPerson *person = person_at(g, members->members[i]);
        people[i] = to_person(person);
        if (person->kind == ROSTER_STUDENT) {
            roster_add_letters(g->folder, people[i].given_name, letters, &in->letters_count);
            roster_add_letters(g->folder, person->other_given_name, letters, &in->letters_count);
        }
    }
    in->household.people = people;
    in->household.people_count = members->count;
    return true;
}

/* The adults' numbers; a child's only when there is no other and no second home to tell it to. */
static void fill_phones(Grouping *g, const Members *members, HouseholdIn *in, Str8 *phones) {
    for (size_t i = 0; i < members->count; i++) {
        if (person_at(g, members->members[i])->kind == ROSTER_GUARDIAN) {
            household_add_phones(in, phones, person_at(g, members->members[i]));
        }
    }
    for (size_t i = 0; i < members->count && in->phones_count == 0; i++) {
        size_t index = members->members[i];
        if (person_at(g, index)->kind == ROSTER_STUDENT && g->homes_of[index] <= 1) {
            household_add_phones(in, phones, person_at(g, index));
        }
    }
}

static bool add_household(Grouping *g, size_t root, Members *members) {
    const RosterPerson *first = person_at(g, root);
    Roster *roster = g->roster;
    if (members->overfull) {
        report_refuse(
            g->report, g->people->file, first->row, STR8("agentSourcedIds"),
            str8_format(g->arena, "this household has more than %d people", HOUSEHOLD_PEOPLE_MAX));
        return true;
    }
    HouseholdIn *in = &roster->households[roster->count];
    uint32_t *letters = ARENA_ARRAY(g->arena, uint32_t, HOUSEHOLD_LETTERS_MAX);
    Str8 *phones = ARENA_ARRAY(g->arena, Str8, HOUSEHOLD_PHONES_MAX);
    members_sort(g, members);
    if (letters == NULL || phones == NULL || !fill_people(g, members, in, letters)) {
        return false;
    }
    fill_phones(g, members, in, phones);
    in->letters = letters;
    in->phones = phones;
    in->source = roster->source;
    in->household.id =
        id_from_name(first->kind == ROSTER_STUDENT ? STR8("foyer/oneroster/household-of-student")
                                                   : STR8("foyer/oneroster/household-of-guardian"),
                     first->id);
    roster->unreachable += in->phones_count == 0;
    roster->count++;
    return true;
}

/* Next of the same home, for walking a household's people without a search. */
typedef struct {
    size_t *first; /* of a root: first guardian or lone student */
    size_t *next;
} Chains;

static bool chains_make(Grouping *g, Chains *chains) {
    size_t count = g->people->people_count;
    chains->first = ARENA_ARRAY(g->arena, size_t, count);
    chains->next = ARENA_ARRAY(g->arena, size_t, count);
    if (chains->first == NULL || chains->next == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        chains->first[i] = NONE;
    }
    for (size_t i = count; i > 0; i--) {
        const RosterPerson *person = person_at(g, i - 1);
        bool guardian = person->kind == ROSTER_GUARDIAN && !person->gone;
        if (guardian || is_alone(g, i - 1)) {
            size_t root = home_of(g, i - 1);
            chains->next[i - 1] = chains->first[root];
            chains->first[root] = i - 1;
        }
    }
    return true;
}

static int compare_guardian_first(const void *left, const void *right) {
    const Link *a = left;
    const Link *b = right;
    if (a->guardian != b->guardian) {
        return a->guardian < b->guardian ? -1 : 1;
    }
    return (a->student > b->student) - (a->student < b->student);
}

static size_t find_links(const Link *links, size_t count, size_t guardian) {
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (links[middle].guardian < guardian) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void collect(const Grouping *g, const Chains *chains, size_t root, Members *members) {
    *members = (Members){0};
    for (size_t i = chains->first[root]; i != NONE; i = chains->next[i]) {
        members_add(members, i);
        for (size_t l = find_links(g->links, g->links_count, i);
             l < g->links_count && g->links[l].guardian == i; l++) {
            members_add(members, g->links[l].student);
        }
    }
}

static bool has_student(const Grouping *g, const Members *members) {
    for (size_t i = 0; i < members->count; i++) {
        if (person_at(g, members->members[i])->kind == ROSTER_STUDENT) {
            return true;
        }
    }
    return false;
}

/* Half a household would overwrite the whole one. */
static bool is_incomplete(const Grouping *g, const Members *members) {
    for (size_t i = 0; i < members->count; i++) {
        if (g->incomplete[members->members[i]]) {
            return true;
        }
    }
    return false;
}

static void count_homes(Grouping *g, const Members *members) {
    for (size_t i = 0; i < members->count; i++) {
        size_t index = members->members[i];
        if (person_at(g, index)->kind == ROSTER_STUDENT && g->homes_of[index]++ == 0) {
            g->roster->students++;
        }
    }
}

static bool add_households(Grouping *g, const Chains *chains) {
    size_t count = g->people->people_count;
    size_t childless = 0;
    Members members;
    for (size_t i = 0; i < count; i++) {
        if (chains->first[i] != NONE) {
            collect(g, chains, i, &members);
            count_homes(g, &members);
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (chains->first[i] == NONE) {
            continue;
        }
        collect(g, chains, i, &members);
        if (!has_student(g, &members)) {
            childless++;
        } else if (!is_incomplete(g, &members) && !add_household(g, i, &members)) {
            return false;
        }
    }
    if (childless > 0) {
        report_note(g->report, str8_format(g->arena,
                                           "%zu guardian(s) have no child in this file "
                                           "and were left out",
                                           childless));
    }
    return true;
}

static bool list_gone(Grouping *g) {
    size_t count = g->people->people_count;
    Id *gone = ARENA_ARRAY(g->arena, Id, count * 2);
    if (gone == NULL) {
        return false;
    }
    size_t listed = 0;
    for (size_t i = 0; i < count; i++) {
        const RosterPerson *person = person_at(g, i);
        if (person->gone && person->kind != ROSTER_STAFF) {
            gone[listed++] =
                id_from_name(STR8("foyer/oneroster/household-of-guardian"), person->id);
            gone[listed++] = id_from_name(STR8("foyer/oneroster/household-of-student"), person->id);
        }
    }
    g->roster->gone = gone;
    g->roster->gone_count = listed;
    return true;
}

/* As many links as agents are named: a small file needs little memory. */
static size_t links_at_most(const RosterPeople *people) {
    size_t links = 1;
    for (size_t i = 0; i < people->people_count && links < ROSTER_LINKS_MAX; i++) {
        Str8 rest = people->people[i].agents;
        while (rest.len > 0) {
            (void)next_id(&rest);
            links++;
        }
    }
    return links < ROSTER_LINKS_MAX ? links : ROSTER_LINKS_MAX;
}

static bool grouping_make(Grouping *g) {
    size_t count = g->people->people_count;
    g->links_max = links_at_most(g->people);
    g->links = ARENA_ARRAY(g->arena, Link, g->links_max);
    g->home = ARENA_ARRAY(g->arena, size_t, count);
    g->first_link = ARENA_ARRAY(g->arena, size_t, count);
    g->homes_of = ARENA_ARRAY(g->arena, size_t, count);
    g->incomplete = ARENA_ARRAY(g->arena, bool, count);
    g->roster->households = ARENA_ARRAY(g->arena, HouseholdIn, count);
    if (g->links == NULL || g->home == NULL || g->first_link == NULL || g->homes_of == NULL ||
        g->incomplete == NULL || g->roster->households == NULL ||
        !id_map_make(g->arena, count, &g->ids)) {
        return false;
    }
    bool fits = true;
    for (size_t i = 0; i < count; i++) {
        g->home[i] = i;
        g->first_link[i] = NONE;
        fits = fits && id_map_put(&g->ids, g->people->people[i].id, i);
    }
    return fits;
}

static void note_links(Grouping *g) {
    if (g->not_guardians > 0) {
        report_note(g->report,
                    str8_format(g->arena,
                                "%zu link(s) in agentSourcedIds lead to somebody who is no parent "
                                "or guardian and were not used",
                                g->not_guardians));
    }
    if (g->missing > 0 && !g->people->delta) {
        report_note(g->report, str8_format(g->arena,
                                           "%zu link(s) in agentSourcedIds lead to nobody in the "
                                           "file and were not used",
                                           g->missing));
    }
}

ErrCode roster_group(Arena *arena, const RosterPeople *people, Folder *folder, Roster *roster,
                     Report *report, Err *err) {
    Roster made = {.source = STR8("oneroster"), .complete = !people->delta, .delta = people->delta};
    Grouping g = {
        .arena = arena, .people = people, .report = report, .folder = folder, .roster = &made};
    Chains chains = {0};
    if (!grouping_make(&g)) {
        return err_set(err, ERR_NO_MEMORY, "no memory for %zu people", people->people_count);
    }
    follow_agents(&g);
    if (g.links_count >= ROSTER_LINKS_MAX) {
        return err_set(err, ERR_LIMIT, "%.*s has too many links in agentSourcedIds",
                       STR8_ARG(people->file));
    }
    sort_links(&g);
    join_parents_of_common_children(&g);
    bool fits = join_by_word(&g) && join_siblings(&g) && chains_make(&g, &chains);
    if (fits && g.links_count > 0) {
        qsort(g.links, g.links_count, sizeof(Link), compare_guardian_first);
    }
    if (!fits || !add_households(&g, &chains) || !list_gone(&g)) {
        return err_set(err, ERR_NO_MEMORY, "no memory for %zu people", people->people_count);
    }
    note_links(&g);
    *roster = made;
    return ERR_OK;
}
