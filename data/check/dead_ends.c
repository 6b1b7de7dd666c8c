#include "data/check/dead_ends.h"

#include "data/base/check.h"
#include "data/base/civil.h"
#include "data/check/audience.h"

static const AgeRange GROWN_UPS = {21, 54};

static const char *const NEED_WORDS[NEED_COUNT] = {
    [NEED_TALK] = "Someone to talk to",
    [NEED_STRUGGLING] = "My child is struggling",
    [NEED_FOOD] = "Food",
    [NEED_HOUSING] = "A place to live",
    [NEED_HEALTH] = "Health",
    [NEED_SPECIAL_EDUCATION] = "Special education",
    [NEED_WORK] = "Work and money",
    [NEED_LEGAL] = "Papers and legal help",
    [NEED_LEARN] = "Learning English, classes for grown-ups",
    [NEED_AFTER_SCHOOL] = "After school and child care",
    [NEED_SAFETY] = "Safety",
    [NEED_INTERPRETER] = "An interpreter",
    [NEED_BABY] = "Babies and pregnancy",
    [NEED_CLOTHES] = "Clothes",
    [NEED_TRANSPORT] = "Getting around",
    [NEED_DISABILITY] = "Disability",
    [NEED_OLDER] = "Older people",
    [NEED_PLAY] = "Sports, arts, parks",
    [NEED_MORE] = "More",
};

static const char *need_words(Need need) {
    FOYER_ASSERT(need < NEED_COUNT);
    return NEED_WORDS[need];
}

Str8 language_words(Str8 tag) {
    static const char *const NAMES[][2] = {
        {"en", "English"},        {"es", "Spanish"},   {"ar", "Arabic"},     {"zh", "Chinese"},
        {"ht", "Haitian Creole"}, {"fr", "French"},    {"vi", "Vietnamese"}, {"pt", "Portuguese"},
        {"ru", "Russian"},        {"uk", "Ukrainian"}, {"ko", "Korean"},     {"so", "Somali"},
        {"am", "Amharic"},        {"ti", "Tigrinya"},  {"fa", "Persian"},    {"prs", "Dari"},
        {"ps", "Pashto"},         {"ur", "Urdu"},      {"hi", "Hindi"},      {"bn", "Bengali"},
        {"ne", "Nepali"},         {"my", "Burmese"},   {"kar", "Karen"},     {"hmn", "Hmong"},
        {"sw", "Swahili"},        {"tl", "Tagalog"},   {"km", "Khmer"},      {"lo", "Lao"},
        {"pl", "Polish"},         {"ja", "Japanese"},  {"de", "German"},     {"it", "Italian"},
    };
    Str8 rest;
    Str8 primary = str8_cut(tag, '-', &rest);
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++) {
        if (str8_equal(primary, str8_from(NAMES[i][0]))) {
            return str8_from(NAMES[i][1]);
        }
    }
    return tag;
}

static Str8 grade_words(Arena *arena, Str8 grade) {
    int64_t number = 0;
    Str8 digits = str8_starts_with(grade, STR8("0")) ? str8_slice(grade, 1, grade.len) : grade;
    if (str8_equal(grade, STR8("KG"))) {
        return STR8("kindergarten");
    }
    if (str8_equal(grade, STR8("PK")) || str8_equal(grade, STR8("PR"))) {
        return STR8("before kindergarten");
    }
    return str8_to_int(digits, &number) ? str8_format(arena, "grade %d", (int)number) : grade;
}

bool assured_is_fresh(int64_t assured_utc_ms, int64_t now_utc_ms) {
    return assured_utc_ms > 0 &&
           now_utc_ms - assured_utc_ms <= (int64_t)SERVICE_OLD_AFTER_DAYS * DAY_MS;
}

static bool text_set_is_empty(TextSet set) {
    return text_set_pick(set, STR8("en"), NULL).len == 0;
}

bool service_is_reachable(const Service *service) {
    return service->phone.len > 0 || service->url.len > 0 || service->email.len > 0 ||
           service->address.len > 0 || service->room.len > 0 ||
           (service->own && !text_set_is_empty(service->place));
}

static bool rule_is_over(const ScheduleRule *rule, int32_t today) {
    return (rule->valid_to != SCHEDULE_NO_DAY && rule->valid_to < today) ||
           (rule->until_day != SCHEDULE_NO_DAY && rule->until_day < today) ||
           (rule->freq == SCHEDULE_ONCE && rule->start_day != SCHEDULE_NO_DAY &&
            rule->start_day < today);
}

/*
 * A schedule whose every opening has ended is a service that has ended; none at all is no news.
 * Days on which it is closed open nothing.
 */
static bool service_is_live(const Service *service, int32_t today) {
    size_t openings = 0;
    size_t over = 0;
    for (size_t i = 0; i < service->rules_count; i++) {
        const ScheduleRule *rule = &service->rules[i];
        openings += rule->closed ? 0 : 1;
        over += !rule->closed && rule_is_over(rule, today) ? 1 : 0;
    }
    return service->hours_count > 0 || openings == 0 || over < openings;
}

static Str8 primary_of(Str8 tag) {
    Str8 rest;
    return str8_cut(tag, '-', &rest);
}

static bool service_speaks(const Service *service, Str8 language) {
    if (!text_set_is_empty(service->interpreter)) {
        return true;
    }
    for (size_t i = 0; i < service->languages_count; i++) {
        if (str8_equal_ignoring_case(primary_of(service->languages[i]), primary_of(language))) {
            return true;
        }
    }
    return service->languages_count == 0 && service->name.count > 0 &&
           str8_equal_ignoring_case(primary_of(service->name.items[0].language),
                                    primary_of(language));
}

/* Needs of the child in that grade; BABY and OLDER are somebody else's in the family. */
static bool is_childs(Need need) {
    return need == NEED_STRUGGLING || need == NEED_SPECIAL_EDUCATION || need == NEED_AFTER_SCHOOL ||
           need == NEED_PLAY;
}

static uint32_t all_grades(const DeadEnds *ends) {
    return (1u << ends->grades_count) - 1;
}

static uint32_t grades_of(const DeadEnds *ends, const Audience *audience, Need need) {
    uint32_t grades = 0;
    if (need == NEED_BABY || need == NEED_OLDER ||
        (!is_childs(need) && audience_has(audience, GROWN_UPS))) {
        return all_grades(ends);
    }
    for (size_t i = 0; i < ends->grades_count; i++) {
        grades |= audience_has(audience, audience_grade(ends->grades[i])) ? 1u << i : 0;
    }
    return grades;
}

void dead_ends_add(DeadEnds *ends, const Service *service) {
    FOYER_ASSERT(ends->languages_count <= SCHOOL_LANGUAGES_MAX);
    FOYER_ASSERT(ends->grades_count <= GRADES_MAX);
    bool person = service->own && service->is_person;
    bool usable = assured_is_fresh(service->assured_utc_ms, ends->now_utc_ms) &&
                  service_is_reachable(service) && service_is_live(service, ends->today);
    for (unsigned need = 0; need < NEED_COUNT; need++) {
        size_t has = (service->needs & 1u << need) != 0 ? 1 : 0;
        ends->having[need] += has;
        ends->usable[need] += usable ? has : 0;
    }
    if (!usable) {
        return;
    }
    Audience audience = audience_of(text_set_pick(service->eligibility, STR8("en"), NULL));
    for (unsigned need = 0; need < NEED_COUNT; need++) {
        if ((service->needs & 1u << need) == 0) {
            continue;
        }
        uint32_t grades = person ? all_grades(ends) : grades_of(ends, &audience, (Need)need);
        for (size_t i = 0; i < ends->languages_count; i++) {
            bool speaks = person || service_speaks(service, ends->languages[i]);
            ends->covered[need][i] |= speaks ? grades : 0;
        }
    }
}

/* ---- telling ---- */

typedef struct {
    const DeadEnds *ends;
    Waivers *waivers;
    Findings *findings;
} Teller;

/* An empty `language` or `grade` stands for all of them. */
static Str8 cell_key(const Teller *teller, Need need, Str8 language, Str8 grade) {
    Str8 all = STR8("*");
    return str8_format(teller->findings->arena, "%.*s/%.*s/%.*s", STR8_ARG(need_name(need)),
                       STR8_ARG(language.len > 0 ? language : all),
                       STR8_ARG(grade.len > 0 ? grade : all));
}

/* Why so many entries help nobody. */
static Str8 with_reason(const Teller *teller, Need need, Str8 detail) {
    const DeadEnds *ends = teller->ends;
    Arena *arena = teller->findings->arena;
    if (ends->having[need] == 0) {
        return detail;
    }
    if (ends->usable[need] == 0) {
        return str8_format(
            arena,
            "%.*s (of %zu here none is still there, can be reached and was checked within %d days)",
            STR8_ARG(detail), ends->having[need], SERVICE_OLD_AFTER_DAYS);
    }
    return str8_format(arena, "%.*s (%zu here are for others)", STR8_ARG(detail),
                       ends->usable[need]);
}

static void tell(const Teller *teller, Need need, Str8 language, Str8 grade, bool waived) {
    Arena *arena = teller->findings->arena;
    Str8 detail = STR8("nobody for any family");
    if (language.len > 0 && grade.len > 0) {
        detail =
            str8_format(arena, "nobody for families who speak %.*s, %.*s",
                        STR8_ARG(language_words(language)), STR8_ARG(grade_words(arena, grade)));
    } else if (language.len > 0) {
        detail = str8_format(arena, "nobody for families who speak %.*s",
                             STR8_ARG(language_words(language)));
    }
    detail = with_reason(teller, need, detail);
    Finding finding = {.kind = FINDING_DEAD_END,
                       .key = cell_key(teller, need, language, grade),
                       .what = str8_from(need_words(need)),
                       .detail = detail,
                       .waived = waived};
    findings_add(teller->findings, &finding);
}

/* Grades of one need and language that are dead ends; the waived ones are told and left out. */
static uint32_t open_grades(const Teller *teller, Need need, size_t language) {
    const DeadEnds *ends = teller->ends;
    uint32_t open = all_grades(ends) & ~ends->covered[need][language];
    for (size_t i = 0; i < ends->grades_count; i++) {
        if ((open & 1u << i) != 0 &&
            waivers_cover(teller->waivers, FINDING_DEAD_END,
                          cell_key(teller, need, ends->languages[language], ends->grades[i]))) {
            tell(teller, need, ends->languages[language], ends->grades[i], true);
            open &= ~(1u << i);
        }
    }
    return open;
}

static void tell_need(const Teller *teller, Need need) {
    const DeadEnds *ends = teller->ends;
    uint32_t open[SCHOOL_LANGUAGES_MAX] = {0};
    size_t whole = 0;
    for (size_t i = 0; i < ends->languages_count; i++) {
        open[i] = open_grades(teller, need, i);
        whole += open[i] == all_grades(ends) ? 1 : 0;
    }
    if (whole == ends->languages_count) {
        tell(teller, need, (Str8){NULL, 0}, (Str8){NULL, 0}, false);
        return;
    }
    for (size_t i = 0; i < ends->languages_count; i++) {
        if (open[i] == all_grades(ends)) {
            tell(teller, need, ends->languages[i], (Str8){NULL, 0}, false);
            continue;
        }
        for (size_t k = 0; k < ends->grades_count; k++) {
            if ((open[i] & 1u << k) != 0) {
                tell(teller, need, ends->languages[i], ends->grades[k], false);
            }
        }
    }
}

void dead_ends_report(const DeadEnds *ends, Waivers *waivers, Findings *findings) {
    FOYER_ASSERT(ends->languages_count > 0 && ends->grades_count > 0);
    Teller teller = {ends, waivers, findings};
    for (unsigned need = 0; need < NEED_MORE; need++) {
        tell_need(&teller, (Need)need);
    }
}
