#ifndef FOYER_DATA_BASE_HASH_H
#define FOYER_DATA_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/** FNV-1a, 64 bit: for tables and tree keys, never for secrets. Chain by passing the last hash. */
uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t size);

#define HASH_START UINT64_C(0xcbf29ce484222325)

#endif
