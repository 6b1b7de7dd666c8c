#include "data/base/check.h"
#include "kiosk/paper/paper_text.h"
#include "kiosk/paper/parts.h"
#include "kiosk/paper/sheets.h"
#include "kiosk/paper/words.h"

/* A slip a family, to be written on with a pen. Lines are 9 mm apart: people write standing, on a
 * clip board. Everything is said in every language that the school chose; order is the school's. */

enum {
    SLIP_GAP = 36,
    WRITE_HEIGHT = 72, /* 9 mm */
    NARROW = 700,
    CHILD_LINES = 3,
    COLUMN_GAP = 32,
};

/* "Names · Nombres · الأسماء": literals stand in the table of labels below. */
typedef enum {
    LABEL_NAMES,
    LABEL_CHILDREN,
    LABEL_ADULTS_COUNT,
    LABEL_CHILDREN_COUNT,
    LABEL_TIME,
    LABEL_LANGUAGE,
    LABEL_PROMISE,
    LABEL_STATUS,
    LABEL_DESK,
    LABEL_COUNT,
} Label;

static const char *const LABELS[LABEL_COUNT] = {
    [LABEL_NAMES] = TR_MARK("Your name"),
    [LABEL_CHILDREN] = TR_MARK("Each child: first name and grade"),
    [LABEL_ADULTS_COUNT] = TR_MARK("Adults"),
    [LABEL_CHILDREN_COUNT] = TR_MARK("Children"),
    [LABEL_TIME] = TR_MARK("Time"),
    [LABEL_LANGUAGE] = TR_MARK("Language"),
    [LABEL_PROMISE] = TR_MARK("No ID needed."),
    [LABEL_STATUS] = TR_MARK("We do not ask for your address or status."),
    [LABEL_DESK] = TR_MARK("Please give this to the front desk."),
};

typedef struct {
    const PaperWords *words;
    const SheetFallback *fallback;
} FallbackForm;

static Str8 label_words(Galley *galley, const FallbackForm *form, Label label) {
    Str8 parts[FALLBACK_LANGUAGES_MAX];
    size_t count = form->fallback->languages_count;
    for (size_t i = 0; i < count; i++) {
        parts[i] = tr(form->fallback->languages[i], LABELS[label]);
    }
    return words_join(galley_arena(galley), parts, count, STR8(" · "));
}

static void write_line(Galley *galley, Frame *frame) {
    part_gap(galley, frame, WRITE_HEIGHT - 2);
    galley_rule(galley, frame, 2, 0);
}

static void field_set(Galley *galley, Frame *frame, const FallbackForm *form, Label label,
                      int lines) {
    part_text(galley, frame, TYPE_NOTE, label_words(galley, form, label));
    for (int i = 0; i < lines; i++) {
        write_line(galley, frame);
    }
    part_gap(galley, frame, 16);
}

/* Two fields beside one another; below one another on narrow paper. */
static void fields_pair(Galley *galley, Frame *frame, const FallbackForm *form, Label left,
                        Label right) {
    if (frame->width < NARROW) {
        field_set(galley, frame, form, left, 1);
        field_set(galley, frame, form, right, 1);
        return;
    }
    int gap = galley_scaled(galley, COLUMN_GAP);
    Frame first = *frame;
    first.width = (frame->width - gap) / 2;
    Frame second = first;
    second.x += first.width + gap;
    int first_label = galley_text_height(
        galley, (GalleyText){.text = label_words(galley, form, left), .type = TYPE_NOTE},
        first.width);
    int second_label = galley_text_height(
        galley, (GalleyText){.text = label_words(galley, form, right), .type = TYPE_NOTE},
        first.width);
    first.y += second_label > first_label ? second_label - first_label : 0;
    second.y += first_label > second_label ? first_label - second_label : 0;
    field_set(galley, &first, form, left, 1);
    field_set(galley, &second, form, right, 1);
    frame->y = first.y > second.y ? first.y : second.y;
}

static void event_words_set(Galley *galley, Frame *frame, const FallbackForm *form) {
    Arena *arena = galley_arena(galley);
    const Locale *locale = form->words->locale;
    const Event *event = form->fallback->event;
    Str8 school = words_pick(arena, locale, form->words->school->name, NULL);
    if (event == NULL) {
        part_content(galley, frame, TYPE_LEAD, school);
        return;
    }
    Str8 names[FALLBACK_LANGUAGES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < form->fallback->languages_count; i++) {
        Str8 name = words_pick(arena, form->fallback->languages[i], event->title, NULL);
        bool said = false;
        for (size_t j = 0; j < count; j++) {
            said = said || str8_equal(names[j], name);
        }
        names[count] = name;
        count += said ? 0 : 1;
    }
    const Str8 where[] = {school, locale_date_long(locale, arena, event->start_utc_ms)};
    part_text(galley, frame, TYPE_LEAD, words_join(arena, names, count, STR8(" · ")));
    part_text(galley, frame, TYPE_NOTE, words_join(arena, where, 2, STR8(" · ")));
}

static void slip_set(Galley *galley, Frame *frame, const FallbackForm *form) {
    event_words_set(galley, frame, form);
    part_gap(galley, frame, 12);
    field_set(galley, frame, form, LABEL_NAMES, 1);
    field_set(galley, frame, form, LABEL_CHILDREN, CHILD_LINES);
    fields_pair(galley, frame, form, LABEL_ADULTS_COUNT, LABEL_CHILDREN_COUNT);
    fields_pair(galley, frame, form, LABEL_TIME, LABEL_LANGUAGE);
    part_text(galley, frame, TYPE_NOTE_BOLD, label_words(galley, form, LABEL_DESK));
    part_text(galley, frame, TYPE_NOTE, label_words(galley, form, LABEL_PROMISE));
    part_text(galley, frame, TYPE_NOTE, label_words(galley, form, LABEL_STATUS));
}

/* The last page of a sheet is filled: a half-empty one is paper that was paid for. */
static void slips_set(Galley *galley, const FallbackForm *form) {
    Frame frame = galley_frame(galley);
    size_t page = 0;
    for (size_t i = 0; i < FALLBACK_SLIPS_MAX; i++) {
        bool enough = i >= form->fallback->slips_count;
        if (enough && (!galley_is_sheet(galley) ||
                       frame.y + (frame.y - galley_frame(galley).y) >= galley_bottom(galley))) {
            break;
        }
        galley_block_begin(galley, &frame);
        if (frame.y > galley_frame(galley).y) {
            part_gap(galley, &frame, SLIP_GAP / 2);
            galley_rule(galley, &frame, 2, 8);
            part_gap(galley, &frame, SLIP_GAP / 2);
        }
        slip_set(galley, &frame, form);
        galley_block_end(galley, &frame, NULL, NULL);
        if (enough && frame.page > page) {
            break;
        }
        page = frame.page;
    }
}

ErrCode sheets_fallback(PaperLayout *layout, Arena *arena, PaperKind kind, const PaperWords *words,
                        const SheetFallback *fallback, Paper *paper, Err *err) {
    FOYER_ASSERT(fallback->languages != NULL);
    if (fallback->slips_count > FALLBACK_SLIPS_MAX || fallback->languages_count == 0 ||
        fallback->languages_count > FALLBACK_LANGUAGES_MAX) {
        return err_set(err, fallback->languages_count == 0 ? ERR_INVALID : ERR_LIMIT,
                       "%zu slips in %zu languages", fallback->slips_count,
                       fallback->languages_count);
    }
    Galley *galley = galley_new(layout, kind);
    if (galley == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a sheet");
    }
    galley_speak(galley, words->locale);
    FallbackForm form = {words, fallback};
    slips_set(galley, &form);
    return galley_print(galley, arena, paper, err);
}
