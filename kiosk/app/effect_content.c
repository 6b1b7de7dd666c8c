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
