#ifndef FOYER_TESTS_FUZZ_FUZZ_HSDS_H
#define FOYER_TESTS_FUZZ_FUZZ_HSDS_H

#include "data/import/hsds.h"
#include "tests/fuzz/fuzz_import.h"

/** Reads `source` as a directory; every service that comes out is one that the store takes. */
ErrCode fuzz_hsds_read(FuzzImport *import, const Source *source);

#endif
