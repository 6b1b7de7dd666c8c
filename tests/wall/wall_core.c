/*
 * For core.sh: the canary's school, and a look into the memory of a kiosk that runs.
 *   wall_core school UTC-MS      make the data folder and print it
 *   wall_core search PID         print how many places hold a name, number or card
 *   wall_core remove FOLDER
 */
#include <stdio.h>
#include <string.h>

#include "tests/wall/canary.h"

static int make_school(int64_t now_utc_ms) {
    char folder[WALL_FOLDER_SIZE];
    Err err = {0};
    if (canary_school_make(folder, now_utc_ms, &err) != ERR_OK) {
        (void)fprintf(stderr, "wall_core: %s\n", err.text);
        return 1;
    }
    (void)printf("%s\n", folder);
    return 0;
}

static int search(int64_t pid) {
    CanaryFound found;
    if (!canary_search((pid_t)pid, &found)) {
        (void)fprintf(stderr, "wall_core: the memory of %d cannot be read\n", (int)pid);
        return 1;
    }
    (void)printf("%zu\n", found.count);
    if (found.count > 0) {
        (void)fprintf(stderr, "wall_core: word %zu at 0x%llx, a character every %zu bytes, in %s\n",
                      found.word, (unsigned long long)found.address, found.step, found.mapping);
    }
    return 0;
}

int main(int argc, char **argv) {
    int64_t number = 0;
    bool numbered = argc == 3 && str8_to_int(str8_from(argv[2]), &number);
    if (numbered && strcmp(argv[1], "school") == 0) {
        return make_school(number);
    }
    if (numbered && strcmp(argv[1], "search") == 0) {
        return search(number);
    }
    if (argc == 3 && strcmp(argv[1], "remove") == 0) {
        wall_folder_remove(argv[2]);
        return 0;
    }
    (void)fprintf(stderr, "usage: wall_core school UTC-MS | search PID | remove FOLDER\n");
    return 2;
}
