#include "data/import/source.h"

#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "data/files/files.h"
#include "data/import/hsds.h"

/* Files of a folder or zip that may be opened at all. What is not here is never read. */
static const char *const READ_NAMES[] = {"manifest.csv", "users.csv",  "roles.csv", "orgs.csv",
                                         "families.csv", "events.csv", "plan.svg",  "people.csv",
                                         "channels.csv", "guides.csv"};

static bool is_readable(Str8 name) {
    for (size_t i = 0; i < sizeof READ_NAMES / sizeof READ_NAMES[0]; i++) {
        if (str8_equal_ignoring_case(name, str8_from(READ_NAMES[i]))) {
            return true;
        }
    }
    size_t len = name.len;
    return (len > 4 && str8_equal_ignoring_case(str8_slice(name, len - 4, len), STR8(".ics"))) ||
           hsds_is_wanted(name);
}

static Str8 base_name(Str8 path) {
    while (path.len > 1 && path.ptr[path.len - 1] == '/') {
        path.len--;
    }
    for (size_t i = path.len; i > 0; i--) {
        if (path.ptr[i - 1] == '/') {
            return str8_slice(path, i, path.len);
        }
    }
    return path;
}

/* File names need not be UTF-8; messages and the database do. */
static Str8 printable_name(Arena *arena, Str8 path) {
    Str8 name = base_name(path);
    return str8_is_valid(name) ? str8_copy(arena, name) : STR8("(a name that is not UTF-8)");
}

const SourceFile *source_file(const Source *source, const char *name) {
    for (size_t i = 0; i < source->files_count; i++) {
        if (str8_equal_ignoring_case(source->files[i].name, str8_from(name))) {
            return &source->files[i];
        }
    }
    return NULL;
}

static ErrCode add_file(Source *source, Str8 name, Str8 bytes, Err *err) {
    for (size_t i = 0; i < source->files_count; i++) {
        if (str8_equal_ignoring_case(source->files[i].name, name)) {
            return err_set(err, ERR_INVALID, "%.*s holds %.*s twice", STR8_ARG(source->name),
                           STR8_ARG(name));
        }
    }
    if (source->files_count == SOURCE_FILES_MAX) {
        return err_set(err, ERR_LIMIT, "%.*s holds more than %d files to read",
                       STR8_ARG(source->name), SOURCE_FILES_MAX);
    }
    source->files[source->files_count++] = (SourceFile){name, bytes};
    return ERR_OK;
}

static ErrCode source_make(Arena *arena, Str8 path, Source *source, Err *err) {
    *source = (Source){
        .name = printable_name(arena, path),
        .files = ARENA_ARRAY(arena, SourceFile, SOURCE_FILES_MAX),
    };
    return source->files != NULL && source->name.ptr != NULL
               ? ERR_OK
               : err_set(err, ERR_NO_MEMORY, "no memory for reading files");
}

static ErrCode zip_damaged(const Source *source, Err *err) {
    return err_set(err, ERR_INVALID,
                   "%.*s: the zip file is damaged, cut off or encrypted: export it again",
                   STR8_ARG(source->name));
}

/* What one zip may still expand to. */
typedef struct {
    struct archive *archive;
    size_t packed;   /* bytes of the zip file */
    size_t expanded; /* so far */
} Zip;

static ErrCode check_expansion(const Source *source, const Zip *zip, size_t more, Err *err) {
    size_t total = zip->expanded + more;
    if (more > SOURCE_FILE_BYTES_MAX || total > SOURCE_BYTES_MAX ||
        (total > SOURCE_RATIO_FREE && total / SOURCE_RATIO_MAX > zip->packed)) {
        return err_set(err, ERR_LIMIT, "%.*s: the zip file expands to far too much",
                       STR8_ARG(source->name));
    }
    return ERR_OK;
}

/* The header's size may lie, so the buffer doubles while data comes. */
static ErrCode read_entry(Arena *arena, const Source *source, Zip *zip, Str8 *bytes, Err *err) {
    size_t room = 64 * 1024;
    size_t len = 0;
    char *buffer = arena_alloc(arena, room);
    while (buffer != NULL) {
        la_ssize_t got = archive_read_data(zip->archive, buffer + len, room - len);
        if (got < 0) {
            return zip_damaged(source, err);
        }
        len += (size_t)got;
        ErrCode code = check_expansion(source, zip, len, err);
        if (code != ERR_OK) {
            return code;
        }
        if (got == 0) {
            zip->expanded += len;
            *bytes = (Str8){buffer, len};
            return ERR_OK;
        }
        if (len == room) {
            char *larger = arena_alloc(arena, room * 2);
            if (larger != NULL) {
                memcpy(larger, buffer, len);
                memory_wipe(buffer, len);
            }
            buffer = larger;
            room *= 2;
        }
    }
    return err_set(err, ERR_NO_MEMORY, "no memory for reading %.*s", STR8_ARG(source->name));
}

static ErrCode read_entries(Arena *arena, Source *source, Zip *zip, Err *err) {
    for (size_t entries = 0;; entries++) {
        struct archive_entry *entry = NULL;
        int status = archive_read_next_header(zip->archive, &entry);
        if (status == ARCHIVE_EOF) {
            return ERR_OK;
        }
        if (status != ARCHIVE_OK) {
            return zip_damaged(source, err);
        }
        if (entries == SOURCE_ENTRIES_MAX) {
            return err_set(err, ERR_LIMIT, "%.*s holds more than %d files", STR8_ARG(source->name),
                           SOURCE_ENTRIES_MAX);
        }
        Str8 name = base_name(str8_from(archive_entry_pathname(entry)));
        if (archive_entry_filetype(entry) != AE_IFREG || !is_readable(name)) {
            continue;
        }
        Str8 bytes = {NULL, 0};
        name = printable_name(arena, name);
        ErrCode code = archive_entry_is_encrypted(entry)
                           ? zip_damaged(source, err)
                           : read_entry(arena, source, zip, &bytes, err);
        if (code == ERR_OK) {
            code = add_file(source, name, bytes, err);
        }
        if (code != ERR_OK) {
            return code;
        }
    }
}

static ErrCode read_zip(Arena *arena, Source *source, Str8 bytes, Err *err) {
    Zip zip = {.archive = archive_read_new(), .packed = bytes.len};
    if (zip.archive == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a zip file");
    }
    ErrCode code = ERR_OK;
    /* The seekable reader starts from the directory at the end: a file cut off is noticed. */
    if (archive_read_support_format_zip_seekable(zip.archive) != ARCHIVE_OK ||
        archive_read_open_memory(zip.archive, bytes.ptr, bytes.len) != ARCHIVE_OK) {
        code = zip_damaged(source, err);
    } else {
        code = read_entries(arena, source, &zip, err);
    }
    (void)archive_read_free(zip.archive);
    return code;
}

static ErrCode check_container(const Source *source, ErrCode code, Err *err) {
    if (code == ERR_OK && source->files_count == 0) {
        return err_set(
            err, ERR_INVALID,
            "%.*s holds neither a OneRoster users.csv, a calendar (.ics) nor a directory "
            "of services (services.csv)",
            STR8_ARG(source->name));
    }
    return code;
}

ErrCode source_from_bytes(Arena *arena, Str8 name, Str8 bytes, Source *source, Err *err) {
    Source made = {0};
    ErrCode code = source_make(arena, name, &made, err);
    if (code != ERR_OK) {
        return code;
    }
    made.is_container = str8_starts_with(bytes, STR8("PK"));
    if (made.is_container) {
        code = check_container(&made, read_zip(arena, &made, bytes, err), err);
    } else {
        code = add_file(&made, made.name, bytes, err);
    }
    if (code == ERR_OK) {
        *source = made;
    }
    return code;
}

static ErrCode read_folder_file(Arena *arena, const char *folder, const char *name, Source *source,
                                size_t *total, Err *err) {
    const char *path = str8_format(arena, "%s/%s", folder, name).ptr;
    Str8 bytes = {NULL, 0};
    ErrCode code = path == NULL ? err_set(err, ERR_NO_MEMORY, "no memory for reading a folder")
                                : files_read(arena, path, SOURCE_FILE_BYTES_MAX, &bytes, err);
    *total += bytes.len;
    if (code == ERR_OK && *total > SOURCE_BYTES_MAX) {
        code =
            err_set(err, ERR_LIMIT, "the files in %.*s are far too large", STR8_ARG(source->name));
    }
    return code == ERR_OK ? add_file(source, printable_name(arena, str8_from(name)), bytes, err)
                          : code;
}

/* A folder being walked. */
typedef struct {
    Arena *arena;
    Source *source;
    size_t total; /* bytes read */
    size_t entries;
    Err *err;
} Walk;

static bool is_descriptor(const char *name) {
    return str8_equal_ignoring_case(str8_from(name), STR8("datapackage.json"));
}

static bool is_folder(Arena *arena, const char *folder, const char *name) {
    struct stat status;
    const char *path = str8_format(arena, "%s/%s", folder, name).ptr;
    return name[0] != '.' && path != NULL && stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static ErrCode walk_folder(Walk *walk, const char *path) {
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return err_set(walk->err, ERR_IO, "the folder %.*s cannot be read",
                       STR8_ARG(walk->source->name));
    }
    ErrCode code = ERR_OK;
    const struct dirent *entry = readdir(folder);
    while (entry != NULL && code == ERR_OK) {
        if (++walk->entries > SOURCE_ENTRIES_MAX) {
            code = err_set(walk->err, ERR_LIMIT, "the folder %.*s holds more than %d files",
                           STR8_ARG(walk->source->name), SOURCE_ENTRIES_MAX);
        } else if (is_readable(str8_from(entry->d_name)) &&
                   !is_folder(walk->arena, path, entry->d_name)) {
            code = read_folder_file(walk->arena, path, entry->d_name, walk->source, &walk->total,
                                    walk->err);
        }
        entry = readdir(folder);
    }
    (void)closedir(folder);
    return code;
}

/* Nothing in the folder itself but, at most, what describes a package. */
static bool holds_nothing(const Source *source) {
    return source->files_count == 0 ||
           (source->files_count == 1 && is_descriptor(source->files[0].name.ptr));
}

/* A package keeps its tables in a folder of their own ("data"). */
static ErrCode walk_below(Walk *walk, const char *path, int depth) {
    DIR *folder = depth <= SOURCE_FOLDERS_DEEP ? opendir(path) : NULL;
    if (folder == NULL) {
        return ERR_OK;
    }
    ErrCode code = ERR_OK;
    const struct dirent *entry = readdir(folder);
    while (entry != NULL && code == ERR_OK) {
        if (is_folder(walk->arena, path, entry->d_name)) {
            const char *below = str8_format(walk->arena, "%s/%s", path, entry->d_name).ptr;
            code = walk_folder(walk, below);
            code = code == ERR_OK ? walk_below(walk, below, depth + 1) : code;
        }
        entry = readdir(folder);
    }
    (void)closedir(folder);
    return code;
}

static ErrCode read_folder(Arena *arena, const char *path, Source *source, Err *err) {
    Walk walk = {.arena = arena, .source = source, .err = err};
    ErrCode code = walk_folder(&walk, path);
    if (code == ERR_OK && holds_nothing(source)) {
        code = walk_below(&walk, path, 1);
    }
    return check_container(source, code, err);
}

ErrCode source_read(Arena *arena, const char *path, Source *source, Err *err) {
    struct stat status;
    if (stat(path, &status) != 0) {
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s cannot be read: %s", path,
                       errno == ENOENT ? "there is no such file" : "check its permissions");
    }
    if (S_ISDIR(status.st_mode)) {
        Source made = {0};
        ErrCode code = source_make(arena, str8_from(path), &made, err);
        made.is_container = true;
        if (code == ERR_OK) {
            code = read_folder(arena, path, &made, err);
        }
        if (code == ERR_OK) {
            *source = made;
        }
        return code;
    }
    if (!S_ISREG(status.st_mode)) {
        return err_set(err, ERR_INVALID, "%s is neither a file nor a folder", path);
    }
    Str8 bytes = {NULL, 0};
    ErrCode code = files_read(arena, path, SOURCE_FILE_BYTES_MAX, &bytes, err);
    return code == ERR_OK ? source_from_bytes(arena, str8_from(path), bytes, source, err) : code;
}
