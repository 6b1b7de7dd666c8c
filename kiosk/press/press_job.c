#include "kiosk/press/press_job.h"

enum { JOB_BLOCK = 32 << 10 };

PressJob *press_job_new(void) {
    Arena arena = arena_make(JOB_BLOCK, PRESS_JOB_SIZE_MAX);
    PressJob *job = ARENA_NEW(&arena, PressJob);
    if (job != NULL) {
        job->arena = arena;
    }
    return job;
}

void press_job_free(PressJob *job) {
    if (job != NULL) {
        Arena arena = job->arena; /* the job lies in it */
        arena_free(&arena);
    }
}
