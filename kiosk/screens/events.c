#include "kiosk/screens/components.h"
#include "kiosk/screens/screens.h"

/* Several events are open: which one? Skipped by the app when there is one. */

enum {
    ROW_MAX = 180,
    ROW_MAX_PORTRAIT = 240,
    COLUMN_MAX_LOW = 2,
    ROW_GAP = 16,
    COLUMN_ROWS_MAX = 5,
    ROWS_MAX = 10
};

typedef struct {
    Build *build;
    const View *view;
    int width;
    int height;
    bool time_beside;
} Rows;

static Str8 event_second(const Rows *rows, const EventView *event, Str8 time) {
    if (rows->time_beside || event->place.len == 0) {
        return rows->time_beside ? event->place : time;
    }
    return str8_format(rows->build->arena, "%.*s · %.*s", STR8_ARG(time), STR8_ARG(event->place));
}

/* Title over place; both step down until the row holds them. */
static void event_words_add(const Rows *rows, Node *row, const EventView *event, Str8 time) {
    Build *build = rows->build;
    TypeRole type = rows->time_beside ? TYPE_DOOR_2 : TYPE_LABEL;
    Str8 second = event_second(rows, event, time);
    int width = rows->width - 2 * 36 - 44 - 36;
    width -= rows->time_beside ? measure_width(build, TYPE_BODY, 0, time) + 36 : 0;
    int room = rows->height - 20;
    int title_room = second.len == 0 ? room : room * 9 / 20;
    int steps = measure_steps_high(build, type, event->title, width, title_room);
    Node *words = column_add(build, row, 0);
    Node *title = caption_add(build, words, event->title, type, COLOR_INK);
    title->spec.lines_max = 2;
    title->spec.type_steps_down = steps;
    room -= measure_height(build, type, steps, event->title, width);
    if (second.len > 0) {
        Node *line = caption_add(build, words, second, TYPE_SMALL, COLOR_INK_2);
        line->spec.lines_max = 2;
        line->spec.type_steps_down = measure_steps_high(build, TYPE_SMALL, second, width, room);
    }
}

static void event_row_add(const Rows *rows, Node *parent, size_t index) {
    Build *build = rows->build;
    const Locale *locale = rows->view->frame.locale;
    const EventView *event = &rows->view->events.events[index];
    Str8 id = id_text(build->arena, event->id);
    Str8 time = locale_time_range(locale, build->arena, event->start_utc_ms, event->end_utc_ms);
    Node *row =
        tile_frame_add(build, parent,
                       (NodeSpec){.key_text = str8_format(build->arena, "event/%.*s", STR8_ARG(id)),
                                  .label = event->title,
                                  .hint = time,
                                  .action = ACT(ACTION_EVENT_CHOOSE, index),
                                  .axis = AXIS_ROW,
                                  .width = FIXED(rows->width),
                                  .height = FIXED(rows->height),
                                  .pad = EDGES_XY(36, 8),
                                  .gap = 36,
                                  .cross = ALIGN_CENTER,
                                  .radius = 30});
    event_words_add(rows, row, event, time);
    if (rows->time_beside) {
        caption_add(build, row, time, TYPE_BODY, COLOR_INK)->spec.one_line = true;
    }
    icon_add(build, row, ICON_CHEVRON, 44, COLOR_INK, COLOR_NONE);
}

static int rows_height(const Build *build, int height, size_t count) {
    int most = is_portrait(build) ? ROW_MAX_PORTRAIT : ROW_MAX;
    int each = (height - (int)(count - 1) * ROW_GAP) / (int)count;
    return each > most ? most : each;
}

void screen_events(Build *build, Node *root, const View *view) {
    const Locale *locale = view->frame.locale;
    Str8 title = view->events.leaving ? tr(locale, "Which one were you at?")
                                      : tr(locale, "Which one are you here for?");
    Node *content = frame_add(build, root, view, (FrameOptions){.label = title});
    int top = is_low_reach(build) ? frame_low_reach_top(build) + 8 : 132;
    Node *head = column_add(build, content, 0);
    head->spec.height = FIXED(top);
    title_add(build, head, title, frame_content_width(build));
    size_t count = view->events.count < ROWS_MAX ? view->events.count : ROWS_MAX;
    size_t column = is_low_reach(build) ? COLUMN_MAX_LOW : COLUMN_ROWS_MAX;
    size_t across = count > column && !is_portrait(build) ? 2 : 1;
    size_t lines = (count + across - 1) / across;
    Rows rows = {.build = build,
                 .view = view,
                 .width = (frame_content_width(build) - (int)(across - 1) * 24) / (int)across,
                 .height =
                     rows_height(build, frame_content_height(build) - top, lines == 0 ? 1 : lines)};
    rows.time_beside = across == 1 && !is_portrait(build);
    if (is_portrait(build)) { /* controls fall in the lower half */
        spacer_add(build, content);
    }
    Node *list = row_add(build, content, across == 2 ? 24 : ROW_GAP);
    list->spec.wrap = true;
    list->spec.role = ROLE_LIST;
    list->spec.label = title;
    for (size_t i = 0; i < count; i++) {
        event_row_add(&rows, list, i);
    }
}
