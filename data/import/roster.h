#ifndef FOYER_DATA_IMPORT_ROSTER_H
#define FOYER_DATA_IMPORT_ROSTER_H

#include "data/base/err.h"
#include "data/fold/fold.h"
#include "data/import/report.h"
#include "data/store/household_store.h"

enum {
    ROSTER_PEOPLE_MAX = 200000,
    ROSTER_LINKS_MAX = 400000,
    ROSTER_PERSON_PHONES_MAX = 4,
    /* A child of more is a placeholder ("Test Student"): its guardians are no couples. */
    ROSTER_GUARDIANS_COMPARED_MAX = 64,
};

/** What a person of a school's own system is to Foyer. */
typedef enum {
    ROSTER_STAFF, /* teachers and others: known, not needed */
    ROSTER_STUDENT,
    ROSTER_GUARDIAN, /* parent, guardian, relative */
} RosterKind;

/** One person as the source knows them. All texts borrowed. */
typedef struct {
    Str8 id; /* OneRoster sourcedId */
    RosterKind kind;
    Str8 given_name; /* the preferred one when there is one */
    Str8 family_name;
    Str8 other_given_name; /* the legal one beside a preferred one: its letter is accepted too */
    Str8 grade;
    Str8 phones[ROSTER_PERSON_PHONES_MAX]; /* normalised digits */
    size_t phones_count;
    Str8 agents;    /* ids, separated by commas */
    Str8 household; /* the source's own word for a home, or empty */
    size_t row;
    bool gone; /* tobedeleted or inactive */
} RosterPerson;

typedef struct {
    Str8 file;
    RosterPerson *people;
    size_t people_count;
    bool delta; /* absent is not gone */
} RosterPeople;

/** Households of one source, ready for the store. */
typedef struct {
    Str8 source;   /* "oneroster", "families" */
    bool complete; /* absent is gone */
    bool delta;    /* absent says nothing */
    HouseholdIn *households;
    size_t count;
    size_t students;    /* in them; a child of two homes counts once */
    size_t unreachable; /* households without a phone number */
    const Id *gone;     /* named as gone by a delta */
    size_t gone_count;
} Roster;

/**
 * Put people together into households (PRODUCT rule 11):
 * - a guardian belongs with the students that either names as agent;
 * - guardians of a common child who share a phone number, guardians who name each other, and
 *   guardians with the same household word are one household; all others are walled, and their
 *   child belongs to both;
 * - students without a guardian are found by their own number, together with those of the same
 *   family name and number.
 * Results live in `arena`; people's order is by id, so that a file in another order is the same.
 */
ErrCode roster_group(Arena *arena, const RosterPeople *people, Folder *folder, Roster *roster,
                     Report *report, Err *err) MUST_USE;

/** Add `name`'s letters to a household, at most HOUSEHOLD_LETTERS_MAX. */
void roster_add_letters(Folder *folder, Str8 name, uint32_t *letters, size_t *count);

/** A phone number that may be one: no letters but an extension's, not one digit repeated. */
typedef enum { PHONE_NONE, PHONE_READ, PHONE_UNREADABLE, PHONE_NOT_ONE } PhoneReading;
PhoneReading roster_read_phone(Arena *arena, Str8 text, Str8 *digits);

#endif
