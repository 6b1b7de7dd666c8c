#include "data/base/check.h"
#include "kiosk/paper/parts.h"
#include "kiosk/paper/slip.h"
#include "kiosk/paper/words.h"

/* Several services, one below the other: who, the number, where and when. What an English speaker
 * needs to help stands under each, for a list is handed over whole. */

static void english_set(Galley *galley, Frame *frame, const PaperWords *words,
                        const Service *service) {
    Arena *arena = galley_arena(galley);
    const Locale *english = words->english;
    const Str8 who[] = {words_pick(arena, english, service->name, NULL),
                        words_pick(arena, english, service->role, NULL)};
    galley_speak(galley, english);
    part_gap(galley, frame, 8);
    part_text(galley, frame, TYPE_NOTE_BOLD, words_join(arena, who, 2, STR8(" · ")));
    part_content(galley, frame, TYPE_NOTE, words_where(arena, english, service));
    part_text(galley, frame, TYPE_NOTE, words_hours(arena, english, service));
    galley_speak(galley, words->locale);
}

static void item_set(Galley *galley, Frame *frame, const PaperWords *words,
                     const ServiceSlip *slip) {
    Arena *arena = galley_arena(galley);
    const Locale *locale = words->locale;
    const Service *service = slip->service;
    part_content(galley, frame, TYPE_LEAD, words_pick(arena, locale, service->name, NULL));
    part_content(galley, frame, TYPE_BODY, words_pick(arena, locale, service->role, NULL));
    part_english_only(galley, frame, words, service->is_person ? service->role : service->name);
    part_gap(galley, frame, 6);
    part_fact(galley, frame, TYPE_BOLD, tr(locale, "Call"),
              words_phone(arena, locale, words->school->country, service->phone));
    part_fact(galley, frame, TYPE_BOLD, tr(locale, "Where"), words_where(arena, locale, service));
    part_fact(galley, frame, TYPE_BOLD, tr(locale, "Hours"), words_hours(arena, locale, service));
    part_fact(galley, frame, TYPE_BOLD, tr(locale, "Speaks"),
              words_languages(arena, locale, service));
    part_text(galley, frame, TYPE_NOTE, words_checked(arena, locale, service, slip->old));
    if (!part_is_english(words)) {
        english_set(galley, frame, words, service);
    }
}

static void list_set(Galley *galley, Frame *frame, const PaperWords *words, const ListSlip *slip) {
    const Locale *locale = words->locale;
    galley_block_begin(galley, frame);
    part_school(galley, frame, words);
    part_title(galley, frame, tr(locale, "My list"));
    part_code(galley, frame, locale, &slip->code, STR8(""), STR8(""));
    galley_block_end(galley, frame, NULL, NULL);
    for (size_t i = 0; i < slip->services_count; i++) {
        FOYER_ASSERT(slip->services[i].service != NULL);
        galley_block_begin(galley, frame);
        part_divide(galley, frame);
        item_set(galley, frame, words, &slip->services[i]);
        galley_block_end(galley, frame, NULL, NULL);
    }
    galley_block_begin(galley, frame);
    part_desk(galley, frame, words, tr(locale, "We do not write down who looks for help."));
    galley_block_end(galley, frame, NULL, NULL);
}

ErrCode slip_list(PaperLayout *layout, Arena *arena, PaperKind kind, const PaperWords *words,
                  const ListSlip *slip, Paper *paper, Err *err) {
    if (slip->services_count == 0 || slip->services_count > SLIP_SERVICES_MAX) {
        return err_set(err, slip->services_count == 0 ? ERR_INVALID : ERR_LIMIT,
                       "a list of %zu services", slip->services_count);
    }
    Galley *galley = galley_new(layout, kind);
    if (galley == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a slip");
    }
    galley_speak(galley, words->locale);
    Frame frame = part_slip_frame(galley);
    list_set(galley, &frame, words, slip);
    return galley_print(galley, arena, paper, err);
}
