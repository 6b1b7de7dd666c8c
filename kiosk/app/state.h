#ifndef FOYER_KIOSK_APP_STATE_H
#define FOYER_KIOSK_APP_STATE_H

#include "data/base/civil.h"
#include "kiosk/app/message.h"
#include "kiosk/view/action.h"
#include "kiosk/view/view.h"

/*
 * The kiosk's whole state, in two parts: what stands for all families (content, clock of arrivals)
 * and the session of the family at the desk, a plain value that is overwritten when it ends
 * (invariant 9). Drafts live here and nowhere else.
 */

enum {
    IDLE_MS = 45000,      /* rule 32 */
    COUNTDOWN_MS = 20000, /* rule 32; also how long a finished screen stays */
    BACK_STACK_MAX = 12,
    RUSH_ARRIVALS = 8,       /* this many parties ... */
    RUSH_WITHIN_MS = 240000, /* ... in this time: propose the head count (rule 4) */
    DIGITS_MAX = PHONE_DIGITS_MAX,
    TYPED_NAME_MAX = 120, /* bytes */
};

/** Where "back" leads, and to which page of it. */
typedef struct {
    ScreenId screen;
    size_t page;
    Id id; /* of the card, guide or channel there */
} BackStep;

/** What this session had printed last. */
typedef struct {
    uint32_t number; /* counts the session's prints; 0 = none */
    PrintKind kind;
    Id shown;      /* PRINT_SERVICE: of which card */
    bool answered; /* the worker said something; before that it waits */
    PrintResult result;
} PrintAsked;

typedef struct {
    uint32_t serial; /* counts sessions; replies to another are dropped */
    ScreenId screen;
    BackStep back[BACK_STACK_MAX]; /* the first is home */
    size_t back_count;
    ScreenId resume; /* SCREEN_STILL_THERE: what it covers */
    Flow flow;
    bool counting; /* rush: the event is asked for, then heads are counted */
    bool dirty;    /* somebody did something: idle must wipe it */
    int64_t touched_mono_ms;
    int64_t finish_mono_ms; /* a finished screen goes at this time; 0 = none */

    char language[LANGUAGE_SIZE];
    bool language_chosen; /* by the family, so the household's does not win over it */
    Look look;

    Id event_id;
    Id visit_id; /* the record's id, made when the form opened */
    VisitMethod method;
    LookUpStatus look_up;
    char digits[DIGITS_MAX + 1];
    char code[CARD_CODE_LEN + 1];
    uint32_t letter;
    size_t alphabet; /* 0 = the language's own, then the others */
    Party party;
    size_t page;
    bool working;
    int64_t saved_utc_ms;

    char name[TYPED_NAME_MAX + 1];
    KeyboardPage keyboard;
    int adults;
    int children;
    int grade_counts[16];

    ListKind list;
    Need need;
    bool filters[FILTER_COUNT];        /* of the list */
    bool search_filters[FILTER_COUNT]; /* of the search */
    char search[SEARCH_TEXT_MAX + 1];
    bool term_counted; /* these words were */
    ScreenId opening;  /* comes when its shelf does; SCREEN_HOME = none */
    Id shown;          /* the service of the open card, the open guide, the open channel */
    Id mine[MINE_MAX]; /* my list */
    size_t mine_count;
    CodeKind code_kind;
    size_t card_page;
    bool counted; /* looking for help was counted: its end is told */
    DeskReason desk_reason;
    PrintAsked print;
} SessionState;

/*
 * What a kind of question was answered with. It holds what was looked for, as the session does, and
 * goes with it; it is outside only because it owns memory.
 */
typedef struct {
    Browse asked;    /* last */
    uint32_t serial; /* of it; 0 = nothing was asked */
    bool pending;    /* not answered yet */
    Browse answered; /* what `shelf` answers */
    Shelf *shelf;    /* owned; NULL: none, or the directory cannot be opened */
    bool came;       /* `aside` waits until the finger is up */
    Shelf *aside;    /* owned */
} ShelfSlot;

typedef struct {
    Content *content;        /* owned; NULL until first loaded */
    Content *content_before; /* owned; the frame on the screen still shows its texts */
    bool closed;             /* the stores cannot be opened: the home screen sends to the desk */
    bool can_print;          /* a printer is configured */
    bool prints_badges;      /* for everyone who signs in, but in a rush */
    SessionState session;
    ShelfSlot shelves[SHELF_KIND_COUNT]; /* of this session */
    Shelf *retired[2];      /* owned: this frame's, and the one's before (state_frame_done) */
    uint32_t browse_serial; /* counts questions over all sessions */
    bool held;              /* a finger is on the screen */
    Look look_at_start;     /* what every session begins with */
    char language_at_start[LANGUAGE_SIZE];
    int64_t arrivals_mono_ms[RUSH_ARRIVALS]; /* the last parties, a ring */
    size_t arrivals_at;
    int64_t refresh_mono_ms;                             /* when to look for new content again */
    char languages[SCHOOL_LANGUAGES_MAX][LANGUAGE_SIZE]; /* offered, in the order of enrolment */
    size_t languages_count;
} AppState;

/** What one turn knows: read once from the ports (invariant 5). */
typedef struct {
    Moment now;
    Civil local;        /* now, in the school's zone */
    uint8_t random[16]; /* fresh for every turn */
} Turn;

/** A fresh kiosk without content. `languages`: the tags offered, in the order of
 * enrolment; `first`: the one that every session starts in.
 */
void state_init(AppState *state, const Look *look, const Str8 *languages, size_t languages_count,
                size_t first);

/** Overwrites and frees all that it owns. */
void state_free(AppState *state);

/** A frame was built: shelves that no frame shows any more are overwritten and freed. */
void state_frame_done(AppState *state);

/** A shelf that frames may still show; NULL is allowed. */
void state_retire(AppState *state, Shelf *shelf);

/** Overwrite the session and begin a clean one on the home screen. */
void state_start_over(AppState *state, const Turn *turn);

/** A clean session as after state_start_over, but for what the family set: language and look. */
void state_forget_draft(AppState *state);

/** A household that is not (or no longer) shown: its names and its language go. */
void state_forget_party(AppState *state);

/** Arrivals outrun the kiosk. */
bool state_is_rush(const AppState *state, int64_t mono_ms);

/** How many digits a whole phone number has at this school. */
size_t state_digits_full(const AppState *state);

/** People of the party that are ticked and not signed in before (leaving: ticked). */
size_t state_here_count(const AppState *state);

/** The event that a session without one would sign in to; NULL when none is open. */
const Event *state_event(const AppState *state);

/** The service with `id`, from the content or a shelf of this session; NULL when it is in none. */
const Service *state_service(const AppState *state, Id id);

/** Where `id` stands on my list; mine_count when it does not. */
size_t state_mine_index(const AppState *state, Id id);

/** Text into a state's fixed buffer; a longer one is cut between characters. */
void state_set_text(char *buffer, size_t size, Str8 text);

#endif
