#include "data/import/oneroster.h"
#include "tests/fuzz/fuzz_import.h"

/* OneRoster: users.csv alone, or a folder (fuzz_import_folder), up to the households. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    FuzzImport import;
    fuzz_import_begin(&import);
    Source source =
        fuzz_import_folder(&import, STR8("users.csv"), (Str8){(const char *)bytes, size});
    OneRoster oneroster;
    Roster roster;
    ErrCode code = oneroster_read(&import.arena, &source, &oneroster, &import.report, &import.err);
    if (code == ERR_OK) {
        FOYER_ASSERT(oneroster.people.people_count <= ROSTER_PEOPLE_MAX);
        FOYER_ASSERT(str8_is_valid(oneroster.school_name));
        code = roster_group(&import.arena, &oneroster.people, import.folder, &roster,
                            &import.report, &import.err);
    }
    if (code == ERR_OK) {
        fuzz_check_roster(&roster);
    }
    fuzz_import_end(&import, code);
    return 0;
}
