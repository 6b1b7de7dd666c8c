#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/files/files.h"

ErrCode ballast_make(const char *path, Err *err) {
    struct stat found;
    if (stat(path, &found) == 0 && found.st_size == BALLAST_SIZE) {
        return ERR_OK;
    }
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        return err_set(err, ERR_IO, "could not create %s: %s", path, strerror(errno));
    }
    int failed = posix_fallocate(file, 0, BALLAST_SIZE); /* returns the error, leaves errno */
    if (failed == 0 && fsync(file) != 0) {
        failed = errno;
    }
    (void)close(file);
    if (failed != 0) {
        (void)unlink(path); /* a part of a ballast would only take room */
        return err_set(err, ERR_IO, "could not reserve %s: %s", path, strerror(failed));
    }
    return ERR_OK;
}

bool ballast_release(void *path) {
    return unlink(path) == 0;
}
