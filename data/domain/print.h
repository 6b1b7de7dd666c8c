#ifndef FOYER_DATA_DOMAIN_PRINT_H
#define FOYER_DATA_DOMAIN_PRINT_H

#include <stdbool.h>

/* What can be said of something printed, and is true (rule 23). */

/** How far a job has come. The last three are ends. */
typedef enum {
    PRINT_SENDING,     /* its first bytes are going out: from here it cannot be called back */
    PRINT_SENT,        /* the printer has all of it */
    PRINT_PRINTING,    /* the printer says it is at it */
    PRINT_PRINTED,     /* the printer said that it is on paper */
    PRINT_NOT_PRINTED, /* it is not (whole) on paper, and will not come later: see the trouble */
    PRINT_UNKNOWN,     /* the printer has all of it and cannot tell, or was lost before it told */
    PRINT_STATE_COUNT,
} PrintState;

/** What keeps a printer from printing: words for staff and for the family hang on this. */
typedef enum {
    PRINT_TROUBLE_NONE,
    PRINT_PAPER_OUT,
    PRINT_COVER_OPEN,
    PRINT_JAM,        /* paper or cutter */
    PRINT_INK_OUT,    /* ink, toner, ribbon */
    PRINT_PAUSED,     /* somebody stopped the printer or its queue, or called the job back there */
    PRINT_BUSY,       /* it would not take a job in time */
    PRINT_FAULT,      /* it says that something else is wrong */
    PRINT_OFF,        /* cannot be reached: off, asleep, no network, wrong address */
    PRINT_UNPLUGGED,  /* was there, and went away */
    PRINT_STALLED,    /* is there, and took nothing or said nothing for too long */
    PRINT_REFUSED,    /* said no: a format it does not read, a password it wants */
    PRINT_UNFIT,      /* this paper is too wide or of another kind than the printer's */
    PRINT_CANCELLED,  /* called back before the first byte went out */
    PRINT_NO_PRINTER, /* none is configured: the screen is the way */
    PRINT_TROUBLE_COUNT,
} PrintTrouble;

typedef struct {
    PrintState state;
    /* With NOT_PRINTED never NONE; with UNKNOWN what was noticed, if anything; before the end what
     * the printer complains of meanwhile; with PRINTED always NONE. */
    PrintTrouble trouble;
    bool paper_low; /* the printer said so while at it */
} PrintResult;

/** What a family can have on paper. */
typedef enum {
    PRINT_SERVICE, /* one card */
    PRINT_LIST,    /* my list */
    PRINT_EVENT,   /* tonight's rooms of the party that was signed in */
    PRINT_BADGES,  /* of that party */
} PrintKind;

#endif
