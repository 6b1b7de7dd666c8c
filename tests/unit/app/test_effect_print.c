/* EFFECT_PRINT on the real stores: what a job names, and what is answered without a printer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "data/demo/demo.h"
#include "data/store/service_store.h"
#include "tests/unit/app/school.h"

static Message reply; /* large */

/* A print port that keeps what it was given. */
typedef struct {
    PressJob *job;
    uint32_t stopped;
    bool full;
} Tray;

static bool tray_submit(void *context, PressJob *job) {
    Tray *tray = context;
    press_job_free(tray->job);
    tray->job = NULL;
    if (tray->full) {
        press_job_free(job);
        return false;
    }
    tray->job = job;
    return true;
}

static void tray_stop(void *context, uint32_t session) {
    ((Tray *)context)->stopped = session;
}

static Effect print(PrintKind kind) {
    Effect effect = {.kind = EFFECT_PRINT, .session = 7};
    effect.print.kind = kind;
    effect.print.number = 3;
    memcpy(effect.print.language, "es", 3);
    return effect;
}

static bool run(DemoSchool *school, Tray *tray, Effect effect) {
    school->runner.print = (PrintPort){tray_submit, tray_stop, tray};
    return effect_run(&school->runner, &effect, school_moment(0), &reply);
}

static Id a_service(DemoSchool *school) {
    Arena arena = arena_make(4096, 16 << 20);
    Service *services = NULL;
    size_t count = 0;
    assert_int_equal(service_store_list_own(school->site->store, &arena, &services, &count, NULL),
                     ERR_OK);
    assert_true(count > 0);
    Id id = services[0].id;
    arena_free(&arena);
    return id;
}

static void test_effect_print__a_job_holds_the_service_whole(void **state) {
    Tray tray = {0};
    Effect effect = print(PRINT_SERVICE);
    effect.print.services[0] = a_service(*state);
    effect.print.services_count = 1;
    assert_false(run(*state, &tray, effect));
    assert_non_null(tray.job);
    assert_int_equal(tray.job->session, 7);
    assert_int_equal(tray.job->number, 3);
    assert_true(str8_equal(tray.job->language, STR8("es")));
    assert_int_equal(tray.job->services_count, 1);
    assert_true(id_equal(tray.job->services[0].service.id, effect.print.services[0]));
    assert_true(tray.job->school.name.count > 0);
    press_job_free(tray.job);
}

static void test_effect_print__only_who_is_here_stands_in_a_job(void **state) {
    DemoSchool *school = *state;
    Tray tray = {0};
    Effect effect = print(PRINT_EVENT);
    effect.print.event_id = school->event;
    Party *party = &effect.print.party;
    const char *const names[] = {"Rosa", "Luis", "Mateo"};
    for (size_t i = 0; i < 3; i++) {
        party->people[i] = (PartyPerson){.here = i != 1};
        memcpy(party->people[i].given_name, names[i], strlen(names[i]) + 1);
    }
    party->people_count = 3;
    assert_false(run(school, &tray, effect));
    assert_int_equal(tray.job->people_count, 2);
    assert_true(str8_equal(tray.job->people[0].given_name, STR8("Rosa")));
    assert_true(str8_equal(tray.job->people[1].given_name, STR8("Mateo")));
    assert_true(id_equal(tray.job->event.id, school->event));
    press_job_free(tray.job);
}

static void assert_not_printed(PrintTrouble trouble) {
    assert_int_equal(reply.kind, MESSAGE_PRINT);
    assert_int_equal(reply.session, 7);
    assert_int_equal(reply.print.number, 3);
    assert_int_equal(reply.print.result.state, PRINT_NOT_PRINTED);
    assert_int_equal(reply.print.result.trouble, trouble);
}

static void test_effect_print__what_cannot_be_printed_is_answered_at_once(void **state) {
    DemoSchool *school = *state;
    Tray tray = {.full = true};
    Effect effect = print(PRINT_SERVICE);
    effect.print.services[0] = a_service(school);
    effect.print.services_count = 1;
    assert_true(run(school, &tray, effect));
    assert_not_printed(PRINT_BUSY);
    effect.print.services[0] = (Id){{250}};
    tray.full = false;
    assert_true(run(school, &tray, effect));
    assert_not_printed(PRINT_BUSY);
    school->runner.print = (PrintPort){0};
    assert_true(effect_run(&school->runner, &effect, school_moment(0), &reply));
    assert_not_printed(PRINT_NO_PRINTER);
}

static void test_effect_print__the_end_of_a_session_reaches_the_port(void **state) {
    Tray tray = {0};
    assert_false(run(*state, &tray, (Effect){.kind = EFFECT_PRINT_STOP, .session = 9}));
    assert_int_equal(tray.stopped, 9);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_effect_print__a_job_holds_the_service_whole,
                                        school_setup, school_teardown),
        cmocka_unit_test_setup_teardown(test_effect_print__only_who_is_here_stands_in_a_job,
                                        school_setup, school_teardown),
        cmocka_unit_test_setup_teardown(
            test_effect_print__what_cannot_be_printed_is_answered_at_once, school_setup,
            school_teardown),
        cmocka_unit_test_setup_teardown(test_effect_print__the_end_of_a_session_reaches_the_port,
                                        school_setup, school_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
