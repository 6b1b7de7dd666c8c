#ifndef FOYER_DATA_IMPORT_NEEDS_BUILT_IN_H
#define FOYER_DATA_IMPORT_NEEDS_BUILT_IN_H

#include "data/import/needs.h"

/* The files of assets/needs as data/import/needs_embed.cmake put them into the program. */
extern const NeedFile NEEDS_BUILT_IN[];
extern const size_t NEEDS_BUILT_IN_COUNT;

#endif
