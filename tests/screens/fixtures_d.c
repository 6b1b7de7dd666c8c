#include <string.h>

#include "data/base/check.h"
#include "tests/screens/fixtures.h"

/* Where a printer is configured: the screens of the other files with "Print" on them, and with what
 * became of it. */

static void make_as(const Maker *maker, View *view, const Fixture *fixtures, size_t count,
                    const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(fixtures[i].name, name) == 0) {
            fixtures[i].make(maker, view);
            return;
        }
    }
    FOYER_ASSERT(!"a fixture of that name");
}

static PrintView offered(void) {
    return (PrintView){.offered = true};
}

static PrintView asked(void) {
    return (PrintView){.offered = true, .asked = true, .waits = true};
}

static PrintView result(PrintState state, PrintTrouble trouble) {
    return (PrintView){.offered = true,
                       .asked = true,
                       .answered = true,
                       .waits = state < PRINT_PRINTED,
                       .result = {state, trouble, false}};
}

/* ---- cards ---- */

static void card(const Maker *maker, View *view, const char *name, PrintView print) {
    make_as(maker, view, FIXTURES_B, FIXTURES_B_COUNT, name);
    view->card.print = print;
}

static void city(const Maker *maker, View *view, const char *name, PrintView print) {
    make_as(maker, view, FIXTURES_C, FIXTURES_C_COUNT, name);
    view->card.print = print;
}

static void make_card_print(const Maker *maker, View *view) {
    card(maker, view, "card", offered());
}

static void make_card_asked(const Maker *maker, View *view) {
    card(maker, view, "card", asked());
}

static void make_card_sent(const Maker *maker, View *view) {
    card(maker, view, "card", result(PRINT_SENT, PRINT_TROUBLE_NONE));
}

static void make_card_printing(const Maker *maker, View *view) {
    card(maker, view, "card", result(PRINT_PRINTING, PRINT_PAPER_OUT));
}

static void make_card_printed(const Maker *maker, View *view) {
    card(maker, view, "card", result(PRINT_PRINTED, PRINT_TROUBLE_NONE));
}

static void make_card_not_printed(const Maker *maker, View *view) {
    card(maker, view, "card", result(PRINT_NOT_PRINTED, PRINT_PAPER_OUT));
}

static void make_card_off(const Maker *maker, View *view) {
    card(maker, view, "card", result(PRINT_NOT_PRINTED, PRINT_OFF));
    view->card.kind = CODE_WEB;
    view->card.web_host = STR8("families.example.org");
}

static void make_card_unknown(const Maker *maker, View *view) {
    card(maker, view, "card", result(PRINT_UNKNOWN, PRINT_UNPLUGGED));
}

static void make_card_take_print(const Maker *maker, View *view) {
    card(maker, view, "card-take", offered());
}

static void make_card_take_not_printed(const Maker *maker, View *view) {
    card(maker, view, "card-take", result(PRINT_NOT_PRINTED, PRINT_UNPLUGGED));
}

static void make_card_city_print(const Maker *maker, View *view) {
    city(maker, view, "card-city", offered());
}

static void make_card_city_unknown(const Maker *maker, View *view) {
    city(maker, view, "card-city-take", result(PRINT_UNKNOWN, PRINT_TROUBLE_NONE));
}

static void make_card_bare_print(const Maker *maker, View *view) {
    city(maker, view, "card-bare", offered());
}

/* ---- my list ---- */

static void mine(const Maker *maker, View *view, const char *name, PrintView print) {
    make_as(maker, view, FIXTURES_C, FIXTURES_C_COUNT, name);
    view->mine.print = print;
}

static void make_mine_print(const Maker *maker, View *view) {
    mine(maker, view, "mine", offered());
}

static void make_mine_not_printed(const Maker *maker, View *view) {
    mine(maker, view, "mine", result(PRINT_NOT_PRINTED, PRINT_JAM));
}

static void make_mine_printed(const Maker *maker, View *view) {
    mine(maker, view, "mine-two", result(PRINT_PRINTED, PRINT_TROUBLE_NONE));
}

/* ---- thank you ---- */

static void thanks(const Maker *maker, View *view, const char *name, PrintView print) {
    make_as(maker, view, FIXTURES_A, FIXTURES_A_COUNT, name);
    view->thanks.print = print;
}

static void make_thanks_print(const Maker *maker, View *view) {
    thanks(maker, view, "thanks", offered());
}

static void make_thanks_printed(const Maker *maker, View *view) {
    thanks(maker, view, "thanks-three", result(PRINT_PRINTED, PRINT_TROUBLE_NONE));
}

static void make_thanks_not_printed(const Maker *maker, View *view) {
    thanks(maker, view, "thanks-six", result(PRINT_NOT_PRINTED, PRINT_COVER_OPEN));
}

static void make_thanks_code_print(const Maker *maker, View *view) {
    thanks(maker, view, "thanks-code", offered());
}

static void make_thanks_code_unknown(const Maker *maker, View *view) {
    thanks(maker, view, "thanks-code", result(PRINT_UNKNOWN, PRINT_STALLED));
}

static void make_thanks_plain_print(const Maker *maker, View *view) {
    thanks(maker, view, "thanks-plain", offered());
}

static void make_thanks_plain_not_printed(const Maker *maker, View *view) {
    thanks(maker, view, "thanks-plain", result(PRINT_NOT_PRINTED, PRINT_OFF));
}

static void make_thanks_badges(const Maker *maker, View *view) {
    thanks(maker, view, "thanks", offered());
    view->thanks.badges = result(PRINT_NOT_PRINTED, PRINT_INK_OUT);
}

static void make_thanks_badges_printed(const Maker *maker, View *view) {
    thanks(maker, view, "thanks-plain", offered());
    view->thanks.badges = result(PRINT_PRINTED, PRINT_TROUBLE_NONE);
}

const Fixture FIXTURES_D[] = {
    {"card-print", make_card_print},
    {"card-print-asked", make_card_asked},
    {"card-print-sent", make_card_sent},
    {"card-printing", make_card_printing},
    {"card-printed", make_card_printed},
    {"card-not-printed", make_card_not_printed},
    {"card-not-printed-off", make_card_off},
    {"card-print-unknown", make_card_unknown},
    {"card-take-print", make_card_take_print},
    {"card-take-not-printed", make_card_take_not_printed},
    {"card-city-print", make_card_city_print},
    {"card-city-print-unknown", make_card_city_unknown},
    {"card-bare-print", make_card_bare_print},
    {"mine-print", make_mine_print},
    {"mine-not-printed", make_mine_not_printed},
    {"mine-two-printed", make_mine_printed},
    {"thanks-print", make_thanks_print},
    {"thanks-three-printed", make_thanks_printed},
    {"thanks-six-not-printed", make_thanks_not_printed},
    {"thanks-code-print", make_thanks_code_print},
    {"thanks-code-print-unknown", make_thanks_code_unknown},
    {"thanks-plain-print", make_thanks_plain_print},
    {"thanks-plain-not-printed", make_thanks_plain_not_printed},
    {"thanks-badges", make_thanks_badges},
    {"thanks-badges-printed", make_thanks_badges_printed},
};
const size_t FIXTURES_D_COUNT = sizeof FIXTURES_D / sizeof FIXTURES_D[0];
