#include "kiosk/screens/components.h"
#include "kiosk/screens/screens.h"

/* Languages in their own names, in the order of enrolment; choosing returns to the same place. */

enum {
    GAP = 24,
    GAP_ROWS = 17,
    ROW_HEIGHT = 104,
    ROW_HEIGHT_FEW = 140,
    FEW_MAX = 9,
    PAGER_HEIGHT = 96,
};

typedef struct {
    size_t columns;
    size_t rows;
    int height;
} LanguagesShape;

static LanguagesShape shape_of(const Build *build, size_t count) {
    bool few = count <= FEW_MAX;
    if (is_low_reach(build)) {
        return (LanguagesShape){is_portrait(build) || is_largest(build) ? 2 : 4, 3,
                                is_largest(build) ? 100 : ROW_HEIGHT};
    }
    if (is_portrait(build)) {
        return (LanguagesShape){2, 10, few ? ROW_HEIGHT_FEW : ROW_HEIGHT};
    }
    if (is_largest(build)) {
        return (LanguagesShape){3, 5, few ? ROW_HEIGHT_FEW : 112};
    }
    return (LanguagesShape){few ? 3 : 4, few ? 3 : 6, few ? ROW_HEIGHT_FEW : ROW_HEIGHT};
}

static void language_add(Build *build, Node *row, const View *view, size_t index, int height) {
    const LanguageChoice *language = &view->frame.languages[index];
    Node *button = button_add(build, row,
                              (ButtonSpec){.key_text = str8_format(build->arena, "/language/%.*s",
                                                                   STR8_ARG(language->tag)),
                                           .label = language->name,
                                           .action = ACT(ACTION_LANGUAGE_CHOOSE, index),
                                           .kind = language->chosen ? BUTTON_INVERSE : BUTTON_QUIET,
                                           .role = ROLE_CHOICE,
                                           .states = language->chosen ? STATE_CHECKED : 0,
                                           .icon = language->chosen ? ICON_CHECK : ICON_NONE,
                                           .width = GROW,
                                           .height = height,
                                           .start = true,
                                           .language = language->tag});
    button->spec.shadow = SHADOW_NONE;
}

static void pager_add(Build *build, Node *parent, const View *view, size_t page, size_t pages) {
    if (pages < 2) {
        return;
    }
    const Locale *locale = view->frame.locale;
    if (page > 0) {
        button_add(build, parent,
                   (ButtonSpec){.key = "/language/less",
                                .label = tr(locale, "Previous"),
                                .action = ACT(ACTION_PAGE, page - 1),
                                .icon = ICON_BACK,
                                .height = PAGER_HEIGHT});
    }
    if (page + 1 < pages) {
        button_add(build, parent,
                   (ButtonSpec){.key = "/language/more",
                                .label = tr(locale, "More"),
                                .action = ACT(ACTION_PAGE, page + 1),
                                .icon_end = ICON_NEXT,
                                .height = PAGER_HEIGHT});
    }
}

static Node *head_add(Build *build, Node *content, const View *view) {
    Node *head = row_add(build, content, 24);
    head->spec.height = (Size){.kind = SIZE_FIT, .min = 84};
    icon_add(build, head, ICON_LANGUAGE, 64, COLOR_INK, COLOR_TINT);
    Node *title = title_add(build, head, tr(view->frame.locale, "Choose your language"),
                            frame_content_width(build) - 100);
    title->spec.width = GROW;
    return head;
}

void screen_languages(Build *build, Node *root, const View *view) {
    size_t count = view->frame.languages_count;
    LanguagesShape shape = shape_of(build, count);
    size_t per_page = shape.columns * shape.rows;
    size_t pages = count == 0 ? 1 : (count + per_page - 1) / per_page;
    size_t page = view->languages.page < pages ? view->languages.page : pages - 1;
    Str8 label = tr(view->frame.locale, "Choose your language");
    Node *content = frame_add(build, root, view, (FrameOptions){.label = label});
    content->spec.gap = GAP_ROWS;
    Node *head = head_add(build, content, view);
    if (is_low_reach(build)) {
        (void)spacer_add(build, content);
    } else {
        pager_add(build, head, view, page, pages);
    }
    for (size_t i = page * per_page; i < count && i < (page + 1) * per_page; i += shape.columns) {
        Node *row = row_add(build, content, GAP);
        for (size_t j = i; j < i + shape.columns; j++) {
            if (j < count) {
                language_add(build, row, view, j, shape.height);
            } else {
                (void)spacer_add(build, row);
            }
        }
    }
    if (is_low_reach(build) && pages > 1) {
        Node *row = row_add(build, content, GAP);
        row->spec.main = ALIGN_END;
        pager_add(build, row, view, page, pages);
    }
}
