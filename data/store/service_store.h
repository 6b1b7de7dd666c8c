#ifndef FOYER_DATA_STORE_SERVICE_STORE_H
#define FOYER_DATA_STORE_SERVICE_STORE_H

#include "data/domain/service.h"
#include "data/store/store.h"

/* People and services that help. */
enum { SERVICE_LIST_MAX = 500 };

/** Write a service of `source`; service->id is the key, service->key is unique. */
MUST_USE ErrCode service_store_put(Store *store, Str8 source, const Service *service,
                                   Change *change, Err *err);
MUST_USE ErrCode service_store_gone(Store *store, Arena *arena, Str8 source, const Id *seen,
                                    size_t seen_count, Id **gone, size_t *gone_count, Err *err);
MUST_USE ErrCode service_store_remove(Store *store, Id id, Err *err);

/** All, the school's own people first (rule 28), then in the order they were first put. */
MUST_USE ErrCode service_store_list(Store *store, Arena *arena, Service **services, size_t *count,
                                    Err *err);
/** Those for `need`, in the same order. */
MUST_USE ErrCode service_store_by_need(Store *store, Arena *arena, Need need, Service **services,
                                       size_t *count, Err *err);
MUST_USE ErrCode service_store_by_key(Store *store, Arena *arena, Str8 key, Service *service,
                                      Err *err);
/** Bit 1 << need for every need that has a service: tiles without one are not shown. */
MUST_USE ErrCode service_store_needs(Store *store, uint32_t *needs, Err *err);

#endif
