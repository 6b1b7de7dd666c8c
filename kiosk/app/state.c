#include "kiosk/app/state.h"

#include <string.h>

#include "data/base/check.h"
#include "kiosk/i18n/phone.h"

enum { DIGITS_FULL_DEFAULT = 10 };

void state_set_text(char *buffer, size_t size, Str8 text) {
    FOYER_ASSERT(size > 0);
    size_t length = text.len < size ? text.len : size - 1;
    while (length > 0 && length < text.len && ((unsigned char)text.ptr[length] & 0xC0) == 0x80) {
        length--; /* never half a character (invariant 13) */
    }
    if (length > 0) {
        memcpy(buffer, text.ptr, length);
    }
    memset(buffer + length, 0, size - length);
}

void state_retire(AppState *state, Shelf *shelf) {
    if (shelf != NULL) {
        shelf->next = state->retired[0];
        state->retired[0] = shelf;
    }
}

static void free_all(Shelf **shelves) {
    while (*shelves != NULL) {
        Shelf *shelf = *shelves;
        *shelves = shelf->next;
        shelf_free(shelf);
    }
}

void state_frame_done(AppState *state) {
    free_all(&state->retired[1]);
    state->retired[1] = state->retired[0];
    state->retired[0] = NULL;
}

/* At once: the frames that showed them are wiped before the next is built. */
static void free_shelves(AppState *state) {
    for (size_t i = 0; i < SHELF_KIND_COUNT; i++) {
        shelf_free(state->shelves[i].shelf);
        shelf_free(state->shelves[i].aside);
    }
    memory_wipe(state->shelves, sizeof state->shelves);
    free_all(&state->retired[0]);
    free_all(&state->retired[1]);
}

void state_free(AppState *state) {
    free_shelves(state);
    content_free(state->content);
    content_free(state->content_before);
    memory_wipe(state, sizeof *state);
}

static void session_begin(AppState *state, uint32_t serial) {
    free_shelves(state);
    state->held = false;
    memory_wipe(&state->session, sizeof state->session);
    SessionState *session = &state->session;
    session->serial = serial;
    session->look = state->look_at_start;
    memcpy(session->language, state->language_at_start, sizeof session->language);
}

void state_init(AppState *state, const Look *look, const Str8 *languages, size_t languages_count,
                size_t first) {
    FOYER_ASSERT(languages_count > 0 && languages_count <= SCHOOL_LANGUAGES_MAX &&
                 first < languages_count);
    memset(state, 0, sizeof *state);
    state->look_at_start = *look;
    for (size_t i = 0; i < languages_count; i++) {
        state_set_text(state->languages[i], LANGUAGE_SIZE, languages[i]);
    }
    state->languages_count = languages_count;
    state_set_text(state->language_at_start, LANGUAGE_SIZE, languages[first]);
    session_begin(state, 1);
}

void state_start_over(AppState *state, const Turn *turn) {
    /* The panel does not change with the family. */
    state->look_at_start.width_px = state->session.look.width_px;
    state->look_at_start.height_px = state->session.look.height_px;
    session_begin(state, state->session.serial + 1);
    state->session.touched_mono_ms = turn->now.mono_ms;
}

void state_forget_draft(AppState *state) {
    SessionState kept = state->session;
    session_begin(state, kept.serial + 1);
    SessionState *session = &state->session;
    memcpy(session->language, kept.language, sizeof session->language);
    session->language_chosen = kept.language_chosen;
    session->look = kept.look;
    session->touched_mono_ms = kept.touched_mono_ms;
    session->dirty = true; /* the settings are still this family's */
    memory_wipe(&kept, sizeof kept);
}

void state_forget_party(AppState *state) {
    SessionState *session = &state->session;
    memory_wipe(&session->party, sizeof session->party);
    if (!session->language_chosen) {
        memcpy(session->language, state->language_at_start, sizeof session->language);
    }
}

bool state_is_rush(const AppState *state, int64_t mono_ms) {
    int64_t oldest = state->arrivals_mono_ms[state->arrivals_at % RUSH_ARRIVALS];
    return state->arrivals_at >= RUSH_ARRIVALS && mono_ms - oldest <= RUSH_WITHIN_MS;
}

size_t state_digits_full(const AppState *state) {
    Str8 country = state->content != NULL ? state->content->school.country : STR8("US");
    size_t full = phone_digits_full(country);
    return full > 0 ? full : DIGITS_FULL_DEFAULT;
}

size_t state_here_count(const AppState *state) {
    const SessionState *session = &state->session;
    size_t count = 0;
    for (size_t i = 0; i < session->party.people_count; i++) {
        const PartyPerson *person = &session->party.people[i];
        if (person->here && (session->flow == FLOW_LEAVING || !person->already)) {
            count++;
        }
    }
    return count;
}

const Service *state_service(const AppState *state, Id id) {
    const Service *own = content_service(state->content, id);
    for (size_t i = SHELF_KIND_COUNT; own == NULL && i > 0; i--) {
        /* The open card's own shelf first: it is the newest. */
        const ShelfItem *item = shelf_find(state->shelves[i - 1].shelf, id);
        own = item != NULL ? &item->service : NULL;
    }
    return own;
}

size_t state_mine_index(const AppState *state, Id id) {
    size_t index = 0;
    while (index < state->session.mine_count && !id_equal(state->session.mine[index], id)) {
        index++;
    }
    return index;
}

const Event *state_event(const AppState *state) {
    return content_event(state->content, state->session.event_id);
}
