#include <stdio.h>

#include "data/store/household_store.h"
#include "data/store/school_store.h"
#include "kiosk/ctl/ctl_print.h"
#include "kiosk/paper/family_card.h"

enum {
    PAGE_ROWS = 100,
    CODE_TRIES = 8,
    PAGE_ARENA_MAX = 64 << 20,
    SHEET_CARDS_MAX = 1600, /* on PAPER_PAGES_MAX sheets of eight */
};

typedef struct {
    Ctl *ctl;
    Store *store;
    const uint8_t *key;
    size_t issued;
    size_t had_one;
    FamilyCard *sheet; /* SHEET_CARDS_MAX, to be printed; NULL: they are only listed */
    Err err;
} Cards;

/* 40 random bits as 8 symbols: five bits a symbol, so that none is likelier. */
static void make_code(RandomPort random, char code[CARD_CODE_LEN + 1]) {
    uint8_t bytes[CARD_CODE_LEN];
    random.fill(random.context, bytes, sizeof bytes);
    for (size_t i = 0; i < CARD_CODE_LEN; i++) {
        code[i] = CARD_ALPHABET[bytes[i] & 31];
    }
    code[CARD_CODE_LEN] = '\0';
    memory_wipe(bytes, sizeof bytes);
}

static Str8 initial(Str8 name) {
    size_t end = 0;
    if (name.len > 0) {
        (void)str8_next(name, &end);
    }
    return str8_slice(name, 0, end);
}

/* "S. A., 4 people": enough to hand the card to the right family, too little to be a roster. */
static Str8 card_label(Arena *arena, const Household *household) {
    const Person *person = &household->people[0];
    Str8 given = initial(person->given_name);
    Str8 family = initial(person->family_name);
    return str8_format(arena, "%.*s.%s%.*s%s, %zu %s", STR8_ARG(given), family.len > 0 ? " " : "",
                       STR8_ARG(family), family.len > 0 ? "." : "", household->people_count,
                       household->people_count == 1 ? "person" : "people");
}

static void list_card(Cards *cards, Arena *arena, const Household *household, const char *code) {
    Str8 label = card_label(arena, household);
    (void)printf("%.4s-%.4s\t%.*s\n", code, code + 4, STR8_ARG(label));
    if (cards->sheet != NULL) {
        Arena *keep = cards->ctl->arena;
        cards->sheet[cards->issued] = (FamilyCard){
            .code = str8_copy(keep, (Str8){code, CARD_CODE_LEN}), .label = str8_copy(keep, label)};
    }
}

static bool sheet_is_full(const Cards *cards) {
    return cards->sheet != NULL && cards->issued == SHEET_CARDS_MAX;
}

static ErrCode issue(Cards *cards, Arena *arena, const HouseholdRow *row) {
    char code[CARD_CODE_LEN + 1];
    ErrCode result = ERR_CONFLICT;
    for (int tries = 0; tries < CODE_TRIES && result == ERR_CONFLICT; tries++) {
        make_code(cards->ctl->random, code);
        result = household_store_issue_card(cards->store, row->row, cards->key,
                                            (Str8){code, CARD_CODE_LEN}, &cards->err);
    }
    if (result == ERR_OK) {
        list_card(cards, arena, &row->household, code);
        cards->issued++;
    }
    memory_wipe(code, sizeof code);
    return result;
}

static ErrCode issue_page(Cards *cards, Arena *arena, Id *after, size_t *count) {
    HouseholdRow *rows = NULL;
    ErrCode code = household_store_page(cards->store, arena, cards->key, *after, PAGE_ROWS, &rows,
                                        count, &cards->err);
    for (size_t i = 0; code == ERR_OK && i < *count && !sheet_is_full(cards); i++) {
        *after = rows[i].row;
        if (rows[i].cards > 0) {
            cards->had_one++;
        } else {
            code = issue(cards, arena, &rows[i]);
        }
    }
    return code;
}

static ErrCode issue_all(Cards *cards) {
    Arena arena = arena_make(CTL_ARENA_SIZE, PAGE_ARENA_MAX);
    Id after = {0};
    size_t count = PAGE_ROWS;
    ErrCode code = ERR_OK;
    while (code == ERR_OK && count == PAGE_ROWS && !sheet_is_full(cards)) {
        code = issue_page(cards, &arena, &after, &count);
        arena_reset(&arena);
        /* A card that was issued and never listed would be lost with this process. */
        (void)fflush(stdout);
    }
    arena_free(&arena);
    return code;
}

static ErrCode make_sheet(void *context, const CtlPress *press, Arena *arena, PaperKind kind,
                          Paper *paper, Err *err) {
    const Cards *cards = context;
    return family_card_sheet(press_layout(press->press), arena, kind, cards->sheet, cards->issued,
                             paper, err);
}

/* Codes are kept nowhere: they stand in the list, whatever becomes of the paper. */
static int sheet_out(Cards *cards, const CtlPress *press, const CtlPaperOptions *out) {
    (void)fflush(stdout);
    int exit_code = EXIT_DONE;
    if (cards->issued > 0) {
        exit_code = ctl_paper_out(cards->ctl, press, out, make_sheet, cards);
    }
    if (exit_code == EXIT_DONE && sheet_is_full(cards)) {
        (void)fprintf(stderr, "there may be more: run it again\n");
    }
    return exit_code;
}

static int void_card(Ctl *ctl, const char *typed) {
    char code[CARD_CODE_LEN + 1];
    Err err = {0};
    if (!card_code_normalize(str8_from(typed), code)) {
        return ctl_usage(ctl, "this is no card's code: ", typed);
    }
    Site *site = ctl_open(ctl, false, false);
    if (site == NULL) {
        return EXIT_FAILED;
    }
    ErrCode result = household_store_void_card(site->store, (Str8){code, CARD_CODE_LEN}, &err);
    site_close(site);
    if (result != ERR_OK) {
        return ctl_fail(ctl, &err, NULL);
    }
    (void)fprintf(stderr, "this card finds nobody any more; foyerctl cards issues another\n");
    return EXIT_DONE;
}

static int issue_and_report(Cards *cards, const CtlPress *press, const CtlPaperOptions *out) {
    ErrCode code = issue_all(cards);
    if (code != ERR_OK) {
        return ctl_fail(cards->ctl, &cards->err,
                        code == ERR_DENIED ? "use this school's own key file" : NULL);
    }
    int exit_code = cards->sheet != NULL ? sheet_out(cards, press, out) : EXIT_DONE;
    (void)fprintf(stderr, "%zu card(s) issued, %zu household(s) had one\n", cards->issued,
                  cards->had_one);
    return exit_code;
}

/* Fonts and words are looked at before the first code is made. */
static int run_issue(Ctl *ctl, const char *unlock, const CtlPaperOptions *out, bool sheet) {
    uint8_t key[FILES_KEY_SIZE];
    CtlPress press = {.press = NULL};
    Site *site = ctl_open(ctl, false, false);
    if (site == NULL || !ctl_read_school_key(ctl, unlock, key) ||
        (sheet && !ctl_press_open(ctl, NULL, &press))) {
        site_close(site);
        return EXIT_FAILED;
    }
    Cards cards = {.ctl = ctl, .store = site->store, .key = key};
    cards.sheet = sheet ? ARENA_ARRAY(ctl->arena, FamilyCard, SHEET_CARDS_MAX) : NULL;
    int exit_code = EXIT_FAILED;
    if (sheet && cards.sheet == NULL) {
        (void)err_set(&cards.err, ERR_NO_MEMORY, "no memory for cards");
        (void)ctl_fail(ctl, &cards.err, NULL);
    } else {
        exit_code = issue_and_report(&cards, &press, out);
    }
    memory_wipe(key, sizeof key);
    ctl_press_close(&press);
    site_close(site);
    return exit_code;
}

static int run(Ctl *ctl, int argc, char **argv) {
    const char *unlock = NULL;
    const char *voided = NULL;
    CtlPaperOptions out = {.pdf = NULL};
    const CtlOption options[] = {{"--unlock", 0, &unlock, NULL},
                                 {"--void", 0, &voided, NULL},
                                 {"--pdf", 0, &out.pdf, NULL},
                                 {"--paper", 0, &out.paper, NULL},
                                 {"--print", 0, NULL, &out.print}};
    if (!ctl_options(ctl, argc, argv, options, sizeof options / sizeof options[0])) {
        return EXIT_USAGE;
    }
    bool sheet = out.pdf != NULL || out.print || out.paper != NULL;
    if (voided != NULL && (sheet || unlock != NULL)) {
        return ctl_usage(ctl, "--void stands alone", "");
    }
    if (sheet && !ctl_paper_options_right(ctl, &out)) {
        return EXIT_USAGE;
    }
    return voided != NULL ? void_card(ctl, voided) : run_issue(ctl, unlock, &out, sheet);
}

const CtlCommand COMMAND_CARDS = {
    .name = "cards",
    .usage = "[--unlock KEYFILE] [--pdf FILE [--paper KIND] | --print] | --void CODE",
    .summary = "issue a family card to every household that has none, and list them",
    .details =
        "\nOne line a card: its code, a tab, and initials with the number of people. Codes are\n"
        "not kept: what is not printed or saved now must be issued again.\n"
        "KEYFILE is the school's secret key (default: the one in the data folder).\n"
        "  --pdf FILE   the new cards on sheets to cut; --paper is letter (default), a4, ...\n"
        "  --print      the same on the printers of foyer.conf\n"
        "  --void CODE  a lost card: it finds nobody any more, the next run issues another\n",
    .run = run,
};
