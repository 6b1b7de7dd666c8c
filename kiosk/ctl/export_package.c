#include "kiosk/ctl/export_package.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/export/hsds_export.h"

/* The files of a package while they are written, in a folder that is not yet called what it will.
 */
typedef struct {
    Arena *arena;
    const char *folder;
    char *temporary;
    FILE *files[HSDS_FILE_COUNT];
} Package;

static ErrCode cannot(const Package *package, Err *err) {
    return err_set(err, ERR_IO, "%s could not be written: %s", package->folder,
                   errno == ENOSPC ? "the disk is full" : "check permissions and free space");
}

static const char *path_of(const Package *package, const char *name) {
    return str8_to_c(package->arena,
                     str8_format(package->arena, "%s/%s", package->temporary, name));
}

static ErrCode write_bytes(void *context, HsdsFile file, Str8 bytes, Err *err) {
    Package *package = context;
    bool written = fwrite(bytes.ptr, 1, bytes.len, package->files[file]) == bytes.len;
    return written ? ERR_OK : cannot(package, err);
}

static ErrCode package_open(Package *package, Err *err) {
    Str8 name = str8_format(package->arena, "%s.XXXXXX", package->folder);
    package->temporary = str8_to_c(package->arena, name);
    if (package->temporary == NULL || mkdtemp(package->temporary) == NULL) {
        package->temporary = NULL;
        return cannot(package, err);
    }
    for (unsigned i = 0; i < HSDS_FILE_COUNT; i++) {
        package->files[i] = fopen(path_of(package, hsds_sheet((HsdsFile)i)->path), "wb");
        if (package->files[i] == NULL) {
            return cannot(package, err);
        }
    }
    return ERR_OK;
}

static bool close_whole(FILE *file) {
    bool whole = fflush(file) == 0 && fsync(fileno(file)) == 0;
    return fclose(file) == 0 && whole;
}

static ErrCode write_descriptor(Package *package, Err *err) {
    Str8Builder text = builder_in(package->arena, HSDS_DESCRIPTION_MAX);
    hsds_describe(&text);
    FILE *file = fopen(path_of(package, "datapackage.json"), "wb");
    if (file == NULL || text.full) {
        return cannot(package, err);
    }
    bool whole = fwrite(text.buffer, 1, text.len, file) == text.len;
    return close_whole(file) && whole ? ERR_OK : cannot(package, err);
}

static void remove_temporary(Package *package) {
    for (unsigned i = 0; i < HSDS_FILE_COUNT; i++) {
        (void)unlink(path_of(package, hsds_sheet((HsdsFile)i)->path));
    }
    (void)unlink(path_of(package, "datapackage.json"));
    (void)rmdir(package->temporary);
}

static ErrCode package_close(Package *package, ErrCode code, Err *err) {
    for (unsigned i = 0; i < HSDS_FILE_COUNT; i++) {
        if (package->files[i] != NULL && !close_whole(package->files[i]) && code == ERR_OK) {
            code = cannot(package, err);
        }
    }
    if (code == ERR_OK) {
        code = write_descriptor(package, err);
    }
    if (code == ERR_OK && chmod(package->temporary, 0755) != 0) {
        code = cannot(package, err);
    }
    /* rename replaces an empty folder and nothing else. */
    if (code == ERR_OK && rename(package->temporary, package->folder) != 0) {
        code = err_set(err, ERR_IO, "%s is there already: name a new folder", package->folder);
    }
    if (code != ERR_OK && package->temporary != NULL) {
        remove_temporary(package);
    }
    return code;
}

int export_package(Ctl *ctl, Store *store, const char *folder) {
    Package package = {.arena = ctl->arena, .folder = folder};
    size_t services = 0;
    Err err = {0};
    ErrCode code = package_open(&package, &err);
    if (code == ERR_OK) {
        code = export_hsds(store, (HsdsSink){write_bytes, &package}, &services, &err);
    }
    code = package_close(&package, code, &err);
    if (code != ERR_OK) {
        return ctl_fail(ctl, &err, NULL);
    }
    (void)printf("%zu services\n", services);
    return EXIT_DONE;
}
