#include "kiosk/printer/deadline.h"

#include <poll.h>
#include <stddef.h>

#include "data/base/check.h"

Deadline deadline_in(ClockPort clock, int after_ms) {
    FOYER_ASSERT(after_ms >= 0);
    return (Deadline){clock, clock.now(clock.context).mono_ms + after_ms};
}

Deadline deadline_first(Deadline a, Deadline b) {
    return a.at_mono_ms <= b.at_mono_ms ? a : b;
}

int deadline_left_ms(const Deadline *deadline, int most_ms) {
    int64_t left = deadline->at_mono_ms - deadline->clock.now(deadline->clock.context).mono_ms;
    if (left <= 0) {
        return 0;
    }
    return left < most_ms ? (int)left : most_ms;
}

bool deadline_is_over(const Deadline *deadline) {
    return deadline_left_ms(deadline, 1) == 0;
}

void deadline_pause(const Deadline *deadline, int pause_ms) {
    (void)poll(NULL, 0, deadline_left_ms(deadline, pause_ms));
}
