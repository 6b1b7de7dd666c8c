#ifndef FOYER_DATA_BASE_CHECK_H
#define FOYER_DATA_BASE_CHECK_H

/**
 * A programmer's error ends the program, in release builds too: the supervisor starts the kiosk
 * again and nothing acknowledged is lost. Bad input is never asserted; it is answered.
 */
#define FOYER_ASSERT(condition)                                                                    \
    ((condition) ? (void)0 : foyer_assert_failed(#condition, __FILE__, __LINE__))

_Noreturn void foyer_assert_failed(const char *condition, const char *file, int line);

#endif
