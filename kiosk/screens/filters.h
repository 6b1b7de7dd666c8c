#ifndef FOYER_KIOSK_SCREENS_FILTERS_H
#define FOYER_KIOSK_SCREENS_FILTERS_H

#include "kiosk/i18n/locale.h"
#include "kiosk/ui/build.h"
#include "kiosk/view/view.h"

/** What of a list is shown: "Open now", "Free", the family's language. Each on or off. */
typedef struct {
    const char *place;    /* first part of their paths: "/list" gives list/filter/open */
    const bool *on;       /* FILTER_COUNT */
    const bool *live;     /* FILTER_COUNT: shown at all */
    Str8 language_spoken; /* own name */
    int width;            /* of all of them together, about */
    int height;
    bool narrow; /* no pictures: words and the tick alone */
} FiltersSpec;

/** How many of them are live. */
size_t filters_count(const bool *live);
/** A row of toggles in `parent`, each as wide as the others; nothing when none is live. */
void filters_add(Build *build, Node *parent, const Locale *locale, FiltersSpec spec);

#endif
