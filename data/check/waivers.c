#include "data/check/waivers.h"

#include "data/base/check.h"
#include "data/base/civil.h"

static ErrCode refuse(const Waiver *waiver, Str8 file, const char *reason, Str8 what, Err *err) {
    return err_set(err, ERR_INVALID, "%.*s:%zu: %s '%.*s'", STR8_ARG(file), waiver->line, reason,
                   STR8_ARG(what));
}

static bool is_blank(char character) {
    return character == ' ' || character == '\t';
}

/* The next word of *rest, which moves behind it. */
static Str8 next_word(Str8 *rest) {
    Str8 text = str8_trim(*rest);
    size_t len = 0;
    while (len < text.len && !is_blank(text.ptr[len])) {
        len++;
    }
    *rest = str8_trim(str8_slice(text, len, text.len));
    return str8_slice(text, 0, len);
}

static ErrCode read_waiver(Str8 file, Str8 line, Waiver *waiver, Err *err) {
    Str8 rest = line;
    Civil until = {0};
    Str8 kind = next_word(&rest);
    waiver->key = next_word(&rest);
    waiver->until = next_word(&rest);
    waiver->reason = rest;
    if (!finding_kind_parse(kind, &waiver->kind) || waiver->kind == FINDING_WAIVER) {
        return refuse(waiver, file, "there is no kind of finding called", kind, err);
    }
    if (waiver->key.len == 0) {
        return refuse(waiver, file, "a key is missing behind", kind, err);
    }
    if (!civil_parse_date(waiver->until, &until)) {
        return refuse(waiver, file, "the date is written 2026-03-31, not", waiver->until, err);
    }
    if (waiver->reason.len == 0) {
        return refuse(waiver, file, "a reason is missing behind", waiver->until, err);
    }
    waiver->until_ms = civil_to_ms(until) + DAY_MS;
    return ERR_OK;
}

ErrCode waivers_parse(Arena *arena, Str8 file, Str8 bytes, Waivers *waivers, Err *err) {
    ErrCode code = ERR_OK;
    Waivers read = {.file = file};
    Str8 rest = bytes;
    if (bytes.len > WAIVER_BYTES_MAX || !str8_is_valid(bytes)) {
        return err_set(err, ERR_INVALID, "%.*s: not a text of at most %d bytes", STR8_ARG(file),
                       WAIVER_BYTES_MAX);
    }
    read.items = ARENA_ARRAY(arena, Waiver, WAIVERS_MAX);
    if (read.items == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for waivers");
    }
    for (size_t number = 1; code == ERR_OK && rest.len > 0; number++) {
        Str8 line = str8_trim(str8_cut(rest, '\n', &rest));
        if (line.len == 0 || line.ptr[0] == '#') {
            continue;
        }
        if (read.count == WAIVERS_MAX) {
            return err_set(err, ERR_LIMIT, "%.*s:%zu: more than %d waivers", STR8_ARG(file), number,
                           WAIVERS_MAX);
        }
        Waiver *waiver = &read.items[read.count++];
        waiver->line = number;
        code = read_waiver(file, line, waiver, err);
    }
    if (code == ERR_OK) {
        *waivers = read;
    }
    return code;
}

static bool has_run_out(const Waivers *waivers, const Waiver *waiver) {
    return waivers->local_ms >= waiver->until_ms;
}

static bool runs_too_long(const Waivers *waivers, const Waiver *waiver) {
    return waiver->until_ms - waivers->local_ms > (int64_t)WAIVER_DAYS_MAX * DAY_MS;
}

/* "food" and "food/" cover "food/ar/03" and not "foods"; so does a finding's own key with its
 * stars, as somebody copies it. */
static bool key_covers(Str8 pattern, Str8 key) {
    Str8 stem = pattern;
    if (str8_equal(pattern, STR8("*"))) {
        return true;
    }
    while (str8_ends_with(stem, STR8("/*"))) {
        stem.len -= 2;
    }
    if (!str8_starts_with(key, stem)) {
        return false;
    }
    return key.len == stem.len || str8_ends_with(stem, STR8("/")) || key.ptr[stem.len] == '/';
}

bool waivers_cover(Waivers *waivers, FindingKind kind, Str8 key) {
    bool covered = false;
    for (size_t i = 0; waivers != NULL && i < waivers->count; i++) {
        Waiver *waiver = &waivers->items[i];
        if (waiver->kind == kind && key_covers(waiver->key, key) && !has_run_out(waivers, waiver) &&
            !runs_too_long(waivers, waiver)) {
            waiver->used++;
            covered = true;
        }
    }
    return covered;
}

void waivers_report(const Waivers *waivers, Findings *findings) {
    for (size_t i = 0; waivers != NULL && i < waivers->count; i++) {
        const Waiver *waiver = &waivers->items[i];
        bool out = has_run_out(waivers, waiver);
        if (!out && !runs_too_long(waivers, waiver)) {
            continue;
        }
        Finding finding = {
            .kind = FINDING_WAIVER,
            .key = str8_format(findings->arena, "%.*s:%zu", STR8_ARG(waivers->file), waiver->line),
            .what = str8_format(findings->arena, "%s %.*s", finding_kind_name(waiver->kind),
                                STR8_ARG(waiver->key)),
            .detail = str8_format(findings->arena, "%s %.*s (%.*s)",
                                  out ? "ran out on" : "runs for more than a year, to",
                                  STR8_ARG(waiver->until), STR8_ARG(waiver->reason)),
        };
        findings_add(findings, &finding);
    }
}
