#include "kiosk/app/effect.h"

#include <string.h>

#include "data/base/log.h"
#include "data/fold/fold.h"
#include "data/store/household_store.h"
#include "data/store/visit_store.h"
#include "kiosk/app/state.h"

enum { SCRATCH_BLOCK = 64 << 10, SCRATCH_MAX = 4 << 20, DAYS_MAX = 1000000 };

EffectRunner effect_runner_make(Store *store, HelpCounters *help, Zone *zone) {
    return (EffectRunner){.store = store,
                          .help = help,
                          .zone = zone,
                          .scratch = arena_make(SCRATCH_BLOCK, SCRATCH_MAX)};
}

void effect_runner_free(EffectRunner *runner) {
    directory_close(runner->directory);
    runner->directory = NULL;
    arena_free(&runner->scratch);
}

static void log_failure(const char *event, const Err *err) {
    log_line(LOG_ERROR, "effect", event, "code=%s", err_code_name(err->code));
}

static const Visitor *visitor_of(const OpenVisit *open, Id person_id) {
    for (size_t i = 0; i < open->here_count; i++) {
        if (id_equal(open->here[i].person_id, person_id)) {
            return &open->here[i];
        }
    }
    return NULL;
}

static PartyPerson *party_add(Party *party, PersonRole role, Str8 grade) {
    PartyPerson *person = &party->people[party->people_count++];
    person->role = role;
    person->here = true;
    state_set_text(person->grade, GRADE_SIZE, grade);
    return person;
}

static void party_from_household(Party *party, const Household *household) {
    party->household_id = household->id;
    state_set_text(party->language, LANGUAGE_SIZE, household->language);
    for (size_t i = 0; i < household->people_count && i < PARTY_PEOPLE_MAX; i++) {
        const Person *from = &household->people[i];
        PartyPerson *person = party_add(party, from->role, from->grade);
        person->id = from->id;
        state_set_text(person->given_name, NAME_SIZE, from->given_name);
        state_set_text(person->family_name, NAME_SIZE, from->family_name);
    }
}

static void party_mark_here(Party *party, const OpenVisit *open) {
    party->already_here = true;
    party->since_utc_ms = open->since_utc_ms;
    for (size_t i = 0; i < party->people_count; i++) {
        party->people[i].already = visitor_of(open, party->people[i].id) != NULL;
    }
    for (size_t i = 0; i < open->here_count && party->people_count < PARTY_PEOPLE_MAX; i++) {
        const Visitor *visitor = &open->here[i];
        if (id_is_none(visitor->person_id)) {
            PartyPerson *guest = party_add(party, visitor->role, visitor->grade);
            guest->guest = true;
            guest->already = true;
            state_set_text(guest->given_name, NAME_SIZE, visitor->given_name);
        }
    }
}

static void find_open_visit(EffectRunner *runner, const Effect *effect, Party *party) {
    for (size_t i = 0; i < effect->find.events_count && !party->already_here; i++) {
        OpenVisit open;
        if (visit_store_open_of_household(runner->store, &runner->scratch, effect->find.events[i],
                                          party->household_id, &open, NULL) == ERR_OK) {
            party->event_id = effect->find.events[i];
            party_mark_here(party, &open);
        }
    }
}

/* Two homes under one number and letter cannot be told apart: neither is shown (rule 11). */
static bool run_find(EffectRunner *runner, const Effect *effect, Moment now, Message *reply) {
    char letter[4];
    Lookup lookup = {0};
    Err err = {0};
    uint32_t code = effect->find.letter;
    Str8 typed = {letter, utf8_encode(code, letter)};
    SecretKind kind = effect->find.by == VISIT_BY_CARD ? SECRET_CARD : SECRET_PHONE;
    ErrCode found =
        household_store_find(runner->store, &runner->scratch, kind, str8_from(effect->find.secret),
                             fold_letter(typed), now, &lookup, &err);
    if (found != ERR_OK && found != ERR_NOT_FOUND) {
        log_failure("look-up", &err);
    }
    if (found != ERR_OK || lookup.count != 1) {
        reply->kind = MESSAGE_MISSED;
        return true;
    }
    reply->kind = MESSAGE_FOUND;
    party_from_household(&reply->party, &lookup.households[0]);
    find_open_visit(runner, effect, &reply->party);
    return true;
}

static size_t visitors_of(const Party *party, Visitor *visitors) {
    size_t count = 0;
    for (size_t i = 0; i < party->people_count; i++) {
        const PartyPerson *person = &party->people[i];
        if (person->here && !person->already) {
            visitors[count++] = (Visitor){.person_id = person->id,
                                          .given_name = str8_from(person->given_name),
                                          .family_name = str8_from(person->family_name),
                                          .role = person->role,
                                          .grade = str8_from(person->grade)};
        }
    }
    return count;
}

static bool run_sign_in(EffectRunner *runner, const Effect *effect, Moment now, Message *reply) {
    Visitor visitors[PARTY_PEOPLE_MAX];
    SignIn signed_in;
    Err err = {0};
    Visit visit = {.id = effect->visit.visit_id,
                   .event_id = effect->visit.event_id,
                   .household_id = effect->visit.party.household_id,
                   .method = effect->visit.method,
                   .language = str8_from(effect->visit.language),
                   .people = visitors,
                   .people_count = visitors_of(&effect->visit.party, visitors)};
    reply->kind = MESSAGE_SAVED;
    if (visit_store_sign_in(runner->store, &visit, now, &signed_in, &err) == ERR_OK) {
        reply->saved_utc_ms = signed_in.since_utc_ms;
    } else {
        log_failure("sign-in", &err);
        reply->kind = MESSAGE_NOT_SAVED;
    }
    return true;
}

static bool run_sign_out(EffectRunner *runner, const Effect *effect, Moment now, Message *reply) {
    OpenVisit open;
    Err err = {0};
    ErrCode code =
        visit_store_open_of_household(runner->store, &runner->scratch, effect->visit.event_id,
                                      effect->visit.party.household_id, &open, &err);
    if (code == ERR_OK) {
        code =
            visit_store_sign_out(runner->store, effect->visit.visit_id, open.visit_id, now, &err);
    }
    reply->kind = MESSAGE_SAVED;
    reply->saved_utc_ms = now.utc_ms;
    if (code != ERR_OK && code != ERR_NOT_FOUND) { /* not found: they are out already */
        log_failure("sign-out", &err);
        reply->kind = MESSAGE_NOT_SAVED;
    }
    return true;
}

static int64_t local_day(const EffectRunner *runner, Moment now) {
    Civil local =
        runner->zone != NULL ? zone_to_local(runner->zone, now.utc_ms) : civil_from_ms(now.utc_ms);
    local.hour = 0;
    return civil_to_ms(local) / DAY_MS;
}

/* Work that no family waits for. */
static void do_idle_work(EffectRunner *runner, Moment now) {
    size_t closed = 0;
    Err err = {0};
    if (visit_store_close_ended(runner->store, EVENT_LEAVING_AFTER_MS, now, &closed, &err) !=
        ERR_OK) {
        log_failure("close-ended", &err);
    }
    if (store_note_time(runner->store, now, &err) != ERR_OK) {
        log_failure("note-time", &err);
    }
    if (store_checkpoint_idle(runner->store, &err) != ERR_OK && err.code != ERR_BUSY) {
        log_failure("checkpoint", &err);
    }
    int64_t day = local_day(runner, now);
    if (runner->day != day && runner->new_day != NULL &&
        runner->new_day(runner->store, now, &err) != ERR_OK) {
        log_failure("new-day", &err); /* the next refresh tries again */
        return;
    }
    runner->day = day;
}

static bool run_refresh(EffectRunner *runner, const Effect *effect, Moment now, Message *reply) {
    Content *content = NULL;
    Err err = {0};
    int64_t version = 0;
    do_idle_work(runner, now);
    if (runner->help != NULL && help_counters_write(runner->help, now.utc_ms, &err) != ERR_OK) {
        log_failure("count-help", &err);
    }
    if (store_content_version(runner->store, &version, &err) != ERR_OK) {
        log_failure("content-version", &err);
        return false;
    }
    /* The first one is for the home screen, which waits for no directory. */
    Directory *directory = effect->refresh.version != 0 ? effect_directory(runner) : NULL;
    /* Another day is another content: only some days around now are in it. So is a clock that is
     * trusted from now on, or no longer, and a directory that is there. */
    version = (version * DAYS_MAX + runner->day % DAYS_MAX) * 4 + (now.good ? 1 : 0) +
              (directory != NULL ? 2 : 0);
    if (version == effect->refresh.version) {
        return false;
    }
    if (content_load_at(runner->store, now, &content, &err) != ERR_OK) {
        log_failure("content", &err);
        return false;
    }
    effect_complete_content(runner, directory, effect, now, content);
    content->version = version;
    reply->kind = MESSAGE_CONTENT;
    reply->content = content;
    return true;
}

static ErrCode count(EffectRunner *runner, const Effect *effect, Civil local, Err *err) {
    Str8 language = str8_from(effect->help.language);
    int year = 0;
    int week = 0;
    iso_week_of(local.year, local.month, local.day, &year, &week);
    switch (effect->help.what) {
    case HELP_COUNT_NEED:
        return help_counters_add(runner->help, effect->session, effect->help.need, language, year,
                                 week, err);
    case HELP_COUNT_SPEAKS:
        return help_counters_add_speaks(runner->help, effect->session, language, year, week, err);
    case HELP_COUNT_TERM:
        return help_counters_add_term(runner->help, effect->session, str8_from(effect->help.text),
                                      language, year, week, err);
    }
    return err_set(err, ERR_INTERNAL, "nothing that is counted");
}

static void run_count_help(EffectRunner *runner, const Effect *effect, Moment now) {
    Err err = {0};
    if (runner->help == NULL) {
        return;
    }
    Civil local =
        runner->zone != NULL ? zone_to_local(runner->zone, now.utc_ms) : civil_from_ms(now.utc_ms);
    if (count(runner, effect, local, &err) != ERR_OK) {
        log_failure("count-help", &err);
    }
}

bool effect_run(EffectRunner *runner, const Effect *effect, Moment now, Message *reply) {
    bool answered = false;
    memset(reply, 0, sizeof *reply);
    reply->session = effect->session;
    switch (effect->kind) {
    case EFFECT_NONE:
        break;
    case EFFECT_FIND:
        answered = run_find(runner, effect, now, reply);
        break;
    case EFFECT_SIGN_IN:
        answered = run_sign_in(runner, effect, now, reply);
        break;
    case EFFECT_SIGN_OUT:
        answered = run_sign_out(runner, effect, now, reply);
        break;
    case EFFECT_REFRESH:
        answered = run_refresh(runner, effect, now, reply);
        break;
    case EFFECT_COUNT_HELP:
        run_count_help(runner, effect, now);
        break;
    case EFFECT_COUNT_OVER:
        if (runner->help != NULL) {
            help_counters_session_over(runner->help, effect->session);
        }
        break;
    case EFFECT_PRINT:
        answered = effect_print(runner, effect, now, reply);
        break;
    case EFFECT_PRINT_STOP:
        if (runner->print.submit != NULL) {
            runner->print.stop(runner->print.context, effect->session);
        }
        break;
    case EFFECT_BROWSE:
        effect_browse(runner, effect, now, reply);
        answered = true;
        break;
    }
    arena_reset(&runner->scratch);
    return answered;
}
