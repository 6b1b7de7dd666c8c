#ifndef FOYER_KIOSK_APP_MESSAGE_H
#define FOYER_KIOSK_APP_MESSAGE_H

#include "data/domain/print.h"
#include "data/domain/visit.h"
#include "kiosk/app/content.h"
#include "kiosk/app/shelf.h"
#include "kiosk/ui/node.h"

/*
 * Messages go into app_update, effects come out of it. Both are plain values without pointers into
 * anybody's memory (but for a Content and a Shelf, which change owner), so they may cross threads
 * and queues. They carry names and what was looked for: whoever holds one wipes it after use
 * (message_wipe, effect_wipe).
 */

enum {
    PARTY_PEOPLE_MAX = 32,
    NAME_SIZE = PERSON_NAME_MAX + 1,
    GRADE_SIZE = 8,
    SECRET_SIZE = 20, /* phone digits or card code, terminated */
    SCAN_SIZE = 64,
    EFFECTS_MAX = 6,
    EVENTS_OPEN_MAX = 8,
};

/** One person of the party at the desk. */
typedef struct {
    Id id; /* none for a guest */
    char given_name[NAME_SIZE];
    char family_name[NAME_SIZE];
    PersonRole role;
    char grade[GRADE_SIZE];
    bool here;    /* ticked */
    bool already; /* signed in before */
    bool guest;
} PartyPerson;

typedef struct {
    Id household_id; /* none when typed or counted */
    char language[LANGUAGE_SIZE];
    PartyPerson people[PARTY_PEOPLE_MAX];
    size_t people_count;
    bool already_here; /* the household has an open visit at `event_id` */
    Id event_id;       /* of that visit */
    int64_t since_utc_ms;
} Party;

typedef enum {
    MESSAGE_ACTION, /* a node was touched or activated */
    MESSAGE_TOUCH,  /* any touch or key, before its action: the session is alive */
    MESSAGE_DOWN,   /* a finger is on the screen: results stay as they are (VISUAL.md, search) */
    MESSAGE_UP,     /* after the action of that touch */
    MESSAGE_TYPED,  /* a character of a physical keyboard */
    MESSAGE_BACKSPACE,
    MESSAGE_SCAN,
    MESSAGE_TICK, /* a deadline came */
    MESSAGE_FOUND,
    MESSAGE_MISSED,
    MESSAGE_SAVED,
    MESSAGE_NOT_SAVED,
    MESSAGE_CONTENT,
    MESSAGE_CLOSED, /* instead of CONTENT: the stores cannot be opened */
    MESSAGE_SHELF,  /* answers a BROWSE */
    MESSAGE_PRINT,  /* how a print comes along, any number of them; the last one is an end */
} MessageKind;

typedef struct {
    MessageKind kind;
    uint32_t session; /* replies: the session that asked; others are dropped */
    union {
        Action action;
        uint32_t code_point;
        char scan[SCAN_SIZE];
        Party party;          /* FOUND */
        int64_t saved_utc_ms; /* SAVED: since when the party is here, or when it left */
        Content *content;     /* CONTENT: changes owner */
        struct {
            ShelfKind kind;
            uint32_t serial; /* of the question */
            Shelf *answer;   /* changes owner; NULL: the directory cannot be opened */
        } shelf;             /* SHELF */
        struct {
            uint32_t number; /* of the session's prints */
            PrintResult result;
        } print; /* PRINT */
    };
} Message;

/** What is counted of looking for help (rule 17): never the crisis card. */
typedef enum {
    HELP_COUNT_NEED,
    HELP_COUNT_SPEAKS, /* "someone who speaks my language" */
    HELP_COUNT_TERM,   /* words that led to no card */
} HelpCountKind;

typedef enum {
    EFFECT_NONE,
    EFFECT_FIND,       /* -> FOUND or MISSED */
    EFFECT_SIGN_IN,    /* -> SAVED or NOT_SAVED */
    EFFECT_SIGN_OUT,   /* -> SAVED or NOT_SAVED */
    EFFECT_REFRESH,    /* -> CONTENT when it changed, or CLOSED; events that are over are closed */
    EFFECT_BROWSE,     /* -> SHELF; an older question of its kind that still waits is replaced */
    EFFECT_COUNT_HELP, /* no reply */
    EFFECT_COUNT_OVER, /* no reply; a session that counted something is over */
    EFFECT_PRINT,      /* -> PRINT, now and later */
    EFFECT_PRINT_STOP, /* no reply; what its session printed and is not being sent is called back */
} EffectKind;

typedef struct {
    EffectKind kind;
    uint32_t session;
    union {
        struct {
            VisitMethod by; /* VISIT_BY_PHONE or VISIT_BY_CARD */
            char secret[SECRET_SIZE];
            uint32_t letter;            /* code point as typed */
            Id events[EVENTS_OPEN_MAX]; /* is the household already at one of them? */
            size_t events_count;
        } find;
        struct {
            Id visit_id; /* made when the form opened */
            Id event_id;
            VisitMethod method;
            char language[LANGUAGE_SIZE];
            Party party; /* those with `here` are signed in (or out) */
        } visit;
        struct {
            int64_t version; /* of the content at hand; 0 = none */
            /* Does anybody speak them? Content.spoken answers in this order. */
            char languages[SCHOOL_LANGUAGES_MAX][LANGUAGE_SIZE];
            size_t languages_count;
        } refresh;
        struct {
            Browse question;
            uint32_t serial;
        } browse;
        struct {
            PrintKind kind;
            uint32_t number;
            char language[LANGUAGE_SIZE];
            Id services[MINE_MAX]; /* PRINT_SERVICE: one; PRINT_LIST */
            size_t services_count;
            Id event_id; /* PRINT_EVENT, PRINT_BADGES; none = no event */
            Party party; /* those with `here` */
        } print;
        struct {
            HelpCountKind what;
            Need need;                      /* HELP_COUNT_NEED */
            char language[LANGUAGE_SIZE];   /* the family's */
            char text[SEARCH_TEXT_MAX + 1]; /* HELP_COUNT_TERM */
        } help;
    };
} Effect;

typedef struct {
    Effect items[EFFECTS_MAX];
    size_t count;
} Effects;

/** Also frees a Content or a Shelf that nobody took: only for messages that were not delivered. */
void message_drop(Message *message);
void message_wipe(Message *message);
void effect_wipe(Effect *effect);

/**
 * The answer to an effect that cannot be done: a miss, "not saved", "closed". A family never waits
 * for ever.
 * @return false when nobody waits for an answer; then *reply is untouched
 */
bool effect_refuse(const Effect *effect, Message *reply);

#endif
