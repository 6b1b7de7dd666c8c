#ifndef FOYER_DATA_STORE_HOUSEHOLD_STORE_H
#define FOYER_DATA_STORE_HOUSEHOLD_STORE_H

#include "data/domain/household.h"
#include "data/store/store.h"

/*
 * Households, found only by something they alone have (rule 15). On disk: no name, no number, no
 * id of the school's own system; the kiosk itself cannot list them. See household_store.c.
 */
enum {
    HOUSEHOLD_LETTERS_MAX = 4 * HOUSEHOLD_PEOPLE_MAX, /* a name may answer to several */
    HOUSEHOLD_SHARED_MAX = 8, /* a number of more households finds none of them */
    HOUSEHOLD_CARDS_MAX = 8,  /* living cards of one household */
    LOOKUP_MISSES_IN_ROW = 5,
    LOOKUP_PAUSE_MS = 60 * 1000,
    LOOKUP_MISSES_A_DAY = 20, /* plus one for every two families found */
};

/** A household as an import knows it. */
typedef struct {
    Household household;     /* id and people's ids: the same at every import (id_from_name) */
    Str8 source;             /* "oneroster", "families", "demo" */
    const Str8 *phones;      /* normalised digits; not used for finding when card_only */
    size_t phones_count;     /* 0..HOUSEHOLD_PHONES_MAX */
    const uint32_t *letters; /* fold_letters_add (data/fold) over the children's given names */
    size_t letters_count;    /* 0..HOUSEHOLD_LETTERS_MAX; repeats are fine */
} HouseholdIn;

/** A household ready to be written; opaque. Lives in the arena it was sealed in. */
typedef struct HouseholdSealed HouseholdSealed;

/** What a put of `in` would do. Quick: answers from the keyed fingerprint. Reads only. */
MUST_USE ErrCode household_store_compare(Store *store, const HouseholdIn *in, Change *change,
                                         Err *err);

/**
 * The slow half of a put (one Argon2id per phone number, 20 ms each at the default cost; none when
 * nothing changed). Needs no transaction: call it before store_begin and show progress.
 * Copies what it needs of `in`, sealed, into `arena`. Already issued cards live on.
 * @return ERR_INVALID when `in` breaks a limit of data/domain/household.h or one above
 */
MUST_USE ErrCode household_store_seal(Store *store, Arena *arena, const HouseholdIn *in,
                                      HouseholdSealed **sealed, Err *err);

/** The quick half. @param change [out, may be NULL] what was done */
MUST_USE ErrCode household_store_put(Store *store, const HouseholdSealed *sealed, Change *change,
                                     Err *err);

/**
 * How many households of `source` are not among `seen` (household ids as in HouseholdIn): gone
 * from the source. With `remove` they are deleted, with their look-ups and cards.
 */
MUST_USE ErrCode household_store_gone(Store *store, Str8 source, const Id *seen, size_t seen_count,
                                      bool remove, size_t *gone, Err *err);

/** The other way round: those of `source` among `named` are gone (a delta names who left). */
MUST_USE ErrCode household_store_gone_named(Store *store, Str8 source, const Id *named,
                                            size_t named_count, bool remove, size_t *gone,
                                            Err *err);

MUST_USE ErrCode household_store_count(Store *store, size_t *count, Err *err);

typedef enum { SECRET_PHONE, SECRET_CARD } SecretKind;

/** For the app's eyes only: screens word a miss and a throttle alike. */
typedef enum {
    LOOKUP_READY,
    LOOKUP_PAUSED, /* 5 misses in a row */
    LOOKUP_OFF,    /* until household_store_unlock */
} LookupThrottle;

typedef struct {
    Household *households;   /* usually one; several when a phone and a letter are shared */
    size_t count;            /* 0 unless found */
    LookupThrottle throttle; /* after this look-up */
    int64_t pause_left_ms;   /* when LOOKUP_PAUSED */
} Lookup;

/**
 * Find households by a secret and one letter more.
 *
 * Every answer takes the same work: one Argon2id, the same number of openings. Counted on disk
 * before it is tried. People are in the order of the import; all names are in `arena`: wipe it.
 *
 * @param secret  normalised (phone_normalize, card_code_normalize)
 * @param letter  fold_letter of what was typed: one of HouseholdIn.letters
 * @param lookup  [out] also set with ERR_NOT_FOUND
 * @return ERR_OK; ERR_NOT_FOUND for every kind of miss, paused and off included; ERR_INVALID when
 *         secret is empty or longer than PHONE_DIGITS_MAX; ERR_IO, ...
 */
MUST_USE ErrCode household_store_find(Store *store, Arena *arena, SecretKind kind, Str8 secret,
                                      uint32_t letter, Moment now, Lookup *lookup, Err *err);

/** The throttle as it stands. Reads only. */
MUST_USE ErrCode household_store_throttle(Store *store, Moment now, Lookup *lookup, Err *err);

/** Staff switch the look-up on again, counters at zero (`foyerctl unlock`). */
MUST_USE ErrCode household_store_unlock(Store *store, Err *err);

/** One household as the school's own key shows it. */
typedef struct {
    Id row;              /* opaque, for household_store_issue_card; order of the pages */
    Household household; /* opened with the school's secret key */
    size_t cards;        /* living cards */
} HouseholdRow;

enum { HOUSEHOLD_ROWS_MAX = 500 };

/**
 * A page of all households in the order of `row`, opened with the school's secret key.
 * @param after  row of the last one seen, none to begin
 * @return ERR_DENIED when the key is not this school's
 */
MUST_USE ErrCode household_store_page(Store *store, Arena *arena,
                                      const uint8_t school_secret[STORE_KEY_SIZE], Id after,
                                      size_t limit, HouseholdRow **rows, size_t *count, Err *err);

/**
 * Give the household of `row` a card. The code is made by the caller (CARD_ALPHABET, random) and
 * never stored. One Argon2id. @return ERR_CONFLICT when the code is taken: make another;
 * ERR_LIMIT at HOUSEHOLD_CARDS_MAX; ERR_DENIED
 */
MUST_USE ErrCode household_store_issue_card(Store *store, Id row,
                                            const uint8_t school_secret[STORE_KEY_SIZE], Str8 code,
                                            Err *err);

/** Void one card by its code. ERR_NOT_FOUND when there is none. */
MUST_USE ErrCode household_store_void_card(Store *store, Str8 code, Err *err);

/** Void all cards of a household (lost cards). */
MUST_USE ErrCode household_store_void_cards(Store *store, Id row, size_t *voided, Err *err);

#endif
