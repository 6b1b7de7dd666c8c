#include <stdio.h>

#include "data/store/household_store.h"
#include "kiosk/ctl/ctl.h"

enum { PAGE_ROWS = 100, CODE_TRIES = 8, PAGE_ARENA_MAX = 64 << 20 };

typedef struct {
    Ctl *ctl;
    Store *store;
    const uint8_t *key;
    size_t issued;
    size_t had_one;
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
static void print_card(const Household *household, const char *code) {
    const Person *person = &household->people[0];
    Str8 given = initial(person->given_name);
    Str8 family = initial(person->family_name);
    (void)printf("%.4s-%.4s\t%.*s.", code, code + 4, STR8_ARG(given));
    if (family.len > 0) {
        (void)printf(" %.*s.", STR8_ARG(family));
    }
    (void)printf(", %zu %s\n", household->people_count,
                 household->people_count == 1 ? "person" : "people");
}

static ErrCode issue(Cards *cards, const HouseholdRow *row) {
    char code[CARD_CODE_LEN + 1];
    ErrCode result = ERR_CONFLICT;
    for (int tries = 0; tries < CODE_TRIES && result == ERR_CONFLICT; tries++) {
        make_code(cards->ctl->random, code);
        result = household_store_issue_card(cards->store, row->row, cards->key,
                                            (Str8){code, CARD_CODE_LEN}, &cards->err);
    }
    if (result == ERR_OK) {
        print_card(&row->household, code);
        cards->issued++;
    }
    memory_wipe(code, sizeof code);
    return result;
}

static ErrCode issue_page(Cards *cards, Arena *arena, Id *after, size_t *count) {
    HouseholdRow *rows = NULL;
    ErrCode code = household_store_page(cards->store, arena, cards->key, *after, PAGE_ROWS, &rows,
                                        count, &cards->err);
    for (size_t i = 0; code == ERR_OK && i < *count; i++) {
        *after = rows[i].row;
        if (rows[i].cards > 0) {
            cards->had_one++;
        } else {
            code = issue(cards, &rows[i]);
        }
    }
    return code;
}

static ErrCode issue_all(Cards *cards) {
    Arena arena = arena_make(CTL_ARENA_SIZE, PAGE_ARENA_MAX);
    Id after = {0};
    size_t count = PAGE_ROWS;
    ErrCode code = ERR_OK;
    while (code == ERR_OK && count == PAGE_ROWS) {
        code = issue_page(cards, &arena, &after, &count);
        arena_reset(&arena);
        /* A card that was issued and never listed would be lost with this process. */
        (void)fflush(stdout);
    }
    arena_free(&arena);
    return code;
}

static int run(Ctl *ctl, int argc, char **argv) {
    const char *unlock = NULL;
    const CtlOption options[] = {{"--unlock", 0, &unlock, NULL}};
    uint8_t key[FILES_KEY_SIZE];
    if (!ctl_options(ctl, argc, argv, options, 1)) {
        return EXIT_USAGE;
    }
    Site *site = ctl_open(ctl, false, false);
    if (site == NULL || !ctl_read_school_key(ctl, unlock, key)) {
        site_close(site);
        return EXIT_FAILED;
    }
    Cards cards = {.ctl = ctl, .store = site->store, .key = key};
    ErrCode code = issue_all(&cards);
    memory_wipe(key, sizeof key);
    site_close(site);
    if (code != ERR_OK) {
        return ctl_fail(ctl, &cards.err,
                        code == ERR_DENIED ? "use this school's own key file" : NULL);
    }
    (void)fprintf(stderr, "%zu card(s) issued, %zu household(s) had one\n", cards.issued,
                  cards.had_one);
    return EXIT_DONE;
}

const CtlCommand COMMAND_CARDS = {
    .name = "cards",
    .usage = "[--unlock KEYFILE]",
    .summary = "issue a family card to every household that has none, and list them",
    .details =
        "\nOne line a card: its code, a tab, and initials with the number of people. Codes are\n"
        "not kept: what is not printed or saved now must be issued again.\n"
        "KEYFILE is the school's secret key (default: the one in the data folder).\n",
    .run = run,
};
