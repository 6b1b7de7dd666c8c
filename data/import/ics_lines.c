#include "data/import/ics_lines.h"

#include <string.h>

#include "data/import/ics.h"

typedef struct {
    Arena *arena;
    Str8 file;
    IcsLines *lines;
    Str8 open[ICS_DEPTH_MAX]; /* names of components that are open */
    size_t depth;
    size_t calendars;
    size_t line; /* number of the line being checked */
    Err *err;
} Checker;

static ErrCode line_wrong(const Checker *checker, const char *reason) {
    return err_set(checker->err, ERR_INVALID, "%.*s, line %zu: %s", STR8_ARG(checker->file),
                   checker->line, reason);
}

static ErrCode begin_component(Checker *checker, Str8 name) {
    if (checker->depth == ICS_DEPTH_MAX) {
        return line_wrong(checker, "components are nested too deeply");
    }
    bool calendar = str8_equal_ignoring_case(name, STR8("VCALENDAR"));
    if ((checker->depth == 0) != calendar) {
        return line_wrong(checker, "this is not an iCalendar file (BEGIN:VCALENDAR is missing)");
    }
    checker->calendars += calendar;
    if (str8_equal_ignoring_case(name, STR8("VEVENT"))) {
        if (checker->lines->events_count == ICS_VEVENTS_MAX) {
            return err_set(checker->err, ERR_LIMIT, "%.*s has more than %d events",
                           STR8_ARG(checker->file), ICS_VEVENTS_MAX);
        }
        checker->lines->event_line[checker->lines->events_count++] = checker->line;
    }
    checker->open[checker->depth++] = name;
    return ERR_OK;
}

static ErrCode end_component(Checker *checker, Str8 name) {
    if (checker->depth == 0 || !str8_equal_ignoring_case(checker->open[checker->depth - 1], name)) {
        return line_wrong(checker, "an END without its BEGIN");
    }
    checker->depth--;
    return ERR_OK;
}

/* "NAME;PARAM=x:value": the name is letters, digits and dashes (RFC 5545 3.1). */
static bool is_property(Str8 line) {
    size_t i = 0;
    while (i < line.len && line.ptr[i] != ':' && line.ptr[i] != ';') {
        char c = line.ptr[i++];
        bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    c == '-' || c == '_';
        if (!fits) {
            return false;
        }
    }
    return i > 0 && i < line.len && str8_find(line, STR8(":")) < line.len;
}

/* A text with raw line ends, an attachment: the event stands without that line. */
static void skip_line(Checker *checker, bool *keep) {
    *keep = false;
    if (checker->lines->skipped_count++ == 0) {
        checker->lines->skipped_first = checker->line;
    }
}

static ErrCode check_line(Checker *checker, Str8 line, bool *keep) {
    static const Str8 BEGIN = {"BEGIN:", 6};
    static const Str8 END = {"END:", 4};
    static const Str8 NAME = {"X-WR-CALNAME:", 13};
    if (str8_trim(line).len == 0) {
        return ERR_OK;
    }
    if (line.len > ICS_LINE_MAX) {
        skip_line(checker, keep);
        return ERR_OK;
    }
    if (!str8_is_valid(line)) {
        return line_wrong(checker, "letters that are not UTF-8: export the calendar again");
    }
    if (line.len > BEGIN.len && str8_equal_ignoring_case(str8_slice(line, 0, BEGIN.len), BEGIN)) {
        return begin_component(checker, str8_trim(str8_slice(line, BEGIN.len, line.len)));
    }
    if (checker->depth == 0 && checker->calendars == 0) {
        return line_wrong(checker, "this is not an iCalendar file (BEGIN:VCALENDAR is missing)");
    }
    if (line.len > END.len && str8_equal_ignoring_case(str8_slice(line, 0, END.len), END)) {
        return end_component(checker, str8_trim(str8_slice(line, END.len, line.len)));
    }
    if (checker->depth == 1 && line.len > NAME.len &&
        str8_equal_ignoring_case(str8_slice(line, 0, NAME.len), NAME)) {
        checker->lines->name = str8_trim(str8_slice(line, NAME.len, line.len));
    }
    if (!is_property(line)) {
        skip_line(checker, keep);
    }
    return ERR_OK;
}

static bool is_fold(Str8 bytes, size_t at) {
    return at < bytes.len && (bytes.ptr[at] == ' ' || bytes.ptr[at] == '\t');
}

/* Walks the file line by line; `out` gets each unfolded line with CR LF behind it. */
static ErrCode unfold(Checker *checker, Str8 bytes, char *out) {
    size_t len = 0;
    size_t start = 0;
    size_t number = 1;
    checker->line = 1;
    for (size_t i = 0; i <= bytes.len; i++) {
        bool end = i == bytes.len || bytes.ptr[i] == '\n';
        if (!end) {
            if (bytes.ptr[i] != '\r') {
                out[len++] = bytes.ptr[i];
            }
            continue;
        }
        number++;
        if (is_fold(bytes, i + 1)) {
            i++;
            continue;
        }
        bool keep = true;
        ErrCode code = check_line(checker, (Str8){out + start, len - start}, &keep);
        if (code != ERR_OK) {
            return code;
        }
        if (keep) {
            memcpy(out + len, "\r\n", 2);
            len += 2;
        } else {
            len = start;
        }
        start = len;
        checker->line = number;
    }
    out[len] = '\0';
    return ERR_OK;
}

/* Bytes are valid UTF-8 only after unfolding: a fold may stand inside a letter. */
static ErrCode check_bytes(Str8 file, Str8 *bytes, Err *err) {
    if (bytes->len > ICS_BYTES_MAX) {
        return err_set(err, ERR_LIMIT, "%.*s is larger than %d MB", STR8_ARG(file),
                       ICS_BYTES_MAX >> 20);
    }
    if (str8_starts_with(*bytes, STR8("\xEF\xBB\xBF"))) {
        *bytes = str8_slice(*bytes, 3, bytes->len);
    }
    if (bytes->len == 0) {
        return err_set(err, ERR_INVALID, "%.*s is empty", STR8_ARG(file));
    }
    if (memchr(bytes->ptr, '\0', bytes->len) != NULL) {
        return err_set(err, ERR_INVALID, "%.*s is not a text file (a zero byte)", STR8_ARG(file));
    }
    return ERR_OK;
}

static size_t count_lines(Str8 bytes) {
    size_t lines = 1;
    for (size_t i = 0; i < bytes.len; i++) {
        lines += bytes.ptr[i] == '\n';
    }
    return lines;
}

ErrCode ics_lines_read(Arena *arena, Str8 file, Str8 bytes, IcsLines *lines, Err *err) {
    IcsLines made = {0};
    Checker checker = {.arena = arena, .file = file, .lines = &made, .err = err};
    ErrCode code = check_bytes(file, &bytes, err);
    if (code != ERR_OK) {
        return code;
    }
    size_t lines_count = count_lines(bytes);
    made.text = arena_alloc(arena, bytes.len + 2 * lines_count + 1);
    made.event_line =
        ARENA_ARRAY(arena, size_t, lines_count < ICS_VEVENTS_MAX ? lines_count : ICS_VEVENTS_MAX);
    if (made.text == NULL || made.event_line == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the calendar");
    }
    code = unfold(&checker, bytes, made.text);
    if (code == ERR_OK && checker.calendars == 0) {
        code = err_set(err, ERR_INVALID, "%.*s is not an iCalendar file", STR8_ARG(file));
    }
    if (code == ERR_OK && checker.depth > 0) {
        code =
            err_set(err, ERR_INVALID, "%.*s was cut off (END:%.*s is missing): download it again",
                    STR8_ARG(file), STR8_ARG(checker.open[checker.depth - 1]));
    }
    if (code == ERR_OK) {
        *lines = made;
    }
    return code;
}
