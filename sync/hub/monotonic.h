#ifndef FOYER_SYNC_HUB_MONOTONIC_H
#define FOYER_SYNC_HUB_MONOTONIC_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* Waiting by Moment.mono_ms, which is CLOCK_MONOTONIC in programs. */

/** A lock and a condition whose waits are by that clock. False: the system has none to give. */
bool monotonic_locks(pthread_mutex_t *lock, pthread_cond_t *wake);
/** As pthread_cond_wait. False: it became `mono_ms`. */
bool monotonic_wait(pthread_cond_t *wake, pthread_mutex_t *lock, int64_t mono_ms);

#endif
