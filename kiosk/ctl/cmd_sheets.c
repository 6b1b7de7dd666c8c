#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/store/event_store.h"
#include "data/store/school_store.h"
#include "data/store/visit_store.h"
#include "kiosk/ctl/ctl_hub.h"
#include "kiosk/ctl/ctl_print.h"
#include "kiosk/paper/sheets.h"

enum { SLIPS_DEFAULT = 100 };

typedef enum { SHEET_ROLL_CALL, SHEET_ROSTER, SHEET_FALLBACK, SHEET_KIND_COUNT } SheetKind;

static const char *const KINDS[SHEET_KIND_COUNT] = {"roll-call", "roster", "fallback"};

/* A party while its rows come: late members stand further down in the journal. */
typedef struct {
    Id visit_id;
    Visitor people[VISIT_PEOPLE_MAX];
    SheetParty party;
} Gathered;

typedef struct {
    SheetKind kind;
    Event *event; /* NULL: none is open */
    Gathered *gathered[SHEET_PARTIES_MAX];
    SheetParty *parties;
    size_t parties_count;
    int64_t now_utc_ms;
    size_t slips;
} Sheets;

static Gathered *party_of(Sheets *sheets, Arena *arena, const VisitRow *row) {
    for (size_t i = sheets->parties_count; i > 0; i--) {
        if (id_equal(sheets->gathered[i - 1]->visit_id, row->visit_id)) {
            return sheets->gathered[i - 1];
        }
    }
    Gathered *fresh = sheets->parties_count < SHEET_PARTIES_MAX ? ARENA_NEW(arena, Gathered) : NULL;
    if (fresh != NULL) {
        fresh->visit_id = row->visit_id;
        fresh->party.people = fresh->people;
        fresh->party.since_utc_ms = row->in_utc_ms;
        fresh->party.language = str8_copy(arena, row->language);
        sheets->gathered[sheets->parties_count++] = fresh;
    }
    return fresh;
}

static ErrCode take_row(Sheets *sheets, Arena *arena, const VisitRow *row, Err *err) {
    if (row->out_utc_ms != 0) {
        return ERR_OK;
    }
    Gathered *to = party_of(sheets, arena, row);
    if (to == NULL || to->party.people_count == VISIT_PEOPLE_MAX) {
        return err_set(err, ERR_LIMIT, "more than %d parties are here", (int)SHEET_PARTIES_MAX);
    }
    to->people[to->party.people_count++] =
        (Visitor){.given_name = str8_copy(arena, row->given_name),
                  .family_name = str8_copy(arena, row->family_name),
                  .role = row->role,
                  .grade = str8_copy(arena, row->grade)};
    return ERR_OK;
}

static int by_name(const void *a, const void *b) {
    const Visitor *one = (*(Gathered *const *)a)->people;
    const Visitor *two = (*(Gathered *const *)b)->people;
    int order = str8_compare(one->family_name, two->family_name);
    return order != 0 ? order : str8_compare(one->given_name, two->given_name);
}

static ErrCode gather(Ctl *ctl, Store *store, Sheets *sheets, Err *err) {
    VisitCursor *cursor = NULL;
    VisitQuery query = {.event_uid = sheets->event->uid};
    ErrCode code = visit_cursor_open(store, ctl->arena, &query, &cursor, err);
    while (code == ERR_OK) {
        VisitRow row;
        code = visit_cursor_next(cursor, ctl->arena, &row, err);
        code = code == ERR_OK ? take_row(sheets, ctl->arena, &row, err) : code;
    }
    visit_cursor_close(cursor);
    if (code != ERR_NOT_FOUND) {
        return code;
    }
    qsort(sheets->gathered, sheets->parties_count, sizeof(Gathered *), by_name);
    sheets->parties = ARENA_ARRAY(ctl->arena, SheetParty, sheets->parties_count + 1);
    if (sheets->parties == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a sheet");
    }
    for (size_t i = 0; i < sheets->parties_count; i++) {
        sheets->parties[i] = sheets->gathered[i]->party;
    }
    return ERR_OK;
}

static ErrCode find_event(Ctl *ctl, Store *store, const char *uid, Sheets *sheets, Err *err) {
    Event *open = NULL;
    size_t count = 0;
    Moment now = {0};
    ErrCode code = ctl_now(ctl, store, &now, err);
    sheets->now_utc_ms = now.utc_ms;
    code =
        code == ERR_OK ? event_store_open(store, ctl->arena, now.utc_ms, &open, &count, err) : code;
    for (size_t i = 0; code == ERR_OK && i < count && sheets->event == NULL; i++) {
        bool wanted = uid == NULL || str8_equal(open[i].uid, str8_from(uid));
        sheets->event = wanted ? &open[i] : NULL;
    }
    if (code == ERR_OK && sheets->event == NULL &&
        (uid != NULL || sheets->kind != SHEET_FALLBACK)) {
        return err_set(err, ERR_NOT_FOUND,
                       uid != NULL ? "no such event is open: %s" : "no event is open%s",
                       uid != NULL ? uid : "");
    }
    return code;
}

static ErrCode make(void *context, const CtlPress *press, Arena *arena, PaperKind kind,
                    Paper *paper, Err *err) {
    const Sheets *sheets = context;
    PaperLayout *layout = press_layout(press->press);
    if (sheets->kind == SHEET_FALLBACK) {
        const Locale *languages[FALLBACK_LANGUAGES_MAX];
        const LocaleSet *set = press_locales(press->press);
        SheetFallback fallback = {
            .event = sheets->event, .languages = languages, .slips_count = sheets->slips};
        for (size_t i = 0; i < locale_set_count(set) && i < FALLBACK_LANGUAGES_MAX; i++) {
            languages[fallback.languages_count++] = locale_set_at(set, i);
        }
        return sheets_fallback(layout, arena, kind, &press->words, &fallback, paper, err);
    }
    SheetRoster roster = {.event = sheets->event,
                          .as_of_utc_ms = sheets->now_utc_ms,
                          .parties = sheets->parties,
                          .parties_count = sheets->parties_count};
    return sheets->kind == SHEET_ROLL_CALL
               ? sheets_roll_call(layout, arena, kind, &press->words, &roster, paper, err)
               : sheets_open_roster(layout, arena, kind, &press->words, &roster, paper, err);
}

static int run_open(Ctl *ctl, Store *store, Sheets *sheets, const char *uid,
                    const CtlPaperOptions *out) {
    Err err = {0};
    School school = {.zone = STR8("UTC")};
    CtlPress press;
    ErrCode code = school_store_get(store, ctl->arena, &school, &err);
    code = code == ERR_NOT_FOUND ? ERR_OK : code;
    code = code == ERR_OK ? find_event(ctl, store, uid, sheets, &err) : code;
    if (code == ERR_OK && sheets->kind != SHEET_FALLBACK) {
        code = gather(ctl, store, sheets, &err);
    }
    if (code != ERR_OK) {
        return ctl_fail(ctl, &err, NULL);
    }
    if (!ctl_press_open(ctl, &school, &press)) {
        return EXIT_FAILED;
    }
    int exit_code = ctl_paper_out(ctl, &press, out, make, sheets);
    ctl_press_close(&press);
    return exit_code;
}

static int run(Ctl *ctl, int argc, char **argv) {
    CtlPaperOptions out = {.pdf = NULL};
    const char *uid = NULL;
    const char *slips = NULL;
    const CtlOption options[] = {{"--pdf", 0, &out.pdf, NULL},
                                 {"--paper", 0, &out.paper, NULL},
                                 {"--print", 0, NULL, &out.print},
                                 {"--event", 0, &uid, NULL},
                                 {"--slips", 0, &slips, NULL}};
    CtlArguments arguments;
    if (!ctl_arguments(ctl, argc, argv, options, sizeof options / sizeof options[0], &arguments)) {
        return EXIT_USAGE;
    }
    Sheets *sheets = ARENA_NEW(ctl->arena, Sheets);
    int64_t count = SLIPS_DEFAULT;
    if (arguments.positions_count != 1 || sheets == NULL) {
        return ctl_usage(ctl, "say which: roll-call, roster or fallback", "");
    }
    while (sheets->kind < SHEET_KIND_COUNT &&
           strcmp(arguments.positions[0], KINDS[sheets->kind]) != 0) {
        sheets->kind++;
    }
    if (sheets->kind == SHEET_KIND_COUNT) {
        return ctl_usage(ctl, "there is no such sheet: ", arguments.positions[0]);
    }
    if (slips != NULL &&
        (!str8_to_int(str8_from(slips), &count) || count < 1 || count > FALLBACK_SLIPS_MAX)) {
        return ctl_usage(ctl, "--slips is 1 to 400, not ", slips);
    }
    sheets->slips = (size_t)count;
    if (!ctl_paper_options_right(ctl, &out)) {
        return EXIT_USAGE;
    }
    Site *site = ctl_open(ctl, false, false);
    if (site == NULL) {
        return EXIT_FAILED;
    }
    int exit_code = run_open(ctl, site->store, sheets, uid, &out);
    site_close(site);
    return exit_code;
}

const CtlCommand COMMAND_SHEETS = {
    .name = "sheets",
    .usage = "roll-call|roster|fallback (--pdf FILE [--paper KIND] | --print) [--event UID]",
    .summary = "roll call, open roster, or empty slips for a night without power",
    .details =
        "\nroll-call   who is here now, by party, with boxes to tick\n"
        "roster      who is here now, since when, grade and language\n"
        "fallback    empty slips, one family each, in every language; typed in afterwards\n\n"
        "  --pdf FILE   write it there; --paper is letter (default), a4, roll-80, ...\n"
        "  --print      on the printers of foyer.conf\n"
        "  --event UID  when several events are open\n"
        "  --slips N    fallback: at least so many (default 100)\n\n"
        "Names stand on the first two: shred them afterwards.\n",
    .run = run,
};
