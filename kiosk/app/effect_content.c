#include <string.h>

#include "data/base/log.h"
#include "data/store/channel_store.h"
#include "data/store/event_store.h"
#include "data/store/guide_store.h"
#include "data/store/plan_store.h"
#include "data/store/school_store.h"
#include "data/store/service_store.h"
#include "kiosk/app/effect.h"

enum { CONTENT_BLOCK = 64 << 10 };

/* At most `max`; more than that is not this kiosk's screens' business. */
static size_t at_most(size_t count, size_t max) {
    return count < max ? count : max;
}

/* A kiosk without a plan is a whole kiosk: one that cannot be read is no plan. */
static void read_plan(Store *store, Content *content) {
    Str8 svg = STR8("");
    Err err = {0};
    ErrCode code = plan_store_get(store, &content->arena, &svg, &err);
    if (code == ERR_OK && svg.len > 0) {
        code = plan_parse(&content->arena, svg, &content->plan, &err);
    }
    if (code != ERR_OK) {
        log_line(LOG_WARNING, "content", "plan", "code=%s", err_code_name(code));
    }
}

static ErrCode read_all(Store *store, Content *content, int64_t now_utc_ms, Err *err) {
    Arena *arena = &content->arena;
    int64_t from = now_utc_ms - DAY_MS;
    int64_t to = now_utc_ms + (int64_t)CONTENT_DAYS_AHEAD * DAY_MS;
    ErrCode code = school_store_get(store, arena, &content->school, err);
    if (code == ERR_NOT_FOUND) {
        /* Nothing was set up yet: the kiosk still opens. */
        content->school = (School){.zone = STR8("UTC"), .country = STR8("US")};
        code = ERR_OK;
    }
    if (code == ERR_OK) {
        code = event_store_between(store, arena, from, to, &content->events, &content->events_count,
                                   err);
    }
    if (code == ERR_OK) {
        code =
            service_store_list_own(store, arena, &content->services, &content->services_count, err);
    }
    if (code == ERR_OK) {
        code = guide_store_list(store, arena, &content->guides, &content->guides_count, err);
    }
    if (code == ERR_OK) {
        code = channel_store_list(store, arena, &content->channels, &content->channels_count, err);
    }
    if (code == ERR_OK) {
        code = service_store_needs(store, &content->needs_live, err);
    }
    read_plan(store, content);
    content->events_count = at_most(content->events_count, CONTENT_EVENTS_MAX);
    content->services_count = at_most(content->services_count, CONTENT_SERVICES_MAX);
    return code;
}

ErrCode content_load(Store *store, int64_t now_utc_ms, Content **content, Err *err) {
    Arena arena = arena_make(CONTENT_BLOCK, CONTENT_SIZE_MAX);
    Content *loaded = ARENA_NEW(&arena, Content);
    if (loaded == NULL) {
        return err_set(err, ERR_NO_MEMORY, "content: out of memory");
    }
    loaded->arena = arena;
    ErrCode code = read_all(store, loaded, now_utc_ms, err);
    if (code != ERR_OK) {
        content_free(loaded);
        return code;
    }
    *content = loaded;
    return ERR_OK;
}

ErrCode content_load_at(Store *store, Moment now, Content **content, Err *err) {
    int64_t around = now.utc_ms;
    int64_t last_good = 0;
    Content *loaded = NULL;
    if (now.good) {
        return content_load(store, now.utc_ms, content, err);
    }
    ErrCode code = store_last_good_time(store, &last_good, err);
    if (code == ERR_OK) {
        around = last_good > around ? last_good : around;
        code = content_load(store, around, &loaded, err);
    }
    if (code == ERR_OK && content_next_event(loaded, around) == NULL) {
        /* A board without a battery may stand years before all of them. */
        code = event_store_next(store, &loaded->arena, around, CONTENT_ANY_TIME_EVENTS_MAX,
                                &loaded->events, &loaded->events_count, err);
    }
    if (code != ERR_OK || loaded == NULL) {
        content_free(loaded);
        return code;
    }
    loaded->any_time = true;
    loaded->around_utc_ms = around;
    *content = loaded;
    return ERR_OK;
}

/* ---- what the school's calendar and the city add ---- */

/* How districts write it; an all-day event may also be a spirit day. */
static bool is_closure(const Event *event) {
    static const char *const WORDS[] = {"Closed",  "closed", "No School", "No school", "Holiday",
                                        "holiday", "Recess", "recess",    "Break"};
    Str8 title = text_set_pick(event->title, STR8("en"), NULL);
    bool closure = false;
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        closure = closure || str8_find(title, str8_from(WORDS[i])) < title.len;
    }
    return closure && event->all_day && !event->cancelled;
}

static int32_t day_of(const EffectRunner *runner, int64_t utc_ms) {
    return schedule_day(runner->zone != NULL ? zone_to_local(runner->zone, utc_ms)
                                             : civil_from_ms(utc_ms));
}

/* Sorted, each once: events come by their start, but may overlap. */
static void add_closed_day(EffectRunner *runner, int32_t day) {
    size_t at = runner->closed_count;
    while (at > 0 && runner->closed_days[at - 1] > day) {
        at--;
    }
    if (runner->closed_count == SCHEDULE_CLOSED_MAX ||
        (at > 0 && runner->closed_days[at - 1] == day)) {
        return;
    }
    memmove(&runner->closed_days[at + 1], &runner->closed_days[at],
            (runner->closed_count - at) * sizeof runner->closed_days[0]);
    runner->closed_days[at] = day;
    runner->closed_count++;
}

static void read_closed_days(EffectRunner *runner, int64_t now_utc_ms) {
    Event *events = NULL;
    size_t count = 0;
    int64_t to = now_utc_ms + (int64_t)(SCHEDULE_AHEAD_DAYS + 1) * DAY_MS;
    runner->closed_count = 0;
    if (event_store_between(runner->store, &runner->scratch, now_utc_ms - DAY_MS, to, &events,
                            &count, NULL) != ERR_OK) {
        return; /* hours without a calendar are still hours */
    }
    for (size_t i = 0; i < count; i++) {
        int32_t end = is_closure(&events[i]) ? day_of(runner, events[i].end_utc_ms - 1) : 0;
        for (int32_t day = day_of(runner, events[i].start_utc_ms); day <= end; day++) {
            add_closed_day(runner, day);
        }
    }
}

static bool somebody_speaks(EffectRunner *runner, Directory *directory, Str8 language) {
    DirectoryPage page = {0};
    DirectoryQuery query = {.speaks = language, .language = language, .limit = 1};
    return directory_find(directory, &runner->scratch, &query, &page, NULL) == ERR_OK &&
           page.total > 0;
}

void effect_complete_content(EffectRunner *runner, Directory *directory, const Effect *refresh,
                             Moment now, Content *content) {
    read_closed_days(runner, content->any_time ? content->around_utc_ms : now.utc_ms);
    int32_t *days = runner->closed_count > 0
                        ? ARENA_ARRAY(&content->arena, int32_t, runner->closed_count)
                        : NULL;
    if (days != NULL) {
        memcpy(days, runner->closed_days, runner->closed_count * sizeof days[0]);
        content->closed = (ClosedDays){days, runner->closed_count};
    }
    for (size_t i = 0; directory != NULL && i < refresh->refresh.languages_count; i++) {
        if (somebody_speaks(runner, directory, str8_from(refresh->refresh.languages[i]))) {
            content->spoken |= 1u << i;
        }
    }
}
