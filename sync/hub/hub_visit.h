#ifndef FOYER_SYNC_HUB_HUB_VISIT_H
#define FOYER_SYNC_HUB_HUB_VISIT_H

#include "data/domain/visit.h"
#include "sync/hub/hub_store.h"

/*
 * One visit, put together from its records: the same effects as in the kiosk (data/store), read
 * leniently: a member that is missing or not understood is empty, never a reason to drop a person.
 */
enum { HUB_VISIT_PEOPLE_MAX = 4 * VISIT_PEOPLE_MAX }; /* twins add to one visit, each its own */

typedef enum { HUB_NAMES_NONE, HUB_NAMES_OPEN, HUB_NAMES_SEALED } HubNames;

typedef struct {
    size_t number; /* in the party, from 0 */
    Str8 role;     /* as the record says */
    Str8 grade;
    Moment in;
    int64_t in_epoch; /* number of the history that it stands in: boots are its own */
    Moment out;
    int64_t out_epoch;
    bool is_out;
    bool out_assumed;
    bool is_voided;
    HubNames names;
    Str8 given_name;
    Str8 family_name;
} HubVisitor;

typedef struct {
    Id id;
    int64_t kiosk;
    Id event_id;
    Str8 zone;
    Str8 method;
    Str8 language;
    HubVisitor *people;
    size_t count;
} HubVisit;

/** Opens the names of a record when it can; fills given and family name. NULL members: nothing. */
typedef struct {
    const uint8_t (*secrets)[VAULT_KEY_SIZE];
    size_t count;
    size_t last; /* the one that opened the latest, tried first */
} HubNameKeys;

/** Empty; `people` in the arena. False: the arena is exhausted. */
bool hub_visit_begin(HubVisit *visit, Arena *arena, Id id, int64_t kiosk);

/**
 * Apply the visit's next record: first the sign-in, then the others in the order of the journal.
 * Types that are no visit's change nothing. Texts live in the arena or borrow from the record.
 */
void hub_visit_apply(HubVisit *visit, Arena *arena, const HubRecord *record, HubNameKeys *keys);

#endif
