#include "tests/support/fault_alloc.h"

#include <sqlite3.h>
#include <stddef.h>

#include "data/base/check.h"

static struct {
    uint64_t count;
    uint64_t fail_at;
    bool ever;
    bool struck;
} plan;

static sqlite3_mem_methods system_methods;

static bool strikes(void) {
    plan.count++;
    bool now =
        plan.fail_at != 0 && (plan.ever ? plan.count >= plan.fail_at : plan.count == plan.fail_at);
    plan.struck = plan.struck || now;
    return now;
}

/* ---- our own code: the linker sends its calls here ---- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size) {
    return strikes() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return strikes() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size) {
    return strikes() ? NULL : __real_realloc(old, size);
}

/* ---- SQLite ---- */

static void *sqlite_malloc(int size) {
    return strikes() ? NULL : system_methods.xMalloc(size);
}

static void *sqlite_realloc(void *old, int size) {
    return strikes() ? NULL : system_methods.xRealloc(old, size);
}

void fault_alloc_start(void) {
    int code = sqlite3_config(SQLITE_CONFIG_GETMALLOC, &system_methods);
    FOYER_ASSERT(code == SQLITE_OK);
    sqlite3_mem_methods methods = system_methods;
    methods.xMalloc = sqlite_malloc;
    methods.xRealloc = sqlite_realloc;
    code = sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
    FOYER_ASSERT(code == SQLITE_OK);
    code = sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
    FOYER_ASSERT(code == SQLITE_OK);
    code = sqlite3_initialize();
    FOYER_ASSERT(code == SQLITE_OK);
}

void fault_alloc_plan(uint64_t allocation, bool ever) {
    plan.count = 0;
    plan.fail_at = allocation;
    plan.ever = ever;
    plan.struck = false;
}

bool fault_alloc_has_struck(void) {
    return plan.struck;
}

uint64_t fault_alloc_count(void) {
    return plan.count;
}
