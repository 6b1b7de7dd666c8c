/*
 * sign-in-many DATA RECORDS [DAYS] [SEED]: an open house after the other in an existing data
 * folder, through the real store: households sign in and most of them out, over DAYS days that
 * ended yesterday. Prints the visit and its number of people for each sign-in that was saved.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "data/demo/synthetic.h"
#include "data/site/site.h"
#include "data/store/event_store.h"
#include "data/store/visit_store.h"
#include "data/system/system.h"

enum {
    ARENA_BLOCK = 256 << 10,
    ARENA_MAX = 256 << 20,
    DAY_MS = 24 * 60 * 60 * 1000,
    EVENING_MS = 3 * 60 * 60 * 1000,
    STAYS = 4, /* one party of so many does not sign out */
};

typedef struct {
    Arena site_arena;
    Arena arena;
    Site *site;
    Synthetic *synthetic;
    Id event_id;
    RandomPort random;
    int64_t records;
    int64_t written;
    int64_t from_utc_ms;
    int64_t step_ms;
} Many;

static Moment moment_of(const Many *many, int64_t record) {
    int64_t at = record * many->step_ms;
    return (Moment){many->from_utc_ms + at / EVENING_MS * DAY_MS + at % EVENING_MS, at + 1, 1,
                    true};
}

static ErrCode sign_out(Many *many, Id visit_id, Err *err) {
    Moment now = moment_of(many, many->written);
    many->written++;
    return visit_store_sign_out(many->site->store, id_make(now.utc_ms, many->random), visit_id, now,
                                err);
}

static ErrCode party(Many *many, size_t index, Err *err) {
    SyntheticHousehold from;
    Visitor people[HOUSEHOLD_PEOPLE_MAX];
    arena_reset(&many->arena);
    ErrCode code = synthetic_household(many->synthetic, &many->arena, index, &from, err);
    if (code != ERR_OK) {
        return code;
    }
    const Household *household = &from.household;
    for (size_t i = 0; i < household->people_count; i++) {
        const Person *person = &household->people[i];
        people[i] = (Visitor){person->id, person->given_name, person->family_name, person->role,
                              person->grade};
    }
    Moment now = moment_of(many, many->written);
    Visit visit = {.id = id_make(now.utc_ms, many->random),
                   .event_id = many->event_id,
                   .household_id = household->id,
                   .method = VISIT_BY_PHONE,
                   .language = household->language,
                   .people = people,
                   .people_count = household->people_count};
    SignIn signed_in;
    code = visit_store_sign_in(many->site->store, &visit, now, &signed_in, err);
    if (code != ERR_OK) {
        return code;
    }
    many->written++;
    (void)printf("%.*s %zu\n", STR8_ARG(id_text(&many->arena, visit.id)), visit.people_count);
    return index % STAYS != 0 ? sign_out(many, visit.id, err) : ERR_OK;
}

static ErrCode run(Many *many, const char *folder, int64_t days, uint64_t seed, Err *err) {
    SiteOptions options = {.folder = folder, .random = many->random};
    ErrCode code = site_open(&many->site_arena, &options, &many->site, err);
    if (code == ERR_OK) {
        code = synthetic_open(&many->site_arena, seed, &many->synthetic, err);
    }
    many->event_id = id_make(1, many->random);
    int64_t today = (int64_t)time(NULL) * 1000 / DAY_MS * DAY_MS;
    many->from_utc_ms = today - days * DAY_MS;
    many->step_ms = days * EVENING_MS / many->records;
    for (size_t i = 0; code == ERR_OK && many->written < many->records; i++) {
        code = party(many, i, err);
    }
    synthetic_close(many->synthetic);
    site_close(many->site);
    return code;
}

/* 1 for what is no number. */
static int64_t number_of(const char *text) {
    int64_t number = 1;
    return str8_to_int(str8_from(text), &number) && number > 0 ? number : 1;
}

int main(int argc, char **argv) {
    if (argc < 3) {
        (void)fprintf(stderr, "usage: sign-in-many DATA RECORDS [DAYS] [SEED]\n");
        return 2;
    }
    Many many = {.site_arena = arena_make(ARENA_BLOCK, ARENA_MAX),
                 .arena = arena_make(ARENA_BLOCK, ARENA_MAX),
                 .random = system_random_port(),
                 .records = number_of(argv[2])};
    int64_t days = argc > 3 ? number_of(argv[3]) : 1;
    uint64_t seed = argc > 4 ? (uint64_t)number_of(argv[4]) : 1;
    Err err = {0};
    ErrCode code = run(&many, argv[1], days, seed, &err);
    arena_free(&many.arena);
    arena_free(&many.site_arena);
    if (code != ERR_OK) {
        (void)fprintf(stderr, "sign-in-many: %s\n", err.text);
    }
    return code == ERR_OK ? 0 : 1;
}
