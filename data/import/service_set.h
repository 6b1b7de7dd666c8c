#ifndef FOYER_DATA_IMPORT_SERVICE_SET_H
#define FOYER_DATA_IMPORT_SERVICE_SET_H

#include "data/domain/service.h"

enum { SERVICE_SET_MAX = 100000 /* services of one file or package */ };

/** Services of one file or package, ready for the store. */
typedef struct {
    Str8 source; /* "hsds:<package>" or "people": absent is gone within one source */
    Str8 file;   /* for messages */
    Service *services;
    size_t count;
    bool complete; /* nothing was refused: what is absent is gone */
} ServiceSet;

#endif
