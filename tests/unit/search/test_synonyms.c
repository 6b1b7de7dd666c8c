#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <string.h>

#include "data/search/builder.h"

static ErrCode read_files(const SynonymFile *files, size_t count, Err *err) {
    Arena arena = arena_make(1 << 16, 64 << 20);
    SearchBuilder *builder = NULL;
    ErrCode code = search_builder_open(&arena, files, count, &builder, err);
    if (code == ERR_OK) {
        search_builder_close(builder);
    }
    arena_free(&arena);
    return code;
}

/* A wrong line of assets/search fails here, with its file and number. */
static void test_synonyms__the_programs_own_files_are_right(void **state) {
    (void)state;
    Err err = {0};
    if (read_files(SYNONYM_FILES, SYNONYM_FILES_COUNT, &err) != ERR_OK) {
        fail_msg("assets/search/%s", err.text);
    }
}

typedef struct {
    uint32_t named;
    uint32_t meant;
    bool stops;
    bool free;
} Seen;

static ErrCode see(void *context, const SynonymFile *file, const SynonymLine *line, Err *err) {
    Seen *seen = context;
    (void)file;
    (void)err;
    seen->named |= line->kind == SYNONYM_NAME ? 1u << line->need : 0;
    seen->meant |= line->kind == SYNONYM_NEED ? 1u << line->need : 0;
    seen->stops = seen->stops || line->kind == SYNONYM_STOP;
    seen->free = seen->free || line->kind == SYNONYM_FREE;
    return ERR_OK;
}

static void test_synonyms__every_language_names_every_need(void **state) {
    (void)state;
    Arena arena = arena_make(1 << 16, 1 << 20);
    for (size_t i = 0; i < SYNONYM_FILES_COUNT; i++) {
        Seen seen = {0};
        Err err = {0};
        assert_int_equal(
            synonyms_read(&arena, &SYNONYM_FILES[i], (SynonymReader){see, &seen}, &err), ERR_OK);
        for (unsigned need = 0; need < NEED_COUNT; need++) {
            bool wanting = (seen.named >> need & 1) == 0 ||
                           ((seen.meant >> need & 1) == 0 && need != NEED_MORE);
            if (wanting) {
                fail_msg("%s says nothing of %s", SYNONYM_FILES[i].name.ptr,
                         need_name((Need)need).ptr);
            }
        }
        assert_true(seen.stops && seen.free);
    }
    arena_free(&arena);
}

static void test_synonyms__wrong_lines_are_told_with_file_and_number(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *told; /* NULL = right */
    } CASES[] = {
        {"# nothing\n\nneed food: bread, soup kitchen\r\n", NULL},
        {"need food\xD8\x8C talk: bread\n", "xx.syn:1: "},
        {"need foood: bread\n", "xx.syn:1: there is no such need: \"foood\""},
        {"\nneed: bread\n", "xx.syn:2: there is no such need"},
        {"wants food: bread\n", "xx.syn:1: a line begins with"},
        {"bread\n", "xx.syn:1: a line has a colon"},
        {"same: bread,, rolls\n", "xx.syn:1: a term is empty"},
        {"same:\n", "xx.syn:1: a term is empty"},
        {"same food: bread\n", "xx.syn:1: nothing stands here"},
        {"same: bread > rolls\n", "xx.syn:1: only look lines"},
        {"look: bread, rolls\n", "xx.syn:1: only look lines"},
        {"look: bread > rolls > buns\n", "xx.syn:1: "},
        {"stop: the, of\nneed food: of the\n", "xx.syn:2: nothing but stop-words: \"of the\""},
        {"need food: a b c d e f g\n", "xx.syn:1: more than 6 words"},
        {"need food: !!\n", "xx.syn:1: nothing but stop-words"},
        {"need food: \xFF\n", "xx.syn:1: too long, or not UTF-8"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        Err err = {0};
        SynonymFile file = {STR8("xx.syn"), STR8("xx"), str8_from(CASES[i].text)};
        ErrCode code = read_files(&file, 1, &err);
        if (CASES[i].told == NULL) {
            assert_int_equal(code, ERR_OK);
        } else {
            assert_int_equal(code, ERR_INVALID);
            if (!str8_starts_with(str8_from(err.text), str8_from(CASES[i].told))) {
                fail_msg("\"%s\" said \"%s\"", CASES[i].text, err.text);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_synonyms__the_programs_own_files_are_right),
        cmocka_unit_test(test_synonyms__every_language_names_every_need),
        cmocka_unit_test(test_synonyms__wrong_lines_are_told_with_file_and_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
