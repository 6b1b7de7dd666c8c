#include "data/import/families.h"
#include "tests/fuzz/fuzz_import.h"

/* The plain families CSV, up to the households. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    FuzzImport import;
    fuzz_import_begin(&import);
    SourceFile file = {STR8("families.csv"), {(const char *)bytes, size}};
    Roster roster;
    ErrCode code =
        families_read(&import.arena, &file, import.folder, &roster, &import.report, &import.err);
    if (code == ERR_OK) {
        fuzz_check_roster(&roster);
    }
    fuzz_import_end(&import, code);
    return 0;
}
