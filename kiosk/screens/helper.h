#ifndef FOYER_KIOSK_SCREENS_HELPER_H
#define FOYER_KIOSK_SCREENS_HELPER_H

#include "kiosk/ui/build.h"
#include "kiosk/view/view.h"

/*
 * A helper is a person of the school or a service, as "find help" shows it: as a card, as a row of
 * a list, as words about when it is open.
 */

/** When it is open, as its own card says it: "Open now, until 3:30 PM", "Opens tomorrow, 8:00 AM".
 * Empty when its hours are not known. */
Str8 helper_open_chip(const Locale *locale, Arena *arena, const ServiceView *service);

/** Its arch: initials of a person, the need's picture of a service. `height` sets the width. */
Node *helper_arch_add(Build *build, Node *parent, const ServiceView *service, int height);

/** A control with arch, name, what it is, and when it is open. */
typedef struct {
    const ServiceView *service;
    const char
        *place; /* first parts of its path: "/search/result"; NULL = help/person or service */
    Action action;
    int height;
    Size width;
    int width_du;   /* about what `width` will be: decides which words fit */
    int name_steps; /* of the name, at least: helper_group_steps */
    bool chevron;   /* a list row */
    bool short_row; /* low reach: one line of words beside the arch */
} HelperSpec;

Node *helper_add(Build *build, Node *parent, const Locale *locale, HelperSpec spec);

/** The step down (0 or 1) that the names of a page have in common: when one gives way, all do.
 * `like` says how their rows are. */
int helper_group_steps(Build *build, const Locale *locale, const ServiceView *services,
                       size_t count, HelperSpec like);

/** "Help right now": last on every page of needs, one touch, never counted (rule 17). */
Node *helper_now_add(Build *build, Node *parent, const Locale *locale, Size width, int height,
                     bool beside);

/** Buttons to the page before and after; each only where there is one. Paths help/less and
 * help/more. Nothing when there is one page. */
void helper_pager_add(Build *build, Node *parent, const Locale *locale, size_t page,
                      size_t pages_count, int height);

/** The same with "1-6 of 212" between the buttons when `total` is known. */
typedef struct {
    size_t page;
    size_t pages_count;
    size_t first; /* 0-based number of the page's first item */
    size_t count; /* on this page */
    size_t total;
    int height;
    bool no_range;
    bool short_less; /* the way back is an arrow without its word */
} PagerSpec;

void pager_add(Build *build, Node *parent, const Locale *locale, PagerSpec spec);

/** "1-6 of 212" alone, where the buttons leave no room for it. Nothing without `total`. */
void pager_range_add(Build *build, Node *row, const Locale *locale, const PagerSpec *spec);

#endif
