#ifndef FOYER_DATA_STORE_CONTENT_H
#define FOYER_DATA_STORE_CONTENT_H

#include "data/sqlite/statement.h"
#include "data/store/text_rows.h"
#include "data/vault/vault.h"

/*
 * Content: events, services, channels and guides are kept in the same way. A value with all that
 * belongs to it is written and read as a whole; a digest over all of it answers "changed?"; every
 * value belongs to the import that brought it. What differs between them is a ContentKind. A value
 * begins with its Id. Private to data/store.
 */
typedef struct {
    const char *noun;                 /* for messages: "event" */
    Str8 (*label)(const void *value); /* for messages: its key, nothing personal */
    size_t value_size;                /* of the struct, whose first member is its Id */
    int query_owner;                  /* id -> digest, source, removed */
    int query_ids;                    /* source -> ids, in the order of lists */
    int query_remove;                 /* id */
    size_t pack_size_max;
    bool (*is_valid)(const void *value);
    /** The value's texts, in `arena`; NULL = no memory. */
    TextRow *(*texts)(Arena *arena, const void *value, size_t *count);
    /** All but the id and the texts, for the digest. */
    void (*pack)(Packer *packer, const void *value);
    /** Write all but the texts. */
    ErrCode (*write)(Store *store, Str8 source, const void *value,
                     const uint8_t digest[VAULT_DIGEST_SIZE], Err *err);
    /** One row of a list; what it says about texts must be filled: how many there are. */
    void (*read)(Statement *statement, Arena *arena, void *value);
    /** What does not stand in the row, but for the texts; may be NULL. */
    ErrCode (*complete)(Store *store, Arena *arena, void *value, Err *err);
    /** Runs in the transaction of every put that changed something and of every removal; or NULL */
    ErrCode (*changed)(Store *store, Err *err);
} ContentKind;

/**
 * Write a value of `source`.
 * @param change  [out] may be NULL
 * @return ERR_INVALID, ERR_LIMIT; ERR_CONFLICT when another source owns the id
 */
MUST_USE ErrCode content_put(Store *store, const ContentKind *kind, Str8 source, const void *value,
                             Change *change, Err *err);
/** What a put would do. Reads only. */
MUST_USE ErrCode content_compare(Store *store, const ContentKind *kind, const void *value,
                                 Change *change, Err *err);
/** Ids of a source's values that are not among `seen`, in the order of lists. */
MUST_USE ErrCode content_gone(Store *store, Arena *arena, const ContentKind *kind, Str8 source,
                              const Id *seen, size_t seen_count, Id **gone, size_t *gone_count,
                              Err *err);
MUST_USE ErrCode content_remove(Store *store, const ContentKind *kind, Id id, Err *err);
/** The same, inside a transaction that is open already. */
MUST_USE ErrCode content_forget(Store *store, const ContentKind *kind, Id id, Err *err);

/** Run a bound query to its end: at most `max` whole values, as an array of the kind's structs. */
MUST_USE ErrCode content_list(Store *store, Arena *arena, const ContentKind *kind,
                              Statement *statement, size_t max, void **values, size_t *count,
                              Err *err);
/** The first value of a bound query, or ERR_NOT_FOUND. */
MUST_USE ErrCode content_one(Store *store, Arena *arena, const ContentKind *kind,
                             Statement *statement, void *value, Err *err);
/** After kind->read: everything else of the value. */
MUST_USE ErrCode content_complete(Store *store, Arena *arena, const ContentKind *kind, void *value,
                                  Err *err);

/** Valid UTF-8 of at most `max` bytes. */
bool content_text_is_valid(Str8 text, size_t max);

#endif
