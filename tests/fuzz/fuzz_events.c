#include "data/import/events_csv.h"
#include "tests/fuzz/fuzz_import.h"

/* The plain events CSV. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    FuzzImport import;
    fuzz_import_begin(&import);
    SourceFile file = {STR8("events.csv"), {(const char *)bytes, size}};
    Calendar calendar;
    ErrCode code = events_csv_read(&import.calendar, &file, &calendar, &import.err);
    if (code == ERR_OK) {
        fuzz_check_calendar(&calendar);
    }
    fuzz_import_end(&import, code);
    return 0;
}
