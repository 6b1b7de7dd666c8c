#include <string.h>
#include <unistd.h>

#include "data/base/check.h"
#include "data/files/files.h"

enum { KEY_FILE_MAX = 256 };

static Str8 kind_name(KeyKind kind) {
    static const char *const NAMES[] = {
        [KEY_KIOSK] = "foyer-kiosk-key-1 ",
        [KEY_SCHOOL_PUBLIC] = "foyer-school-public-1 ",
        [KEY_SCHOOL_SECRET] = "foyer-school-secret-1 ",
        [KEY_HUB] = "foyer-hub-key-1 ",
    };
    FOYER_ASSERT((size_t)kind < sizeof NAMES / sizeof NAMES[0]);
    return str8_from(NAMES[kind]);
}

static int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

static bool key_parse(Str8 line, KeyKind kind, uint8_t key[FILES_KEY_SIZE]) {
    Str8 name = kind_name(kind);
    Str8 text = str8_trim(line);
    if (!str8_starts_with(text, name) || text.len != name.len + 2 * FILES_KEY_SIZE) {
        return false;
    }
    for (size_t i = 0; i < FILES_KEY_SIZE; i++) {
        int high = hex_value(text.ptr[name.len + 2 * i]);
        int low = hex_value(text.ptr[name.len + 2 * i + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        key[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

ErrCode key_file_read(const char *path, KeyKind kind, uint8_t key[FILES_KEY_SIZE], Err *err) {
    Arena arena = arena_make(KEY_FILE_MAX + 64, 4 * KEY_FILE_MAX);
    Str8 line;
    ErrCode code = files_read(&arena, path, KEY_FILE_MAX, &line, err);
    if (code == ERR_OK && !key_parse(line, kind, key)) {
        code = err_set(err, ERR_INVALID, "%s was not a key file of the wanted kind", path);
    }
    if (code == ERR_LIMIT) {
        code = err_set(err, ERR_INVALID, "%s was too large for a key file", path);
    }
    arena_free(&arena); /* overwrites */
    return code;
}

ErrCode key_file_write(const char *path, KeyKind kind, const uint8_t key[FILES_KEY_SIZE],
                       Err *err) {
    static const char HEX[] = "0123456789abcdef";
    if (access(path, F_OK) == 0) {
        return err_set(err, ERR_CONFLICT, "%s was there already and is never overwritten", path);
    }
    char line[KEY_FILE_MAX];
    Str8Builder text = builder_make(line, sizeof line);
    builder_add(&text, kind_name(kind));
    for (size_t i = 0; i < FILES_KEY_SIZE; i++) {
        builder_add_char(&text, HEX[key[i] >> 4]);
        builder_add_char(&text, HEX[key[i] & 15]);
    }
    builder_add_char(&text, '\n');
    FOYER_ASSERT(!text.full);
    ErrCode code = files_write(path, line, text.len, err);
    memory_wipe(line, sizeof line);
    return code;
}

ErrCode key_file_read_or_make(const char *path, KeyKind kind, RandomPort random,
                              uint8_t key[FILES_KEY_SIZE], Err *err) {
    /* The school's keys are a pair: vault_school_keys. */
    FOYER_ASSERT(kind == KEY_KIOSK || kind == KEY_HUB);
    ErrCode code = key_file_read(path, kind, key, err);
    if (code != ERR_NOT_FOUND) {
        return code;
    }
    random.fill(random.context, key, FILES_KEY_SIZE);
    return key_file_write(path, kind, key, err);
}
