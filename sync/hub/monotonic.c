#include "sync/hub/monotonic.h"

#include <errno.h>
#include <time.h>

bool monotonic_locks(pthread_mutex_t *lock, pthread_cond_t *wake) {
    pthread_condattr_t attributes;
    if (pthread_condattr_init(&attributes) != 0) {
        return false;
    }
    bool made = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
                pthread_mutex_init(lock, NULL) == 0;
    if (made && pthread_cond_init(wake, &attributes) != 0) {
        pthread_mutex_destroy(lock);
        made = false;
    }
    pthread_condattr_destroy(&attributes);
    return made;
}

bool monotonic_wait(pthread_cond_t *wake, pthread_mutex_t *lock, int64_t mono_ms) {
    struct timespec until = {.tv_sec = mono_ms / 1000, .tv_nsec = (mono_ms % 1000) * 1000000};
    return pthread_cond_timedwait(wake, lock, &until) != ETIMEDOUT;
}
