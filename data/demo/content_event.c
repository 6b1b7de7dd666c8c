#include "data/base/check.h"
#include "data/base/civil.h"
#include "data/demo/content.h"

enum { EVENT_SESSIONS_DEMO_MAX = 16 };

typedef struct {
    Arena *arena;
    const Content *content;
    Zone *zone;
    Civil day; /* the local day at hand, midnight */
    Err *err;
} EventMaker;

static const ContentSection *section_named(const Content *content, const char *kind, Str8 name) {
    for (size_t i = 0; i < content->count; i++) {
        const ContentSection *section = &content->sections[i];
        if (str8_equal(section->kind, str8_from(kind)) && str8_equal(section->name, name)) {
            return section;
        }
    }
    return NULL;
}

/** UTC of a local time of the day at hand; 0 when there is no time. */
static int64_t time_of(const EventMaker *maker, Str8 text) {
    int minute = content_minute(text);
    if (minute < 0) {
        return 0;
    }
    Civil at = maker->day;
    at.hour = minute / 60;
    at.minute = minute % 60;
    return zone_to_utc(maker->zone, at);
}

static Id session_id(const EventMaker *maker, Str8 uid, Str8 name) {
    return id_from_name(STR8("demo/session"),
                        str8_format(maker->arena, "%.*s/%.*s", STR8_ARG(uid), STR8_ARG(name)));
}

/** "03 | 12 | 18:15" */
static bool add_room(const EventMaker *maker, Str8 text, Str8 uid, Session *session) {
    Str8 rest;
    Str8 time;
    Str8 grade = str8_trim(str8_cut(text, '|', &rest));
    Str8 room = str8_trim(str8_cut(rest, '|', &time));
    const ContentSection *section = section_named(maker->content, "room", room);
    if (section == NULL || grade.len == 0) {
        return false;
    }
    *session = (Session){
        .id = session_id(maker, uid, grade),
        .grade = grade,
        .teacher = content_value(section, "teacher"),
        .room = room,
        .way = content_texts(maker->arena, section, "way", CONTENT_WHOLE),
        .start_utc_ms = time_of(maker, time),
    };
    return true;
}

static Session workshop_session(const EventMaker *maker, const ContentSection *section, Str8 uid) {
    return (Session){
        .id = session_id(maker, uid, section->name),
        .title = content_texts(maker->arena, section, "title", CONTENT_WHOLE),
        .room = content_value(section, "room"),
        .way = content_texts(maker->arena, section, "way", CONTENT_WHOLE),
        .start_utc_ms = time_of(maker, content_value(section, "start")),
    };
}

static bool is_workshop_of(const ContentSection *section, Str8 event) {
    return str8_equal(section->kind, STR8("workshop")) &&
           str8_equal(content_value(section, "event"), event);
}

static bool add_sessions(const EventMaker *maker, const ContentSection *section, Event *event) {
    Session *sessions = ARENA_ARRAY(maker->arena, Session, EVENT_SESSIONS_DEMO_MAX);
    size_t count = 0;
    for (size_t i = 0; i < section->fields_count && sessions != NULL; i++) {
        if (!str8_equal(section->fields[i].key, STR8("session"))) {
            continue;
        }
        if (count == EVENT_SESSIONS_DEMO_MAX ||
            !add_room(maker, section->fields[i].value, event->uid, &sessions[count])) {
            return false;
        }
        count++;
    }
    for (size_t i = 0; i < maker->content->count && sessions != NULL; i++) {
        if (count < EVENT_SESSIONS_DEMO_MAX &&
            is_workshop_of(&maker->content->sections[i], section->name)) {
            sessions[count++] = workshop_session(maker, &maker->content->sections[i], event->uid);
        }
    }
    event->sessions = sessions;
    event->sessions_count = count;
    return sessions != NULL;
}

static bool make_event(const EventMaker *maker, const ContentSection *section, Event *event) {
    Str8 uid = str8_format(maker->arena, "%.*s/%04d-%02d-%02d@demo", STR8_ARG(section->name),
                           maker->day.year, maker->day.month, maker->day.day);
    *event = (Event){
        .id = id_from_name(STR8("demo/event"), uid),
        .uid = uid,
        .title = content_texts(maker->arena, section, "title", CONTENT_WHOLE),
        .place = content_value(section, "place"),
        .start_utc_ms = time_of(maker, content_value(section, "start")),
        .end_utc_ms = time_of(maker, content_value(section, "end")),
    };
    return event_kind_parse(content_value(section, "kind"), &event->kind) &&
           event->end_utc_ms > event->start_utc_ms && add_sessions(maker, section, event);
}

/** The event takes place on that day, counted from 1970-01-01, a Thursday. */
static bool is_on(const ContentSection *section, int64_t day) {
    int64_t every = 0;
    int64_t on = 0;
    return str8_equal(section->kind, STR8("event")) &&
           str8_to_int(content_value(section, "every"), &every) && every > 0 &&
           str8_to_int(content_value(section, "on"), &on) && day % every == on;
}

ErrCode content_events(Arena *arena, Str8 text, ContentDays days, Event **events, size_t *count,
                       Err *err) {
    Content content;
    ErrCode code = content_parse(arena, text, &content, err);
    if (code != ERR_OK) {
        return code;
    }
    FOYER_ASSERT(days.count > 0);
    Event *made = ARENA_ARRAY(arena, Event, content.count * (size_t)days.count);
    size_t made_count = 0;
    EventMaker maker = {.arena = arena, .content = &content, .zone = days.zone, .err = err};
    Civil first = zone_to_local(days.zone, days.now_utc_ms);
    first.hour = first.minute = first.second = 0;
    for (int day = 0; day < days.count && made != NULL; day++) {
        maker.day = civil_from_ms(civil_to_ms(first) + (int64_t)day * DAY_MS);
        for (size_t i = 0; i < content.count; i++) {
            if (is_on(&content.sections[i], civil_to_ms(maker.day) / DAY_MS) &&
                !make_event(&maker, &content.sections[i], &made[made_count++])) {
                return err_set(err, ERR_INVALID, "event %.*s of the demo could not be read",
                               STR8_ARG(content.sections[i].name));
            }
        }
    }
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the demo's events");
    }
    *events = made;
    *count = made_count;
    return ERR_OK;
}

ErrCode content_school(Arena *arena, Str8 text, School *school, const Str8 **languages,
                       size_t *languages_count, Err *err) {
    Content content;
    ErrCode code = content_parse(arena, text, &content, err);
    if (code != ERR_OK) {
        return code;
    }
    const ContentSection *section = section_named(&content, "school", (Str8){NULL, 0});
    Str8 *tags = ARENA_ARRAY(arena, Str8, SCHOOL_LANGUAGES_MAX);
    if (section == NULL || tags == NULL) {
        return err_set(err, ERR_INVALID, "the demo's content has no school");
    }
    size_t count = 0;
    for (Str8 rest = content_value(section, "languages");
         rest.ptr != NULL && count < SCHOOL_LANGUAGES_MAX;) {
        tags[count++] = str8_cut(rest, ' ', &rest);
    }
    *school = (School){
        .name = content_texts(arena, section, "name", CONTENT_WHOLE),
        .country = content_value(section, "country"),
        .phone = content_value(section, "phone"),
        .demo = true,
    };
    *languages = tags;
    *languages_count = count;
    return ERR_OK;
}
