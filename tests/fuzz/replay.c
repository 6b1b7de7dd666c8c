#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/fuzz/fuzz.h"

/*
 * Gives every file it is named, and every file of every folder, to the target it is linked with:
 * corpora and inputs that were found once stay mended without clang. The last name printed is the
 * input that failed. Folders that are not there are empty.
 */
enum { REPLAY_BYTES_MAX = 64 << 20 };

static size_t replayed;

/* An allocation of exactly the input's size, as libFuzzer gives it. */
static void replay_file(const char *path, size_t size) {
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(size > 0 ? size : 1);
    FOYER_ASSERT(file != NULL && bytes != NULL && size <= REPLAY_BYTES_MAX);
    FOYER_ASSERT(fread(bytes, 1, size, file) == size);
    (void)fclose(file);
    (void)printf("%s\n", path);
    (void)fflush(stdout);
    (void)LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    replayed++;
}

static void replay(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0) {
        return;
    }
    if (S_ISREG(status.st_mode)) {
        replay_file(path, (size_t)status.st_size);
        return;
    }
    Arena arena = arena_make(4096, 1 << 20);
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.') {
            replay(str8_format(&arena, "%s/%s", path, entries[i]->d_name).ptr);
        }
        free(entries[i]);
    }
    free(entries);
    arena_free(&arena);
}

int main(int argc, char **argv) {
    (void)LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    for (int i = 1; i < argc; i++) {
        replay(argv[i]);
    }
    (void)printf("%zu inputs replayed\n", replayed);
    /* A corpus that is not found would make this test one that cannot fail. */
    return replayed > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
