#ifndef FOYER_DATA_DOMAIN_HOUSEHOLD_H
#define FOYER_DATA_DOMAIN_HOUSEHOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "data/base/id.h"

enum {
    HOUSEHOLD_PEOPLE_MAX = 24,
    HOUSEHOLD_PHONES_MAX = 16,
    PERSON_NAME_MAX = 200, /* bytes of one given or family name */
    PHONE_DIGITS_MIN = 7,
    PHONE_DIGITS_MAX = 15, /* ITU-T E.164 */
    CARD_CODE_LEN = 8,
};

/** What somebody is at an event; the words of the attendance evidence. */
typedef enum {
    PERSON_GUARDIAN,
    PERSON_STUDENT,
    PERSON_OTHER_ADULT, /* grandparent, cousin, neighbour */
    PERSON_OTHER_CHILD, /* a child who is not a student here */
    PERSON_ROLE_COUNT,
} PersonRole;

/** CEDS grade level as OneRoster writes it: "PK", "KG", "01".."12"; empty when not a student. */
typedef struct {
    Id id;            /* stable over imports; opaque */
    Str8 given_name;  /* the only one that a screen may show */
    Str8 family_name; /* for the school's sealed copy only */
    PersonRole role;
    Str8 grade;
} Person;

typedef struct {
    Id id;
    Person *people;
    size_t people_count; /* 1..HOUSEHOLD_PEOPLE_MAX */
    Str8 language;       /* BCP 47, or empty when not known */
    bool card_only;      /* not to be found by a phone number (rule 15) */
} Household;

/** "guardian", "student", "other-adult", "other-child": schema, export and wire. */
Str8 person_role_name(PersonRole role);
bool person_role_parse(Str8 text, PersonRole *role);
bool person_role_is_adult(PersonRole role);

/**
 * A grade as schools write it ("3", "3rd", "K", "Grade 3", "03", "Kindergarten", "PreK") as its
 * CEDS code. @return false when it is none; then *grade is untouched.
 */
bool grade_parse(Str8 text, Str8 *grade);

/**
 * The digits of a phone number as a family types them: national significant number, without
 * punctuation, and without the leading 1 of a North American number of 11 digits.
 * @return length, 0 when there are not PHONE_DIGITS_MIN..PHONE_DIGITS_MAX digits.
 */
size_t phone_normalize(Str8 text, char digits[PHONE_DIGITS_MAX + 1]);

/**
 * A card code as typed or scanned: Crockford base 32 in upper case, I and L read as 1, O as 0,
 * spaces and dashes dropped, "FOYER:" before it accepted (what the printed QR says).
 * @return false unless exactly CARD_CODE_LEN symbols remain.
 */
bool card_code_normalize(Str8 text, char code[CARD_CODE_LEN + 1]);

/** The alphabet of card codes: 32 symbols, no I, L, O, U. */
extern const char CARD_ALPHABET[33];

#endif
