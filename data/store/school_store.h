#ifndef FOYER_DATA_STORE_SCHOOL_STORE_H
#define FOYER_DATA_STORE_SCHOOL_STORE_H

#include "data/domain/school.h"
#include "data/store/store.h"

/* The one school this kiosk stands in, and the languages it offers in their order. */

/** @return ERR_NOT_FOUND when nothing was set up yet */
MUST_USE ErrCode school_store_get(Store *store, Arena *arena, School *school, Err *err);
MUST_USE ErrCode school_store_put(Store *store, const School *school, Change *change, Err *err);

/** BCP 47 tags in the order of the screen; none set = count 0. */
MUST_USE ErrCode school_store_languages(Store *store, Arena *arena, Str8 **languages, size_t *count,
                                        Err *err);
/** @param count 0..SCHOOL_LANGUAGES_MAX */
MUST_USE ErrCode school_store_put_languages(Store *store, const Str8 *languages, size_t count,
                                            Err *err);

#endif
