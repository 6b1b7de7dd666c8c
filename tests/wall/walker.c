#include "tests/wall/walker.h"

#include <string.h>

#include "kiosk/ui/tree.h"
#include "tests/wall/canary.h"

enum {
    ERRAND_STEPS = 70,
    ERRAND_EVERY = 90,      /* steps without one, on average */
    DISTRACTED_PERCENT = 8, /* of the steps of an errand go astray */
    SLICE_MS = 1000,
};

Walker walker_make(Headless *headless, uint64_t seed) {
    return (Walker){.headless = headless,
                    .random = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15),
                    .utc_start_ms = headless_now_utc_ms(headless)};
}

uint32_t walker_pick(Walker *walker, uint32_t count) {
    walker->random ^= walker->random >> 12;
    walker->random ^= walker->random << 25;
    walker->random ^= walker->random >> 27;
    return (uint32_t)((walker->random * UINT64_C(0x2545f4914f6cdd1d)) >> 33) % count;
}

static const SessionState *session_of(const Walker *walker) {
    return &kiosk_state(headless_kiosk_const(walker->headless))->session;
}

/* ---- hands ---- */

static void tap(Walker *walker, const Node *node) {
    (void)headless_tap(walker->headless, node);
}

static bool tap_path(Walker *walker, const char *path) {
    const Node *node = tree_find_path(headless_tree(walker->headless), str8_from(path));
    if (node != NULL) {
        tap(walker, node);
    }
    return node != NULL;
}

/* The key of a keypad: "sign-in/digit/" and one character. */
static bool tap_key(Walker *walker, const char *folder, char character) {
    char path[64];
    Str8Builder text = builder_make(path, sizeof path);
    builder_add(&text, str8_from(folder));
    builder_add_char(&text, character);
    return tap_path(walker, path);
}

static void tap_anything(Walker *walker) {
    const Node *nodes[INPUT_NODES_MAX];
    size_t count = input_focus_order(headless_tree(walker->headless), nodes, INPUT_NODES_MAX);
    if (count > 0) {
        tap(walker, nodes[walker_pick(walker, (uint32_t)count)]);
    }
}

static void scan(Walker *walker) {
    static const char *const CODES[] = {
        "FOYER:7K3M-9Q2X",          "DEM0CARD", "7k3m9q2x",      "", "\xc3\xa9",
        "https://example.org/?a=1", "12345678", "FOYER:AAAAAAAA"};
    (void)headless_scan(walker->headless,
                        str8_from(CODES[walker_pick(walker, sizeof CODES / sizeof CODES[0])]));
}

static void scan_card(Walker *walker) {
    char code[16] = {0};
    for (size_t i = 0; canary_char(CANARY_CARD, i) != '\0'; i++) {
        code[i] = canary_char(CANARY_CARD, i);
    }
    (void)headless_scan(walker->headless, str8_from(code));
    memory_wipe(code, sizeof code);
}

static void type_anything(Walker *walker) {
    static const uint32_t ODD[] = {' ', '-', 0xE9, 0x142, 0x645, 0x738B, 0x1F600, 0x200F, 0x1EC5};
    uint32_t code = 0;
    switch (walker_pick(walker, 4)) {
    case 0:
        code = '0' + walker_pick(walker, 10);
        break;
    case 1:
        code = 'A' + walker_pick(walker, 26);
        break;
    case 2:
        code = 'a' + walker_pick(walker, 26);
        break;
    default:
        code = ODD[walker_pick(walker, sizeof ODD / sizeof ODD[0])];
        break;
    }
    (void)headless_type(walker->headless, code);
}

static void press_anything(Walker *walker) {
    static const UiKey KEYS[] = {UI_KEY_TAB,   UI_KEY_TAB_BACK, UI_KEY_UP,    UI_KEY_DOWN,
                                 UI_KEY_LEFT,  UI_KEY_RIGHT,    UI_KEY_ENTER, UI_KEY_SPACE,
                                 UI_KEY_ENTER, UI_KEY_ESCAPE};
    (void)headless_key(walker->headless, KEYS[walker_pick(walker, sizeof KEYS / sizeof KEYS[0])]);
}

/* Stops at the end of a session, so that the first frame after it is looked at. */
static void wait_ms(Walker *walker, int64_t ms) {
    uint32_t serial = session_of(walker)->serial;
    while (ms > 0 && session_of(walker)->serial == serial) {
        int64_t slice = ms < SLICE_MS ? ms : SLICE_MS;
        headless_wait(walker->headless, slice);
        ms -= slice;
    }
}

/* The demo's open house ends at eight; the kiosk stands through the next day in one step. */
static void keep_the_evening(Walker *walker) {
    int64_t since = headless_now_utc_ms(walker->headless) - walker->utc_start_ms;
    if (since > (int64_t)HOUR_MS || since < 0) {
        walker->utc_start_ms += DAY_MS;
        headless_set_now(walker->headless, walker->utc_start_ms);
    }
}

static void wait_a_while(Walker *walker) {
    static const int64_t WAITS[] = {1, 50, 150, 400, 1000, 5000, 21000, 46000, 66000};
    wait_ms(walker, WAITS[walker_pick(walker, sizeof WAITS / sizeof WAITS[0])]);
    if (session_of(walker)->screen == SCREEN_HOME) {
        keep_the_evening(walker);
    }
}

static void do_anything(Walker *walker) {
    uint32_t kind = walker_pick(walker, 100);
    if (kind < 60) {
        tap_anything(walker);
    } else if (kind < 63) {
        tap(walker, NULL);
    } else if (kind < 65) {
        const Node *nodes[INPUT_NODES_MAX];
        size_t count = input_focus_order(headless_tree(walker->headless), nodes, INPUT_NODES_MAX);
        if (count > 0) {
            (void)headless_slide_off(walker->headless, nodes[walker_pick(walker, (uint32_t)count)]);
        }
    } else if (kind < 75) {
        press_anything(walker);
    } else if (kind < 77) {
        (void)headless_backspace(walker->headless);
    } else if (kind < 86) {
        type_anything(walker);
    } else if (kind < 89) {
        scan(walker);
    } else {
        wait_a_while(walker);
    }
}

/* ---- the family ---- */

static void type_number(Walker *walker) {
    const char *typed = session_of(walker)->digits;
    size_t at = 0;
    while (typed[at] != '\0' && typed[at] == canary_char(CANARY_PHONE, at)) {
        at++;
    }
    char next = canary_char(CANARY_PHONE, at);
    if (typed[at] != '\0' || next == '\0') {
        (void)tap_path(walker, "sign-in/clear");
    } else {
        (void)tap_key(walker, "sign-in/digit/", next);
    }
}

static void type_name(Walker *walker) {
    size_t at = strlen(session_of(walker)->name);
    char next = canary_char(CANARY_TYPED, at);
    if (next != '\0') {
        (void)headless_type(walker->headless, (uint32_t)next);
    } else {
        walker->signed_in++;
        (void)tap_path(walker, "names/sign-in");
    }
}

static void give_letter(Walker *walker) {
    if (!tap_key(walker, "sign-in/letter/", CANARY_LETTER) &&
        !tap_key(walker, "sign-in/letter/", CANARY_LETTER + 'a' - 'A')) {
        (void)headless_type(walker->headless, CANARY_LETTER);
    }
}

static void look_up(Walker *walker) {
    if (walker->errand == ERRAND_NAME) {
        (void)tap_path(walker, "sign-in/new");
    } else if (walker->errand == ERRAND_CARD) {
        scan_card(walker);
    } else {
        type_number(walker);
    }
}

static void from_home(Walker *walker) {
    if (walker->errand == ERRAND_CARD) {
        scan_card(walker);
    } else if (walker->errand == ERRAND_LEAVE) {
        (void)tap_path(walker, "home/leaving");
    } else if (walker->errand == ERRAND_SEARCH) {
        (void)tap_path(walker, "home/find-help");
    } else {
        (void)tap_path(walker, "home/sign-in");
    }
}

/* A name that is no term (it has a digit), so that nobody counts it: it must be nowhere when they
 * have gone. */
static void search(Walker *walker) {
    size_t at = strlen(session_of(walker)->search);
    char next = at == 0 ? '7' : canary_char(CANARY_TYPED, at - 1);
    if (next != '\0') {
        (void)headless_type(walker->headless, (uint32_t)next);
        return;
    }
    walker->searches++;
    walker->errand = ERRAND_NONE;
    if (walker_pick(walker, 2) == 0) {
        tap_anything(walker);
    }
}

static void household(Walker *walker) {
    if (walker_pick(walker, 3) == 0) {
        tap_anything(walker);
        return;
    }
    walker->households++;
    if (tap_path(walker, "household/sign-in")) {
        walker->signed_in++;
    } else {
        tap_anything(walker);
    }
}

static void do_errand(Walker *walker) {
    switch ((int)session_of(walker)->screen) {
    case SCREEN_HOME:
        from_home(walker);
        break;
    case SCREEN_EVENTS:
        tap_anything(walker);
        break;
    case SCREEN_LOOK_UP:
        look_up(walker);
        break;
    case SCREEN_LETTER:
        give_letter(walker);
        break;
    case SCREEN_HELP:
        (void)tap_path(walker, "help/search");
        break;
    case SCREEN_SEARCH:
        search(walker);
        break;
    case SCREEN_HOUSEHOLD:
        household(walker);
        break;
    case SCREEN_LEAVING:
        walker->households++;
        (void)tap_path(walker, "leaving/sign-out");
        break;
    case SCREEN_NAMES:
        type_name(walker);
        break;
    case SCREEN_THANKS:
    case SCREEN_GOODBYE:
        walker->errand = ERRAND_NONE; /* and somebody does something, or walks away */
        break;
    case SCREEN_STILL_THERE:
        (void)tap_path(walker, "still-there/more-time");
        break;
    default:
        if (!tap_path(walker, "furniture/start-over")) {
            tap_anything(walker);
        }
        break;
    }
}

void walker_step(Walker *walker) {
    if (walker->errand == ERRAND_NONE && walker_pick(walker, ERRAND_EVERY) == 0) {
        walker->errand = (Errand)(1 + walker_pick(walker, ERRAND_COUNT - 1));
        walker->errand_steps = ERRAND_STEPS;
        walker->families++;
    }
    if (walker->errand == ERRAND_NONE || walker_pick(walker, 100) < DISTRACTED_PERCENT) {
        do_anything(walker);
        return;
    }
    do_errand(walker);
    if (--walker->errand_steps <= 0) {
        walker->errand = ERRAND_NONE;
    }
}

const Node *walker_way_home(const Headless *headless) {
    const Node *root = headless_tree(headless);
    for (const Node *node = root; node != NULL; node = tree_next(node, root)) {
        ActionKind kind = (ActionKind)node->spec.action.kind;
        if (kind == ACTION_START_OVER || kind == ACTION_DONE || kind == ACTION_HIDE) {
            return node;
        }
    }
    return NULL;
}
