#ifndef FOYER_TESTS_BENCH_PROCESS_H
#define FOYER_TESTS_BENCH_PROCESS_H

#include <stdint.h>
#include <sys/types.h>

#include "data/base/err.h"

/* Other programs: started, watched through /proc, ended by their own id. */

/** `arguments` ends with NULL, the first is the program. Its standard output goes to `output`, or
 * nowhere when NULL. */
MUST_USE ErrCode process_start(const char *const *arguments, const char *output, pid_t *pid,
                               Err *err);
/** Ask it to end and wait. @return its exit code, -1 when it died otherwise */
int process_end(pid_t pid);
/** Start, wait for its end, ERR_CONFLICT unless it ended with 0. @param peak_mib [out, may be NULL]
 * the most memory it held (VmHWM, seen every 2 ms) */
MUST_USE ErrCode process_run(const char *const *arguments, const char *output, double *peak_mib,
                             Err *err);

/** Proportional set size in MiB, negative when it cannot be read. */
double process_pss_mib(pid_t pid);

typedef struct {
    int64_t wakeups; /* voluntary context switches of all threads */
    double cpu_ms;
} ProcessUse;

ProcessUse process_use(pid_t pid);
void process_sleep_ms(double ms);

#endif
