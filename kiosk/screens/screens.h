#ifndef FOYER_KIOSK_SCREENS_SCREENS_H
#define FOYER_KIOSK_SCREENS_SCREENS_H

#include "kiosk/ui/build.h"
#include "kiosk/view/view.h"

/*
 * Every screen is a function of its arguments (invariant 2): values in, nodes out; no I/O, no
 * clock, nothing kept. One file a screen.
 */

/** Build the whole tree of `view->screen` into a new root of `build`; returns the root. */
Node *screens_build(Build *build, const View *view);

void screen_home(Build *build, Node *root, const View *view);
void screen_events(Build *build, Node *root, const View *view);
void screen_look_up(Build *build, Node *root, const View *view); /* phone, letter, card code */
void screen_household(Build *build, Node *root, const View *view);
void screen_someone_else(Build *build, Node *root, const View *view);
void screen_names(Build *build, Node *root, const View *view);
void screen_count(Build *build, Node *root, const View *view);
void screen_thanks(Build *build, Node *root, const View *view);
void screen_leaving(Build *build, Node *root, const View *view);
void screen_goodbye(Build *build, Node *root, const View *view);
void screen_see_desk(Build *build, Node *root, const View *view);
void screen_help(Build *build, Node *root, const View *view);
void screen_list(Build *build, Node *root, const View *view);
void screen_search(Build *build, Node *root, const View *view);
void screen_card(Build *build, Node *root, const View *view);
void screen_mine(Build *build, Node *root, const View *view);
void screen_guides(Build *build, Node *root, const View *view);
void screen_guide(Build *build, Node *root, const View *view);
void screen_channels(Build *build, Node *root, const View *view);
void screen_channel(Build *build, Node *root, const View *view);
void screen_now(Build *build, Node *root, const View *view);
void screen_easier(Build *build, Node *root, const View *view);
void screen_languages(Build *build, Node *root, const View *view);
void screen_still_there(Build *build, Node *root, const View *view);

#endif
