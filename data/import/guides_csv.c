#include "data/import/guides_csv.h"

#include "data/import/content_row.h"

static const CsvColumn COLUMNS[] = {
    {"title", true},    {"summary", false},     {"steps", false},   {"questions", false},
    {"take", false},    {"ask", false},         {"needs", false},   {"url", false},
    {"checked", false}, {"key", false},         {"title:*", false}, {"summary:*", false},
    {"steps:*", false}, {"questions:*", false}, {"take:*", false},
};

static bool read_parts(CsvRow row, Guide *guide) {
    return csv_row_check_texts(row, "steps", CONTENT_TEXT_BYTES_MAX) &&
           csv_row_check_texts(row, "questions", CONTENT_TEXT_BYTES_MAX) &&
           csv_row_parts(row, "steps", guide->steps, GUIDE_STEPS_MAX, &guide->steps_count) &&
           csv_row_parts(row, "questions", guide->questions, GUIDE_QUESTIONS_MAX,
                         &guide->questions_count);
}

static bool read_guide(ContentList *list, CsvRow row, Guide *guide) {
    *guide = (Guide){0};
    if (!content_row_words(row, "title", CONTENT_NAME_BYTES_MAX, &guide->title) ||
        !csv_row_check_texts(row, "summary", CONTENT_TEXT_BYTES_MAX) ||
        !csv_row_check_texts(row, "take", GUIDE_TAKE_BYTES_MAX) || !read_parts(row, guide) ||
        !content_row_reference(row, "ask", &guide->person) ||
        !content_row_needs(row, false, &guide->needs) || !content_row_url(row, &guide->url) ||
        !content_row_checked(row, &guide->assured_utc_ms) ||
        !content_row_key(list, row, "title", &guide->key)) {
        return false;
    }
    guide->summary = csv_row_texts(row, "summary");
    guide->take = csv_row_texts(row, "take");
    guide->id = id_from_name(STR8("foyer/guide"), guide->key);
    return true;
}

ErrCode guides_csv_read(const CalendarContext *context, const SourceFile *file, GuideSet *set,
                        Err *err) {
    ContentList list;
    ContentColumns columns = {COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], GUIDES_MAX};
    GuideSet made = {.file = file->name};
    size_t refused = context->report->refused_count;
    ErrCode code = content_list_open(context, file, columns, &list, err);
    if (code != ERR_OK) {
        return code;
    }
    made.guides = ARENA_ARRAY(context->arena, Guide, list.table.rows_count + 1);
    if (made.guides == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the school's guides");
    }
    for (size_t row = 0; row < list.table.rows_count; row++) {
        made.count += read_guide(&list, content_list_row(&list, row), &made.guides[made.count]);
    }
    if (made.count == 0) {
        return report_all_refused(context->report, file->name, err);
    }
    made.complete = context->report->refused_count == refused;
    *set = made;
    return ERR_OK;
}
