/*
 * Enumeration (rule 15): a bot at the real screens of a school of 600 families.
 *
 *   enumeration [--tries N] [--seed N] [--long]
 *
 * Every evening it tries until the look-up is off, and goes on; every next evening staff have
 * switched it on again. It guesses numbers, cards and letters; while the look-up is paused or off
 * it also uses a number and a letter that are right.
 * 1. Every miss shows the same words in the same nodes, whatever was wrong: so no name either.
 * 2. The look-up is ready, paused or off exactly when the rule says so, by a count of its own.
 * 3. Every answer costs the same: one Argon2id, as many openings of sealed keys.
 * 4. It takes the same time: medians are printed, and compared in a long run.
 */
#include <signal.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "data/store/household_store.h"
#include "kiosk/ui/tree.h"
#include "tests/wall/canary.h"
#include "tests/wall/families.h"
#include "tests/wall/mirror.h"

/* 2025-10-16T22:02Z: 6:02 pm at the demo school, open house. */
#define EVENING_UTC_MS INT64_C(1760652120000)

/* Synthetic numbers are all in the exchange 555. */
#define NOBODY "2126661234"

enum {
    TRIES_CI = 500,
    TRIES_LONG = 10000,
    TIMED_CI = 30,
    TIMED_LONG = 500,
    WHEN_OFF = 5, /* tries of an evening after the look-up is off */
    SCREEN_TEXT_MAX = 64 << 10,
    APART_MS_MAX = 5,
    AREAS = 799,
    DEMO_AREA = 305,
    LINES = 10000,
};

typedef struct {
    int64_t in_row;
    int64_t today;
    int64_t found;
    bool off;
    bool paused;
    int64_t paused_mono_ms;
} Count; /* rule 15, counted here once more */

typedef struct {
    const char *program;
    uint64_t seed;
    long tries;
    size_t timed;
    bool compare_times;
    uint64_t random;
    char folder[WALL_FOLDER_SIZE];
    Headless *headless;
    Mirror *mirror; /* for its store only: staff's hand */
    Family families[FAMILIES];
    Count count;
    int64_t evening_utc_ms;
    char *words;           /* of the screen at hand */
    char *letter_words[2]; /* as first seen; phone, card */
    char *miss_words[2];
    size_t misses;
    size_t hits;
    size_t refused; /* right ones, while paused or off */
    size_t pauses;
    size_t offs;
} Bot;

static Bot bot;
static volatile sig_atomic_t at_try;

/* Counted by the linker's --wrap. */
static long hashes_count;
static long openings_count;
int __real_crypto_pwhash(unsigned char *out, unsigned long long size, const char *text,
                         unsigned long long text_size, const unsigned char *salt,
                         unsigned long long passes, size_t memory, int algorithm);
int __wrap_crypto_pwhash(unsigned char *out, unsigned long long size, const char *text,
                         unsigned long long text_size, const unsigned char *salt,
                         unsigned long long passes, size_t memory, int algorithm);
int __wrap_crypto_pwhash(unsigned char *out, unsigned long long size, const char *text,
                         unsigned long long text_size, const unsigned char *salt,
                         unsigned long long passes, size_t memory, int algorithm) {
    hashes_count++;
    return __real_crypto_pwhash(out, size, text, text_size, salt, passes, memory, algorithm);
}
int __real_crypto_box_seal_open(unsigned char *plain, const unsigned char *sealed,
                                unsigned long long size, const unsigned char *public_key,
                                const unsigned char *secret_key);
int __wrap_crypto_box_seal_open(unsigned char *plain, const unsigned char *sealed,
                                unsigned long long size, const unsigned char *public_key,
                                const unsigned char *secret_key);
int __wrap_crypto_box_seal_open(unsigned char *plain, const unsigned char *sealed,
                                unsigned long long size, const unsigned char *public_key,
                                const unsigned char *secret_key) {
    openings_count++;
    return __real_crypto_box_seal_open(plain, sealed, size, public_key, secret_key);
}

static void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)fprintf(stderr, "enumeration, try %ld: ", (long)at_try);
    (void)vfprintf(stderr, format, arguments);
    (void)fprintf(stderr, "\nagain: %s --seed %llu --tries %ld\n", bot.program,
                  (unsigned long long)bot.seed, (long)at_try + 1);
    va_end(arguments);
    exit(1);
}

static uint32_t pick(uint32_t count) {
    bot.random ^= bot.random >> 12;
    bot.random ^= bot.random << 25;
    bot.random ^= bot.random >> 27;
    return (uint32_t)((bot.random * UINT64_C(0x2545f4914f6cdd1d)) >> 33) % count;
}

static Moment moment(void) {
    return (Moment){.utc_ms = headless_now_utc_ms(bot.headless),
                    .mono_ms = headless_mono_ms(bot.headless),
                    .boot = 1,
                    .good = true};
}

static ScreenId screen(void) {
    return kiosk_state(headless_kiosk_const(bot.headless))->session.screen;
}

/* ---- what is shown ---- */

/* "6:02 PM": the only words on these screens that change by themselves. */
static bool is_time_of_day(Str8 text) {
    size_t at = 0;
    while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9') {
        at++;
    }
    return at > 0 && at <= 2 && at < text.len && text.ptr[at] == ':';
}

static void add_words(Str8Builder *out, Str8 text) {
    builder_add_char(out, '|');
    if (!is_time_of_day(text)) {
        builder_add(out, text);
    }
}

/* All that is shown, said and touchable on the screen. */
static const char *screen_words(void) {
    Str8Builder out = builder_make(bot.words, SCREEN_TEXT_MAX);
    const Node *root = headless_tree(bot.headless);
    for (const Node *node = root; node != NULL; node = tree_next(node, root)) {
        builder_add(&out, node->path);
        add_words(&out, node->spec.label);
        add_words(&out, node->spec.hint);
        add_words(&out, node->spec.value);
        add_words(&out, node->spec.text);
        builder_add_int(&out, node->spec.states);
        builder_add_int(&out, node->spec.action.kind);
        builder_add_char(&out, '\n');
    }
    if (out.full) {
        fail("a screen has more words than this test can hold");
    }
    return bot.words;
}

/* The same as the first time. */
static void expect_words(char **first, const char *what) {
    const char *words = screen_words();
    if (*first == NULL) {
        *first = malloc(strlen(words) + 1);
        if (*first == NULL) {
            fail("no memory");
        }
        memcpy(*first, words, strlen(words) + 1);
    } else if (strcmp(*first, words) != 0) {
        size_t at = 0;
        while ((*first)[at] == words[at]) {
            at++;
        }
        while (at > 0 && words[at - 1] != '\n') {
            at--;
        }
        fail("%s is worded otherwise than the first one: \"%.*s\"", what,
             (int)strcspn(words + at, "\n"), words + at);
    }
}

/* ---- hands ---- */

static void tap(const char *path) {
    const Node *node = tree_find_path(headless_tree(bot.headless), str8_from(path));
    if (node == NULL) {
        fail("%s is not on screen %d", path, (int)screen());
    }
    (void)headless_tap(bot.headless, node);
}

static void tap_key(const char *folder, char character) {
    char path[64];
    Str8Builder text = builder_make(path, sizeof path);
    builder_format(&text, "%s%c", folder, character);
    tap(path);
}

typedef struct {
    bool card;
    char secret[PHONE_DIGITS_MAX + 1];
    uint32_t letter;
} Guess;

static bool has_letter(const Family *family, uint32_t letter) {
    for (size_t i = 0; i < family->letters_count; i++) {
        if (family->letters[i] == letter) {
            return true;
        }
    }
    return false;
}

/* How many families a guess is right for; with two, neither is shown (rule 11). */
static size_t matches(const Guess *guess) {
    size_t count = 0;
    for (size_t i = 0; i < FAMILIES && !guess->card; i++) {
        const Family *family = &bot.families[i];
        bool has_phone = false;
        for (size_t j = 0; j < family->phones_count; j++) {
            has_phone = has_phone || strcmp(family->phones[j], guess->secret) == 0;
        }
        count += has_phone && has_letter(family, guess->letter) ? 1 : 0;
    }
    return count;
}

static Guess guess_anything(void) {
    Guess guess = {.card = pick(3) == 0, .letter = 'a' + pick(26)};
    Str8Builder text = builder_make(guess.secret, sizeof guess.secret);
    for (size_t i = 0; guess.card && i < CARD_CODE_LEN; i++) {
        builder_add_char(&text, CARD_ALPHABET[pick(32)]);
    }
    if (!guess.card) {
        /* It knows how numbers are made here, and that letters are not all as frequent. */
        uint32_t area = 200 + pick(AREAS);
        /* The demo's own families are no part of this. */
        builder_format(&text, "%03u555%04u", area != DEMO_AREA ? area : 304, pick(LINES));
    }
    return guess;
}

static Guess guess_right(void) {
    Guess guess = {.card = false};
    for (;;) {
        const Family *family = &bot.families[pick(FAMILIES)];
        if (family->letters_count > 0) {
            memcpy(guess.secret, family->phones[0], sizeof guess.secret);
            guess.letter = family->letters[pick((uint32_t)family->letters_count)];
        }
        if (matches(&guess) == 1) {
            return guess;
        }
    }
}

static void type_guess(const Guess *guess) {
    tap("home/sign-in");
    if (screen() == SCREEN_EVENTS) {
        const Node *nodes[INPUT_NODES_MAX];
        size_t count = input_focus_order(headless_tree(bot.headless), nodes, INPUT_NODES_MAX);
        for (size_t i = 0; i < count; i++) {
            if (nodes[i]->spec.action.kind == ACTION_EVENT_CHOOSE) {
                (void)headless_tap(bot.headless, nodes[i]);
                break;
            }
        }
    }
    if (guess->card) {
        tap("sign-in/card");
    }
    for (const char *symbol = guess->secret; *symbol != '\0'; symbol++) {
        if (guess->card) {
            (void)headless_type(bot.headless, (uint32_t)*symbol);
        } else {
            tap_key("sign-in/digit/", *symbol);
        }
    }
    if (screen() != SCREEN_LETTER) {
        fail("a whole %s did not lead to the letter", guess->card ? "card code" : "number");
    }
    expect_words(&bot.letter_words[guess->card], "the letter's screen");
}

static double real_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* @return ms from the letter to the answer on the screen */
static double answer_ms(const Guess *guess) {
    long hashes = hashes_count;
    long openings = openings_count;
    double start = real_ms();
    (void)headless_type(bot.headless, guess->letter);
    double took = real_ms() - start;
    if (hashes_count - hashes != 1 || openings_count - openings != HOUSEHOLD_SHARED_MAX) {
        fail("an answer took %ld hashes and %ld openings, not 1 and %d", hashes_count - hashes,
             openings_count - openings, (int)HOUSEHOLD_SHARED_MAX);
    }
    return took;
}

/* ---- the rule, counted once more ---- */

static void count_time(void) {
    Count *count = &bot.count;
    if (count->paused && headless_mono_ms(bot.headless) >= count->paused_mono_ms + 60000) {
        count->paused = false;
        count->in_row = 0;
    }
}

static void count_try(bool right) {
    Count *count = &bot.count;
    if (right) {
        count->in_row = 0;
        count->found++;
        return;
    }
    count->in_row++;
    count->today++;
    if (count->today >= 20 + count->found / 2) {
        count->off = true;
        bot.offs++;
    }
    if (count->in_row >= 5) {
        count->paused = true;
        count->paused_mono_ms = headless_mono_ms(bot.headless);
        bot.pauses++;
    }
}

static void expect_throttle(void) {
    Lookup lookup = {.count = 0};
    Err err = {0};
    if (household_store_throttle(mirror_store(bot.mirror), moment(), &lookup, &err) != ERR_OK) {
        fail("no throttle: %s", err.text);
    }
    LookupThrottle want = bot.count.off      ? LOOKUP_OFF
                          : bot.count.paused ? LOOKUP_PAUSED
                                             : LOOKUP_READY;
    if (lookup.throttle != want) {
        fail("the look-up is %d and should be %d (%lld misses in a row, %lld today)",
             (int)lookup.throttle, (int)want, (long long)bot.count.in_row,
             (long long)bot.count.today);
    }
}

static double try_once(const Guess *guess) {
    type_guess(guess);
    count_time();
    bool open = !bot.count.off && !bot.count.paused;
    size_t right = matches(guess);
    double took = answer_ms(guess);
    bool shown = screen() == SCREEN_HOUSEHOLD;
    if (shown != (open && right == 1)) {
        fail("a family was %s", shown ? "shown that should not be" : "not shown");
    }
    if (shown) {
        bot.hits++;
    } else {
        expect_words(&bot.miss_words[guess->card], "a miss");
        bot.misses++;
        bot.refused += right > 0 ? 1 : 0;
    }
    if (open) {
        count_try(right > 0);
    }
    expect_throttle();
    tap("furniture/start-over");
    return took;
}

/* ---- evenings ---- */

static void unlock(void) {
    Err err = {0};
    if (household_store_unlock(mirror_store(bot.mirror), &err) != ERR_OK) {
        fail("not unlocked: %s", err.text);
    }
    memset(&bot.count, 0, sizeof bot.count);
}

static void next_evening(void) {
    bot.evening_utc_ms += DAY_MS;
    headless_set_now(bot.headless, bot.evening_utc_ms);
    unlock();
}

/* Sometimes it waits for the end of the pause to the millisecond, sometimes it does not. */
static void sit_out_the_pause(void) {
    if (bot.count.paused && !bot.count.off && pick(3) == 0) {
        headless_wait(bot.headless, 60000);
    }
}

static void try_all(void) {
    int when_off = 0;
    for (long i = 0; i < bot.tries; i++) {
        at_try = (sig_atomic_t)i;
        sit_out_the_pause();
        count_time();
        bool shut = bot.count.off || bot.count.paused;
        Guess guess = shut && pick(2) == 0 ? guess_right() : guess_anything();
        /* Typing takes a person's time: a right one may come just when the pause is over. */
        (void)try_once(&guess);
        when_off += bot.count.off ? 1 : 0;
        if (when_off > WHEN_OFF) {
            when_off = 0;
            next_evening();
        }
    }
}

/* ---- time ---- */

typedef enum { KIND_NOBODY, KIND_LETTER, KIND_PAUSED, KIND_OFF, KIND_HIT, KIND_COUNT } Kind;
static const char *const KIND_NAMES[KIND_COUNT] = {"nobody's number", "wrong letter", "paused",
                                                   "off", "hit"};

static int compare_doubles(const void *a, const void *b) {
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

static void shut(bool for_good) {
    int misses = for_good ? 20 : 5;
    for (int i = 0; i < misses; i++) {
        Guess guess = {.secret = NOBODY, .letter = 0x738B};
        if (bot.count.paused) {
            headless_wait(bot.headless, 60000);
        }
        (void)try_once(&guess);
    }
}

static Guess guess_of(Kind kind) {
    Guess guess = guess_right();
    if (kind == KIND_NOBODY) {
        guess = (Guess){.secret = NOBODY, .letter = guess.letter};
    } else if (kind == KIND_LETTER) {
        guess.letter = 0x738B;
        while (matches(&guess) > 0) {
            guess.letter++;
        }
    }
    return guess;
}

static double median_of(Kind kind, double *times) {
    unlock();
    if (kind == KIND_PAUSED || kind == KIND_OFF) {
        shut(kind == KIND_OFF);
    }
    for (size_t i = 0; i < bot.timed; i++) {
        if (kind == KIND_NOBODY || kind == KIND_LETTER || kind == KIND_HIT) {
            unlock();
        } else if (kind == KIND_PAUSED && i % 10 == 0) {
            unlock();
            shut(false);
        }
        if (i % 50 == 49) {
            headless_set_now(bot.headless, bot.evening_utc_ms);
            if (kind == KIND_PAUSED) {
                unlock();
                shut(false);
            }
        }
        Guess guess = guess_of(kind);
        times[i] = try_once(&guess);
    }
    qsort(times, bot.timed, sizeof *times, compare_doubles);
    return times[bot.timed / 2];
}

static void measure(void) {
    double medians[KIND_COUNT];
    double least = 1e9;
    double most = 0;
    double *times = calloc(bot.timed, sizeof *times);
    if (times == NULL) {
        fail("no memory");
    }
    for (Kind kind = 0; kind < KIND_COUNT; kind++) {
        next_evening();
        medians[kind] = median_of(kind, times);
        least = medians[kind] < least ? medians[kind] : least;
        most = medians[kind] > most ? medians[kind] : most;
        (void)printf("enumeration: %-16s median %6.2f ms of %zu, from the letter to the screen\n",
                     KIND_NAMES[kind], medians[kind], bot.timed);
    }
    free(times);
    (void)printf("enumeration: medians at most %.2f ms apart\n", most - least);
    if (bot.compare_times && most - least > APART_MS_MAX) {
        fail("medians are %.2f ms apart", most - least);
    }
}

/* ---- program ---- */

static void open_bot(void) {
    Err err = {0};
    HeadlessOptions options = {.data = bot.folder,
                               .assets = FOYER_SHARE,
                               .width_px = 1920,
                               .height_px = 1080,
                               .panel_width_mm = 476,
                               .now_utc_ms = EVENING_UTC_MS,
                               .mono_ms = 1000000,
                               .no_pixels = true};
    bot.random = (bot.seed + 1) * UINT64_C(0x9e3779b97f4a7c15);
    bot.evening_utc_ms = EVENING_UTC_MS;
    bot.words = malloc(SCREEN_TEXT_MAX);
    ErrCode code = bot.words != NULL
                       ? families_school_make(bot.folder, EVENING_UTC_MS, bot.families, &err)
                       : ERR_NO_MEMORY;
    code = code == ERR_OK ? headless_open(&options, &bot.headless, &err) : code;
    code = code == ERR_OK ? mirror_open(bot.headless, bot.folder, FOYER_SHARE, &bot.mirror, &err)
                          : code;
    if (code != ERR_OK) {
        fail("%s", err.text);
    }
}

static bool parse(int argc, char **argv) {
    bool is_long = getenv("FOYER_LONG") != NULL;
    bot.program = argv[0];
    bot.seed = 1;
    bot.tries = 0;
    for (int i = 1; i < argc; i++) {
        int64_t number = 0;
        if (strcmp(argv[i], "--long") == 0) {
            is_long = true;
            continue;
        }
        if (i + 1 >= argc || !str8_to_int(str8_from(argv[i + 1]), &number) || number < 0) {
            return false;
        }
        bot.tries = strcmp(argv[i], "--tries") == 0 ? (long)number : bot.tries;
        bot.seed = strcmp(argv[i], "--seed") == 0 ? (uint64_t)number : bot.seed;
        i++;
    }
    bot.tries = bot.tries > 0 ? bot.tries : is_long ? TRIES_LONG : TRIES_CI;
    bot.timed = is_long ? TIMED_LONG : TIMED_CI;
    bot.compare_times = is_long;
    return true;
}

static void tidy_up(void) {
    if (bot.folder[0] != '\0') {
        wall_folder_remove(bot.folder);
    }
}

int main(int argc, char **argv) {
    if (!parse(argc, argv)) {
        (void)fprintf(stderr, "usage: %s [--tries N] [--seed N] [--long]\n", argv[0]);
        return 2;
    }
    (void)atexit(tidy_up);
    open_bot();
    unlock();
    try_all();
    (void)printf("enumeration: %ld tries, seed %llu, %d families: %zu misses alike, %zu hits by "
                 "chance, %zu right ones refused, %zu pauses, off %zu times\n",
                 bot.tries, (unsigned long long)bot.seed, (int)FAMILIES, bot.misses, bot.hits,
                 bot.refused, bot.pauses, bot.offs);
    measure();
    mirror_close(bot.mirror);
    headless_close(bot.headless);
    free(bot.words);
    for (size_t i = 0; i < 2; i++) {
        free(bot.letter_words[i]);
        free(bot.miss_words[i]);
    }
    return 0;
}
