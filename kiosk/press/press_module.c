#include "kiosk/press/press_module.h"

#include <dlfcn.h>
#include <unistd.h>

#include "data/base/log.h"

enum { MODULE_PATH_MAX = 1100 };

#define MODULE_BESIDE "/../lib/foyer/press.so"

/* The program's own folder, then the way from there. */
static bool module_path(char path[MODULE_PATH_MAX]) {
    char self[MODULE_PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self);
    while (len > 0 && self[len - 1] != '/') {
        len--;
    }
    Str8Builder text = builder_make(path, MODULE_PATH_MAX);
    if (len > 1) {
        builder_add(&text, (Str8){self, (size_t)len - 1});
        builder_add(&text, STR8(MODULE_BESIDE));
    }
    return len > 1 && !text.full;
}

const PressTable *press_module_load(void) {
    char path[MODULE_PATH_MAX];
    void *module = module_path(path) ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
    const PressTable *table = module != NULL ? dlsym(module, "PRESS") : NULL;
    if (table == NULL) {
        log_line(LOG_ERROR, "press", "no-module", "loaded=%d", module != NULL);
    }
    return table;
}
