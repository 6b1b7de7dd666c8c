/* A print: what the family asked for is read here, whole, and goes to the print worker. */
#include "data/base/check.h"
#include "data/base/log.h"
#include "data/store/event_store.h"
#include "data/store/school_store.h"
#include "data/store/service_store.h"
#include "kiosk/app/effect.h"
#include "kiosk/app/help.h"

_Static_assert((int)MINE_MAX <= (int)PRESS_SERVICES_MAX, "lists differ");
_Static_assert((int)PARTY_PEOPLE_MAX <= (int)PRESS_PEOPLE_MAX, "parties differ");

static ErrCode add_services(EffectRunner *runner, const Effect *effect, Moment now, PressJob *job,
                            Err *err) {
    Service *services = NULL;
    size_t count = 0;
    ClosedDays closed = {runner->closed_days, runner->closed_count};
    Civil local =
        runner->zone != NULL ? zone_to_local(runner->zone, now.utc_ms) : civil_from_ms(now.utc_ms);
    ErrCode code = service_store_get(runner->store, &job->arena, effect->print.services,
                                     effect->print.services_count, &services, &count, err);
    if (code != ERR_OK || count == 0) {
        return code != ERR_OK ? code : err_set(err, ERR_NOT_FOUND, "a service was gone");
    }
    job->services = ARENA_ARRAY(&job->arena, PressService, count);
    if (job->services == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a slip");
    }
    for (size_t i = 0; i < count; i++) {
        job->services[i] = (PressService){.service = services[i],
                                          .open = help_open_state(&services[i], &closed, local),
                                          .old = help_is_old(&services[i], now.utc_ms)};
    }
    job->services_count = count;
    return ERR_OK;
}

static ErrCode add_people(const Party *party, PressJob *job, Err *err) {
    job->people = ARENA_ARRAY(&job->arena, Visitor, PARTY_PEOPLE_MAX);
    if (job->people == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a slip");
    }
    for (size_t i = 0; i < party->people_count; i++) {
        const PartyPerson *person = &party->people[i];
        if (person->here) {
            job->people[job->people_count++] = (Visitor){
                .given_name = str8_copy(&job->arena, str8_from(person->given_name)),
                .role = person->role,
                .grade = str8_copy(&job->arena, str8_from(person->grade)),
            };
        }
    }
    return ERR_OK;
}

static ErrCode fill(EffectRunner *runner, const Effect *effect, Moment now, PressJob *job,
                    Err *err) {
    FOYER_ASSERT(effect->print.services_count <= MINE_MAX);
    job->session = effect->session;
    job->number = effect->print.number;
    job->kind = effect->print.kind;
    job->language = str8_copy(&job->arena, str8_from(effect->print.language));
    job->now_utc_ms = now.utc_ms;
    ErrCode code = school_store_get(runner->store, &job->arena, &job->school, err);
    if (code == ERR_NOT_FOUND) {
        code = ERR_OK; /* a slip without the school's name */
    }
    bool services = job->kind == PRINT_SERVICE || job->kind == PRINT_LIST;
    if (code == ERR_OK && services) {
        code = add_services(runner, effect, now, job, err);
    }
    if (code == ERR_OK && !services && !id_is_none(effect->print.event_id)) {
        code =
            event_store_get(runner->store, &job->arena, effect->print.event_id, &job->event, err);
    }
    return code == ERR_OK && !services ? add_people(&effect->print.party, job, err) : code;
}

bool effect_print(EffectRunner *runner, const Effect *effect, Moment now, Message *reply) {
    Err err = {0};
    PrintTrouble trouble = PRINT_NO_PRINTER;
    if (runner->print.submit != NULL) {
        PressJob *job = press_job_new();
        trouble = PRINT_BUSY;
        if (job == NULL || fill(runner, effect, now, job, &err) != ERR_OK) {
            log_line(LOG_ERROR, "effect", "print", "code=%s", err_code_name(err.code));
            press_job_free(job);
        } else if (runner->print.submit(runner->print.context, job)) {
            return false;
        }
    }
    reply->kind = MESSAGE_PRINT;
    reply->print.number = effect->print.number;
    reply->print.result = (PrintResult){PRINT_NOT_PRINTED, trouble, false};
    return true;
}
