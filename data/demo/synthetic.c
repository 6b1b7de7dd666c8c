#include "data/demo/synthetic.h"

#include "data/base/check.h"
#include "data/base/hash.h"
#include "data/demo/content.h"

/*
 * A household is a function of (seed, index): its own stream of numbers starts from both, so any
 * one can be made alone. Phone numbers are a permutation of all (area, 555-line) pairs, so they
 * cannot meet by chance; 555 is the exchange that no telephone company gives out.
 */
enum {
    PHONE_AREAS = 799, /* 200..999 without 555, which would make one digit repeated */
    PHONE_LINES = 10000,
    CSV_ROW_MAX = 1024,
    CSV_BLOCK_SIZE = 64 * 1024,
    CSV_BYTES_MAX = 1024 * 1024,
    GRADES_COUNT = 7,
};

/* Coprime to PHONE_AREAS * PHONE_LINES = 17 * 47 * 2^4 * 5^4. */
static const uint64_t PHONE_STEP = 3999971;

static const Str8 GRADES[GRADES_COUNT] = {{"PK", 2}, {"KG", 2}, {"01", 2}, {"02", 2},
                                          {"03", 2}, {"04", 2}, {"05", 2}};

struct Synthetic {
    uint64_t seed;
    Content names;
    Folder *folder;
};

typedef struct {
    uint64_t state;
} Numbers;

/** SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t numbers_next(Numbers *numbers) {
    numbers->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = numbers->state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static size_t numbers_below(Numbers *numbers, size_t limit) {
    FOYER_ASSERT(limit > 0);
    return (size_t)(numbers_next(numbers) % limit);
}

static Numbers numbers_of(const Synthetic *synthetic, size_t index) {
    uint64_t number = index;
    uint64_t hash = hash_bytes(HASH_START, &synthetic->seed, sizeof synthetic->seed);
    return (Numbers){hash_bytes(hash, &number, sizeof number)};
}

ErrCode synthetic_open(Arena *arena, uint64_t seed, Synthetic **synthetic, Err *err) {
    Synthetic *made = ARENA_NEW(arena, Synthetic);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a synthetic school");
    }
    made->seed = seed;
    ErrCode code = content_parse(arena, DEMO_NAMES_INI, &made->names, err);
    if (code == ERR_OK) {
        FOYER_ASSERT(made->names.count == SYNTHETIC_TRADITIONS);
        code = folder_open(&made->folder, err);
    }
    if (code == ERR_OK) {
        *synthetic = made;
    }
    return code;
}

void synthetic_close(Synthetic *synthetic) {
    if (synthetic != NULL) {
        folder_close(synthetic->folder);
        synthetic->folder = NULL;
    }
}

/** One of the names in a list "A | B | C". */
static Str8 pick_name(Numbers *numbers, const ContentSection *tradition, const char *key) {
    Str8 list = content_value(tradition, key);
    size_t count = 1;
    for (size_t i = 0; i < list.len; i++) {
        count += list.ptr[i] == '|';
    }
    Str8 rest = list;
    Str8 name = {NULL, 0};
    for (size_t skip = numbers_below(numbers, count) + 1; skip > 0; skip--) {
        name = str8_cut(rest, '|', &rest);
    }
    FOYER_ASSERT(list.len > 0);
    return str8_trim(name);
}

typedef struct {
    const Synthetic *synthetic;
    Arena *arena;
    Numbers numbers;
    const ContentSection *tradition;
    Str8 family_name;
    SyntheticHousehold *out;
    Person *people;
} HouseholdMaker;

static void add_person(HouseholdMaker *maker, PersonRole role, const char *names, Str8 grade) {
    Household *household = &maker->out->household;
    Str8 key =
        str8_format(maker->arena, "%.*s/%zu", STR8_ARG(maker->out->key), household->people_count);
    maker->people[household->people_count++] = (Person){
        .id = id_from_name(STR8("synthetic/person"), key),
        .given_name = pick_name(&maker->numbers, maker->tradition, names),
        .family_name = maker->family_name,
        .role = role,
        .grade = grade,
    };
}

static void add_letters(HouseholdMaker *maker, Str8 name) {
    FoldLetters found = {0};
    fold_letters_add(&found, maker->synthetic->folder, name);
    for (size_t i = 0; i < found.count; i++) {
        FOYER_ASSERT(maker->out->letters_count < HOUSEHOLD_LETTERS_MAX);
        maker->out->letters[maker->out->letters_count++] = found.letters[i];
    }
}

/** Of 100 households: 62 with two guardians, 33 with one, 5 with a grandparent besides. */
static void add_adults(HouseholdMaker *maker) {
    size_t kind = numbers_below(&maker->numbers, 100);
    add_person(maker, PERSON_GUARDIAN, "woman", (Str8){NULL, 0});
    if (kind < 67) {
        add_person(maker, PERSON_GUARDIAN, "man", (Str8){NULL, 0});
    }
    if (kind < 5) {
        add_person(maker, PERSON_OTHER_ADULT, "woman", (Str8){NULL, 0});
    }
}

/** One to four students, half of the households one. */
static void add_children(HouseholdMaker *maker) {
    static const size_t COUNTS[] = {1, 1, 1, 1, 1, 2, 2, 2, 3, 4};
    size_t count = COUNTS[numbers_below(&maker->numbers, sizeof COUNTS / sizeof COUNTS[0])];
    for (size_t i = 0; i < count; i++) {
        Str8 grade = GRADES[numbers_below(&maker->numbers, GRADES_COUNT)];
        add_person(maker, PERSON_STUDENT, "child", grade);
        add_letters(maker, maker->people[maker->out->household.people_count - 1].given_name);
    }
}

static bool is_shared(const Synthetic *synthetic, size_t index) {
    Numbers numbers = numbers_of(synthetic, index);
    return index > 0 && numbers_below(&numbers, 100) < SYNTHETIC_SHARED_PERCENT;
}

/** Number `slot` of the school: all different. */
static Str8 phone_number(const Synthetic *synthetic, Arena *arena, uint64_t slot) {
    uint64_t pairs = (uint64_t)PHONE_AREAS * PHONE_LINES;
    uint64_t pair = (slot * PHONE_STEP + synthetic->seed % pairs) % pairs;
    uint64_t area = 200 + pair % PHONE_AREAS;
    area += area >= 555;
    return str8_format(arena, "%03u555%04u", (unsigned)area, (unsigned)(pair / PHONE_AREAS));
}

static void add_phones(HouseholdMaker *maker, size_t index) {
    size_t owner = index;
    while (is_shared(maker->synthetic, owner)) {
        owner--;
    }
    SyntheticHousehold *out = maker->out;
    out->phones[out->phones_count++] =
        phone_number(maker->synthetic, maker->arena, (uint64_t)owner * SYNTHETIC_PHONES_MAX);
    if (numbers_below(&maker->numbers, 100) < 40) {
        out->phones[out->phones_count++] = phone_number(maker->synthetic, maker->arena,
                                                        (uint64_t)index * SYNTHETIC_PHONES_MAX + 1);
    }
}

ErrCode synthetic_household(Synthetic *synthetic, Arena *arena, size_t index,
                            SyntheticHousehold *household, Err *err) {
    if (index >= SYNTHETIC_HOUSEHOLDS_MAX) {
        return err_set(err, ERR_LIMIT, "a synthetic school has at most %d households",
                       SYNTHETIC_HOUSEHOLDS_MAX);
    }
    *household = (SyntheticHousehold){.key = str8_format(arena, "h%06zu", index)};
    HouseholdMaker maker = {.synthetic = synthetic, .arena = arena, .out = household};
    maker.people = ARENA_ARRAY(arena, Person, 8);
    if (maker.people == NULL || household->key.len == 0) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a synthetic household");
    }
    maker.numbers = numbers_of(synthetic, index);
    (void)numbers_next(&maker.numbers); /* the one that is_shared reads */
    maker.tradition =
        &synthetic->names.sections[numbers_below(&maker.numbers, SYNTHETIC_TRADITIONS)];
    maker.family_name = pick_name(&maker.numbers, maker.tradition, "family");
    add_adults(&maker);
    add_children(&maker);
    add_phones(&maker, index);
    household->household.id = id_from_name(STR8("synthetic/household"), household->key);
    household->household.people = maker.people;
    household->household.language = content_value(maker.tradition, "language");
    return household->phones[0].len > 0
               ? ERR_OK
               : err_set(err, ERR_NO_MEMORY, "no memory for a synthetic household");
}

HouseholdIn synthetic_household_in(const SyntheticHousehold *household, Str8 source) {
    return (HouseholdIn){
        .household = household->household,
        .source = source,
        .phones = household->phones,
        .phones_count = household->phones_count,
        .letters = household->letters,
        .letters_count = household->letters_count,
    };
}

/** A row a person; the household's numbers stand in its first row. Names hold no comma or quote. */
static Str8 csv_row(Arena *arena, const SyntheticHousehold *made, size_t index) {
    const Person *person = &made->household.people[index];
    Str8Builder row = builder_in(arena, CSV_ROW_MAX);
    builder_format(&row, "%.*s,%.*s,%.*s,%.*s,%.*s,", STR8_ARG(made->key),
                   STR8_ARG(person->given_name), STR8_ARG(person->family_name),
                   STR8_ARG(person_role_name(person->role)), STR8_ARG(person->grade));
    for (size_t i = 0; index == 0 && i < made->phones_count; i++) {
        builder_format(&row, "%s%.*s", i > 0 ? ";" : "", STR8_ARG(made->phones[i]));
    }
    builder_format(&row, ",%.*s\n", STR8_ARG(made->household.language));
    FOYER_ASSERT(!row.full);
    return builder_text(&row);
}

ErrCode synthetic_families_csv(Synthetic *synthetic, size_t households, SyntheticOut out,
                               Err *err) {
    Arena arena = arena_make(CSV_BLOCK_SIZE, CSV_BYTES_MAX);
    ErrCode code = out.write(out.context,
                             STR8("household,given_name,family_name,role,grade,phone,language\n"));
    for (size_t i = 0; i < households && code == ERR_OK; i++) {
        SyntheticHousehold made;
        arena_reset(&arena);
        code = synthetic_household(synthetic, &arena, i, &made, err);
        for (size_t p = 0; code == ERR_OK && p < made.household.people_count; p++) {
            code = out.write(out.context, csv_row(&arena, &made, p));
        }
    }
    arena_free(&arena);
    return code;
}
