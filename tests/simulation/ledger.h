#ifndef FOYER_TESTS_SIMULATION_LEDGER_H
#define FOYER_TESTS_SIMULATION_LEDGER_H

#include "data/vault/record.h"

/*
 * What really happened, kept outside of all simulated machines: every record that a kiosk was asked
 * to write, what the family was told, and what was later seen in a kiosk's journal and at the hub.
 */
typedef struct {
    Id id;
    Id visit_id;       /* that its body names */
    size_t kiosk;      /* who was asked first */
    int64_t at_ms;     /* true time, when it was acknowledged */
    bool clock_good;   /* the record says so */
    bool acknowledged; /* a family or a member of staff saw "done" */
    bool excused;      /* its card was put back to a day before, by people */
    bool written;      /* it stood durably in a kiosk's journal */
    bool is_party;     /* visit.signed-in or visit.joined */
    size_t people;     /* told: how many were signed in; written: how many the body has */
    bool voids;        /* visit.corrected that says: this person was not here at all */
    int64_t person;    /* of visit.corrected: its place in the visit */
    uint8_t digest[VAULT_DIGEST_SIZE]; /* of what the record says; when written */
    size_t at_hub;                     /* rows of this id there; filled by the check */
    /* Of a visit, filled by the check: */
    size_t people_expected; /* by its records that are at the hub */
    uint64_t voided;        /* bits by person */
    size_t people_exported; /* rows of the hub's CSV */
} LedgerEntry;

typedef struct {
    LedgerEntry *entries; /* in the order they were met */
    size_t count;
    size_t room;
    size_t *slots; /* open addressing: index + 1, 0 = empty */
    size_t slots_count;
} Ledger;

void ledger_end(Ledger *ledger);
/** The entry of this id, made when it is new. Stays where it is until the next call. */
LedgerEntry *ledger_at(Ledger *ledger, Id id);
/** NULL when there is none. */
LedgerEntry *ledger_find(const Ledger *ledger, Id id);

/** What a record says, whatever epoch it stands in: neither sequence nor head. */
void ledger_digest(Arena *arena, const Record *record, uint8_t digest[VAULT_DIGEST_SIZE]);
/** Notes a record that is durable in a kiosk's journal. False: the same id said something else. */
bool ledger_note_written(Ledger *ledger, Arena *arena, size_t kiosk, const Record *record);

#endif
