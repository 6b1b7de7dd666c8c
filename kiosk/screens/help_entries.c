#include "kiosk/screens/help_entries.h"

#include "data/base/check.h"
#include "kiosk/screens/components.h"
#include "kiosk/screens/need.h"

void entries_add(Entries *entries, EntryKind kind, size_t index) {
    FOYER_ASSERT(entries->count < ENTRIES_MAX);
    entries->items[entries->count++] = (Entry){kind, index};
}

void entries_add_people(Entries *entries, size_t max) {
    for (size_t i = 0; i < entries->help->people_count && i < max; i++) {
        entries_add(entries, ENTRY_PERSON, i);
    }
}

void entries_add_needs(Entries *entries) {
    const HelpView *help = entries->help;
    if (help->speaks_live) {
        entries_add(entries, ENTRY_SPEAKS, 0);
    }
    for (size_t need = 0; need < NEED_COUNT; need++) {
        if (help->needs_live == NULL || help->needs_live[need]) {
            entries_add(entries, ENTRY_NEED, need);
        }
    }
}

void entries_add_school(Entries *entries) {
    const HelpView *help = entries->help;
    /* A school that named nobody has no list of its people to lead to. */
    if (help->people_count > 0) {
        entries_add(entries, ENTRY_PEOPLE, 0);
    }
    if (help->guides_live) {
        entries_add(entries, ENTRY_GUIDES, 0);
    }
    if (help->channels_live) {
        entries_add(entries, ENTRY_CHANNELS, 0);
    }
}

/* Entries first..last-1 stand on `page`. */
typedef struct {
    size_t page;
    size_t first;
    size_t last;
    bool more;
} PageSpan;

static PageSpan span_of(size_t count, size_t page, size_t cells_first, size_t cells_next) {
    FOYER_ASSERT(cells_first >= 3 && cells_next >= 4); /* more than the ways and the crisis tile */
    PageSpan span = {.page = 0};
    while (true) {
        size_t cells = span.page == 0 ? cells_first - 1 : cells_next - 2;
        span.more = count - span.first > cells;
        span.last = span.more ? span.first + cells - 1 : count;
        if (!span.more || span.page == page) {
            return span;
        }
        span.first = span.last;
        span.page++;
    }
}

size_t entries_page_shown(const Entries *all, size_t page, size_t cells_first, size_t cells_next) {
    return span_of(all->count, page, cells_first, cells_next).page;
}

Entries entries_of_page(const Entries *all, size_t page, size_t cells_first, size_t cells_next) {
    PageSpan span = span_of(all->count, page, cells_first, cells_next);
    Entries shown = {.locale = all->locale, .help = all->help};
    for (size_t i = span.first; i < span.last; i++) {
        shown.items[shown.count++] = all->items[i];
    }
    if (span.page > 0) {
        entries_add(&shown, ENTRY_LESS, span.page - 1);
    }
    if (span.more) {
        entries_add(&shown, ENTRY_MORE, span.page + 1);
    }
    return shown;
}

typedef struct {
    const char *key;
    const char *label;
    ActionKind action;
    uint16_t icon;
    unsigned hue;
} EntryPicture;

static const EntryPicture PICTURES[ENTRY_KIND_COUNT] = {
    [ENTRY_SEARCH] = {"/help/search", TR_MARK("Type a word"), ACTION_SEARCH_OPEN, ICON_SEARCH, 2},
    [ENTRY_MINE] = {"/help/mine", NULL, ACTION_MINE_OPEN, ICON_KEEP, 3},
    [ENTRY_SPEAKS] = {"/help/speaks", NULL, ACTION_SPEAKS, ICON_LANGUAGE, 2},
    [ENTRY_PEOPLE] = {"/help/need/people", TR_MARK("Our school people"), ACTION_PEOPLE, ICON_PEOPLE,
                      1},
    [ENTRY_GUIDES] = {"/help/guides", TR_MARK("Guides for families"), ACTION_GUIDES_OPEN,
                      ICON_LEARN, 2},
    [ENTRY_CHANNELS] = {"/help/channels", TR_MARK("How we keep in touch"), ACTION_CHANNELS_OPEN,
                        ICON_POSTS, 0},
    [ENTRY_LESS] = {"/help/less", TR_MARK("Previous"), ACTION_PAGE, ICON_BACK, 2},
    [ENTRY_MORE] = {"/help/more", TR_MARK("More"), ACTION_PAGE, ICON_NEXT, 2},
};

static Str8 entry_label(Build *build, const Entries *entries, const Entry *entry) {
    const Locale *locale = entries->locale;
    switch (entry->kind) {
    case ENTRY_NEED:
        return need_words(locale, (Need)entry->index);
    case ENTRY_SPEAKS: {
        TrArg args[] = {{"language", entries->help->language_spoken}};
        return tr_fill(locale, build->arena, tr(locale, "Someone who speaks {language}"), args, 1);
    }
    case ENTRY_MINE: {
        TrArg args[] = {
            {"count", locale_number(locale, build->arena, (int64_t)entries->help->mine_count)}};
        return tr_fill(locale, build->arena, tr(locale, "My list ({count})"), args, 1);
    }
    case ENTRY_SEARCH:
    case ENTRY_PERSON:
    case ENTRY_PEOPLE:
    case ENTRY_GUIDES:
    case ENTRY_CHANNELS:
    case ENTRY_LESS:
    case ENTRY_MORE:
    case ENTRY_KIND_COUNT:
        break;
    }
    return tr(locale, PICTURES[entry->kind].label);
}

TileSpec entry_tile(Build *build, const Entries *entries, const Entry *entry) {
    FOYER_ASSERT(entry->kind != ENTRY_PERSON);
    TileSpec spec = {.label = entry_label(build, entries, entry)};
    if (entry->kind == ENTRY_NEED) {
        Need need = (Need)entry->index;
        spec.key_text = str8_format(build->arena, "/help/need/%.*s", STR8_ARG(need_name(need)));
        spec.action = ACT(ACTION_NEED, need);
        spec.icon = need_icon(need);
        spec.hue = need_hue(need);
        return spec;
    }
    const EntryPicture *picture = &PICTURES[entry->kind];
    spec.key = picture->key;
    spec.action = ACT(picture->action, entry->index);
    spec.icon = picture->icon;
    spec.hue = picture->hue;
    return spec;
}

Str8 entry_note(const Entries *entries, const Entry *entry) {
    const Locale *locale = entries->locale;
    if (entry->kind == ENTRY_GUIDES) {
        return tr(locale, "Meetings, report cards, and what to ask");
    }
    if (entry->kind == ENTRY_CHANNELS) {
        return tr(locale, "Messages, web pages, videos");
    }
    return entry->kind == ENTRY_PEOPLE ? tr(locale, "Teachers, counselor, nurse, office")
                                       : STR8("");
}
