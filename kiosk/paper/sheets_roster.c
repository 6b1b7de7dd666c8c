#include "data/base/check.h"
#include "kiosk/i18n/language.h"
#include "kiosk/paper/paper_text.h"
#include "kiosk/paper/parts.h"
#include "kiosk/paper/sheets.h"
#include "kiosk/paper/words.h"

/* Roll call and open roster: the same people in the same order, with boxes to tick or without. A
 * party is a block between two lines; its people stand three across where there is room. */

enum {
    ROW_WIDTH_MIN = 900, /* narrower paper has one person a line and the party's note below */
    NOTE_WIDTH = 230,
    ACROSS = 3,
    BOX = 30,
    BOX_LINE = 3,
    BOX_GAP = 16,
    PERSON_GAP = 20,
    FOOT_HEIGHT = 90,
};

typedef struct {
    const PaperWords *words;
    const SheetRoster *roster;
    Str8 title;
    bool boxes;
} RosterForm;

static size_t people_count(const SheetRoster *roster) {
    size_t count = 0;
    for (size_t i = 0; i < roster->parties_count; i++) {
        count += roster->parties[i].people_count;
    }
    return count;
}

static Str8 as_of_words(Arena *arena, const RosterForm *form) {
    const Locale *locale = form->words->locale;
    int64_t utc_ms = form->roster->as_of_utc_ms;
    const TrArg args[] = {{"date", locale_date_long(locale, arena, utc_ms)},
                          {"time", locale_time(locale, arena, utc_ms)}};
    return tr_fill(locale, arena, tr(locale, "{date}, as of {time}"), args, 2);
}

static Str8 count_words(Arena *arena, const RosterForm *form) {
    int64_t count = (int64_t)people_count(form->roster);
    return tr_plural(form->words->locale, arena, "{count} person", "{count} people", count);
}

static void title_set(Galley *galley, Frame *frame, const RosterForm *form) {
    Arena *arena = galley_arena(galley);
    const Locale *locale = form->words->locale;
    part_school(galley, frame, form->words);
    part_title(galley, frame, form->title);
    if (form->roster->event != NULL) {
        part_content(galley, frame, TYPE_LEAD,
                     words_pick(arena, locale, form->roster->event->title, NULL));
    }
    const Str8 parts[] = {as_of_words(arena, form), count_words(arena, form)};
    part_text(galley, frame, TYPE_BODY, words_join(arena, parts, 2, STR8(" · ")));
    part_gap(galley, frame, 20);
}

/* On every page behind the first. */
static void head_set(Galley *galley, Frame *frame, void *context) {
    const RosterForm *form = context;
    Arena *arena = galley_arena(galley);
    const Str8 parts[] = {form->title, as_of_words(arena, form), count_words(arena, form)};
    part_text(galley, frame, TYPE_NOTE_BOLD, words_join(arena, parts, 3, STR8(" · ")));
    part_gap(galley, frame, 12);
}

/* "Sofía Alvarez"; who was only counted is what he or she is. */
static Str8 person_name(Arena *arena, const Locale *locale, const Visitor *person) {
    const Str8 names[] = {paper_text_clean(arena, person->given_name),
                          paper_text_clean(arena, person->family_name)};
    Str8 name = names[1].len == 0 ? names[0]
                : names[0].len == 0
                    ? names[1]
                    : str8_format(arena, "%.*s %.*s", STR8_ARG(names[0]), STR8_ARG(names[1]));
    return name.len > 0 ? name : words_role(locale, person->role);
}

static Str8 person_note(Arena *arena, const Locale *locale, const Visitor *person) {
    if (person->grade.len > 0) {
        return locale_grade(locale, arena, paper_text_clean(arena, person->grade));
    }
    bool named = person->given_name.len + person->family_name.len > 0;
    return named ? words_role(locale, person->role) : STR8("");
}

static void person_set(Galley *galley, Frame *frame, const RosterForm *form,
                       const Visitor *person) {
    Arena *arena = galley_arena(galley);
    const Locale *locale = form->words->locale;
    Frame texts = *frame;
    if (form->boxes) {
        int box = galley_scaled(galley, BOX);
        galley_outline(galley, frame->page, (GalleyBox){frame->x, frame->y + BOX_LINE, box, box},
                       BOX_LINE, 0);
        texts.x += box + galley_scaled(galley, BOX_GAP);
        texts.width -= box + galley_scaled(galley, BOX_GAP);
    }
    part_content(galley, &texts, TYPE_BOLD, person_name(arena, locale, person));
    part_text(galley, &texts, TYPE_NOTE, person_note(arena, locale, person));
    frame->y = texts.y + galley_scaled(galley, PERSON_GAP / 2);
}

static void people_set(Galley *galley, Frame *frame, const RosterForm *form,
                       const SheetParty *party, int across) {
    int gap = galley_scaled(galley, PERSON_GAP);
    int width = (frame->width - (across - 1) * gap) / across;
    int below = frame->y;
    for (size_t i = 0; i < party->people_count; i++) {
        Frame cell = *frame;
        cell.x += ((int)i % across) * (width + gap);
        cell.width = width;
        person_set(galley, &cell, form, &party->people[i]);
        below = cell.y > below ? cell.y : below;
        if ((int)i % across == across - 1 || i == party->people_count - 1) {
            frame->y = below;
        }
    }
}

/* "6:02 PM", "Español". */
static void party_note_set(Galley *galley, Frame *frame, const RosterForm *form,
                           const SheetParty *party) {
    Arena *arena = galley_arena(galley);
    const Locale *locale = form->words->locale;
    Str8 time =
        party->since_utc_ms != 0 ? locale_time(locale, arena, party->since_utc_ms) : STR8("");
    part_text(galley, frame, TYPE_NOTE,
              time.len > 0
                  ? words_fill(arena, locale, tr(locale, "Here since {time}"), "time", time)
                  : time);
    part_content(galley, frame, TYPE_NOTE, paper_text_clean(arena, language_name(party->language)));
}

static void party_set(Galley *galley, Frame *frame, const RosterForm *form,
                      const SheetParty *party) {
    bool row = frame->width >= ROW_WIDTH_MIN;
    galley_rule(galley, frame, 2, 0);
    part_gap(galley, frame, 12);
    Frame people = *frame;
    Frame note = *frame;
    if (row) {
        int note_width = galley_scaled(galley, NOTE_WIDTH);
        people.width -= note_width + galley_scaled(galley, PERSON_GAP);
        note.x += frame->width - note_width;
        note.width = note_width;
    }
    people_set(galley, &people, form, party, row ? ACROSS : 1);
    note.y = row ? note.y : people.y;
    party_note_set(galley, &note, form, party);
    frame->y = people.y > note.y ? people.y : note.y;
    part_gap(galley, frame, 10);
}

/* "Page 2 of 5", and what to do with a paper that has names on it. */
static void feet_set(Galley *galley, Frame frame, const RosterForm *form) {
    Arena *arena = galley_arena(galley);
    const Locale *locale = form->words->locale;
    size_t pages = galley_pages_count(galley);
    for (size_t i = 0; i < pages; i++) {
        const TrArg args[] = {{"page", locale_number(locale, arena, (int64_t)i + 1)},
                              {"pages", locale_number(locale, arena, (int64_t)pages)}};
        const Str8 parts[] = {tr_fill(locale, arena, tr(locale, "Page {page} of {pages}"), args, 2),
                              tr(locale, "Names are on this paper: shred it when you are done.")};
        Frame foot = frame;
        foot.page = i;
        if (galley_is_sheet(galley)) {
            foot.y = galley_bottom(galley) + galley_scaled(galley, FOOT_HEIGHT / 3);
        } else if (i + 1 < pages) {
            continue; /* a roll goes on below */
        }
        part_text(galley, &foot, TYPE_NOTE, words_join(arena, parts, 2, STR8(" · ")));
    }
}

static void roster_set(Galley *galley, RosterForm *form) {
    Frame frame = galley_frame(galley);
    if (galley_is_sheet(galley)) {
        galley_keep_bottom(galley, galley_scaled(galley, FOOT_HEIGHT));
    }
    title_set(galley, &frame, form);
    for (size_t i = 0; i < form->roster->parties_count; i++) {
        galley_block_begin(galley, &frame);
        party_set(galley, &frame, form, &form->roster->parties[i]);
        galley_block_end(galley, &frame, head_set, form);
    }
    galley_block_begin(galley, &frame);
    galley_rule(galley, &frame, 2, 0);
    part_gap(galley, &frame, 12);
    if (form->roster->parties_count == 0) {
        part_text(galley, &frame, TYPE_LEAD, tr(form->words->locale, "Nobody is signed in."));
    }
    galley_block_end(galley, &frame, head_set, form);
    feet_set(galley, frame, form);
}

static ErrCode roster_make(PaperLayout *layout, Arena *arena, PaperKind kind, RosterForm form,
                           Paper *paper, Err *err) {
    FOYER_ASSERT(form.roster != NULL);
    if (form.roster->parties_count > SHEET_PARTIES_MAX) {
        return err_set(err, ERR_LIMIT, "a sheet of %zu parties", form.roster->parties_count);
    }
    Galley *galley = galley_new(layout, kind);
    if (galley == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a sheet");
    }
    galley_speak(galley, form.words->locale);
    roster_set(galley, &form);
    return galley_print(galley, arena, paper, err);
}

ErrCode sheets_roll_call(PaperLayout *layout, Arena *arena, PaperKind kind, const PaperWords *words,
                         const SheetRoster *roster, Paper *paper, Err *err) {
    RosterForm form = {words, roster, tr(words->locale, "Roll call"), true};
    return roster_make(layout, arena, kind, form, paper, err);
}

ErrCode sheets_open_roster(PaperLayout *layout, Arena *arena, PaperKind kind,
                           const PaperWords *words, const SheetRoster *roster, Paper *paper,
                           Err *err) {
    RosterForm form = {words, roster, tr(words->locale, "Who is here now"), false};
    return roster_make(layout, arena, kind, form, paper, err);
}
