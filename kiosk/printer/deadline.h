#ifndef FOYER_KIOSK_PRINTER_DEADLINE_H
#define FOYER_KIOSK_PRINTER_DEADLINE_H

#include <stdbool.h>
#include <stdint.h>

#include "data/base/port.h"

/** A moment after which something is not waited for any more. */
typedef struct {
    ClockPort clock;
    int64_t at_mono_ms;
} Deadline;

/** `after_ms` from now. */
Deadline deadline_in(ClockPort clock, int after_ms);
/** The one that comes first. */
Deadline deadline_first(Deadline a, Deadline b);
/** 0 when it is over, else at most `most_ms`; fits poll(). */
int deadline_left_ms(const Deadline *deadline, int most_ms);
bool deadline_is_over(const Deadline *deadline);
/** Sleep `pause_ms`, but not beyond it. */
void deadline_pause(const Deadline *deadline, int pause_ms);

#endif
