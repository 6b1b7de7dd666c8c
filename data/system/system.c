#include "data/system/system.h"

#include <sys/random.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "data/base/check.h"

/* No clock that works shows a time before this program was written: 2025-01-01T00:00:00Z. */
static const int64_t WRITTEN_UTC_MS = INT64_C(1735689600000);

static int64_t read_ms(clockid_t id) {
    struct timespec time = {0};
    FOYER_ASSERT(clock_gettime(id, &time) == 0);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/*
 * The kernel knows whether a time source set the clock in this boot. A machine with a battery clock
 * is trusted without one, else a school without network would never have a good time: every PC has
 * one (a dead battery shows a time before the floor), a small board only when there is an rtc.
 */
static bool clock_has_source(void) {
    struct timex state = {0};
    int answer = adjtimex(&state);
    if (answer != -1 && answer != TIME_ERROR) {
        return true;
    }
#if defined(__x86_64__) || defined(__i386__)
    return true;
#else
    return access("/sys/class/rtc/rtc0", F_OK) == 0;
#endif
}

static Moment clock_now(void *context) {
    const SystemClock *clock = context;
    int64_t floor_ms = clock->floor_utc_ms > WRITTEN_UTC_MS ? clock->floor_utc_ms : WRITTEN_UTC_MS;
    int64_t utc_ms = read_ms(CLOCK_REALTIME);
    return (Moment){
        .utc_ms = utc_ms,
        .mono_ms = read_ms(CLOCK_MONOTONIC),
        .boot = clock->boot,
        .good = utc_ms >= floor_ms && clock_has_source(),
    };
}

ClockPort system_clock_port(SystemClock *clock) {
    return (ClockPort){.now = clock_now, .context = clock};
}

static void random_fill(void *context, void *out, size_t size) {
    (void)context;
    unsigned char *bytes = out;
    while (size > 0) {
        ssize_t got = getrandom(bytes, size, 0);
        FOYER_ASSERT(got > 0);
        bytes += got;
        size -= (size_t)got;
    }
}

RandomPort system_random_port(void) {
    return (RandomPort){.fill = random_fill, .context = NULL};
}
