#include "data/base/check.h"
#include "data/base/civil.h"
#include "data/demo/content.h"

static const char *const WEEKDAYS[7] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

static int weekday_of(Str8 text) {
    for (int i = 0; i < 7; i++) {
        if (str8_equal(text, str8_from(WEEKDAYS[i]))) {
            return i;
        }
    }
    return -1;
}

/** "Mon-Fri 8:00-15:30": one row a day. False when it cannot be read. */
static bool add_hours(Str8 text, Hours *hours, size_t *count) {
    Str8 times;
    Str8 last_text;
    Str8 closes_text;
    Str8 first_text = str8_cut(str8_cut(str8_trim(text), ' ', &times), '-', &last_text);
    int first = weekday_of(first_text);
    int last = last_text.ptr == NULL ? first : weekday_of(last_text);
    int opens = content_minute(str8_cut(times, '-', &closes_text));
    int closes = content_minute(closes_text);
    if (first < 0 || last < 0 || opens < 0 || closes <= opens) {
        return false;
    }
    for (int day = first;; day = (day + 1) % 7) {
        if (*count == SERVICE_HOURS_MAX) {
            return false;
        }
        hours[(*count)++] = (Hours){day, opens, closes};
        if (day == last) {
            return true;
        }
    }
}

static bool read_hours(Arena *arena, Str8 text, Service *service) {
    Hours *hours = ARENA_ARRAY(arena, Hours, SERVICE_HOURS_MAX);
    size_t count = 0;
    for (Str8 rest = text; hours != NULL && rest.ptr != NULL;) {
        if (!add_hours(str8_cut(rest, ';', &rest), hours, &count)) {
            return false;
        }
    }
    service->hours = hours;
    service->hours_count = count;
    return hours != NULL;
}

bool content_needs(Str8 text, uint32_t *needs) {
    uint32_t found = 0;
    for (Str8 rest = text; rest.ptr != NULL;) {
        Need need;
        if (!need_parse(str8_cut(rest, ' ', &rest), &need)) {
            return false;
        }
        found |= UINT32_C(1) << need;
    }
    *needs = found;
    return found != 0;
}

bool content_checked(const ContentSection *section, int64_t now_utc_ms, int64_t *assured_utc_ms) {
    int64_t days = 0;
    if (!str8_to_int(content_value(section, "checked"), &days)) {
        return false;
    }
    /* Noon, so that loading again on the same day changes nothing. */
    *assured_utc_ms = (now_utc_ms / DAY_MS - days) * DAY_MS + DAY_MS / 2;
    return true;
}

static bool read_languages(Arena *arena, Str8 text, Service *service) {
    Str8 *languages = ARENA_ARRAY(arena, Str8, SERVICE_LANGUAGES_MAX);
    size_t count = 0;
    for (Str8 rest = text; languages != NULL && rest.ptr != NULL;) {
        if (count == SERVICE_LANGUAGES_MAX) {
            return false;
        }
        languages[count++] = str8_cut(rest, ' ', &rest);
    }
    service->languages = languages;
    service->languages_count = count;
    return count > 0;
}

static bool read_service(Arena *arena, const ContentSection *section, int64_t now_utc_ms,
                         Service *service) {
    *service = (Service){
        .id = id_from_name(STR8("demo/service"), section->name),
        .key = section->name,
        .own = true,
        .is_person = str8_equal(content_value(section, "person"), STR8("yes")),
        .name = content_texts(arena, section, "name", CONTENT_WHOLE),
        .role = content_texts(arena, section, "role", CONTENT_WHOLE),
        .summary = content_texts(arena, section, "summary", CONTENT_WHOLE),
        .place = content_texts(arena, section, "place", CONTENT_WHOLE),
        .cost = content_texts(arena, section, "cost", CONTENT_WHOLE),
        .eligibility = content_texts(arena, section, "eligibility", CONTENT_WHOLE),
        .ineligibility = content_texts(arena, section, "ineligibility", CONTENT_WHOLE),
        .documents = content_texts(arena, section, "documents", CONTENT_WHOLE),
        .apply = content_texts(arena, section, "apply", CONTENT_WHOLE),
        .wait = content_texts(arena, section, "wait", CONTENT_WHOLE),
        .address = content_value(section, "address"),
        .room = content_value(section, "room"),
        .phone = content_value(section, "phone"),
        .email = content_value(section, "email"),
        .url = content_value(section, "url"),
    };
    for (int i = 0; i < SERVICE_HELPS_MAX; i++) {
        TextSet help = content_texts(arena, section, "help", i);
        if (help.count > 0) {
            service->helps[service->helps_count++] = help;
        }
    }
    return content_checked(section, now_utc_ms, &service->assured_utc_ms) &&
           content_needs(content_value(section, "needs"), &service->needs) &&
           read_languages(arena, content_value(section, "languages"), service) &&
           read_hours(arena, content_value(section, "hours"), service);
}

ErrCode content_services(Arena *arena, Str8 text, int64_t now_utc_ms, Service **services,
                         size_t *count, Err *err) {
    Content content;
    ErrCode code = content_parse(arena, text, &content, err);
    if (code != ERR_OK) {
        return code;
    }
    Service *made = ARENA_ARRAY(arena, Service, content.count);
    if (made == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the demo's services");
    }
    for (size_t i = 0; i < content.count; i++) {
        if (!read_service(arena, &content.sections[i], now_utc_ms, &made[i])) {
            return err_set(err, ERR_INVALID, "service %.*s of the demo could not be read",
                           STR8_ARG(content.sections[i].name));
        }
    }
    *services = made;
    *count = content.count;
    return ERR_OK;
}
