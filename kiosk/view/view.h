#ifndef FOYER_KIOSK_VIEW_VIEW_H
#define FOYER_KIOSK_VIEW_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/base/id.h"
#include "data/domain/channel.h"
#include "data/domain/event.h"
#include "data/domain/household.h"
#include "data/domain/plan.h"
#include "data/domain/print.h"
#include "data/domain/service.h"
#include "kiosk/i18n/locale.h"

/*
 * What screens show: plain values, made anew each frame by kiosk/app/view_make.c from the state.
 * Strings are borrowed for the frame. Content texts are already picked in the family's language;
 * words of our own are looked up by the screens (tr). Times are UTC ms; screens format them.
 */

typedef enum {
    SCREEN_HOME,
    SCREEN_EVENTS,    /* several events are open: which one? */
    SCREEN_LOOK_UP,   /* the whole phone number */
    SCREEN_LETTER,    /* the first letter of a child's first name */
    SCREEN_CARD_CODE, /* 8 characters of the family card */
    SCREEN_HOUSEHOLD,
    SCREEN_SOMEONE_ELSE,
    SCREEN_NAMES, /* type our names */
    SCREEN_COUNT, /* just count us */
    SCREEN_THANKS,
    SCREEN_LEAVING, /* who leaves */
    SCREEN_GOODBYE,
    SCREEN_SEE_DESK,
    SCREEN_HELP,
    SCREEN_LIST,   /* services for one need, or the school's people */
    SCREEN_SEARCH, /* type a word; SCREEN_LIST shows needs and people */
    SCREEN_CARD,
    SCREEN_MINE,     /* my list */
    SCREEN_GUIDES,   /* guides for families */
    SCREEN_GUIDE,    /* one of them */
    SCREEN_CHANNELS, /* how this school keeps in touch (rule 40) */
    SCREEN_CHANNEL,  /* one of them, with its codes */
    SCREEN_NOW,      /* help right now */
    SCREEN_EASIER,
    SCREEN_LANGUAGES,
    SCREEN_STILL_THERE,
    SCREEN_ID_COUNT,
} ScreenId;

/** The screen's first key part: "home", "sign-in", ... (look-up, letter and card code: "sign-in").
 */
Str8 screen_name(ScreenId screen);

typedef struct {
    Str8 tag;  /* "es" */
    Str8 name; /* "Español" */
    bool rtl;
    bool chosen;
} LanguageChoice;

typedef enum { FLOW_NONE, FLOW_SIGN_IN, FLOW_HELP, FLOW_LEAVING } Flow;

/** On every screen. */
typedef struct {
    const Locale *locale;
    Str8 school_name;
    int64_t now_utc_ms;
    Flow flow; /* its name stands in the header; lake for help, clay for leaving */
    bool demo; /* the demo school: said on the home screen */
    bool can_go_back;
    bool can_hide;
    bool event_open;                 /* an event takes sign-ins now */
    const LanguageChoice *languages; /* in the order of enrolment */
    size_t languages_count;
    size_t language_chosen;
} FrameView;

typedef struct {
    Str8 title;
    int64_t start_utc_ms;
    int64_t end_utc_ms;
    Str8 place;
    EventKind kind;
    Id id;
} EventView;

typedef struct {
    EventView event; /* the one event, when event_known */
    bool event_known;
    bool event_is_open;
    size_t events_count; /* events open now; > 1: titles of up to three in `events` */
    const EventView *events;
    bool rush;         /* arrivals outrun the kiosk: propose the head count */
    bool office_known; /* no event: today's office hours */
    bool office_open;
    int office_opens_minute; /* local minute of the day */
    int office_closes_minute;
} HomeView;

typedef struct {
    const EventView *events;
    size_t count;
    bool leaving;
} EventsView;

typedef enum { LOOK_UP_TYPING, LOOK_UP_WORKING, LOOK_UP_MISSED } LookUpStatus;

/** Look-up, letter and card code. Misses and throttling have the same words (rule 15). */
typedef struct {
    bool leaving;
    LookUpStatus status;
    Str8 digits;             /* as typed so far, without grouping */
    size_t digits_full;      /* digits of a whole number in this country */
    Str8 country;            /* ISO 3166, for grouping */
    bool by_card;            /* the first thing was a card */
    Str8 code;               /* card symbols typed so far */
    Str8 letter;             /* typed, or empty */
    const uint32_t *letters; /* the alphabet shown: upper-case code points */
    size_t letters_count;
    Str8 letters_other; /* label of the key that shows the next alphabet; empty = none */
} LookUpView;

typedef struct {
    Id id;     /* key: household/member/<id> */
    Str8 name; /* first name only; empty for a guest without one */
    PersonRole role;
    Str8 grade;   /* CEDS code */
    bool here;    /* on */
    bool already; /* signed in before; cannot be untouched here */
    bool guest;   /* added by "someone else" */
} MemberView;

typedef struct {
    const MemberView *members;
    size_t count;
    size_t here_count; /* to be signed in (or out) now */
    bool already_here; /* a second sign-in: "you are here since" */
    int64_t since_utc_ms;
    bool working; /* saving */
    size_t page;
    bool leaving; /* SCREEN_LEAVING: who leaves */
} HouseholdView;

typedef enum {
    GUEST_ADULT,
    GUEST_GRANDPARENT,
    GUEST_CHILD,
    GUEST_BABY,
    GUEST_KIND_COUNT,
} GuestKind;

typedef enum {
    KEYBOARD_LETTERS,
    KEYBOARD_SHIFTED,
    KEYBOARD_NUMBERS,
    KEYBOARD_ACCENTS
} KeyboardPage;

/** An on-screen keyboard as it stands. */
typedef struct {
    Str8 language;
    KeyboardPage page;
} KeyboardView;

enum { COUNT_MAX = 9 };

/** Type our names: one is enough. Adults and children beside it are counted. */
typedef struct {
    Str8 name;
    size_t caret; /* byte index in name */
    int adults;   /* in all, the named one included */
    int children;
    KeyboardView keyboard;
    bool working;
    bool ready; /* a name was typed */
} NamesView;

typedef struct {
    int adults;
    int children;
    const Str8 *grades; /* CEDS codes of tonight's event, may be empty */
    const int *grade_counts;
    size_t grades_count;
    bool working;
    bool ready; /* somebody is counted */
} CountView;

/** A QR code ready to draw. */
typedef struct {
    const uint8_t *modules; /* side x side bytes, 1 = dark; no quiet zone */
    int side;               /* 0 = none */
    Str8 payload;
} CodeView;

/** On paper: what is offered, and what is true of the last one. */
typedef struct {
    bool offered;  /* a printer is configured */
    bool asked;    /* for what this screen shows */
    bool answered; /* something is known of it: the result counts */
    bool waits;    /* asked, and the end is not known */
    PrintResult result;
} PrintView;

/** One child's next place. */
typedef struct {
    Str8 grade;
    Str8 initial; /* only when two share a grade */
    Str8 title;   /* of the session, may be empty */
    Str8 teacher;
    Str8 room;
    Str8 way;
    int64_t start_utc_ms;
} RoomView;

enum { ROOMS_MAX = 8, THANKS_SECONDS = 20 };

typedef struct {
    int adults;
    int children;
    int64_t since_utc_ms;
    bool was_here_already;
    EventView event;
    const RoomView *rooms;
    size_t rooms_count;
    CodeView code;  /* rooms and times, no names */
    bool code_open; /* largest text: the panel with the code */
    int seconds_left;
    PrintView print; /* the rooms */
    PrintView badges;
} ThanksView;

typedef struct {
    int people;
    int64_t at_utc_ms;
    int seconds_left;
} GoodbyeView;

enum { MARKS_MAX = 4 };

/** Bytes of a text that the search hit: shown marked. */
typedef struct {
    uint16_t start;
    uint16_t len;
} TextMark;

typedef struct {
    Id id;
    Str8 key; /* help/person/<key>, help/service/<key>, search/result/<key>, mine/service/<key> */
    bool is_person;
    bool own; /* the school's own */
    Str8 name;
    TextMark marks[MARKS_MAX]; /* of name, by start; only on the search screen */
    size_t marks_count;
    Str8 initials;
    Str8 role; /* of a service: its organization */
    Str8 place;
    Need need; /* picture of a service */
    OpenState open;
    Str8 hours_text;   /* when open.known is false: the hours as written; may be empty */
    bool old;          /* checked more than SERVICE_OLD_AFTER_DAYS ago */
    unsigned hue;      /* 0..4: plum, pine, lake, clay, honey */
    bool english_only; /* no text in the family's language */
    bool mine;         /* on my list */
} ServiceView;

/** What stands beside the needs on "find help". */
typedef struct {
    const ServiceView *people; /* three, in today first */
    size_t people_count;
    const bool *needs_live; /* NEED_COUNT: some service or person has it */
    size_t page;
    size_t mine_count;    /* services on my list; 0 = no button */
    bool guides_live;     /* some guide is there */
    bool channels_live;   /* some channel is there */
    bool search_live;     /* there is something to search */
    Str8 language_spoken; /* own name of the family's language: "someone who speaks Español" */
    bool speaks_live;     /* not English, and somebody or some service speaks it */
} HelpView;

/** What of a list is shown; each an on/off choice. */
typedef enum { FILTER_OPEN_NOW, FILTER_FREE, FILTER_SPEAKS, FILTER_COUNT } Filter;

typedef enum {
    LIST_NEED,   /* what helps with one need */
    LIST_PEOPLE, /* the school's own people */
    LIST_SPEAKS, /* who speaks the family's language */
} ListKind;

/** One page of a list; the school's own first. */
typedef struct {
    ListKind kind;
    Need need;
    Str8 language_spoken;     /* own name, for LIST_SPEAKS and FILTER_SPEAKS */
    const ServiceView *items; /* of this page only */
    size_t count;
    size_t total;       /* of all pages */
    size_t page;        /* 0-based */
    size_t pages_count; /* >= 1 */
    bool filters[FILTER_COUNT];
    bool filters_live[FILTER_COUNT]; /* shown at all */
    bool working;                    /* the list is on its way */
} ListView;

enum { SEARCH_RESULTS_SHOWN = 4, SEARCH_WORDS_SHOWN = 3, SEARCH_NEEDS_SHOWN = 3 };

/** Type a word. Never a dead end: without results there are needs, a person and the desk. */
typedef struct {
    Str8 text;
    size_t caret;             /* byte index in text */
    const ServiceView *items; /* at most SEARCH_RESULTS_SHOWN of this page */
    size_t count;
    size_t total;
    size_t page;
    size_t pages_count;
    Str8 words[SEARCH_WORDS_SHOWN]; /* completions of what is typed: keyboard/word/<n> */
    size_t words_count;
    Need needs[SEARCH_NEEDS_SHOWN]; /* the nearest needs, shown when there are few results */
    size_t needs_count;
    const ServiceView *person; /* without results: whom to ask; NULL = the desk alone */
    Str8 desk_phone_shown;
    bool filters[FILTER_COUNT];
    bool filters_live[FILTER_COUNT];
    KeyboardView keyboard;
} SearchView;

typedef enum {
    CODE_CONTACT,
    CODE_DATE,
    CODE_CALL,
    CODE_WEB,
    CODE_MAP,  /* geo: */
    CODE_TEXT, /* sms: with its body */
    CODE_WIFI, /* a network for guests */
    CODE_KIND_COUNT
} CodeKind;

typedef struct {
    ServiceView service;
    Str8 summary;
    const Str8 *helps;
    size_t helps_count;
    const Hours *hours;
    size_t hours_count;
    Str8 hours_text; /* as written; empty when the rows say it */
    Str8 languages;  /* own names, joined by the locale: "English, Español" */
    Str8 interpreter;
    Str8 cost;
    Str8 eligibility;
    Str8 ineligibility;
    Str8 documents;
    Str8 apply;
    Str8 wait;
    Str8 alert;
    Str8 address;
    Str8 room;        /* number on the floor plan; empty = none */
    Str8 phone_shown; /* grouped: "(305) 555-0142" */
    Str8 web_host;    /* "example.org"; the host is always shown beside a web code */
    int64_t assured_utc_ms;
    bool has[CODE_KIND_COUNT];
    CodeKind kind;
    CodeView code;
    bool code_shortened; /* the code leaves something out: said in words */
    size_t page;         /* 0 read (and what does not fit: 2, 3), 1 take it */
    const Plan *plan;    /* the floor plan, when the card's room is on it; else NULL */
    const PlanSpot *plan_room;
    bool plan_open; /* the page with the plan */
    PrintView print;
} CardView;

/** ACTION_CARD_PAGE: the page with the floor plan. */
enum { CARD_PAGE_PLAN = 255 };

enum { MINE_MAX = 12 };

/** What this session wants to keep; forgotten at its end. */
typedef struct {
    const ServiceView *items; /* of this page */
    size_t count;
    size_t total;
    size_t page;
    size_t pages_count;
    CodeView code; /* names and numbers of all, as plain text */
    bool code_shortened;
    PrintView print;
} MineView;

typedef struct {
    Str8 key; /* guides/guide/<key> */
    Str8 title;
    Str8 summary;
    bool english_only;
} GuideItemView;

typedef struct {
    const GuideItemView *items;
    size_t count;
    size_t page;
} GuidesView;

typedef struct {
    GuideItemView guide;
    const Str8 *steps;
    size_t steps_count;
    const Str8 *questions;
    size_t questions_count;
    const ServiceView *person; /* whom to ask; NULL = the desk */
    int64_t assured_utc_ms;
    bool old;
    CodeView code; /* plain text to keep, or the web page */
    size_t page;
} GuideView;

typedef struct {
    Str8 key; /* channels/channel/<key> */
    ChannelKind kind;
    Str8 name;
    Str8 purpose;
} ChannelItemView;

typedef struct {
    const ChannelItemView *items;
    size_t count;
    size_t page;
} ChannelsView;

typedef struct {
    ChannelItemView channel;
    Str8 join_code;
    Str8 sms_number;
    Str8 sms_body;
    Str8 web_host;
    Str8 email;
    Str8 network;              /* of a Wi-Fi; then join_code is its password */
    bool has[CODE_KIND_COUNT]; /* CODE_WEB, CODE_TEXT, CODE_CONTACT (e-mail), CODE_WIFI */
    CodeKind kind;
    CodeView code;
} ChannelView;

/** Help right now: numbers that answer day and night, and who to talk to here. */
typedef struct {
    Str8 desk_phone_shown;
} NowView;

typedef struct {
    size_t page;
} LanguagesView;

typedef struct {
    int seconds_left;
    int seconds_all;
} StillThereView;

typedef enum {
    DESK_NOT_SAVED,
    DESK_NO_EVENT,
    DESK_CLOSED, /* the data cannot be opened: stands instead of the home screen */
} DeskReason;

typedef struct {
    DeskReason reason;
} SeeDeskView;

typedef struct {
    ScreenId screen;
    FrameView frame;
    union {
        HomeView home;
        EventsView events;
        LookUpView look_up;
        HouseholdView household; /* also SCREEN_SOMEONE_ELSE and SCREEN_LEAVING */
        NamesView names;
        CountView count;
        ThanksView thanks;
        GoodbyeView goodbye;
        SeeDeskView see_desk;
        HelpView help;
        ListView list;
        SearchView search;
        CardView card;
        MineView mine;
        GuidesView guides;
        GuideView guide;
        ChannelsView channels;
        ChannelView channel;
        NowView now;
        LanguagesView languages;
        StillThereView still_there;
    };
} View;

#endif
