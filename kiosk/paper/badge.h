#ifndef FOYER_KIOSK_PAPER_BADGE_H
#define FOYER_KIOSK_PAPER_BADGE_H

#include "data/domain/event.h"
#include "data/domain/household.h"
#include "kiosk/paper/layout.h"

enum { BADGES_MAX = 24 };

/** A name badge: a first name or a role, the event, a stripe with the language in itself. */
typedef struct {
    Str8 first_name; /* empty = the role alone */
    PersonRole role;
    Str8 language; /* BCP 47: what this person likes to be spoken to in; empty = no stripe */
} Badge;

/**
 * One label a badge on rolls and tape (a page each); on Letter and A4 they share sheets and are cut
 * apart. `event` may be NULL. No badge in rush mode: that is the caller's rule.
 */
MUST_USE ErrCode badge_paper(PaperLayout *layout, Arena *arena, PaperKind kind,
                             const PaperWords *words, const Event *event, const Badge *badges,
                             size_t count, Paper *paper, Err *err);

#endif
