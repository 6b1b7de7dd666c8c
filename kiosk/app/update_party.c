/* The party: who is here, guests, names typed, heads counted; what the store answered. */
#include <string.h>

#include "kiosk/app/update.h"

static void toggle_member(AppState *state, uint32_t index) {
    Party *party = &state->session.party;
    if (index >= party->people_count) {
        return;
    }
    PartyPerson *person = &party->people[index];
    if (person->already) {
        return; /* who came is here until the whole household leaves */
    }
    if (person->guest && person->here) {
        /* A guest that stays at home was never there: take it off the screen again. */
        memmove(person, person + 1, (party->people_count - index - 1) * sizeof *person);
        party->people_count--;
        memory_wipe(&party->people[party->people_count], sizeof *person);
    } else {
        person->here = !person->here;
    }
}

static PartyPerson *add_person(Party *party, PersonRole role) {
    if (party->people_count == PARTY_PEOPLE_MAX) {
        return NULL;
    }
    PartyPerson *person = &party->people[party->people_count++];
    *person = (PartyPerson){.role = role, .here = true};
    return person;
}

static void add_guest(AppState *state, uint32_t kind) {
    if (state->session.screen != SCREEN_SOMEONE_ELSE) {
        return;
    }
    bool adult = kind == GUEST_ADULT || kind == GUEST_GRANDPARENT;
    PartyPerson *guest =
        add_person(&state->session.party, adult ? PERSON_OTHER_ADULT : PERSON_OTHER_CHILD);
    if (guest != NULL) {
        guest->guest = true;
    }
    update_back(state);
}

static void save(AppState *state, EffectKind kind, Effects *effects) {
    SessionState *session = &state->session;
    session->working = true;
    Effect *effect = update_effect(state, effects, kind);
    effect->visit.visit_id = session->visit_id;
    effect->visit.event_id = session->event_id;
    effect->visit.method = session->method;
    memcpy(effect->visit.language, session->language, sizeof effect->visit.language);
    effect->visit.party = session->party;
}

static void commit_household(AppState *state, const Turn *turn, Effects *effects) {
    const Party *party = &state->session.party;
    if (state_here_count(state) == 0 && party->already_here) {
        state->session.saved_utc_ms = party->since_utc_ms;
        update_finish(state, SCREEN_THANKS, turn); /* nothing to save: everybody is here */
    } else if (state_here_count(state) > 0) {
        save(state, state->session.flow == FLOW_LEAVING ? EFFECT_SIGN_OUT : EFFECT_SIGN_IN,
             effects);
    }
}

static void add_people(Party *party, int adults, int children) {
    for (int i = 0; i < adults; i++) {
        (void)add_person(party, PERSON_GUARDIAN);
    }
    for (int i = 0; i < children; i++) {
        (void)add_person(party, PERSON_STUDENT);
    }
}

static void commit_names(AppState *state, Effects *effects) {
    SessionState *session = &state->session;
    Str8 name = str8_trim(str8_from(session->name));
    if (name.len == 0) {
        return;
    }
    memory_wipe(&session->party, sizeof session->party);
    session->method = VISIT_BY_NAME;
    add_people(&session->party, session->adults > 0 ? session->adults : 1, session->children);
    state_set_text(session->party.people[0].given_name, NAME_SIZE, name);
    save(state, EFFECT_SIGN_IN, effects);
}

static void commit_count(AppState *state, Effects *effects) {
    SessionState *session = &state->session;
    int of_grades = 0;
    memory_wipe(&session->party, sizeof session->party);
    session->method = VISIT_BY_COUNT;
    add_people(&session->party, session->adults, session->children);
    const Event *event = state_event(state);
    Str8 grades[sizeof session->grade_counts / sizeof session->grade_counts[0]];
    size_t grades_count = event_grades(event, grades, sizeof grades / sizeof grades[0]);
    for (size_t grade = 0; grade < grades_count; grade++) {
        for (int i = 0; i < session->grade_counts[grade] && of_grades < session->children; i++) {
            PartyPerson *child = &session->party.people[session->adults + of_grades++];
            state_set_text(child->grade, GRADE_SIZE, grades[grade]);
        }
    }
    if (session->party.people_count > 0) {
        save(state, EFFECT_SIGN_IN, effects);
    }
}

static void count_grade(SessionState *session, uint32_t index) {
    int of_grades = 0;
    size_t size = sizeof session->grade_counts / sizeof session->grade_counts[0];
    if (index >= size) {
        return;
    }
    session->grade_counts[index]++;
    for (size_t i = 0; i < size; i++) {
        of_grades += session->grade_counts[i];
    }
    if (of_grades > COUNT_MAX) {
        session->grade_counts[index] = 0; /* one touch too many takes that grade's count back */
    } else if (of_grades > session->children) {
        session->children = of_grades;
    }
}

static void set_children(SessionState *session, uint32_t count) {
    session->children = count <= COUNT_MAX ? (int)count : session->children;
    memset(session->grade_counts, 0, sizeof session->grade_counts);
}

/* Leaves the look-up for good: what was typed there is no longer needed. */
static void open_without_household(AppState *state, ScreenId screen, int adults) {
    SessionState *session = &state->session;
    memory_wipe(session->digits, sizeof session->digits);
    memory_wipe(session->code, sizeof session->code);
    session->adults = adults;
    session->keyboard = KEYBOARD_SHIFTED;
    update_go(state, screen);
}

void update_count_in_rush(AppState *state) {
    SessionState *session = &state->session;
    if (session->screen == SCREEN_LOOK_UP) {
        session->screen = session->back[--session->back_count].screen;
        open_without_household(state, SCREEN_COUNT, 1);
    }
}

static void open_count(AppState *state, const Turn *turn) {
    if (state->session.screen != SCREEN_HOME) {
        open_without_household(state, SCREEN_COUNT, 1);
        return;
    }
    /* Rush: the look-up is skipped, not its choice of the event. */
    update_open_flow(state, FLOW_SIGN_IN, turn);
    state->session.counting = true;
    update_count_in_rush(state);
}

bool update_party_action(AppState *state, Action action, const Turn *turn, Effects *effects) {
    SessionState *session = &state->session;
    switch ((int)action.kind) {
    case ACTION_NAMES_OPEN:
        open_without_household(state, SCREEN_NAMES, 1);
        return true;
    case ACTION_COUNT_OPEN:
        open_count(state, turn);
        return true;
    case ACTION_MEMBER_TOGGLE:
        toggle_member(state, action.argument);
        return true;
    case ACTION_NOT_US:
        state_forget_party(state);
        memory_wipe(session->digits, sizeof session->digits);
        memory_wipe(session->code, sizeof session->code);
        session->screen = SCREEN_LOOK_UP;
        session->page = 0;
        session->back_count = 1; /* home */
        return true;
    case ACTION_SOMEONE_ELSE_OPEN:
        update_go(state, SCREEN_SOMEONE_ELSE);
        return true;
    case ACTION_GUEST_ADD:
        add_guest(state, action.argument);
        return true;
    case ACTION_SIGN_IN_COMMIT:
    case ACTION_SIGN_OUT_COMMIT:
        commit_household(state, turn, effects);
        return true;
    case ACTION_ADULTS:
        session->adults = action.argument <= COUNT_MAX ? (int)action.argument : session->adults;
        return true;
    case ACTION_CHILDREN:
        set_children(session, action.argument);
        return true;
    case ACTION_GRADE:
        count_grade(session, action.argument);
        return true;
    case ACTION_COUNT_COMMIT:
        commit_count(state, effects);
        return true;
    case ACTION_NAMES_COMMIT:
        commit_names(state, effects);
        return true;
    default:
        return false;
    }
}

/* Who is not here cannot leave. */
static void keep_those_here(Party *party) {
    size_t kept = 0;
    for (size_t i = 0; i < party->people_count; i++) {
        if (party->people[i].already) {
            party->people[kept++] = party->people[i];
        }
    }
    memory_wipe(&party->people[kept], (party->people_count - kept) * sizeof party->people[0]);
    party->people_count = kept;
}

static void found(AppState *state, const Party *party, const Turn *turn) {
    SessionState *session = &state->session;
    session->party = *party;
    session->look_up = LOOK_UP_TYPING;
    memory_wipe(session->digits, sizeof session->digits);
    memory_wipe(session->code, sizeof session->code);
    if (!session->language_chosen && party->language[0] != '\0') {
        for (size_t i = 0; i < state->languages_count; i++) {
            if (strcmp(state->languages[i], party->language) == 0) {
                memcpy(session->language, party->language, sizeof session->language);
            }
        }
    }
    /* Back from the household leads to the number, not to the letter that was right. */
    session->back[1] = (BackStep){.screen = SCREEN_LOOK_UP};
    session->back_count = 2;
    session->page = 0;
    session->screen = SCREEN_HOUSEHOLD;
    if (session->flow == FLOW_LEAVING) {
        session->screen = SCREEN_LEAVING;
        session->event_id = party->event_id;
        keep_those_here(&session->party);
        if (session->party.people_count == 0) {
            session->saved_utc_ms = turn->now.utc_ms;
            update_finish(state, SCREEN_GOODBYE, turn); /* nobody of them is signed in */
        }
    }
}

static void missed(AppState *state) {
    SessionState *session = &state->session;
    session->look_up = LOOK_UP_MISSED;
    session->letter = 0;
    memory_wipe(session->digits, sizeof session->digits);
    memory_wipe(session->code, sizeof session->code);
    session->screen = session->method == VISIT_BY_CARD ? SCREEN_CARD_CODE : SCREEN_LOOK_UP;
    session->back_count = 1;
}

static void saved(AppState *state, int64_t saved_utc_ms, const Turn *turn) {
    SessionState *session = &state->session;
    session->saved_utc_ms = saved_utc_ms;
    memory_wipe(session->name, sizeof session->name);
    if (session->flow == FLOW_LEAVING) {
        update_finish(state, SCREEN_GOODBYE, turn);
        return;
    }
    state->arrivals_mono_ms[state->arrivals_at++ % RUSH_ARRIVALS] = turn->now.mono_ms;
    update_finish(state, SCREEN_THANKS, turn);
}

void update_reply(AppState *state, const Message *message, const Turn *turn) {
    state->session.working = false;
    state->session.touched_mono_ms = turn->now.mono_ms;
    if (message->kind == MESSAGE_FOUND) {
        found(state, &message->party, turn);
    } else if (message->kind == MESSAGE_MISSED) {
        missed(state);
    } else if (message->kind == MESSAGE_SAVED) {
        saved(state, message->saved_utc_ms, turn);
    } else {
        state->session.desk_reason = DESK_NOT_SAVED;
        update_finish(state, SCREEN_SEE_DESK, turn);
    }
}
