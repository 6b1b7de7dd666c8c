#include "data/store/event_store.h"
#include "data/store/school_store.h"
#include "data/store/service_store.h"
#include "kiosk/app/effect.h"

enum { CONTENT_BLOCK = 64 << 10 };

/* At most `max`; more than that is not this kiosk's screens' business. */
static size_t at_most(size_t count, size_t max) {
    return count < max ? count : max;
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
        code = service_store_list(store, arena, &content->services, &content->services_count, err);
    }
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
    if (code != ERR_OK) {
        content_free(loaded);
        return code;
    }
    loaded->any_time = true;
    loaded->around_utc_ms = around;
    *content = loaded;
    return ERR_OK;
}
