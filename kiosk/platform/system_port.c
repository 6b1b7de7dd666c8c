#include "kiosk/platform/system_port.h"

#include <errno.h>
#include <sys/random.h>
#include <sys/timex.h>
#include <time.h>

#include "data/base/check.h"

static int64_t clock_read_ms(clockid_t id) {
    struct timespec spec;
    int failed = clock_gettime(id, &spec);
    FOYER_ASSERT(failed == 0);
    return (int64_t)spec.tv_sec * 1000 + spec.tv_nsec / 1000000;
}

static Moment system_now(void *context) {
    const SystemClock *clock = context;
    int64_t utc_ms = clock_read_ms(CLOCK_REALTIME);
    return (Moment){.utc_ms = utc_ms,
                    .mono_ms = clock_read_ms(CLOCK_BOOTTIME),
                    .boot = clock->boot,
                    .good = clock->time_source_seen && utc_ms >= clock->not_before_utc_ms};
}

ClockPort system_clock_port(SystemClock *clock) {
    FOYER_ASSERT(clock != NULL && clock->boot > 0);
    return (ClockPort){system_now, clock};
}

bool system_clock_is_synchronised(void) {
    struct timex state = {.modes = 0};
    int result = adjtimex(&state);
    return result >= 0 && (state.status & STA_UNSYNC) == 0;
}

static void system_random_fill(void *context, void *out, size_t size) {
    (void)context;
    uint8_t *bytes = out;
    size_t filled = 0;
    while (filled < size) {
        ssize_t got = getrandom(bytes + filled, size - filled, 0);
        FOYER_ASSERT(got > 0 || errno == EINTR);
        filled += got > 0 ? (size_t)got : 0;
    }
}

RandomPort system_random_port(void) {
    return (RandomPort){system_random_fill, NULL};
}
