#ifndef FOYER_KIOSK_TOUR_H
#define FOYER_KIOSK_TOUR_H

#include "kiosk/options.h"

/**
 * Walk through the kiosk without a display, as the script assets/tour.drive says, and leave its
 * pictures in options->tour. Without --now its clock stands at an event: now, or when the next one
 * begins. Works on the real data in `folder`: its sign-ins are real visits.
 *
 * @return exit code; progress goes to standard output, errors to standard error
 */
int tour_run(const Options *options, const char *folder, const char *assets);

#endif
