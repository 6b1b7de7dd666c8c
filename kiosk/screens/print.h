#ifndef FOYER_KIOSK_SCREENS_PRINT_H
#define FOYER_KIOSK_SCREENS_PRINT_H

#include "kiosk/i18n/locale.h"
#include "kiosk/ui/build.h"
#include "kiosk/view/view.h"

/*
 * On paper: the button that asks for it, and what is true of it, in words that a child reads
 * (rule 23). Success is said only when the printer said so; whatever else happens, the code on the
 * screen is the way on.
 */

/** What is printed, for the words that go with it. */
typedef enum {
    PRINT_OF_CODE,   /* a code for phones stands beside the words */
    PRINT_OF_SCREEN, /* none does: the desk is the way on */
    PRINT_OF_BADGES,
} PrintSubject;

/** The words of a state; empty ones are not said. */
typedef struct {
    Str8 head; /* "Not printed" */
    Str8 why;  /* "The printer has no paper." */
    Str8 way;  /* "Photograph this code." */
} PrintWords;

PrintWords print_words(const Locale *locale, const PrintView *print, PrintSubject subject);

enum { PRINT_BUTTON_HEIGHT = 104 };

/**
 * "Print", busy until the end is known, then "Print again": key `print` of the screen it stands on.
 * Only where `print->offered`.
 *
 * @param first   its words before anything was printed
 * @param room    du for icon and words
 */
Node *print_button_add(Build *build, Node *parent, const Locale *locale, const PrintView *print,
                       Str8 first, Size width, int room);

/**
 * What became of the print (ROLE_STATUS, spoken when it changes), in a box `width` du wide and no
 * higher than `height` where the words allow it. Only where `print->asked`.
 */
Node *print_status_add(Build *build, Node *parent, const Locale *locale, const PrintView *print,
                       PrintSubject subject, int width, int height);

#endif
