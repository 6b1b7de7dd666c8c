/* Stands in until the room data/directory is there: no directory answers. */
#include "data/directory/directory.h"

ErrCode directory_open(Store *store, Directory **directory, Err *err) {
    (void)store;
    (void)directory;
    return err_set(err, ERR_NOT_FOUND, "there is no directory yet");
}

void directory_close(Directory *directory) {
    (void)directory;
}

ErrCode directory_refresh(Directory *directory, Err *err) {
    (void)directory;
    return err_set(err, ERR_NOT_FOUND, "there is no directory yet");
}

ErrCode directory_find(Directory *directory, Arena *arena, const DirectoryQuery *query,
                       DirectoryPage *page, Err *err) {
    (void)directory;
    (void)arena;
    (void)query;
    (void)page;
    return err_set(err, ERR_NOT_FOUND, "there is no directory yet");
}
