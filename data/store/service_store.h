#ifndef FOYER_DATA_STORE_SERVICE_STORE_H
#define FOYER_DATA_STORE_SERVICE_STORE_H

#include "data/domain/service.h"
#include "data/store/store.h"

/* People and services that help. */
enum {
    SERVICE_LIST_MAX = 500,
    SERVICE_KEY_BYTES_MAX = 64,
    SERVICE_LINE_BYTES_MAX = 2048,  /* address, room, phone, e-mail, url */
    SERVICE_TEXT_BYTES_MAX = 16384, /* of a text in one language: cut longer ones before */
};

/**
 * Write a service of `source`; service->id is the key, service->key is unique. Many of them are
 * fast inside store_begin only. directory_rebuild comes after the last change.
 * @return ERR_INVALID; ERR_CONFLICT when another source owns the id or another service the key
 */
MUST_USE ErrCode service_store_put(Store *store, Str8 source, const Service *service,
                                   Change *change, Err *err);
/** The ids of `source` that are not among `seen`, copied into `arena`: an import removes them. */
MUST_USE ErrCode service_store_gone(Store *store, Arena *arena, Str8 source, const Id *seen,
                                    size_t seen_count, Id **gone, size_t *gone_count, Err *err);
/** The source that wrote it. ERR_NOT_FOUND. */
MUST_USE ErrCode service_store_source(Store *store, Arena *arena, Id id, Str8 *source, Err *err);
/** With its texts; what is not there is no error. directory_rebuild comes after the last one. */
MUST_USE ErrCode service_store_remove(Store *store, Id id, Err *err);

MUST_USE ErrCode service_store_by_key(Store *store, Arena *arena, Str8 key, Service *service,
                                      Err *err);
/** Those with `own`, people first (rule 28), then as they were put; at most SERVICE_LIST_MAX. */
MUST_USE ErrCode service_store_list_own(Store *store, Arena *arena, Service **services,
                                        size_t *count, Err *err);
/** Those with `ids`, in that order; an id that is not there is left out. */
MUST_USE ErrCode service_store_get(Store *store, Arena *arena, const Id *ids, size_t ids_count,
                                   Service **services, size_t *count, Err *err);

/** Told of one service; it lives until the visit returns. Not ERR_OK ends the walk. */
typedef struct {
    ErrCode (*visit)(void *context, const Service *service, Err *err);
    void *context;
} ServiceVisitor;
/**
 * All services, however many, the school's own first as in service_store_list_own; `scratch` is
 * rewound for each.
 * Meanwhile the visitor must not change services nor walk itself.
 */
MUST_USE ErrCode service_store_walk(Store *store, Arena *scratch, ServiceVisitor visitor, Err *err);

/** Bit 1 << need for every need that has a service: tiles without one are not shown. */
MUST_USE ErrCode service_store_needs(Store *store, uint32_t *needs, Err *err);

#endif
