#ifndef FOYER_TESTS_SUPPORT_FAULT_ALLOC_H
#define FOYER_TESTS_SUPPORT_FAULT_ALLOC_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Makes the Nth allocation fail, once or from there on for ever: malloc, calloc and realloc of our
 * own code (the test is linked with -Wl,--wrap, see CMakeLists.txt) and all of SQLite's. What other
 * libraries allocate inside themselves is not reached. One thread.
 */

/** Before the first use of SQLite: its memory comes from here, and it keeps no pools of its own. */
void fault_alloc_start(void);
/** Counts from now, from 1; 0 = nothing fails. */
void fault_alloc_plan(uint64_t allocation, bool ever);
bool fault_alloc_has_struck(void);
/** Allocations since the plan. */
uint64_t fault_alloc_count(void);

#endif
