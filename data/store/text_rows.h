#ifndef FOYER_DATA_STORE_TEXT_ROWS_H
#define FOYER_DATA_STORE_TEXT_ROWS_H

#include "data/base/pack.h"
#include "data/domain/text_set.h"
#include "data/store/service_store.h"
#include "data/store/store.h"

/*
 * TextSets of one owner (an event, a service, a channel, a guide, the school) as rows, written and
 * read as a whole. Private to data/store.
 */

/*
 * Descriptions in HSDS directories reach several KB (3.3 in a county's), and a translation into a
 * script of three bytes a letter makes three of one; more than this is no text for a card.
 */
enum { TEXT_BYTES_MAX = SERVICE_TEXT_BYTES_MAX };

typedef struct {
    const char *field;
    int part; /* which session, help, step or question, else 0 */
    TextSet *set;
} TextRow;

/** Forget the owner's texts and write these. */
MUST_USE ErrCode text_rows_put(Store *store, Id owner, const TextRow *rows, size_t count, Err *err);
/** Fill every row's set with what is there; what is not stays empty. */
MUST_USE ErrCode text_rows_get(Store *store, Arena *arena, Id owner, const TextRow *rows,
                               size_t count, Err *err);
/** Only forget. */
MUST_USE ErrCode text_rows_forget(Store *store, Id owner, Err *err);
/** For digests: everything that text_rows_put would write. */
void text_rows_pack(Packer *packer, const TextRow *rows, size_t count);
/** A BCP 47 tag as far as the store cares: 1 to 35 letters, digits and hyphens. */
bool language_is_valid(Str8 tag);
/** A set that may be stored: at most TEXT_SET_MAX, tags and texts of sane length, valid UTF-8. */
bool text_set_is_valid(TextSet set);

/** Delete `DELETE ... WHERE owner = ?1` queries and the like: one id, no rows. */
MUST_USE ErrCode run_with_id(Store *store, int query, Id id, Err *err);
/** Ids of a query over a source that are not among `seen`, in its order. */
MUST_USE ErrCode ids_not_seen(Store *store, Arena *arena, int query, Str8 source, const Id *seen,
                              size_t seen_count, Id **gone, size_t *gone_count, Err *err);

#endif
