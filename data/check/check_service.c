#include "data/check/check_service.h"

#include "data/base/civil.h"
#include "data/check/dead_ends.h"
#include "data/domain/link.h"

enum {
    FIELDS_BYTES_MAX = 400, /* of the list of fields that miss a language */
    LINE_BYTES_MAX = 100,   /* of hours as somebody wrote them */
    UTF8_BYTES_MAX = 6,     /* a blank, a character, the end */
};

/* A finding, waived or not. */
static void check_add(const Check *check, FindingKind kind, Str8 key, Str8 what, Str8 detail) {
    Finding finding = {kind, key, what, detail, waivers_cover(check->waivers, kind, key)};
    findings_add(check->findings, &finding);
}

static Str8 english(TextSet set) {
    return text_set_pick(set, STR8("en"), NULL);
}

static void check_link(const Check *check, Str8 key, Str8 what, Str8 url) {
    LinkFault fault = link_check(url, NULL);
    if (url.len == 0 || fault == LINK_OK) {
        return;
    }
    check_add(
        check, FINDING_LINK, key, what,
        str8_format(check->findings->arena, "%.*s %s", STR8_ARG(url), link_fault_words(fault)));
}

static void check_date(const Check *check, Str8 key, Str8 what, int64_t assured_utc_ms) {
    if (assured_is_fresh(assured_utc_ms, check->now_utc_ms)) {
        return;
    }
    long long days = (check->now_utc_ms - assured_utc_ms) / DAY_MS;
    check_add(check, FINDING_STALE, key, what,
              assured_utc_ms <= 0
                  ? STR8("never checked")
                  : str8_format(check->findings->arena, "last checked %lld days ago", days));
}

/* ---- translations ---- */

/* One text of a thing, by the name a secretary knows. */
typedef struct {
    const char *name;
    TextSet set;
} Field;

static bool set_has(TextSet set, Str8 language) {
    for (size_t i = 0; i < set.count; i++) {
        if (str8_equal(set.items[i].language, language) && set.items[i].text.len > 0) {
            return true;
        }
    }
    return false;
}

static void list_missing(Str8Builder *list, const Field *fields, size_t count, Str8 language) {
    for (size_t i = 0; i < count; i++) {
        bool named = i > 0 && fields[i - 1].name == fields[i].name && list->len > 0;
        if (english(fields[i].set).len > 0 && !set_has(fields[i].set, language) && !named) {
            builder_add(list, list->len > 0 ? STR8(", ") : STR8(""));
            builder_add(list, str8_from(fields[i].name));
        }
    }
}

static void check_fields(const Check *check, Str8 key, Str8 what, const Field *fields,
                         size_t count) {
    for (size_t i = 0; i < check->languages_count; i++) {
        char buffer[FIELDS_BYTES_MAX];
        Str8Builder list = builder_make(buffer, sizeof buffer);
        list_missing(&list, fields, count, check->languages[i]);
        if (list.len > 0) {
            Arena *arena = check->findings->arena;
            check_add(check, FINDING_TRANSLATION,
                      str8_format(arena, "%.*s/%.*s", STR8_ARG(key), STR8_ARG(check->languages[i])),
                      what,
                      str8_format(arena, "not in %.*s: %.*s",
                                  STR8_ARG(language_words(check->languages[i])),
                                  STR8_ARG(builder_text(&list))));
        }
    }
}

/* Names of people and organizations are the same in every language. */
static void check_service_words(const Check *check, const Service *service, Str8 key, Str8 what) {
    const TextSet none = {NULL, 0};
    Field fields[13 + SERVICE_HELPS_MAX] = {
        {"name", service->is_person ? none : service->name},
        {"role", service->is_person ? service->role : none},
        {"summary", service->summary},
        {"place", service->place},
        {"cost", service->cost},
        {"for whom", service->eligibility},
        {"not for whom", service->ineligibility},
        {"what to bring", service->documents},
        {"how to apply", service->apply},
        {"waiting time", service->wait},
        {"interpreter", service->interpreter},
        {"hours", service->hours_text},
        {"alert", service->alert},
    };
    size_t count = 13;
    for (size_t i = 0; i < service->helps_count; i++) {
        fields[count++] = (Field){"what they help with", service->helps[i]};
    }
    check_fields(check, key, what, fields, count);
}

/* ---- things ---- */

static Str8 service_what(const Check *check, const Service *service) {
    Str8 name = english(service->name);
    Str8 role = english(service->role);
    if (role.len == 0 || str8_equal(role, name)) {
        return name;
    }
    return str8_format(check->findings->arena, "%.*s, %.*s", STR8_ARG(name), STR8_ARG(role));
}

/* What may have many lines, as the beginning of one. */
static Str8 one_line(Arena *arena, Str8 text) {
    Str8Builder line = builder_in(arena, LINE_BYTES_MAX);
    bool gap = false;
    for (size_t i = 0; i < text.len && line.len + UTF8_BYTES_MAX < LINE_BYTES_MAX;) {
        uint32_t code = str8_next(text, &i);
        if (code <= ' ') {
            gap = true;
            continue;
        }
        if (gap && line.len > 0) {
            builder_add_char(&line, ' ');
        }
        builder_add_code(&line, code);
        gap = false;
    }
    return builder_text(&line);
}

static void check_service_hours(const Check *check, const Service *service, Str8 key, Str8 what) {
    bool has_rows = service->hours_count + service->rules_count > 0;
    Str8 text = english(service->hours_text);
    if (!has_rows && text.len > 0) {
        check_add(check, FINDING_HOURS, key, what,
                  str8_format(check->findings->arena, "\"%.*s\"",
                              STR8_ARG(one_line(check->findings->arena, text))));
    } else if (!has_rows && service->own) {
        check_add(check, FINDING_HOURS, key, what, STR8("no hours"));
    }
}

void check_service(const Check *check, const Service *service) {
    Str8 key = str8_format(check->findings->arena, "%s/%.*s", service->own ? "own" : "city",
                           STR8_ARG(service->key));
    Str8 what = service_what(check, service);
    if (!service_is_reachable(service)) {
        check_add(check, FINDING_UNREACHABLE, key, what, STR8("nothing to call, open or go to"));
    }
    check_date(check, key, what, service->assured_utc_ms);
    check_link(check, key, what, service->url);
    check_service_hours(check, service, key, what);
    if (service->own) {
        check_service_words(check, service, key, what);
    }
}

static void check_guide_take(const Check *check, const Guide *guide, Str8 key, Str8 what) {
    for (size_t i = 0; i < guide->take.count; i++) {
        const TextIn *take = &guide->take.items[i];
        if (take->text.len > GUIDE_TAKE_BYTES_MAX) {
            check_add(check, FINDING_GUIDE, key, what,
                      str8_format(check->findings->arena,
                                  "what goes home in %.*s is %zu bytes long, and %d fit a code",
                                  STR8_ARG(language_words(take->language)), take->text.len,
                                  GUIDE_TAKE_BYTES_MAX));
        }
    }
}

void check_guide(const Check *check, const Guide *guide, bool person_is_there) {
    Arena *arena = check->findings->arena;
    Str8 key = str8_format(arena, "guide/%.*s", STR8_ARG(guide->key));
    Str8 what = english(guide->title);
    Field fields[3 + GUIDE_STEPS_MAX + GUIDE_QUESTIONS_MAX] = {
        {"title", guide->title}, {"summary", guide->summary}, {"what goes home", guide->take}};
    size_t count = 3;
    for (size_t i = 0; i < guide->steps_count; i++) {
        fields[count++] = (Field){"steps", guide->steps[i]};
    }
    for (size_t i = 0; i < guide->questions_count; i++) {
        fields[count++] = (Field){"questions", guide->questions[i]};
    }
    check_fields(check, key, what, fields, count);
    check_date(check, key, what, guide->assured_utc_ms);
    check_link(check, key, what, guide->url);
    check_guide_take(check, guide, key, what);
    if (!person_is_there) {
        check_add(check, FINDING_GUIDE, key, what,
                  str8_format(arena, "names '%.*s', who is not among the school's people",
                              STR8_ARG(guide->person)));
    }
}

void check_channel(const Check *check, const Channel *channel) {
    Str8 key = str8_format(check->findings->arena, "channel/%.*s", STR8_ARG(channel->key));
    Str8 what = english(channel->name);
    Field fields[] = {{"name", channel->name}, {"what it is for", channel->purpose}};
    check_fields(check, key, what, fields, 2);
    check_link(check, key, what, channel->url);
    if (channel->url.len == 0 && channel->join_code.len == 0 && channel->sms_number.len == 0 &&
        channel->email.len == 0 && channel->network.len == 0) {
        check_add(check, FINDING_UNREACHABLE, key, what, STR8("no code, number, link or address"));
    }
}

void check_event(const Check *check, const Event *event) {
    Arena *arena = check->findings->arena;
    Str8 key = str8_format(arena, "event/%.*s", STR8_ARG(event->uid));
    Str8 title = str8_trim(english(event->title));
    Civil day = civil_from_ms(event->start_utc_ms);
    Str8 what = title.len > 0 ? title
                              : str8_format(arena, "the event of %04d-%02d-%02d", day.year,
                                            day.month, day.day);
    if (title.len == 0) {
        check_add(check, FINDING_EVENT, key, what, STR8("no title"));
    }
    for (size_t i = 0; i < event->sessions_count; i++) {
        const Session *session = &event->sessions[i];
        if (session->grade.len == 0 && english(session->title).len == 0 &&
            session->teacher.len == 0) {
            check_add(check, FINDING_EVENT, key, what,
                      str8_format(arena, "part %zu has no title, grade or teacher", i + 1));
        }
    }
}
