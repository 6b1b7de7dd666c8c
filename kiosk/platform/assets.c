#include "kiosk/platform/assets.h"

#include <unistd.h>

#include "data/base/str8.h"

enum { PROGRAM_PATH_MAX = 4096 };

const char *assets_folder(Arena *arena, const char *flag, const char *variable) {
    if (flag != NULL && flag[0] != '\0') {
        return flag;
    }
    if (variable != NULL && variable[0] != '\0') {
        return variable;
    }
    char *program = arena_alloc(arena, PROGRAM_PATH_MAX);
    ssize_t length = program != NULL ? readlink("/proc/self/exe", program, PROGRAM_PATH_MAX) : -1;
    if (length <= 0 || length == PROGRAM_PATH_MAX) {
        return NULL;
    }
    for (int levels = 0; length > 0 && levels < 2; length--) {
        levels += program[length - 1] == '/' ? 1 : 0;
    }
    return str8_format(arena, "%.*s/share/foyer", (int)length, program).ptr;
}
