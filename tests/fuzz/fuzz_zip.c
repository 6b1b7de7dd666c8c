#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

#include "data/import/import.h"
#include "tests/fuzz/fuzz_import.h"

/*
 * A zip bundle as it comes ("PK..."), or one that is packed here from a folder
 * (fuzz_import_folder): its checksums are right, so the bytes reach the parsers, and what comes
 * out must be what was packed.
 */
enum { ZIP_FRAME_MAX = 256 /* bytes an entry needs beside its name and content */ };

/* The whole folder as a zip; the first letter of the first name decides how it is packed. */
static Str8 pack(Arena *arena, const Source *folder) {
    size_t room = 1024;
    for (size_t i = 0; i < folder->files_count; i++) {
        room += ZIP_FRAME_MAX + 3 * folder->files[i].name.len + 2 * folder->files[i].bytes.len;
    }
    char *zip = arena_alloc(arena, room);
    size_t used = 0;
    struct archive *writer = archive_write_new();
    bool stored = folder->files_count > 0 && folder->files[0].bytes.len % 2 == 0;
    bool good = zip != NULL && archive_write_set_format_zip(writer) == ARCHIVE_OK &&
                archive_write_set_options(writer, stored ? "compression=store"
                                                         : "compression=deflate") == ARCHIVE_OK &&
                archive_write_open_memory(writer, zip, room, &used) == ARCHIVE_OK;
    for (size_t i = 0; good && i < folder->files_count; i++) {
        const SourceFile *file = &folder->files[i];
        struct archive_entry *entry = archive_entry_new();
        archive_entry_set_pathname(entry, str8_to_c(arena, file->name));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_size(entry, (la_int64_t)file->bytes.len);
        good = archive_write_header(writer, entry) == ARCHIVE_OK &&
               archive_write_data(writer, file->bytes.ptr, file->bytes.len) ==
                   (la_ssize_t)file->bytes.len;
        archive_entry_free(entry);
    }
    good = archive_write_close(writer) == ARCHIVE_OK && good;
    (void)archive_write_free(writer);
    return good ? (Str8){zip, used} : (Str8){NULL, 0};
}

static bool same_file(const SourceFile *read, const SourceFile *packed) {
    return str8_ends_with(packed->name, read->name) && str8_equal(packed->bytes, read->bytes);
}

/* What was read is what stood in the folder, in the same order; some of it is not for an import. */
static void check_same(const Source *source, const Source *folder) {
    size_t at = 0;
    for (size_t i = 0; i < source->files_count; i++) {
        while (at < folder->files_count && !same_file(&source->files[i], &folder->files[at])) {
            at++;
        }
        FOYER_ASSERT(at < folder->files_count);
        at++;
    }
}

static ErrCode parse(FuzzImport *import, Source *source) {
    ImportInput input = {.arena = &import->arena, .sources = source, .sources_count = 1};
    ImportBatch *batch = ARENA_NEW(&import->arena, ImportBatch);
    FOYER_ASSERT(str8_is_valid(import_zone_hint(&input)));
    ImportContext context = {import->calendar.zone, import->calendar.now_utc_ms, STR8("en"), true};
    ErrCode code = import_parse(&input, &context, batch, &import->err);
    for (size_t i = 0; code == ERR_OK && i < batch->rosters_count; i++) {
        fuzz_check_roster(&batch->rosters[i]);
    }
    for (size_t i = 0; code == ERR_OK && i < batch->calendars_count; i++) {
        fuzz_check_calendar(&batch->calendars[i]);
    }
    return code;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    FuzzImport import;
    fuzz_import_begin(&import);
    Str8 zip = {(const char *)bytes, size};
    Source folder = {0};
    if (str8_starts_with(zip, STR8("--- "))) {
        folder = fuzz_import_folder(&import, STR8("users.csv"), zip);
        zip = pack(&import.arena, &folder);
    }
    Source source = {0};
    ErrCode code = ERR_OK;
    if (zip.ptr != NULL) {
        code = source_from_bytes(&import.arena, STR8("bundle.zip"), zip, &source, &import.err);
    }
    if (code == ERR_OK && zip.ptr != NULL) {
        FOYER_ASSERT(source.files_count >= 1 && source.files_count <= SOURCE_FILES_MAX);
        if (folder.files_count > 0) {
            check_same(&source, &folder);
        }
        code = parse(&import, &source);
    }
    fuzz_import_end(&import, code);
    return 0;
}
