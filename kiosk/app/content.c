#include "kiosk/app/content.h"

void content_free(Content *content) {
    if (content != NULL) {
        Arena arena = content->arena; /* it holds `content` itself */
        arena_free(&arena);
    }
}

const Event *content_event(const Content *content, Id id) {
    for (size_t i = 0; content != NULL && i < content->events_count; i++) {
        if (id_equal(content->events[i].id, id)) {
            return &content->events[i];
        }
    }
    return NULL;
}

const Service *content_service(const Content *content, Id id) {
    for (size_t i = 0; content != NULL && i < content->services_count; i++) {
        if (id_equal(content->services[i].id, id)) {
            return &content->services[i];
        }
    }
    return NULL;
}

const Service *content_service_by_key(const Content *content, Str8 key) {
    for (size_t i = 0; content != NULL && key.len > 0 && i < content->services_count; i++) {
        if (str8_equal(content->services[i].key, key)) {
            return &content->services[i];
        }
    }
    return NULL;
}

const Guide *content_guide(const Content *content, Id id) {
    for (size_t i = 0; content != NULL && i < content->guides_count; i++) {
        if (id_equal(content->guides[i].id, id)) {
            return &content->guides[i];
        }
    }
    return NULL;
}

const Channel *content_channel(const Content *content, Id id) {
    for (size_t i = 0; content != NULL && i < content->channels_count; i++) {
        if (id_equal(content->channels[i].id, id)) {
            return &content->channels[i];
        }
    }
    return NULL;
}

static size_t events_at_any_time(const Content *content, size_t *indexes, size_t max) {
    size_t count = 0;
    max = max < CONTENT_ANY_TIME_EVENTS_MAX ? max : CONTENT_ANY_TIME_EVENTS_MAX;
    for (size_t i = 0; i < content->events_count && count < max; i++) {
        const Event *event = &content->events[i];
        if (!event->all_day && !event->cancelled && event->end_utc_ms > content->around_utc_ms) {
            indexes[count++] = i;
        }
    }
    return count;
}

static size_t events_open(const Content *content, int64_t now_utc_ms, int64_t after_ms,
                          size_t *indexes, size_t max) {
    size_t count = 0;
    for (size_t i = 0; content != NULL && i < content->events_count && count < max; i++) {
        Event event = content->events[i];
        event.end_utc_ms += after_ms;
        if (event_is_open(&event, now_utc_ms)) {
            indexes[count++] = i;
        }
    }
    bool any_time = count == 0 && content != NULL && content->any_time;
    return any_time ? events_at_any_time(content, indexes, max) : count;
}

size_t content_open_events(const Content *content, int64_t now_utc_ms, size_t *indexes,
                           size_t max) {
    return events_open(content, now_utc_ms, 0, indexes, max);
}

size_t content_leaving_events(const Content *content, int64_t now_utc_ms, size_t *indexes,
                              size_t max) {
    return events_open(content, now_utc_ms, EVENT_LEAVING_AFTER_MS, indexes, max);
}

const Event *content_next_event(const Content *content, int64_t now_utc_ms) {
    for (size_t i = 0; content != NULL && i < content->events_count; i++) {
        const Event *event = &content->events[i];
        if (!event->all_day && !event->cancelled && event->end_utc_ms > now_utc_ms) {
            return event;
        }
    }
    return NULL;
}
