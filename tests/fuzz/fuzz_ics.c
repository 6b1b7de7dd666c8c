#include "data/import/ics.h"
#include "tests/fuzz/fuzz_import.h"

/* iCalendar: unfolding, libical, zones, repetitions. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    FuzzImport import;
    fuzz_import_begin(&import);
    Str8 text = {(const char *)bytes, size};
    SourceFile file = {STR8("calendar.ics"), text};
    FOYER_ASSERT(ics_zone_name(text).len <= size);
    Calendar calendar;
    ErrCode code = ics_read(&import.calendar, &file, &calendar, &import.err);
    if (code == ERR_OK) {
        fuzz_check_calendar(&calendar);
    }
    fuzz_import_end(&import, code);
    return 0;
}
