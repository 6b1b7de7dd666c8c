#include "tests/screens/fixtures.h"

#include "data/base/check.h"
#include "kiosk/paper/code.h"

static const LanguageChoice *languages_of(const Maker *maker, size_t *chosen) {
    size_t count = locale_set_count(maker->locales);
    LanguageChoice *languages = ARENA_ARRAY(maker->arena, LanguageChoice, count);
    for (size_t i = 0; i < count; i++) {
        const Locale *locale = locale_set_at(maker->locales, i);
        languages[i] = (LanguageChoice){.tag = locale_language(locale),
                                        .name = locale_name(locale),
                                        .rtl = locale_is_rtl(locale),
                                        .chosen = locale == maker->locale};
        *chosen = languages[i].chosen ? i : *chosen;
    }
    return languages;
}

void fixture_frame(const Maker *maker, View *view, ScreenId screen, Flow flow) {
    *view = (View){.screen = screen};
    FrameView *frame = &view->frame;
    frame->locale = maker->locale;
    frame->school_name =
        fixture_pick(maker, "Maple Grove School", "Maple Grove School", "مدرسة ميبل غروف");
    frame->now_utc_ms = fixture_time(18, 2);
    frame->flow = flow;
    frame->can_go_back = screen != SCREEN_HOME;
    frame->can_hide = flow == FLOW_HELP;
    frame->event_open = true;
    frame->languages = languages_of(maker, &frame->language_chosen);
    frame->languages_count = locale_set_count(maker->locales);
}

int64_t fixture_time(int hour, int minute) {
    enum { OFFSET_HOURS = 4 }; /* New York in October */
    Civil civil = {.year = 2025, .month = 10, .day = 16, .hour = hour, .minute = minute};
    return civil_to_ms(civil) + (int64_t)OFFSET_HOURS * HOUR_MS;
}

Str8 fixture_pick(const Maker *maker, const char *english, const char *spanish,
                  const char *arabic) {
    Str8 language = locale_language(maker->locale);
    if (str8_starts_with(language, STR8("es"))) {
        return str8_from(spanish);
    }
    return str8_from(str8_starts_with(language, STR8("ar")) ? arabic : english);
}

Id fixture_id(const char *word) {
    return id_from_name(STR8("fixture"), str8_from(word));
}

CodeView fixture_code(const Maker *maker, Str8 payload) {
    Code code = {0};
    ErrCode result = code_make(maker->arena, payload, CODE_SCREEN_VERSION_MAX, &code, NULL);
    FOYER_ASSERT(result == ERR_OK);
    return (CodeView){.modules = code.modules, .side = code.side, .payload = payload};
}
