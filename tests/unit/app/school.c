#include "tests/unit/app/school.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/base/check.h"
#include "data/demo/demo.h"
#include "data/site/system.h"
#include "kiosk/app/state.h"

Moment school_moment(int64_t after_ms) {
    return (Moment){.utc_ms = SCHOOL_NOW_UTC_MS + after_ms,
                    .mono_ms = 1000000 + after_ms,
                    .boot = 1,
                    .good = true};
}

ErrCode school_open(DemoSchool *school, Err *err) {
    SiteOptions options = {.folder = school->folder,
                           .create = true,
                           .demo = true,
                           .random = system_random_port(),
                           .cost = SECRET_COST_LOWEST};
    school->arena = arena_make(64 << 10, 64 << 20);
    ErrCode code = site_open(&school->arena, &options, &school->site, err);
    code = code == ERR_OK ? help_counters_open(&school->arena, school->site->paths.help, NULL,
                                               &school->help, err)
                          : code;
    code = code == ERR_OK ? zone_open(STR8(DEMO_ZONE), &school->zone, err) : code;
    if (code == ERR_OK) {
        school->runner = effect_runner_make(school->site->store, school->help, school->zone);
    }
    return code;
}

void school_close(DemoSchool *school) {
    effect_runner_free(&school->runner);
    help_counters_close(school->help);
    site_close(school->site);
    zone_close(school->zone);
    arena_free(&school->arena);
}

static ErrCode load(DemoSchool *school, Err *err) {
    Content *content = NULL;
    size_t index = 0;
    ErrCode code = school_open(school, err);
    code = code == ERR_OK ? demo_load(school->site->store, school_moment(0), NULL, err) : code;
    code =
        code == ERR_OK ? content_load(school->site->store, SCHOOL_NOW_UTC_MS, &content, err) : code;
    if (code == ERR_OK && content_open_events(content, SCHOOL_NOW_UTC_MS, &index, 1) == 1) {
        school->event = content->events[index].id;
        school->event_end_utc_ms = content->events[index].end_utc_ms;
    }
    content_free(content);
    return code;
}

int school_setup(void **state) {
    DemoSchool *school = calloc(1, sizeof *school);
    FOYER_ASSERT(school != NULL);
    memcpy(school->folder, "/tmp/foyer-effects-XXXXXX", sizeof "/tmp/foyer-effects-XXXXXX");
    *state = school;
    return mkdtemp(school->folder) != NULL && load(school, NULL) == ERR_OK ? 0 : -1;
}

/* The data folder is flat. */
static void remove_folder(const char *path) {
    DIR *folder = opendir(path);
    for (const struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        (void)unlinkat(dirfd(folder), entry->d_name, 0);
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
    (void)rmdir(path);
}

int school_teardown(void **state) {
    DemoSchool *school = *state;
    school_close(school);
    remove_folder(school->folder);
    free(school);
    return 0;
}

Effect school_find(const DemoSchool *school, const char *phone, uint32_t letter) {
    Effect effect = {.kind = EFFECT_FIND, .session = 7};
    effect.find.by = VISIT_BY_PHONE;
    effect.find.letter = letter;
    effect.find.events[0] = school->event;
    effect.find.events_count = 1;
    state_set_text(effect.find.secret, SECRET_SIZE, str8_from(phone));
    return effect;
}

Effect school_visit(const DemoSchool *school, EffectKind kind, uint8_t record, const Party *party) {
    Effect effect = {.kind = kind, .session = 7};
    effect.visit.visit_id = (Id){{1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 1, 1, 1, 1, 1, 1, record}};
    effect.visit.event_id = school->event;
    effect.visit.method = VISIT_BY_PHONE;
    effect.visit.party = *party;
    state_set_text(effect.visit.language, LANGUAGE_SIZE, STR8("en"));
    return effect;
}
