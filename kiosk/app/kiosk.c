/*
 * The kiosk's turn.
 * 1. Time and randomness are read once a message (invariant 5).
 * 2. A new session serial means that the old session is over: everything that may have held a pixel
 *    or a name of it is wiped before the next frame is built (invariant 9).
 * 3. Effects are handed over and forgotten; their copies here are wiped.
 */
#include "kiosk/app/kiosk.h"

#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"
#include "data/base/log.h"
#include "kiosk/app/update.h"
#include "kiosk/app/view_make.h"
#include "kiosk/screens/screens.h"

struct Kiosk {
    KioskPorts ports;
    TextEngine *engine;
    Ui *ui;
    Zone *zone;
    AppState state;
    CodeCache codes;
    View view;
    int64_t motion_deadline_ms;
    bool dirty;
};

static Turn turn_read(const Kiosk *kiosk) {
    Turn turn = {.now = kiosk->ports.clock.now(kiosk->ports.clock.context)};
    turn.local = zone_to_local(kiosk->zone, turn.now.utc_ms);
    kiosk->ports.random.fill(kiosk->ports.random.context, turn.random, sizeof turn.random);
    return turn;
}

static size_t offered_languages(const LocaleSet *locales, Str8 first, Str8 *languages) {
    size_t count = locale_set_count(locales);
    size_t chosen = 0;
    FOYER_ASSERT(count > 0 && count <= SCHOOL_LANGUAGES_MAX);
    for (size_t i = 0; i < count; i++) {
        languages[i] = locale_language(locale_set_at(locales, i));
        chosen = str8_equal(languages[i], first) ? i : chosen;
    }
    return chosen;
}

ErrCode kiosk_new(const KioskPorts *ports, const Look *look, Str8 zone, Str8 language,
                  Kiosk **kiosk, Err *err) {
    Str8 languages[SCHOOL_LANGUAGES_MAX];
    Kiosk *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "kiosk: out of memory");
    }
    made->ports = *ports;
    made->engine = text_engine_new(ports->font);
    made->ui = made->engine != NULL ? ui_new(made->engine) : NULL;
    ErrCode code = made->ui != NULL ? zone_open(zone, &made->zone, err)
                                    : err_set(err, ERR_NO_MEMORY, "kiosk: out of memory");
    if (code != ERR_OK) {
        kiosk_free(made);
        return code;
    }
    size_t first = offered_languages(ports->locales, language, languages);
    state_init(&made->state, look, languages, locale_set_count(ports->locales), first);
    made->state.can_print = ports->can_print;
    made->state.prints_badges = ports->can_print && ports->prints_badges;
    made->motion_deadline_ms = ANIM_NO_DEADLINE;
    made->dirty = true;
    *kiosk = made;
    return ERR_OK;
}

void kiosk_free(Kiosk *kiosk) {
    if (kiosk == NULL) {
        return;
    }
    ui_free(kiosk->ui);
    text_engine_free(kiosk->engine);
    zone_close(kiosk->zone);
    state_free(&kiosk->state);
    memory_wipe(kiosk, sizeof *kiosk);
    free(kiosk);
}

static void session_wipe(Kiosk *kiosk) {
    ui_wipe(kiosk->ui);
    memory_wipe(&kiosk->codes, sizeof kiosk->codes);
    memory_wipe(&kiosk->view, sizeof kiosk->view);
    if (kiosk->ports.session_ended != NULL) {
        kiosk->ports.session_ended(kiosk->ports.session_ended_context);
    }
}

/* The school's zone may come with the content, and change with an import. */
static void follow_zone(Kiosk *kiosk) {
    Zone *zone = NULL;
    Str8 name = kiosk->state.content->school.zone;
    if (str8_equal(name, zone_name(kiosk->zone)) || zone_open(name, &zone, NULL) != ERR_OK) {
        return;
    }
    if (locale_set_zone(kiosk->ports.locales, name, NULL) != ERR_OK) {
        zone_close(zone);
        return;
    }
    zone_close(kiosk->zone);
    kiosk->zone = zone;
}

/* The store worker takes no more: the answer is the same as when the stores are closed. */
static void refuse(Kiosk *kiosk, const Effect *effect, const Turn *turn) {
    Message reply;
    Effects none;
    if (effect->kind != EFFECT_REFRESH && effect_refuse(effect, &reply)) {
        app_update(&kiosk->state, &reply, turn, &none);
        FOYER_ASSERT(none.count == 0);
    }
}

static void deliver(Kiosk *kiosk, const Message *message) {
    Effects effects;
    Turn turn = turn_read(kiosk);
    uint32_t session = kiosk->state.session.serial;
    app_update(&kiosk->state, message, &turn, &effects);
    if (message->kind == MESSAGE_CONTENT) {
        follow_zone(kiosk);
    }
    if (kiosk->state.session.serial != session) {
        session_wipe(kiosk);
    }
    for (size_t i = 0; i < effects.count; i++) {
        if (!kiosk->ports.effects.submit(kiosk->ports.effects.context, &effects.items[i])) {
            log_line(LOG_ERROR, "kiosk", "effect-dropped", "kind=%d", (int)effects.items[i].kind);
            refuse(kiosk, &effects.items[i], &turn);
        }
        effect_wipe(&effects.items[i]);
    }
    kiosk->dirty = true;
}

static void deliver_action(Kiosk *kiosk, Action action) {
    deliver(kiosk, &(Message){.kind = MESSAGE_ACTION, .action = action});
}

/* Enter in a field is "go on"; elsewhere it activates what has the focus. */
static ActionKind enter_action(const Kiosk *kiosk, InputEvent event) {
    if (event.kind != INPUT_KEY || event.key != UI_KEY_ENTER ||
        ui_input_state(kiosk->ui)->keys_used) {
        return ACTION_NONE;
    }
    switch ((int)kiosk->state.session.screen) {
    case SCREEN_NAMES:
        return ACTION_NAMES_COMMIT;
    case SCREEN_SEARCH:
        return ACTION_TYPE_DONE;
    default:
        return ACTION_NONE;
    }
}

/* Results that come meanwhile wait until the finger is up (VISUAL.md, search). */
static void deliver_finger(Kiosk *kiosk, InputEvent event) {
    bool dirty = kiosk->dirty;
    if (event.kind == INPUT_DOWN) {
        deliver(kiosk, &(Message){.kind = MESSAGE_DOWN});
        kiosk->dirty = dirty; /* a finger alone changes nothing */
    } else if (event.kind == INPUT_UP || event.kind == INPUT_CANCEL) {
        deliver(kiosk, &(Message){.kind = MESSAGE_UP});
    }
}

static void take_input(Kiosk *kiosk, InputEvent event) {
    InputResult result = ui_input(kiosk->ui, event);
    kiosk->dirty = kiosk->dirty || result.redraw;
    if (result.action.kind != ACTION_NONE) {
        deliver_action(kiosk, result.action);
    } else if (event.kind == INPUT_UP || event.kind == INPUT_KEY) {
        deliver(kiosk, &(Message){.kind = MESSAGE_TOUCH});
    }
}

void kiosk_input(Kiosk *kiosk, InputEvent event) {
    ActionKind enter = enter_action(kiosk, event);
    if (enter != ACTION_NONE) {
        deliver_action(kiosk, (Action){(uint16_t)enter, 0});
        return;
    }
    if (event.kind == INPUT_DOWN) {
        deliver_finger(kiosk, event);
        take_input(kiosk, event);
    } else {
        take_input(kiosk, event); /* what the finger did, on what it saw */
        deliver_finger(kiosk, event);
    }
}

static bool takes_typing(ScreenId screen) {
    return screen == SCREEN_LOOK_UP || screen == SCREEN_LETTER || screen == SCREEN_CARD_CODE ||
           screen == SCREEN_NAMES || screen == SCREEN_SEARCH;
}

bool kiosk_type(Kiosk *kiosk, uint32_t code_point) {
    if (!takes_typing(kiosk->state.session.screen)) {
        deliver(kiosk, &(Message){.kind = MESSAGE_TOUCH}); /* somebody is there all the same */
        return false;
    }
    deliver(kiosk, &(Message){.kind = MESSAGE_TYPED, .code_point = code_point});
    return true;
}

void kiosk_backspace(Kiosk *kiosk) {
    bool taken = takes_typing(kiosk->state.session.screen);
    deliver(kiosk, &(Message){.kind = taken ? MESSAGE_BACKSPACE : MESSAGE_TOUCH});
}

void kiosk_scan(Kiosk *kiosk, Str8 payload) {
    Message message = {.kind = MESSAGE_SCAN};
    if (payload.len < SCAN_SIZE) {
        state_set_text(message.scan, SCAN_SIZE, payload);
        deliver(kiosk, &message);
        message_wipe(&message);
    }
}

void kiosk_reply(Kiosk *kiosk, const Message *message) {
    deliver(kiosk, message);
}

void kiosk_tick(Kiosk *kiosk) {
    deliver(kiosk, &(Message){.kind = MESSAGE_TICK});
}

bool kiosk_is_dirty(const Kiosk *kiosk) {
    Moment now = kiosk->ports.clock.now(kiosk->ports.clock.context);
    return kiosk->dirty || now.mono_ms >= kiosk->motion_deadline_ms;
}

UiFrame kiosk_frame(Kiosk *kiosk) {
    Turn turn = turn_read(kiosk);
    Build *build = ui_frame_begin(kiosk->ui, &kiosk->state.session.look, turn.now.mono_ms);
    ViewContext context = {.locales = kiosk->ports.locales,
                           .turn = &turn,
                           .arena = ui_arena(kiosk->ui),
                           .codes = &kiosk->codes};
    view_make(&kiosk->state, &context, &kiosk->view);
    Node *root = screens_build(build, &kiosk->view);
    UiFrame frame = ui_frame_end(kiosk->ui, root);
    if (frame.full) {
        log_line(LOG_ERROR, "kiosk", "frame-full", "screen=%d", (int)kiosk->view.screen);
    }
    state_frame_done(&kiosk->state);
    kiosk->motion_deadline_ms = frame.deadline_ms;
    kiosk->dirty = false;
    return frame;
}

int64_t kiosk_deadline_mono_ms(const Kiosk *kiosk) {
    Moment now = kiosk->ports.clock.now(kiosk->ports.clock.context);
    int64_t deadline = app_deadline_mono_ms(&kiosk->state, &now);
    return deadline < kiosk->motion_deadline_ms ? deadline : kiosk->motion_deadline_ms;
}

void kiosk_resize(Kiosk *kiosk, int width_px, int height_px) {
    kiosk->state.session.look.width_px = width_px;
    kiosk->state.session.look.height_px = height_px;
    kiosk->state.look_at_start.width_px = width_px;
    kiosk->state.look_at_start.height_px = height_px;
    ui_redraw_all(kiosk->ui);
    kiosk->dirty = true;
}

const AppState *kiosk_state(const Kiosk *kiosk) {
    return &kiosk->state;
}

const Node *kiosk_tree(const Kiosk *kiosk) {
    return ui_tree(kiosk->ui);
}

const Locale *kiosk_locale(const Kiosk *kiosk) {
    return locale_find(kiosk->ports.locales, str8_from(kiosk->state.session.language));
}
