#include "tests/fuzz/fuzz_hsds.h"

/* A directory of CSV tables: services.csv alone, or a folder (fuzz_import_folder). */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    FuzzImport import;
    fuzz_import_begin(&import);
    Source source =
        fuzz_import_folder(&import, STR8("services.csv"), (Str8){(const char *)bytes, size});
    fuzz_import_end(&import, fuzz_hsds_read(&import, &source));
    return 0;
}
