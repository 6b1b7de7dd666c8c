#include "kiosk/printer/printer_config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/base/check.h"
#include "kiosk/printer/printer_uri.h"

/*
 * foyer.conf is read line by line: inih asks for a line, hands out what stands in it, asks for the
 * next. So the line a value came from is the last one that was asked for.
 * 1. A section or key that is not known is refused: a misspelt printer must not be no printer.
 * 2. A key stands once in a file; a later file may say it again.
 * 3. What is missing or does not fit together is found when all files are read, and is told with
 *    the place of the section's address.
 */

static const char *const paper_names[PAPER_KIND_COUNT] = {
    [PAPER_ROLL_58] = "roll-58", [PAPER_ROLL_80] = "roll-80", [PAPER_LABEL_62] = "label-62",
    [PAPER_LETTER] = "letter",   [PAPER_A4] = "a4",
};

static const char *const sections[PRINTER_CONFIG_PRINTERS_MAX] = {"printer", "second-printer"};
static const char badges_section[] = "badges";
static const char sections_are[] = "sections are [printer], [second-printer] and [badges]";

typedef enum { KEY_NAME, KEY_URI, KEY_PAPER, KEY_CUT, KEY_FEED, KEY_BAUD, KEY_COUNT } Key;
static const char *const key_names[KEY_COUNT] = {"name", "uri", "paper", "cut", "feed-mm", "baud"};

/* One section while files are read. */
typedef struct {
    PrinterSettings settings;
    bool given[KEY_COUNT];
    bool given_here[KEY_COUNT]; /* in the file at hand */
    Str8 file;                  /* where its address stands, or what else is said of it */
    int line;
} Draft;

typedef struct {
    Arena *arena;
    Draft drafts[PRINTER_CONFIG_PRINTERS_MAX];
    bool badges;
    bool badges_given_here; /* in the file at hand */
    /* the file at hand */
    Str8 file;
    Str8 rest; /* not handed out yet */
    int line;
    ErrCode code;
    Err *err;
} Reader;

const char *printer_paper_name(PaperKind kind) {
    FOYER_ASSERT((unsigned)kind < PAPER_KIND_COUNT);
    return paper_names[kind];
}

/* "file:line: what". The first finding is the one that is told. */
static ErrCode refuse(Reader *reader, ErrCode code, const char *what, const char *instead) {
    if (reader->code == ERR_OK) {
        reader->code = err_set(reader->err, code, "%.*s:%d: %s; %s", STR8_ARG(reader->file),
                               reader->line, what, instead);
    }
    return reader->code;
}

static ErrCode set_name(Reader *reader, PrinterSettings *settings, Str8 value) {
    if (value.len > PRINTER_NAME_MAX) {
        return refuse(reader, ERR_INVALID, "the name is too long", "write at most 60 bytes");
    }
    settings->name = str8_copy(reader->arena, value);
    return ERR_OK;
}

static ErrCode set_uri(Reader *reader, Draft *draft, Str8 value) {
    Err why = {0};
    ErrCode code = printer_uri_parse(reader->arena, value, &draft->settings, &why);
    if (code != ERR_OK) {
        return refuse(reader, code, "uri cannot be used", why.text);
    }
    return ERR_OK;
}

static ErrCode set_paper(Reader *reader, PrinterSettings *settings, Str8 value) {
    for (PaperKind kind = PAPER_ROLL_58; kind < PAPER_KIND_COUNT; kind++) {
        if (str8_equal_ignoring_case(value, str8_from(paper_names[kind]))) {
            settings->paper = kind;
            return ERR_OK;
        }
    }
    return refuse(reader, ERR_INVALID, "paper is of no known kind",
                  "write roll-58, roll-80, label-62, letter or a4");
}

/* [badges] print = yes */
static ErrCode take_badges(Reader *reader, Str8 name, Str8 value) {
    if (!str8_equal(name, STR8("print"))) {
        return refuse(reader, ERR_INVALID, "badges have no such key", "write print = yes or no");
    }
    if (reader->badges_given_here) {
        return refuse(reader, ERR_INVALID, "this key stands twice, or its value goes on here",
                      "write each key once, on one line");
    }
    reader->badges_given_here = true;
    reader->badges = str8_equal_ignoring_case(value, STR8("yes"));
    if (!reader->badges && !str8_equal_ignoring_case(value, STR8("no"))) {
        return refuse(reader, ERR_INVALID, "print is neither yes nor no",
                      "write print = yes or no");
    }
    return ERR_OK;
}

static ErrCode set_cut(Reader *reader, PrinterSettings *settings, Str8 value) {
    settings->cut = str8_equal_ignoring_case(value, STR8("yes"));
    if (!settings->cut && !str8_equal_ignoring_case(value, STR8("no"))) {
        return refuse(reader, ERR_INVALID, "cut is neither yes nor no", "write cut = yes or no");
    }
    return ERR_OK;
}

static ErrCode set_feed(Reader *reader, PrinterSettings *settings, Str8 value) {
    int64_t number = -1;
    if (!str8_to_int(value, &number) || number < 0 || number > PRINTER_FEED_MM_MAX) {
        return refuse(reader, ERR_INVALID, "feed-mm is no such length",
                      "write a number from 0 to 50");
    }
    settings->feed_mm = (int)number;
    return ERR_OK;
}

static ErrCode set_baud(Reader *reader, PrinterSettings *settings, Str8 value) {
    /* At 9600 a slip would take two minutes. */
    static const int known[] = {19200, 38400, 57600, 115200, 230400};
    int64_t number = 0;
    bool good = false;
    if (str8_to_int(value, &number)) {
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
            good |= number == known[i];
        }
    }
    if (!good) {
        return refuse(reader, ERR_INVALID, "baud is no known speed",
                      "write 19200, 38400, 57600, 115200 or 230400");
    }
    settings->baud = (int)number;
    return ERR_OK;
}

static ErrCode set_key(Reader *reader, Draft *draft, Key key, Str8 value) {
    switch (key) {
    case KEY_NAME:
        return set_name(reader, &draft->settings, value);
    case KEY_URI:
        return set_uri(reader, draft, value);
    case KEY_PAPER:
        return set_paper(reader, &draft->settings, value);
    case KEY_CUT:
        return set_cut(reader, &draft->settings, value);
    case KEY_FEED:
        return set_feed(reader, &draft->settings, value);
    case KEY_BAUD:
        return set_baud(reader, &draft->settings, value);
    case KEY_COUNT:
        break;
    }
    return refuse(reader, ERR_INTERNAL, "the key is not handled", "this is a defect");
}

static bool is_one_line_of_text(Str8 value) {
    if (!str8_is_valid(value)) {
        return false;
    }
    for (size_t i = 0; i < value.len; i++) {
        if ((unsigned char)value.ptr[i] < ' ' || value.ptr[i] == 0x7F) {
            return false;
        }
    }
    return true;
}

static Draft *draft_of(Reader *reader, const char *section) {
    for (size_t i = 0; i < PRINTER_CONFIG_PRINTERS_MAX; i++) {
        if (strcmp(section, sections[i]) == 0) {
            return &reader->drafts[i];
        }
    }
    return NULL;
}

static ErrCode take(Reader *reader, const char *section, Str8 name, Str8 value) {
    if (strcmp(section, badges_section) == 0) {
        return take_badges(reader, name, value);
    }
    Draft *draft = draft_of(reader, section);
    if (draft == NULL) {
        return refuse(reader, ERR_INVALID, "this line is in no section that is known",
                      sections_are);
    }
    Key key = KEY_NAME;
    while (key < KEY_COUNT && !str8_equal(name, str8_from(key_names[key]))) {
        key++;
    }
    if (key == KEY_COUNT) {
        return refuse(reader, ERR_INVALID, "a printer has no such key",
                      "keys are name, uri, paper, cut, feed-mm and baud");
    }
    if (draft->given_here[key]) {
        return refuse(reader, ERR_INVALID, "this key stands twice, or its value goes on here",
                      "write each key once, on one line");
    }
    if (!is_one_line_of_text(value) || value.len == 0) {
        return refuse(reader, ERR_INVALID, "the value is empty or no UTF-8 text", "write one");
    }
    if (key == KEY_URI || !draft->given[KEY_URI]) {
        draft->file = reader->file;
        draft->line = reader->line;
    }
    draft->given[key] = true;
    draft->given_here[key] = true;
    return set_key(reader, draft, key, value);
}

static int on_value(void *user, const char *section, const char *name, const char *value) {
    Reader *reader = user;
    return take(reader, section, str8_from(name), str8_trim(str8_from(value))) == ERR_OK;
}

/* inih's fgets: the next line, without its end. A section's own line shows here and nowhere else.
 */
static char *next_line(char *out, int size, void *stream) {
    Reader *reader = stream;
    if (reader->rest.len == 0 || reader->code != ERR_OK) {
        return NULL;
    }
    Str8 after = {0};
    Str8 line = str8_cut(reader->rest, '\n', &after);
    reader->rest = after;
    reader->line++;
    Str8 text = str8_trim(line);
    if (line.len > PRINTER_CONFIG_LINE_MAX || line.len + 2 > (size_t)size) {
        (void)refuse(reader, ERR_INVALID, "the line is too long", "write at most 190 bytes");
        return NULL;
    }
    if (memchr(line.ptr, 0, line.len) != NULL) {
        (void)refuse(reader, ERR_INVALID, "the line holds a NUL", "this is no text file");
        return NULL;
    }
    if (text.len > 0 && text.ptr[0] == '[') {
        size_t end = str8_find(text, STR8("]"));
        Str8 name = str8_slice(text, 1, end);
        bool known = end < text.len && str8_equal(name, str8_from(badges_section));
        for (size_t i = 0; i < PRINTER_CONFIG_PRINTERS_MAX; i++) {
            known |= end < text.len && str8_equal(name, str8_from(sections[i]));
        }
        if (!known) {
            (void)refuse(reader, ERR_INVALID, "there is no such section", sections_are);
            return NULL;
        }
    }
    memcpy(out, line.ptr, line.len);
    out[line.len] = '\n';
    out[line.len + 1] = '\0';
    return out;
}

static ErrCode read_text(Reader *reader, Str8 file, Str8 text) {
    reader->file = file;
    reader->rest = text;
    reader->line = 0;
    for (size_t i = 0; i < PRINTER_CONFIG_PRINTERS_MAX; i++) {
        memset(reader->drafts[i].given_here, 0, sizeof reader->drafts[i].given_here);
    }
    reader->badges_given_here = false;
    int status = ini_parse_stream(next_line, reader, on_value, reader);
    if (status != 0 && reader->code == ERR_OK) {
        reader->line = status > 0 ? status : 0;
        return refuse(reader, ERR_INVALID, "this is no line of an INI file",
                      "write key = value, or [section]");
    }
    return reader->code;
}

/* What a file alone cannot show. */
static ErrCode finish_draft(Reader *reader, size_t index) {
    Draft *draft = &reader->drafts[index];
    reader->file = draft->file;
    reader->line = draft->line;
    PrinterSettings *settings = &draft->settings;
    if (!draft->given[KEY_URI]) {
        return refuse(reader, ERR_INVALID, "this printer has no address",
                      "write uri = ipp://... or escpos:...");
    }
    if (!draft->given[KEY_PAPER]) {
        return refuse(reader, ERR_INVALID, "paper is missing for this printer",
                      "write paper = roll-58, roll-80, label-62, letter or a4");
    }
    bool is_receipt = settings->kind != PRINTER_IPP;
    bool is_roll = settings->paper == PAPER_ROLL_58 || settings->paper == PAPER_ROLL_80;
    if (is_receipt && !is_roll) {
        return refuse(reader, ERR_INVALID, "an escpos printer prints on rolls",
                      "write paper = roll-58 or roll-80");
    }
    if (!is_receipt &&
        (draft->given[KEY_CUT] || draft->given[KEY_FEED] || draft->given[KEY_BAUD])) {
        return refuse(reader, ERR_INVALID, "cut, feed-mm and baud are for escpos printers",
                      "leave them out here");
    }
    return ERR_OK;
}

static ErrCode finish(Reader *reader, PrinterConfig *config) {
    PrinterConfig made = {.badges = reader->badges};
    for (size_t i = 0; i < PRINTER_CONFIG_PRINTERS_MAX && reader->code == ERR_OK; i++) {
        Draft *draft = &reader->drafts[i];
        bool any = false;
        for (size_t key = 0; key < KEY_COUNT; key++) {
            any |= draft->given[key];
        }
        if (any && finish_draft(reader, i) == ERR_OK) {
            made.printers[made.printers_count++] = draft->settings;
        }
    }
    if (reader->code == ERR_OK) {
        *config = made;
    }
    return reader->code;
}

static Reader reader_make(Arena *arena, Err *err) {
    Reader reader = {.arena = arena, .err = err};
    for (size_t i = 0; i < PRINTER_CONFIG_PRINTERS_MAX; i++) {
        reader.drafts[i].settings = (PrinterSettings){.cut = true};
    }
    return reader;
}

ErrCode printer_config_parse(Arena *arena, Str8 file, Str8 text, PrinterConfig *config, Err *err) {
    Reader reader = reader_make(arena, err);
    if (read_text(&reader, file, text) != ERR_OK) {
        return reader.code;
    }
    return finish(&reader, config);
}

/* The whole file; ERR_NOT_FOUND when there is none. */
static ErrCode read_bytes(Reader *reader, const char *path, Str8 *bytes) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        bool missing = errno == ENOENT || errno == ENOTDIR;
        return missing ? ERR_NOT_FOUND
                       : err_set(reader->err, ERR_IO, "%s could not be opened", path);
    }
    char *buffer = arena_alloc(reader->arena, PRINTER_CONFIG_FILE_MAX + 1);
    size_t size = 0;
    ssize_t count = buffer == NULL ? -1 : 1;
    while (count > 0 && size <= PRINTER_CONFIG_FILE_MAX) {
        count = read(fd, buffer + size, PRINTER_CONFIG_FILE_MAX + 1 - size);
        size += count > 0 ? (size_t)count : 0;
    }
    (void)close(fd);
    if (buffer == NULL || count < 0) {
        return err_set(reader->err, ERR_IO, "%s could not be read", path);
    }
    if (size > PRINTER_CONFIG_FILE_MAX) {
        return err_set(reader->err, ERR_LIMIT, "%s is larger than %d bytes", path,
                       PRINTER_CONFIG_FILE_MAX);
    }
    *bytes = (Str8){buffer, size};
    return ERR_OK;
}

static ErrCode read_file(Reader *reader, const char *path) {
    Str8 bytes = {0};
    ErrCode code = read_bytes(reader, path, &bytes);
    if (code == ERR_NOT_FOUND) {
        return ERR_OK;
    }
    if (code != ERR_OK) {
        return code;
    }
    Str8 file = str8_copy(reader->arena, str8_from(path));
    return read_text(reader, file, bytes);
}

static int is_conf(const struct dirent *entry) {
    Str8 name = str8_from(entry->d_name);
    return name.len > 5 && name.ptr[0] != '.' && str8_ends_with(name, STR8(".conf"));
}

static int by_name(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* The *.conf of "<path>.d", by name. */
static ErrCode read_folder(Reader *reader, const char *path) {
    struct dirent **entries = NULL;
    Str8 folder = str8_format(reader->arena, "%s.d", path);
    char *terminated = str8_to_c(reader->arena, folder);
    if (terminated == NULL) {
        return err_set(reader->err, ERR_NO_MEMORY, "no memory for %s.d", path);
    }
    int count = scandir(terminated, &entries, is_conf, by_name);
    if (count < 0) {
        return errno == ENOENT || errno == ENOTDIR
                   ? ERR_OK
                   : err_set(reader->err, ERR_IO, "%s could not be read", terminated);
    }
    ErrCode code = ERR_OK;
    if (count > PRINTER_CONFIG_FILES_MAX) {
        code = err_set(reader->err, ERR_LIMIT, "%s holds more than %d files", terminated,
                       PRINTER_CONFIG_FILES_MAX);
    }
    for (int i = 0; i < count; i++) {
        if (code == ERR_OK) {
            Str8 file = str8_format(reader->arena, "%s/%s", terminated, entries[i]->d_name);
            char *name = str8_to_c(reader->arena, file);
            code = name != NULL ? read_file(reader, name)
                                : err_set(reader->err, ERR_NO_MEMORY, "no memory for a file name");
        }
        free(entries[i]);
    }
    free(entries);
    return code;
}

ErrCode printer_config_read(Arena *arena, const char *const *paths, size_t paths_count,
                            PrinterConfig *config, Err *err) {
    Reader reader = reader_make(arena, err);
    for (size_t i = 0; i < paths_count; i++) {
        FOYER_ASSERT(paths[i] != NULL);
        ErrCode code = read_file(&reader, paths[i]);
        if (code == ERR_OK) {
            code = read_folder(&reader, paths[i]);
        }
        if (code != ERR_OK) {
            return code;
        }
    }
    return finish(&reader, config);
}
