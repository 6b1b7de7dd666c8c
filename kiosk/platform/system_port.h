#ifndef FOYER_KIOSK_PLATFORM_SYSTEM_PORT_H
#define FOYER_KIOSK_PLATFORM_SYSTEM_PORT_H

#include "data/base/port.h"

/**
 * The real clock. The wall clock counts as good when it is not before `not_before_utc_ms` (the
 * later of the build's date and the last time that was persisted) and a time source was reached in
 * this boot. Any thread; set the members before threads start.
 */
typedef struct {
    uint32_t boot; /* number of this boot, from the store */
    int64_t not_before_utc_ms;
    bool time_source_seen; /* the system says that its clock is synchronised */
} SystemClock;

/** Borrows `clock`. mono_ms counts suspended time too (CLOCK_BOOTTIME). */
ClockPort system_clock_port(SystemClock *clock);
/** Whether the kernel's clock is disciplined by a time source now (adjtimex without STA_UNSYNC). */
bool system_clock_is_synchronised(void);
/** getrandom(2); ends the program when the system has no randomness. */
RandomPort system_random_port(void);

#endif
