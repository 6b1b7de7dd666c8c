#include "kiosk/paper/slip.h"

#include "data/base/check.h"
#include "kiosk/paper/paper_text.h"
#include "kiosk/paper/parts.h"
#include "kiosk/paper/words.h"

/* Who, how to reach them, the facts; then the same in English, smaller, for whoever helps. */

static void facts_set(Galley *galley, Frame *frame, GalleyType type, const Locale *locale,
                      const Service *service) {
    Arena *arena = galley_arena(galley);
    part_fact(galley, frame, type, tr(locale, "Where"), words_where(arena, locale, service));
    part_fact(galley, frame, type, tr(locale, "Hours"), words_hours(arena, locale, service));
    part_fact(galley, frame, type, tr(locale, "Speaks"), words_languages(arena, locale, service));
    part_fact(galley, frame, type, tr(locale, "Cost"),
              words_pick(arena, locale, service->cost, NULL));
    part_fact(galley, frame, type, tr(locale, "What to bring"),
              words_pick(arena, locale, service->documents, NULL));
    part_fact(galley, frame, type, tr(locale, "How to ask for it"),
              words_pick(arena, locale, service->apply, NULL));
}

static void who_set(Galley *galley, Frame *frame, const PaperWords *words, const Service *service) {
    Arena *arena = galley_arena(galley);
    part_title(galley, frame, words_pick(arena, words->locale, service->name, NULL));
    part_content(galley, frame, TYPE_BODY, words_pick(arena, words->locale, service->role, NULL));
    part_english_only(galley, frame, words, service->is_person ? service->role : service->name);
    part_content(galley, frame, TYPE_BOLD, words_pick(arena, words->locale, service->alert, NULL));
}

static void short_code_set(Galley *galley, Frame *frame, const Locale *locale, Str8 short_code) {
    static const GalleyType TYPES[] = {TYPE_NUMBER, TYPE_LEAD, TYPE_BOLD};
    Str8 code = paper_text_clean(galley_arena(galley), short_code);
    if (code.len == 0) {
        return;
    }
    part_gap(galley, frame, 12);
    part_text(galley, frame, TYPE_NOTE, tr(locale, "At the front desk, say:"));
    galley_text_fit(galley, frame, (GalleyText){.text = code, .own_direction = true}, TYPES,
                    sizeof TYPES / sizeof TYPES[0], 1);
}

static void english_set(Galley *galley, Frame *frame, const PaperWords *words,
                        const void *context) {
    const ServiceSlip *slip = context;
    Arena *arena = galley_arena(galley);
    const Locale *english = words->english;
    const Service *service = slip->service;
    part_content(galley, frame, TYPE_LEAD, words_pick(arena, english, service->name, NULL));
    part_content(galley, frame, TYPE_BODY, words_pick(arena, english, service->role, NULL));
    part_gap(galley, frame, 8);
    part_fact(galley, frame, TYPE_BOLD, tr(english, "Call"),
              words_phone(arena, english, words->school->country, service->phone));
    facts_set(galley, frame, TYPE_BODY, english, service);
    part_text(galley, frame, TYPE_NOTE, words_checked(arena, english, service, slip->old));
}

static void service_set(Galley *galley, Frame *frame, const PaperWords *words,
                        const ServiceSlip *slip) {
    Arena *arena = galley_arena(galley);
    const Locale *locale = words->locale;
    const SlipCode *first = slip->codes_count > 0 ? &slip->codes[0] : NULL;
    part_school(galley, frame, words);
    who_set(galley, frame, words, slip->service);
    part_code(galley, frame, locale, first, tr(locale, "Call"),
              words_phone(arena, locale, words->school->country, slip->service->phone));
    part_gap(galley, frame, 14);
    facts_set(galley, frame, TYPE_BOLD, locale, slip->service);
    short_code_set(galley, frame, locale, slip->short_code);
    if (slip->codes_count > 1) {
        part_codes_more(galley, frame, locale, slip->codes + 1, slip->codes_count - 1);
    }
    part_gap(galley, frame, 12);
    part_text(galley, frame, TYPE_NOTE, words_checked(arena, locale, slip->service, slip->old));
}

ErrCode slip_service(PaperLayout *layout, Arena *arena, PaperKind kind, const PaperWords *words,
                     const ServiceSlip *slip, Paper *paper, Err *err) {
    FOYER_ASSERT(slip->service != NULL);
    FOYER_ASSERT(words->locale != NULL && words->english != NULL);
    Galley *galley = galley_new(layout, kind);
    if (galley == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a slip");
    }
    galley_speak(galley, words->locale);
    if (part_codes_check(galley, slip->codes_count)) {
        PartHalf english = {words, english_set, slip};
        Frame frame = part_halves(galley, &english);
        galley_block_begin(galley, &frame);
        service_set(galley, &frame, words, slip);
        part_english(galley, &frame, &english);
        part_desk(galley, &frame, words,
                  tr(words->locale, "We do not write down who looks for help."));
        galley_block_end(galley, &frame, NULL, NULL);
    }
    return galley_print(galley, arena, paper, err);
}
