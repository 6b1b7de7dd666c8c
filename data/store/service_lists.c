#include "data/store/service_lists.h"

#include "data/store/text_rows.h"

/* One writer and one reader a list, with the same limits on both sides. */
enum { RULE_NUMBERS = 12, DAY_MINUTES = 1440 };

static void separate(Str8Builder *builder, size_t index, char separator) {
    if (index > 0) {
        builder_add_char(builder, separator);
    }
}

static size_t items_count(Str8 text, char separator) {
    size_t count = text.len > 0 ? 1 : 0;
    for (size_t i = 0; i < text.len; i++) {
        count += text.ptr[i] == separator ? 1 : 0;
    }
    return count;
}

/* The next number of `*rest`; "-" is `none`. */
static bool take_number(Str8 *rest, int64_t none, int64_t min, int64_t max, int64_t *number) {
    Str8 item = str8_cut(*rest, ' ', rest);
    if (str8_equal(item, STR8("-"))) {
        *number = none;
        return none == SCHEDULE_NO_DAY;
    }
    return str8_to_int(item, number) && *number >= min && *number <= max;
}

/* ---- needs ---- */

void needs_write(Str8Builder *builder, uint32_t needs) {
    size_t written = 0;
    for (unsigned need = 0; need < NEED_COUNT; need++) {
        if ((needs & 1u << need) != 0) {
            separate(builder, written++, ' ');
            builder_add(builder, need_name((Need)need));
        }
    }
}

uint32_t needs_read(Str8 text) {
    uint32_t needs = 0;
    for (Str8 rest = text; rest.len > 0;) {
        Need need = NEED_MORE;
        if (need_parse(str8_cut(rest, ' ', &rest), &need)) {
            needs |= 1u << need;
        }
    }
    return needs;
}

/* ---- languages ---- */

void languages_write(Str8Builder *builder, const Service *service) {
    for (size_t i = 0; i < service->languages_count; i++) {
        separate(builder, i, ' ');
        builder_add(builder, service->languages[i]);
    }
}

ErrCode languages_read(Str8 text, Arena *arena, Service *service) {
    size_t count = items_count(text, ' ');
    if (count == 0) {
        return ERR_OK;
    }
    Str8 copy = str8_copy(arena, text);
    Str8 *languages = ARENA_ARRAY(arena, Str8, count);
    if (languages == NULL || copy.ptr == NULL) {
        return ERR_NO_MEMORY;
    }
    bool valid = count <= SERVICE_LANGUAGES_MAX;
    for (size_t i = 0; valid && i < count; i++) {
        languages[i] = str8_cut(copy, ' ', &copy);
        valid = language_is_valid(languages[i]);
    }
    service->languages = languages;
    service->languages_count = valid ? count : 0;
    return valid ? ERR_OK : ERR_CORRUPT;
}

/* ---- hours ---- */

static bool span_is_valid(int opens_minute, int closes_minute) {
    return opens_minute >= 0 && opens_minute < closes_minute && closes_minute <= DAY_MINUTES;
}

static bool weekday_is_valid(int weekday) {
    return weekday >= 0 && weekday <= 6;
}

void hours_write(Str8Builder *builder, const Service *service) {
    for (size_t i = 0; i < service->hours_count; i++) {
        const Hours *hours = &service->hours[i];
        separate(builder, i, ';');
        builder_add_int(builder, hours->weekday);
        builder_add_char(builder, ' ');
        builder_add_int(builder, hours->opens_minute);
        builder_add_char(builder, ' ');
        builder_add_int(builder, hours->closes_minute);
    }
}

static bool hours_parse(Str8 item, Hours *hours) {
    int64_t weekday = 0;
    int64_t opens = 0;
    int64_t closes = 0;
    bool valid = take_number(&item, 0, 0, 6, &weekday) &&
                 take_number(&item, 0, 0, DAY_MINUTES, &opens) &&
                 take_number(&item, 0, 0, DAY_MINUTES, &closes) && item.len == 0;
    *hours = (Hours){(int)weekday, (int)opens, (int)closes};
    return valid && span_is_valid(hours->opens_minute, hours->closes_minute);
}

ErrCode hours_read(Str8 text, Arena *arena, Service *service) {
    size_t count = items_count(text, ';');
    if (count == 0 || count > SERVICE_HOURS_MAX) {
        return count == 0 ? ERR_OK : ERR_CORRUPT;
    }
    Hours *list = ARENA_ARRAY(arena, Hours, count);
    if (list == NULL) {
        return ERR_NO_MEMORY;
    }
    bool valid = true;
    for (size_t i = 0; valid && i < count; i++) {
        valid = hours_parse(str8_cut(text, ';', &text), &list[i]);
    }
    service->hours = list;
    service->hours_count = valid ? count : 0;
    return valid ? ERR_OK : ERR_CORRUPT;
}

/* ---- rules ---- */

static void add_day(Str8Builder *builder, int32_t day) {
    if (day == SCHEDULE_NO_DAY) {
        builder_add_char(builder, '-');
    } else {
        builder_add_int(builder, day);
    }
    builder_add_char(builder, ' ');
}

static void add_number(Str8Builder *builder, int64_t number) {
    builder_add_int(builder, number);
    builder_add_char(builder, ' ');
}

static void add_rule(Str8Builder *builder, const ScheduleRule *rule) {
    add_number(builder, rule->freq);
    add_number(builder, rule->interval);
    add_day(builder, rule->start_day);
    add_day(builder, rule->until_day);
    add_number(builder, rule->count);
    add_day(builder, rule->valid_from);
    add_day(builder, rule->valid_to);
    add_number(builder, rule->week_starts);
    add_number(builder, rule->month_days);
    add_number(builder, rule->opens_minute);
    add_number(builder, rule->closes_minute);
    builder_add_int(builder, rule->closed ? 1 : 0);
    for (size_t i = 0; i < rule->days_count; i++) {
        builder_add_char(builder, ' ');
        add_number(builder, rule->days[i].ordinal);
        builder_add_int(builder, rule->days[i].weekday);
    }
}

void rules_write(Str8Builder *builder, const Service *service) {
    for (size_t i = 0; i < service->rules_count; i++) {
        separate(builder, i, ';');
        add_rule(builder, &service->rules[i]);
    }
}

static bool day_is_valid(int32_t day) {
    return day == SCHEDULE_NO_DAY || (day >= -SCHEDULE_DAY_MAX && day <= SCHEDULE_DAY_MAX);
}

/* A day on which somebody is away has no minutes that matter. */
static bool rule_is_valid(const ScheduleRule *rule) {
    bool valid = (unsigned)rule->freq <= SCHEDULE_YEARLY && rule->interval >= 1 &&
                 rule->count >= 0 && weekday_is_valid(rule->week_starts) &&
                 rule->days_count <= SCHEDULE_ORDINALS_MAX && rule->opens_minute >= 0 &&
                 rule->opens_minute <= DAY_MINUTES && rule->closes_minute >= 0 &&
                 rule->closes_minute <= DAY_MINUTES &&
                 (rule->closed || span_is_valid(rule->opens_minute, rule->closes_minute));
    valid = valid && day_is_valid(rule->start_day) && day_is_valid(rule->until_day) &&
            day_is_valid(rule->valid_from) && day_is_valid(rule->valid_to);
    for (size_t i = 0; valid && i < rule->days_count; i++) {
        valid = weekday_is_valid(rule->days[i].weekday) && rule->days[i].ordinal >= -53 &&
                rule->days[i].ordinal <= 53;
    }
    return valid;
}

static bool days_parse(Str8 rest, ScheduleRule *rule) {
    bool valid = true;
    while (valid && rest.len > 0) {
        int64_t ordinal = 0;
        int64_t weekday = 0;
        valid = rule->days_count < SCHEDULE_ORDINALS_MAX &&
                take_number(&rest, 0, -53, 53, &ordinal) && take_number(&rest, 0, 0, 6, &weekday);
        if (valid) {
            rule->days[rule->days_count++] = (ScheduleDay){(int8_t)ordinal, (int8_t)weekday};
        }
    }
    return valid;
}

static bool rule_parse(Str8 item, ScheduleRule *rule) {
    static const int64_t NONE = SCHEDULE_NO_DAY;
    int64_t numbers[RULE_NUMBERS];
    for (size_t i = 0; i < RULE_NUMBERS; i++) {
        bool is_day = i == 2 || i == 3 || i == 5 || i == 6;
        if (!take_number(&item, is_day ? NONE : 0, INT32_MIN, UINT32_MAX, &numbers[i]) ||
            (i != 8 && numbers[i] > INT32_MAX)) {
            return false;
        }
    }
    *rule = (ScheduleRule){
        .freq = (ScheduleFreq)numbers[0],
        .interval = (int)numbers[1],
        .start_day = (int32_t)numbers[2],
        .until_day = (int32_t)numbers[3],
        .count = (int)numbers[4],
        .valid_from = (int32_t)numbers[5],
        .valid_to = (int32_t)numbers[6],
        .week_starts = (int)numbers[7],
        .month_days = (uint32_t)numbers[8],
        .opens_minute = (int)numbers[9],
        .closes_minute = (int)numbers[10],
        .closed = numbers[11] != 0,
    };
    return days_parse(item, rule) && rule_is_valid(rule);
}

ErrCode rules_read(Str8 text, Arena *arena, Service *service) {
    size_t count = items_count(text, ';');
    if (count == 0 || count > SERVICE_RULES_MAX) {
        return count == 0 ? ERR_OK : ERR_CORRUPT;
    }
    ScheduleRule *list = ARENA_ARRAY(arena, ScheduleRule, count);
    if (list == NULL) {
        return ERR_NO_MEMORY;
    }
    bool valid = true;
    for (size_t i = 0; valid && i < count; i++) {
        valid = rule_parse(str8_cut(text, ';', &text), &list[i]);
    }
    service->rules = list;
    service->rules_count = valid ? count : 0;
    return valid ? ERR_OK : ERR_CORRUPT;
}

bool service_lists_are_valid(const Service *service) {
    bool valid =
        service->hours_count <= SERVICE_HOURS_MAX && service->rules_count <= SERVICE_RULES_MAX &&
        service->languages_count <= SERVICE_LANGUAGES_MAX && service->needs < 1u << NEED_COUNT;
    for (size_t i = 0; valid && i < service->hours_count; i++) {
        const Hours *hours = &service->hours[i];
        valid = weekday_is_valid(hours->weekday) &&
                span_is_valid(hours->opens_minute, hours->closes_minute);
    }
    for (size_t i = 0; valid && i < service->rules_count; i++) {
        valid = rule_is_valid(&service->rules[i]);
    }
    for (size_t i = 0; valid && i < service->languages_count; i++) {
        valid = language_is_valid(service->languages[i]);
    }
    return valid;
}
