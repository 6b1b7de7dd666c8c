#include "data/demo/demo.h"

#include <string.h>

#include "data/base/check.h"
#include "data/demo/content.h"
#include "data/directory/directory.h"
#include "data/domain/plan.h"
#include "data/store/channel_store.h"
#include "data/store/event_store.h"
#include "data/store/guide_store.h"
#include "data/store/plan_store.h"
#include "data/store/school_store.h"
#include "data/store/service_store.h"

/*
 * Everything is made and sealed in memory first (an Argon2id a phone number), then written in one
 * transaction. What is written carries ids made from names, so that loading again changes nothing.
 */
enum { DEMO_BLOCK_SIZE = 256 * 1024, DEMO_BYTES_MAX = 64 * 1024 * 1024 };

typedef struct {
    Store *store;
    Arena arena;
    School school;
    const Str8 *languages;
    size_t languages_count;
    Service *services;
    size_t services_count;
    Guide *guides;
    size_t guides_count;
    Channel *channels;
    size_t channels_count;
    Event *events;
    size_t events_count;
    HouseholdIn *households;
    size_t households_count;
    HouseholdSealed **sealed;
    size_t changed;
    Err *err;
} Demo;

static void demo_count(Demo *demo, Change change) {
    demo->changed += change != CHANGE_SAME;
}

/** The school that is set up here, if any, is the demo. */
static ErrCode demo_check_school(Demo *demo) {
    School school;
    ErrCode code = school_store_get(demo->store, &demo->arena, &school, NULL);
    if (code == ERR_NOT_FOUND || (code == ERR_OK && school.demo)) {
        return ERR_OK;
    }
    if (code == ERR_OK) {
        return err_set(demo->err, ERR_CONFLICT, "a school is set up here: the demo is not loaded");
    }
    return err_set(demo->err, code, "the school could not be read");
}

static ErrCode demo_make_events(Demo *demo, Moment now) {
    Zone *zone = NULL;
    ErrCode code = zone_open(STR8(DEMO_ZONE), &zone, demo->err);
    if (code == ERR_OK) {
        code = content_events(&demo->arena, DEMO_EVENTS_INI,
                              (ContentDays){zone, now.utc_ms, DEMO_DAYS}, &demo->events,
                              &demo->events_count, demo->err);
    }
    zone_close(zone);
    return code;
}

static ErrCode demo_make_households(Demo *demo) {
    Folder *folder = NULL;
    ErrCode code = folder_open(&folder, demo->err);
    if (code == ERR_OK) {
        code = content_families(&demo->arena, DEMO_FAMILIES_INI, folder, &demo->households,
                                &demo->households_count, demo->err);
    }
    folder_close(folder);
    return code;
}

static ErrCode demo_make(Demo *demo, Moment now) {
    ErrCode code = content_school(&demo->arena, DEMO_EVENTS_INI, &demo->school, &demo->languages,
                                  &demo->languages_count, demo->err);
    demo->school.zone = STR8(DEMO_ZONE);
    if (code == ERR_OK) {
        code = content_services(&demo->arena, DEMO_SERVICES_INI, now.utc_ms, &demo->services,
                                &demo->services_count, demo->err);
    }
    if (code == ERR_OK) {
        code = content_guides(&demo->arena, DEMO_GUIDES_INI, now.utc_ms, &demo->guides,
                              &demo->guides_count, demo->err);
    }
    if (code == ERR_OK) {
        code = content_channels(&demo->arena, DEMO_CHANNELS_INI, &demo->channels,
                                &demo->channels_count, demo->err);
    }
    if (code == ERR_OK) {
        code = demo_make_events(demo, now);
    }
    return code == ERR_OK ? demo_make_households(demo) : code;
}

static ErrCode demo_seal(Demo *demo) {
    demo->sealed = ARENA_ARRAY(&demo->arena, HouseholdSealed *, demo->households_count);
    if (demo->sealed == NULL) {
        return err_set(demo->err, ERR_NO_MEMORY, "no memory for the demo's families");
    }
    ErrCode code = ERR_OK;
    for (size_t i = 0; i < demo->households_count && code == ERR_OK; i++) {
        code = household_store_seal(demo->store, &demo->arena, &demo->households[i],
                                    &demo->sealed[i], demo->err);
    }
    return code;
}

static ErrCode demo_put_school(Demo *demo) {
    Change change = CHANGE_SAME;
    ErrCode code = school_store_put(demo->store, &demo->school, &change, demo->err);
    demo_count(demo, change);
    if (code == ERR_OK) {
        code = school_store_put_languages(demo->store, demo->languages, demo->languages_count,
                                          demo->err);
    }
    return code;
}

static ErrCode demo_put_services(Demo *demo) {
    ErrCode code = ERR_OK;
    size_t before = demo->changed;
    for (size_t i = 0; i < demo->services_count && code == ERR_OK; i++) {
        Change change = CHANGE_SAME;
        code = service_store_put(demo->store, STR8(DEMO_SOURCE), &demo->services[i], &change,
                                 demo->err);
        demo_count(demo, change);
    }
    if (code == ERR_OK && demo->changed != before) {
        code = directory_rebuild(demo->store, demo->err);
    }
    return code;
}

/** A plan that somebody tries out in the demo stays. */
static ErrCode demo_put_plan(Demo *demo) {
    Plan plan = {.aspect = 0};
    Str8 have = STR8("");
    Change change = CHANGE_SAME;
    ErrCode code = plan_store_get(demo->store, &demo->arena, &have, demo->err);
    if (code == ERR_OK) {
        code = plan_parse(&demo->arena, DEMO_PLAN_SVG, &plan, demo->err);
    }
    if (code == ERR_OK && have.len == 0) {
        code = plan_store_put(demo->store, plan.svg, &change, demo->err);
    }
    demo_count(demo, change);
    return code;
}

/** The demo's own plan goes; a school's that came meanwhile stays. */
static ErrCode demo_remove_plan(Demo *demo) {
    Plan plan = {.aspect = 0};
    Str8 have = STR8("");
    ErrCode code = plan_store_get(demo->store, &demo->arena, &have, demo->err);
    if (code == ERR_OK) {
        code = plan_parse(&demo->arena, DEMO_PLAN_SVG, &plan, demo->err);
    }
    return code == ERR_OK && str8_equal(have, plan.svg)
               ? plan_store_put(demo->store, STR8(""), NULL, demo->err)
               : code;
}

static ErrCode demo_put_content(Demo *demo) {
    ErrCode code = demo_put_services(demo);
    if (code == ERR_OK) {
        code = demo_put_plan(demo);
    }
    for (size_t i = 0; i < demo->guides_count && code == ERR_OK; i++) {
        Change change = CHANGE_SAME;
        code =
            guide_store_put(demo->store, STR8(DEMO_SOURCE), &demo->guides[i], &change, demo->err);
        demo_count(demo, change);
    }
    for (size_t i = 0; i < demo->channels_count && code == ERR_OK; i++) {
        Change change = CHANGE_SAME;
        code = channel_store_put(demo->store, STR8(DEMO_SOURCE), &demo->channels[i], &change,
                                 demo->err);
        demo_count(demo, change);
    }
    for (size_t i = 0; i < demo->events_count && code == ERR_OK; i++) {
        Change change = CHANGE_SAME;
        code =
            event_store_put(demo->store, STR8(DEMO_SOURCE), &demo->events[i], &change, demo->err);
        demo_count(demo, change);
    }
    return code;
}

static ErrCode demo_put_households(Demo *demo) {
    ErrCode code = ERR_OK;
    for (size_t i = 0; i < demo->households_count && code == ERR_OK; i++) {
        Change change = CHANGE_SAME;
        code = household_store_put(demo->store, demo->sealed[i], &change, demo->err);
        demo_count(demo, change);
    }
    return code;
}

/** Commit on ERR_OK, roll back otherwise. */
static ErrCode demo_end(Store *store, ErrCode code, Err *err) {
    if (code != ERR_OK) {
        store_rollback(store);
        return code;
    }
    return store_commit(store, err);
}

static ErrCode demo_write(Demo *demo) {
    ErrCode code = store_begin(demo->store, demo->err);
    if (code != ERR_OK) {
        return code;
    }
    code = demo_put_school(demo);
    if (code == ERR_OK) {
        code = demo_put_content(demo);
    }
    if (code == ERR_OK) {
        code = demo_put_households(demo);
    }
    return demo_end(demo->store, code, demo->err);
}

ErrCode demo_load(Store *store, Moment now, DemoReport *report, Err *err) {
    Demo demo = {.store = store, .arena = arena_make(DEMO_BLOCK_SIZE, DEMO_BYTES_MAX), .err = err};
    ErrCode code = demo_check_school(&demo);
    if (code == ERR_OK) {
        code = demo_make(&demo, now);
    }
    if (code == ERR_OK) {
        code = demo_seal(&demo);
    }
    if (code == ERR_OK) {
        code = demo_write(&demo);
    }
    if (code == ERR_OK && report != NULL) {
        *report = (DemoReport){
            .services = demo.services_count,
            .guides = demo.guides_count,
            .channels = demo.channels_count,
            .events = demo.events_count,
            .households = demo.households_count,
            .changed = demo.changed,
        };
    }
    arena_free(&demo.arena);
    return code;
}

/** The demo family's row on a page, if it is there. */
static const HouseholdRow *demo_family_in(const HouseholdRow *rows, size_t count) {
    Id family = id_from_name(STR8("demo/household"), STR8("alvarez"));
    for (size_t i = 0; i < count; i++) {
        if (id_equal(rows[i].household.id, family)) {
            return &rows[i];
        }
    }
    return NULL;
}

ErrCode demo_keep(Store *store, Moment now, Err *err) {
    School school = {.demo = false};
    Arena arena = arena_make(DEMO_BLOCK_SIZE, DEMO_BYTES_MAX);
    ErrCode code = school_store_get(store, &arena, &school, err);
    code = code == ERR_NOT_FOUND ? ERR_OK : code;
    if (code == ERR_OK && school.demo) {
        code = demo_load(store, now, NULL, err);
    }
    arena_free(&arena);
    return code;
}

ErrCode demo_issue_card(Store *store, const uint8_t school_secret[STORE_KEY_SIZE], Err *err) {
    Arena arena = arena_make(DEMO_BLOCK_SIZE, DEMO_BYTES_MAX);
    Id after = {0};
    const HouseholdRow *found = NULL;
    size_t count = 1;
    ErrCode code = ERR_OK;
    while (code == ERR_OK && count > 0 && found == NULL) {
        HouseholdRow *rows = NULL;
        arena_reset(&arena);
        code = household_store_page(store, &arena, school_secret, after, HOUSEHOLD_ROWS_MAX, &rows,
                                    &count, err);
        if (code == ERR_OK && count > 0) {
            after = rows[count - 1].row;
            found = demo_family_in(rows, count);
        }
    }
    if (code == ERR_OK && found == NULL) {
        code = err_set(err, ERR_NOT_FOUND, "the demo's family is not here");
    } else if (code == ERR_OK && found->cards == 0) {
        code =
            household_store_issue_card(store, found->row, school_secret, STR8(DEMO_CARD_CODE), err);
    }
    arena_free(&arena);
    return code;
}

/** One sort of the demo's content: what is there of it, and how it goes. */
typedef struct {
    ErrCode (*gone)(Store *store, Arena *arena, Str8 source, const Id *seen, size_t seen_count,
                    Id **gone, size_t *gone_count, Err *err);
    ErrCode (*remove)(Store *store, Id id, Err *err);
} DemoSort;

static ErrCode demo_remove_content(Demo *demo) {
    static const DemoSort SORTS[] = {{service_store_gone, service_store_remove},
                                     {guide_store_gone, guide_store_remove},
                                     {channel_store_gone, channel_store_remove},
                                     {event_store_gone, event_store_remove}};
    Id *gone = NULL;
    size_t count = 0;
    ErrCode code = ERR_OK;
    for (size_t sort = 0; sort < sizeof SORTS / sizeof SORTS[0] && code == ERR_OK; sort++) {
        count = 0;
        code = SORTS[sort].gone(demo->store, &demo->arena, STR8(DEMO_SOURCE), NULL, 0, &gone,
                                &count, demo->err);
        for (size_t i = 0; i < count && code == ERR_OK; i++) {
            code = SORTS[sort].remove(demo->store, gone[i], demo->err);
        }
    }
    if (code == ERR_OK) {
        code = directory_rebuild(demo->store, demo->err);
    }
    if (code == ERR_OK) {
        code = demo_remove_plan(demo);
    }
    return code != ERR_OK ? code
                          : household_store_gone(demo->store, STR8(DEMO_SOURCE), NULL, 0, true,
                                                 &count, demo->err);
}

/** The settings stay as something to begin with; the mark goes. */
static ErrCode demo_unmark_school(Demo *demo) {
    School school;
    ErrCode code = school_store_get(demo->store, &demo->arena, &school, demo->err);
    if (code == ERR_NOT_FOUND || (code == ERR_OK && !school.demo)) {
        return ERR_OK;
    }
    if (code == ERR_OK) {
        school.demo = false;
        code = school_store_put(demo->store, &school, NULL, demo->err);
    }
    return code;
}

ErrCode demo_leave(Store *store, Err *err) {
    Demo demo = {.store = store, .arena = arena_make(DEMO_BLOCK_SIZE, DEMO_BYTES_MAX), .err = err};
    ErrCode code = store_begin(store, err);
    if (code == ERR_OK) {
        code = demo_remove_content(&demo);
        if (code == ERR_OK) {
            code = demo_unmark_school(&demo);
        }
        code = demo_end(store, code, err);
    }
    arena_free(&demo.arena);
    return code;
}
