#include "tests/wall/canary.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "data/base/check.h"
#include "data/demo/demo.h"
#include "data/files/files.h"
#include "data/site/site.h"
#include "data/site/system.h"
#include "data/store/household_store.h"

enum {
    MASK = 0xa5, /* no character is masked to 0 */
    WORD_SIZE = 12,
    GLYPH_RECORD = 20, /* HarfBuzz keeps a character in each record of that size */
    CHUNK = 1 << 20,
    OVERLAP = WORD_SIZE * GLYPH_RECORD,
};

/* Given, given, family, given, typed family, typed given; phone number; card. */
static const uint8_t MASKED[CANARY_WORDS][WORD_SIZE] = {
    {0xf4, 0xd3, 0xc4, 0xcb, 0xd1, 0xcd, 0xca, 0xd7, 0xc4},
    {0xfc, 0xdf, 0xc7, 0xd7, 0xcc, 0xce, 0xca, 0xc8, 0xc0, 0xc9},
    {0xf2, 0xc0, 0xdd, 0xc9, 0xd0, 0xc8, 0xca, 0xd7, 0xcc, 0xcb},
    {0xf4, 0xca, 0xd7, 0xd3, 0xc0, 0xdd, 0xcc, 0xd0, 0xd6},
    {0xff, 0xdc, 0xdf, 0xdd, 0xc4, 0xcb, 0xc1, 0xd7, 0xc0, 0xc9},
    {0xee, 0xd2, 0xdc, 0xcf, 0xcc, 0xc7, 0xca, 0xcb, 0xcb, 0xc0},
    {0x97, 0x95, 0x97, 0x90, 0x90, 0x90, 0x95, 0x94, 0x92, 0x92},
    {0xf4, 0xf2, 0xfd, 0xff, 0x92, 0xee, 0x9c, 0xe8},
};

char canary_char(size_t word, size_t at) {
    FOYER_ASSERT(word < CANARY_WORDS);
    uint8_t masked = at < WORD_SIZE ? MASKED[word][at] : 0;
    return masked == 0 ? '\0' : (char)(masked ^ MASK);
}

/* The word begins at `bytes`, a character every `step` bytes and nothing between. */
static bool word_at(size_t word, const uint8_t *bytes, size_t size, size_t step) {
    size_t at = 0;
    for (; canary_char(word, at) != '\0'; at++) {
        size_t place = at * step;
        if (place + (step < 4 ? step : 4) > size ||
            bytes[place] != (uint8_t)canary_char(word, at)) {
            return false;
        }
        for (size_t zero = 1; zero < step && zero < 4; zero++) {
            if (bytes[place + zero] != 0) {
                return false;
            }
        }
    }
    return at > 0;
}

bool canary_name_in(Str8 text) {
    for (size_t i = 0; i < text.len; i++) {
        for (size_t word = 0; word < CANARY_NAMES; word++) {
            if (word_at(word, (const uint8_t *)text.ptr + i, text.len - i, 1)) {
                return true;
            }
        }
    }
    return false;
}

/* ---- memory ---- */

typedef struct {
    uintptr_t first;
    uintptr_t end;
} Range;

static bool is_first_char(uint8_t byte) {
    for (size_t word = 0; word < CANARY_WORDS; word++) {
        if ((uint8_t)canary_char(word, 0) == byte) {
            return true;
        }
    }
    return false;
}

static void note_place(CanaryFound *found, size_t word, size_t step, uintptr_t address,
                       const char *line) {
    if (found->count++ == 0) {
        found->word = word;
        found->step = step;
        found->address = address;
        Str8Builder text = builder_make(found->mapping, sizeof found->mapping);
        builder_add(&text, str8_trim(str8_from(line)));
    }
}

static void search_bytes(CanaryFound *found, const bool first[256], const uint8_t *bytes,
                         size_t size, size_t starts, uintptr_t address, const char *line) {
    static const size_t STEPS[] = {1, 2, 4, GLYPH_RECORD};
    for (size_t i = 0; i < starts; i++) {
        if (!first[bytes[i]]) {
            continue;
        }
        for (size_t word = 0; word < CANARY_WORDS; word++) {
            for (size_t step = 0; step < sizeof STEPS / sizeof STEPS[0]; step++) {
                if (word_at(word, bytes + i, size - i, STEPS[step])) {
                    note_place(found, word, STEPS[step], address + i, line);
                }
            }
        }
    }
}

static void search_range(int memory, Range range, uint8_t *buffer, const bool first[256],
                         CanaryFound *found, const char *line) {
    for (uintptr_t at = range.first; at < range.end; at += CHUNK) {
        size_t size = range.end - at < CHUNK + OVERLAP ? range.end - at : CHUNK + OVERLAP;
        ssize_t got = pread(memory, buffer, size, (off_t)at);
        if (got > 0) {
            size_t starts = (size_t)got < CHUNK ? (size_t)got : CHUNK;
            search_bytes(found, first, buffer, (size_t)got, starts, at, line);
        }
    }
}

/* "7f00-7f80 rw-p ..." */
static bool parse_range(const char *line, Range *range) {
    uintptr_t numbers[2] = {0, 0};
    size_t at = 0;
    for (size_t i = 0; i < 2; i++) {
        for (; line[at] != '-' && line[at] != ' ' && line[at] != '\0'; at++) {
            char c = line[at];
            uintptr_t digit = (uintptr_t)(c <= '9' ? c - '0' : c - 'a' + 10);
            numbers[i] = numbers[i] * 16 + digit;
        }
        at++;
    }
    *range = (Range){numbers[0], numbers[1]};
    return line[at] == 'r' && line[at + 1] == 'w';
}

static void process_file(char path[64], pid_t pid, const char *name) {
    Str8Builder text = builder_make(path, 64);
    if (pid == 0) {
        builder_format(&text, "/proc/self/%s", name);
    } else {
        builder_format(&text, "/proc/%d/%s", (int)pid, name);
    }
}

bool canary_search(pid_t pid, CanaryFound *found) {
    bool first[256];
    char line[512];
    char path[64];
    memset(found, 0, sizeof *found);
    for (size_t i = 0; i < 256; i++) {
        first[i] = is_first_char((uint8_t)i);
    }
    process_file(path, pid, "mem");
    int memory = open(path, O_RDONLY | O_CLOEXEC);
    process_file(path, pid, "maps");
    FILE *maps = fopen(path, "r");
    /* A mapping of its own, so that it is not searched: it holds copies of the rest. */
    uint8_t *buffer =
        mmap(NULL, CHUNK + OVERLAP, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    bool readable = memory >= 0 && maps != NULL && buffer != MAP_FAILED;
    while (readable && fgets(line, sizeof line, maps) != NULL) {
        Range range;
        if (!parse_range(line, &range)) {
            continue;
        }
        uintptr_t own = (uintptr_t)buffer;
        Range after = {own + CHUNK + OVERLAP, range.end};
        bool holds_own = pid == 0 && own >= range.first && own < range.end;
        search_range(memory, holds_own ? (Range){range.first, own} : range, buffer, first, found,
                     line);
        if (holds_own) {
            search_range(memory, after, buffer, first, found, line);
        }
    }
    if (maps != NULL) {
        (void)fclose(maps);
    }
    if (memory >= 0) {
        (void)close(memory);
    }
    if (buffer != MAP_FAILED) {
        memory_wipe(buffer, CHUNK + OVERLAP);
        (void)munmap(buffer, CHUNK + OVERLAP);
    }
    return readable;
}

/* ---- the school ---- */

static Str8 word_text(Arena *arena, size_t word) {
    char *text = arena_alloc(arena, WORD_SIZE + 1);
    size_t len = 0;
    FOYER_ASSERT(text != NULL);
    for (; canary_char(word, len) != '\0'; len++) {
        text[len] = canary_char(word, len);
    }
    return (Str8){text, len};
}

static ErrCode put_family(Arena *arena, Store *store, Id id, Err *err) {
    Person people[3] = {
        {.id = id_from_name(STR8("wall"), STR8("1")), .role = PERSON_GUARDIAN},
        {.id = id_from_name(STR8("wall"), STR8("2")), .role = PERSON_STUDENT, .grade = STR8("03")},
        {.id = id_from_name(STR8("wall"), STR8("3")), .role = PERSON_STUDENT, .grade = STR8("01")}};
    static const size_t GIVEN[3] = {1, 0, 3};
    uint32_t letter = CANARY_LETTER + 'a' - 'A'; /* as fold_letter gives it */
    Str8 phone = word_text(arena, CANARY_PHONE);
    HouseholdIn in = {.household = {.id = id, .people = people, .people_count = 3},
                      .source = STR8("families"),
                      .phones = &phone,
                      .phones_count = 1,
                      .letters = &letter,
                      .letters_count = 1};
    for (size_t i = 0; i < 3; i++) {
        people[i].given_name = word_text(arena, GIVEN[i]);
        people[i].family_name = word_text(arena, 2);
    }
    HouseholdSealed *sealed = NULL;
    ErrCode code = household_store_seal(store, arena, &in, &sealed, err);
    return code == ERR_OK ? household_store_put(store, sealed, NULL, err) : code;
}

static ErrCode give_card(Arena *arena, const Site *site, Id id, Err *err) {
    uint8_t secret[FILES_KEY_SIZE];
    HouseholdRow *rows = NULL;
    size_t count = 0;
    ErrCode code = key_file_read(site->paths.demo_secret, KEY_SCHOOL_SECRET, secret, err);
    if (code == ERR_OK) {
        code = household_store_page(site->store, arena, secret, (Id){{0}}, HOUSEHOLD_ROWS_MAX,
                                    &rows, &count, err);
    }
    for (size_t i = 0; code == ERR_OK && i < count; i++) {
        if (id_equal(rows[i].household.id, id)) {
            return household_store_issue_card(site->store, rows[i].row, secret,
                                              word_text(arena, CANARY_CARD), err);
        }
    }
    return code == ERR_OK ? err_set(err, ERR_NOT_FOUND, "the canary family is not there") : code;
}

static ErrCode fill_school(const char *folder, int64_t now_utc_ms, Err *err) {
    Arena arena = arena_make(64 << 10, 64 << 20);
    Site *site = NULL;
    Id id = id_from_name(STR8("wall"), STR8("canary"));
    Moment now = {.utc_ms = now_utc_ms, .mono_ms = 1000, .boot = 1, .good = true};
    SiteOptions options = {.folder = folder,
                           .create = true,
                           .demo = true,
                           .random = system_random_port(),
                           .cost = SECRET_COST_LOWEST};
    ErrCode code = site_open(&arena, &options, &site, err);
    if (code == ERR_OK) {
        code = demo_load(site->store, now, NULL, err);
        code = code == ERR_OK ? put_family(&arena, site->store, id, err) : code;
        code = code == ERR_OK ? give_card(&arena, site, id, err) : code;
        site_close(site);
    }
    arena_free(&arena);
    return code;
}

ErrCode wall_folder_make(char folder[WALL_FOLDER_SIZE], Err *err) {
    const char *temporary = getenv("TMPDIR");
    const char *place = access("/dev/shm", W_OK) == 0 ? "/dev/shm"
                        : temporary != NULL           ? temporary
                                                      : "/tmp";
    Str8Builder path = builder_make(folder, WALL_FOLDER_SIZE);
    builder_format(&path, "%s/foyer-wall-XXXXXX", place);
    return !path.full && mkdtemp(folder) != NULL
               ? ERR_OK
               : err_set(err, ERR_IO, "cannot make a folder in %s", place);
}

ErrCode canary_school_make(char folder[WALL_FOLDER_SIZE], int64_t now_utc_ms, Err *err) {
    int status = 0;
    ErrCode code = wall_folder_make(folder, err);
    if (code != ERR_OK) {
        return code;
    }
    (void)fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        Err reason = {0};
        code = fill_school(folder, now_utc_ms, &reason);
        if (code != ERR_OK) {
            (void)fprintf(stderr, "%s\n", reason.text);
        }
        _exit(code == ERR_OK ? 0 : 1);
    }
    bool made = child > 0 && waitpid(child, &status, 0) == child && status == 0;
    return made ? ERR_OK : err_set(err, ERR_INTERNAL, "the canary's school was not made");
}

/* The data folder is flat. */
void wall_folder_remove(const char *folder) {
    DIR *entries = opendir(folder);
    for (const struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        (void)unlinkat(dirfd(entries), entry->d_name, 0);
    }
    if (entries != NULL) {
        (void)closedir(entries);
    }
    (void)rmdir(folder);
}
