#ifndef FOYER_KIOSK_SCREENS_FRAME_H
#define FOYER_KIOSK_SCREENS_FRAME_H

#include "kiosk/ui/build.h"
#include "kiosk/view/view.h"

/*
 * What stands around every screen but home: header (school, flow, clock, hide), content, footer
 * (start over, back, easier, language).
 */

typedef struct {
    bool no_back;   /* thanks, goodbye */
    bool no_header; /* dialogs: easier, still there */
    bool sunken;    /* content stands on `sunken`: dialogs */
    Str8 label;     /* what the screen is called, for speech; usually its title */
} FrameOptions;

/**
 * Header, content and footer in `root`. Returns the content: a column with the screen's key
 * (screen_name), ROLE_SCREEN, padded by the margin at the sides (60; portrait 48) and by 13 above
 * and 23 below. Its inner height is frame_content_height.
 */
Node *frame_add(Build *build, Node *root, const View *view, FrameOptions options);

int frame_margin(const Build *build);
/** 120; strong or largest 152; portrait 176. */
int frame_footer_height(const Build *build);
/** Inside the content's padding. */
int frame_content_width(const Build *build);
int frame_content_height(const Build *build);
/** In low reach: how far below the content's inner top the controls may begin (screen y 540,
 * portrait 960). */
int frame_low_reach_top(const Build *build);

/** The footer alone: home has a header of its own. */
void footer_add(Build *build, Node *root, const View *view, FrameOptions options);
/** The clock, crest and school of the header, for home: larger and in other colours. */
Node *frame_crest_add(Build *build, Node *parent, int size, bool on_sky);

#endif
