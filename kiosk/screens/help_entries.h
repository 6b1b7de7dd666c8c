#ifndef FOYER_KIOSK_SCREENS_HELP_ENTRIES_H
#define FOYER_KIOSK_SCREENS_HELP_ENTRIES_H

#include "kiosk/screens/tile.h"
#include "kiosk/view/view.h"

/*
 * What can be chosen on "find help", in order, and which of it stands on which page. The crisis
 * tile is not among it: it is last on every page (rule 17) and has a cell of its own.
 */

typedef enum {
    ENTRY_SEARCH,
    ENTRY_MINE,
    ENTRY_PERSON,
    ENTRY_SPEAKS, /* who speaks the family's language */
    ENTRY_NEED,
    ENTRY_PEOPLE, /* all of the school's people */
    ENTRY_GUIDES,
    ENTRY_CHANNELS,
    ENTRY_LESS, /* the page before */
    ENTRY_MORE, /* the page after */
    ENTRY_KIND_COUNT,
} EntryKind;

typedef struct {
    EntryKind kind;
    size_t index; /* of a person; the need; the page of LESS and MORE */
} Entry;

enum { ENTRIES_MAX = NEED_COUNT + 16 };

typedef struct {
    const Locale *locale;
    const HelpView *help;
    Entry items[ENTRIES_MAX];
    size_t count;
} Entries;

void entries_add(Entries *entries, EntryKind kind, size_t index);
void entries_add_people(Entries *entries, size_t max);
/** Who speaks the language, then every need that is live. */
void entries_add_needs(Entries *entries);
/** The school's people, guides, channels: those that there are. */
void entries_add_school(Entries *entries);

/** The entries of one page with the ways to its neighbours behind them; `cells` count the crisis
 * tile. A page past the end is the last. */
Entries entries_of_page(const Entries *all, size_t page, size_t cells_first, size_t cells_next);
/** The page that entries_of_page shows for `page`. */
size_t entries_page_shown(const Entries *all, size_t page, size_t cells_first, size_t cells_next);

/** What its tile says, shows and does. Not for a person. */
TileSpec entry_tile(Build *build, const Entries *entries, const Entry *entry);
/** One line that explains it, for wide cards; empty for most. */
Str8 entry_note(const Entries *entries, const Entry *entry);

#endif
