/* Counts the allocations of Foyer's own code: linked with --wrap, so that libraries do not count.
 */
#include <stddef.h>

#include "kiosk/headless/headless.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *ptr, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *ptr, size_t size);

void *__wrap_malloc(size_t size) {
    headless_count_allocation();
    return __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    headless_count_allocation();
    return __real_calloc(count, size);
}

void *__wrap_realloc(void *ptr, size_t size) {
    headless_count_allocation();
    return __real_realloc(ptr, size);
}
