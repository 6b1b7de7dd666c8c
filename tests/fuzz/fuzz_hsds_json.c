#include "tests/fuzz/fuzz_hsds.h"

/* A directory as one JSON document. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    FuzzImport import;
    fuzz_import_begin(&import);
    SourceFile file = {STR8("service.json"), {(const char *)bytes, size}};
    Source source = {.name = STR8("service.json"), .files = &file, .files_count = 1};
    fuzz_import_end(&import, hsds_is_file(&file) ? fuzz_hsds_read(&import, &source) : ERR_OK);
    return 0;
}
