#include "data/import/content_row.h"

#include "data/base/check.h"
#include "data/domain/link.h"
#include "data/domain/service.h"
#include "data/fold/fold.h"
#include "data/import/hsds_contact.h"
#include "data/import/hsds_hours.h"

enum { KEY_HEX_DIGITS = 12, NEED_WORDS_SIZE = 512 };

ErrCode content_list_open(const CalendarContext *context, const SourceFile *file,
                          ContentColumns columns, ContentList *list, Err *err) {
    ContentList made = {.context = context};
    ErrCode code = csv_read(&(CsvSource){context->arena, file->name, file->bytes, columns.columns,
                                         columns.columns_count},
                            &made.table, context->report, err);
    if (code == ERR_OK) {
        code = csv_row_check_languages(context, &made.table, err);
    }
    if (code != ERR_OK) {
        return code;
    }
    if (made.table.rows_count > columns.rows_max) {
        return err_set(err, ERR_LIMIT, "%.*s has %zu rows, and %zu are the most",
                       STR8_ARG(file->name), made.table.rows_count, columns.rows_max);
    }
    if (!id_map_make(context->arena, made.table.rows_count + 1, &made.keys)) {
        return err_set(err, ERR_NO_MEMORY, "no memory for reading %.*s", STR8_ARG(file->name));
    }
    *list = made;
    return ERR_OK;
}

CsvRow content_list_row(const ContentList *list, size_t row) {
    FOYER_ASSERT(row < list->table.rows_count);
    return (CsvRow){list->context, &list->table, row};
}

/* ---- key ---- */

static bool is_key_char(uint32_t code) {
    return (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
}

/* "María José" -> "maria-jose"; a name without Latin letters becomes a number of its own. */
static Str8 slug_of(Arena *arena, Str8 name) {
    Str8Builder out = builder_in(arena, CONTENT_KEY_BYTES_MAX + 1);
    bool gap = false;
    for (size_t i = 0; i < name.len && out.len + 2 <= CONTENT_KEY_BYTES_MAX;) {
        size_t start = i;
        uint32_t code = str8_next(name, &i);
        uint32_t letter = fold_letter(str8_slice(name, start, i));
        if (code == '\'' || code == 0x2019) {
            continue;
        }
        if (!is_key_char(letter)) {
            gap = out.len > 0;
            continue;
        }
        if (gap) {
            builder_add_char(&out, '-');
        }
        gap = false;
        builder_add_char(&out, (char)letter);
    }
    if (out.len > 0) {
        return builder_text(&out);
    }
    Str8 id = id_text(arena, id_from_name(STR8("foyer/key"), name));
    return str8_format(arena, "k-%.*s", STR8_ARG(str8_slice(id, id.len - KEY_HEX_DIGITS, id.len)));
}

static bool is_key(Str8 text) {
    bool good = text.len <= CONTENT_KEY_BYTES_MAX;
    for (size_t i = 0; i < text.len && good; i++) {
        good = is_key_char((uint32_t)(unsigned char)text.ptr[i]) || text.ptr[i] == '-';
    }
    return good;
}

bool content_row_key(ContentList *list, CsvRow row, const char *name, Str8 *key) {
    Arena *arena = row.context->arena;
    Str8 given = csv_row_cell(row, "key");
    TextSet names = csv_row_texts(row, name);
    Str8 made = given.len > 0 ? given : slug_of(arena, text_set_pick(names, STR8("en"), NULL));
    if (!is_key(made)) {
        return csv_row_refuse(row, "key",
                              STR8("write a short word of a to z, 0 to 9 and - (school-nurse)"));
    }
    size_t before = id_map_find(&list->keys, made);
    if (before != SIZE_MAX) {
        return csv_row_refuse(row, given.len > 0 ? "key" : name,
                              str8_format(arena,
                                          "row %zu has the same%s: give each a key of its own",
                                          before, given.len > 0 ? "" : " one"));
    }
    *key = made;
    return id_map_put(&list->keys, made, row.table->row_numbers[row.row]);
}

bool content_row_reference(CsvRow row, const char *name, Str8 *key) {
    *key = csv_row_cell(row, name);
    return is_key(*key) ||
           csv_row_refuse(row, name, STR8("write the key of one of the people (counselor)"));
}

/* ---- needs ---- */

static bool find_need(Str8 word, Need *need) {
    for (unsigned i = 0; i < NEED_COUNT; i++) {
        if (csv_same_name(word, need_name((Need)i))) {
            *need = (Need)i;
            return true;
        }
    }
    return false;
}

static bool refuse_needs(CsvRow row, const char *what) {
    Str8Builder out = builder_in(row.context->arena, NEED_WORDS_SIZE);
    builder_add(&out, str8_from(what));
    for (unsigned i = 0; i < NEED_COUNT; i++) {
        builder_add_char(&out, ' ');
        builder_add(&out, need_name((Need)i));
    }
    return csv_row_refuse(row, "needs", builder_text(&out));
}

/* The piece up to one of `separators`, and the rest behind it. */
static Str8 take_piece(Str8 *rest, Str8 separators) {
    size_t end = 0;
    while (end < rest->len &&
           str8_find(separators, str8_slice(*rest, end, end + 1)) == separators.len) {
        end++;
    }
    Str8 piece = str8_trim(str8_slice(*rest, 0, end));
    *rest = str8_slice(*rest, end < rest->len ? end + 1 : end, rest->len);
    return piece;
}

/* "special education" is one need, "food housing" are two. */
static bool add_needs(Str8 piece, uint32_t *needs) {
    Need need = NEED_MORE;
    if (find_need(piece, &need)) {
        *needs |= UINT32_C(1) << need;
        return true;
    }
    bool known = true;
    while (piece.len > 0 && known) {
        Str8 word = take_piece(&piece, STR8(" \t"));
        known = word.len == 0 || find_need(word, &need);
        *needs |= word.len > 0 && known ? UINT32_C(1) << need : 0;
    }
    return known;
}

bool content_row_needs(CsvRow row, bool required, uint32_t *needs) {
    Str8 rest = csv_row_cell(row, "needs");
    *needs = 0;
    while (rest.len > 0) {
        if (!add_needs(take_piece(&rest, STR8(",;|\n")), needs)) {
            return refuse_needs(row, "each word must be one of:");
        }
    }
    return *needs != 0 || !required || refuse_needs(row, "write one or more of:");
}

/* ---- lines ---- */

bool content_row_checked(CsvRow row, int64_t *assured_utc_ms) {
    const CalendarContext *context = row.context;
    Str8 text = csv_row_cell(row, "checked");
    int32_t day = 0;
    *assured_utc_ms = 0;
    if (text.len == 0) {
        return true;
    }
    bool slashed = str8_find(text, STR8("/")) < text.len;
    if (!hsds_date_parse(text, &day) || day <= 0 || (slashed && !context->us_dates)) {
        return csv_row_refuse(row, "checked", STR8("write it as 2025-10-16 (year-month-day)"));
    }
    if (day > schedule_day(zone_to_local(context->zone, context->now_utc_ms))) {
        return csv_row_refuse(row, "checked",
                              STR8("that day is still to come: write when somebody last looked"));
    }
    *assured_utc_ms = (int64_t)day * DAY_MS + DAY_MS / 2; /* the same day in every American zone */
    return true;
}

bool content_row_url(CsvRow row, Str8 *url) {
    *url = csv_row_cell(row, "url");
    LinkFault fault = url->len > 0 ? link_check(*url, NULL) : LINK_OK;
    return fault == LINK_OK || csv_row_refuse(row, "url",
                                              str8_format(row.context->arena, "the address %s",
                                                          link_fault_words(fault)));
}

bool content_row_email(CsvRow row, Str8 *email) {
    *email = csv_row_cell(row, "email");
    return email->len == 0 || str8_equal(hsds_email(*email), *email) ||
           csv_row_refuse(row, "email", STR8("write one address such as office@example.org"));
}

bool content_row_phone(CsvRow row, const char *name, Str8 *phone) {
    Str8 text = csv_row_cell(row, name);
    *phone = hsds_phone(row.context->arena, text, STR8(""));
    return text.len == 0 || phone->len > 0 ||
           csv_row_refuse(row, name, STR8("write one number with its area code: (305) 555-0142"));
}

bool content_row_words(CsvRow row, const char *name, size_t bytes_max, TextSet *set) {
    *set = csv_row_texts(row, name);
    return csv_row_check_texts(row, name, bytes_max) &&
           (set->count > 0 || csv_row_refuse(row, name, STR8("it is empty")));
}
