#ifndef FOYER_DATA_IMPORT_SOURCE_H
#define FOYER_DATA_IMPORT_SOURCE_H

#include <stdbool.h>

#include "data/base/err.h"
#include "data/base/str8.h"

enum {
    SOURCE_FILES_MAX = 256,           /* read of one folder or zip */
    SOURCE_FOLDERS_DEEP = 3,          /* folders in folders of a package */
    SOURCE_ENTRIES_MAX = 2000,        /* looked at in one folder or zip */
    SOURCE_FILE_BYTES_MAX = 64 << 20, /* one file, expanded */
    SOURCE_BYTES_MAX = 192 << 20,     /* all files of one source, expanded */
    SOURCE_RATIO_MAX = 200,           /* expanded : packed, of a whole zip */
    SOURCE_RATIO_FREE = 4 << 20,      /* expansion below this is never too much */
};

typedef struct {
    Str8 name;  /* base name; of an entry in a zip or folder its own */
    Str8 bytes; /* unchecked */
} SourceFile;

/** One PATH of the command line, in memory. */
typedef struct {
    Str8 name; /* base name of the path, valid UTF-8 */
    bool is_container;
    SourceFile *files;
    size_t files_count;
} Source;

/**
 * Read a file, the files of a folder, or the entries of a zip file into `arena`.
 *
 * Only names that an importer knows are read from a folder or zip: demographics and user profiles
 * (births, passwords) never are. Folders in a zip are flattened; one name twice is refused. Folders
 * in a folder are looked into only when it holds nothing to read itself but a datapackage.json.
 *
 * @param source  [out] set only on ERR_OK
 * @return ERR_OK, ERR_NOT_FOUND, ERR_INVALID (damaged, encrypted, nothing to read), ERR_LIMIT,
 *         ERR_IO, ERR_NO_MEMORY
 */
ErrCode source_read(Arena *arena, const char *path, Source *source, Err *err) MUST_USE;

/** The same for the bytes of one file: a zip is opened, anything else is the only file. */
ErrCode source_from_bytes(Arena *arena, Str8 name, Str8 bytes, Source *source, Err *err) MUST_USE;

/** The file called `name` (case ignored), or NULL. */
const SourceFile *source_file(const Source *source, const char *name);

#endif
