#ifndef FOYER_TESTS_SCREENS_FIXTURES_H
#define FOYER_TESTS_SCREENS_FIXTURES_H

#include "kiosk/i18n/locale.h"
#include "kiosk/ui/theme.h"
#include "kiosk/view/view.h"

/* Views as the app would make them, without the app: one or more states for every screen. Used by
 * the gallery, the property tests and the goldens. Names are stable: golden files carry them. */

typedef struct {
    Arena *arena;
    const LocaleSet *locales;
    const Locale *locale;
    const Look *look; /* lists hold a page of it */
} Maker;

typedef struct {
    const char *name; /* "household-late": letters, digits, dashes */
    void (*make)(const Maker *maker, View *view);
} Fixture;

extern const Fixture FIXTURES_A[];
extern const size_t FIXTURES_A_COUNT;
extern const Fixture FIXTURES_B[];
extern const size_t FIXTURES_B_COUNT;
extern const Fixture FIXTURES_C[];
extern const size_t FIXTURES_C_COUNT;
extern const Fixture FIXTURES_D[];
extern const size_t FIXTURES_D_COUNT;

/** Parts of what the city's directory says, which has one language only. */
extern const char *const FIXTURE_CITY[];
extern const size_t FIXTURE_CITY_COUNT;

/** Fill view->screen and view->frame: Maple Grove School, Thursday, 16 October 2025, 6:02 PM in
 * New York, three languages, back and (in help) hide possible, event open. */
void fixture_frame(const Maker *maker, View *view, ScreenId screen, Flow flow);
/** 2025-10-16 hour:minute in New York as UTC ms. */
int64_t fixture_time(int hour, int minute);
/** Content picked in the maker's language. */
Str8 fixture_pick(const Maker *maker, const char *english, const char *spanish, const char *arabic);
/** A stable id from a word. */
Id fixture_id(const char *word);
/** A code as the app makes it: level M, read back by the picture tests. */
CodeView fixture_code(const Maker *maker, Str8 payload);

#endif
