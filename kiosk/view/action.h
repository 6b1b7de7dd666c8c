#ifndef FOYER_KIOSK_VIEW_ACTION_H
#define FOYER_KIOSK_VIEW_ACTION_H

/** What touching a node means (Action.kind); the argument stands in the comment. */
typedef enum {
    ACTION_NONE,
    /* furniture */
    ACTION_START_OVER,
    ACTION_BACK,
    ACTION_HIDE,
    ACTION_EASIER_OPEN,
    ACTION_LANGUAGES_OPEN,
    ACTION_LANGUAGE_CHOOSE, /* index into FrameView.languages */
    ACTION_MORE_TIME,
    /* home */
    ACTION_SIGN_IN_OPEN,
    ACTION_HELP_OPEN,
    ACTION_LEAVING_OPEN,
    ACTION_EVENT_CHOOSE, /* index into EventsView.events */
    /* look-up */
    ACTION_DIGIT, /* 0..9 */
    ACTION_DIGIT_DELETE,
    ACTION_DIGIT_CLEAR,
    ACTION_LETTER,        /* code point */
    ACTION_LETTERS_OTHER, /* the next alphabet */
    ACTION_LETTER_DELETE,
    ACTION_CARD_OPEN,
    ACTION_PHONE_OPEN,
    ACTION_CARD_SYMBOL, /* ASCII symbol of the card alphabet */
    ACTION_CARD_DELETE,
    ACTION_NAMES_OPEN,
    ACTION_COUNT_OPEN,
    /* household */
    ACTION_MEMBER_TOGGLE, /* index into HouseholdView.members */
    ACTION_NOT_US,
    ACTION_SOMEONE_ELSE_OPEN,
    ACTION_GUEST_ADD, /* GuestKind */
    ACTION_SIGN_IN_COMMIT,
    ACTION_SIGN_OUT_COMMIT,
    ACTION_PAGE, /* page number, 0-based, of the screen at hand */
    /* typing */
    ACTION_FIELD, /* field number */
    ACTION_TYPE,  /* code point */
    ACTION_TYPE_DELETE,
    ACTION_TYPE_SHIFT,
    ACTION_TYPE_PAGE, /* KeyboardPage */
    ACTION_TYPE_DONE,
    /* names and count */
    ACTION_ADULTS,   /* how many */
    ACTION_CHILDREN, /* how many */
    ACTION_GRADE,    /* index into grades: one more child of that grade */
    ACTION_COUNT_COMMIT,
    ACTION_NAMES_COMMIT,
    /* done */
    ACTION_DONE,
    /* help */
    ACTION_PERSON, /* index into HelpView.people */
    ACTION_NEED,   /* Need */
    ACTION_PEOPLE, /* all of the school's people */
    ACTION_NEED_NOW,
    ACTION_SERVICE, /* index into ListView.items */
    ACTION_SEARCH_OPEN,
    ACTION_SEARCH_CLEAR,
    ACTION_SEARCH_WORD,   /* index into SearchView.words */
    ACTION_SEARCH_PERSON, /* SearchView.person */
    ACTION_SPEAKS,        /* who speaks the family's language */
    ACTION_FILTER,        /* Filter: on or off */
    ACTION_MINE_OPEN,
    ACTION_MINE_TOGGLE,  /* the open card: onto my list, or off it */
    ACTION_MINE_SERVICE, /* index into MineView.items */
    ACTION_MINE_REMOVE,  /* index into MineView.items */
    ACTION_GUIDES_OPEN,
    ACTION_GUIDE, /* index into GuidesView.items of all pages */
    ACTION_GUIDE_PERSON,
    ACTION_CHANNELS_OPEN,
    ACTION_CHANNEL,   /* index into ChannelsView.items of all pages */
    ACTION_CODE_KIND, /* CodeKind */
    ACTION_CARD_PAGE, /* largest text: 0 = read, 1 = take it */
    ACTION_PRINT,     /* what the screen at hand shows, on paper */
    /* easier */
    ACTION_SIZE,  /* TextSize */
    ACTION_THEME, /* ThemeName */
    ACTION_LOW_REACH,
    ACTION_LESS_MOTION,
    ACTION_EASIER_DONE,
} ActionKind;

#endif
