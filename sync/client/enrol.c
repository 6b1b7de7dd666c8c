#include "sync/client/enrol.h"

#include <string.h>

#include "data/base/check.h"
#include "sync/client/request.h"
#include "sync/wire/carry.h"

/* The first frame of a kiosk that is enrolled by USB, in hexadecimal: sealed, so it tells nothing.
 */
#define SETTING_FRAME STR8("sync.enrolment-frame")

/* ---- what people type ---- */

static bool is_host_byte(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '.' || byte == '-' || byte == '_' ||
           byte == ':' || byte == '[' || byte == ']';
}

static bool begins_with(Str8 text, Str8 start) {
    return text.len >= start.len && str8_equal_ignoring_case(str8_slice(text, 0, start.len), start);
}

static size_t scheme_len(Str8 text) {
    if (begins_with(text, STR8("https://"))) {
        return sizeof "https://" - 1;
    }
    return begins_with(text, STR8("http://")) ? sizeof "http://" - 1 : 0;
}

ErrCode enrol_read_url(Arena *arena, Str8 text, Str8 *url, Err *err) {
    Str8 trimmed = str8_trim(text);
    if (str8_ends_with(trimmed, STR8("/"))) {
        trimmed = str8_slice(trimmed, 0, trimmed.len - 1);
    }
    size_t scheme = scheme_len(trimmed);
    if (scheme == 0 || trimmed.len == scheme || trimmed.len > SYNC_URL_MAX) {
        return err_set(err, ERR_INVALID, "an address of a hub is such as https://hub.example:8443");
    }
    for (size_t i = scheme; i < trimmed.len; i++) {
        if (!is_host_byte(trimmed.ptr[i])) {
            return err_set(err, ERR_INVALID,
                           "behind the hub's name and port nothing may stand in its address");
        }
    }
    *url = str8_copy(arena, trimmed);
    return url->len > 0 ? ERR_OK : err_set(err, ERR_NO_MEMORY, "no memory for an address");
}

bool enrol_url_is_private(Str8 url) {
    Str8 host = str8_slice(url, scheme_len(url), url.len);
    return scheme_len(url) == sizeof "https://" - 1 || str8_starts_with(host, STR8("127.")) ||
           str8_starts_with(host, STR8("localhost")) || str8_starts_with(host, STR8("[::1]"));
}

/* Crockford's base32: no I, L, O, U; what people take for one another is the same. 0 = none. */
static char code_symbol(char byte) {
    char upper = byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte;
    if (upper == 'O') {
        return '0';
    }
    if (upper == 'I' || upper == 'L') {
        return '1';
    }
    bool symbol = (upper >= '0' && upper <= '9') || (upper >= 'A' && upper <= 'Z' && upper != 'U');
    return symbol ? upper : '\0';
}

ErrCode enrol_read_code(Arena *arena, Str8 text, Str8 *code, Err *err) {
    char *symbols = arena_alloc(arena, ENROL_CODE_LEN);
    size_t len = 0;
    if (symbols == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a code");
    }
    for (size_t i = 0; i < text.len; i++) {
        char symbol = code_symbol(text.ptr[i]);
        bool between = text.ptr[i] == '-' || text.ptr[i] == ' ';
        if ((symbol == '\0' && !between) || (symbol != '\0' && len == ENROL_CODE_LEN)) {
            return err_set(err, ERR_INVALID, "a code has %d letters and digits", ENROL_CODE_LEN);
        }
        if (symbol != '\0') {
            symbols[len++] = symbol;
        }
    }
    if (len != ENROL_CODE_LEN) {
        return err_set(err, ERR_INVALID, "a code has %d letters and digits", ENROL_CODE_LEN);
    }
    *code = (Str8){symbols, len};
    return ERR_OK;
}

const char *enrol_ca_file(Arena *arena, Store *store) {
    Str8 path = {0};
    bool kept = store_setting(store, arena, SYNC_SETTING_CA_FILE, &path, NULL) == ERR_OK;
    return kept && path.len > 0 ? str8_to_c(arena, path) : NULL;
}

/* ---- the frame that waits, in hexadecimal ---- */

static int hex_digit(char byte) {
    if (byte >= '0' && byte <= '9') {
        return byte - '0';
    }
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

static bool hex_read(Str8 text, uint8_t *bytes, size_t size) {
    bool good = text.len == 2 * size;
    for (size_t i = 0; good && i < size; i++) {
        int high = hex_digit(text.ptr[2 * i]);
        int low = hex_digit(text.ptr[2 * i + 1]);
        good = high >= 0 && low >= 0;
        bytes[i] = good ? (uint8_t)(high * 16 + low) : 0;
    }
    return good;
}

/* ---- enrolling ---- */

ErrCode enrol_begin(Arena *arena, Store *store, Str8 code, Str8 name, EnrolStart *start, Err *err) {
    SyncSource source = {0};
    RequestSigner signer = {0};
    *start = (EnrolStart){0};
    ErrCode result = sync_store_source(store, &source, err);
    result =
        result == ERR_OK ? sync_store_take_counters(store, 0, 1, &signer.counter, err) : result;
    if (result != ERR_OK) {
        return result;
    }
    SyncLink *link = &start->link;
    sync_store_seed(store, code, link->kiosk_seed);
    signature_public(link->kiosk_seed, link->kiosk_public);
    signer.device = source.device;
    signer.seed = link->kiosk_seed;
    Enrolment enrolment = {.code = code, .device = source.device, .name = name};
    memcpy(enrolment.kiosk_public, link->kiosk_public, sizeof enrolment.kiosk_public);
    return request_enrol(arena, &signer, &enrolment, &start->request, err);
}

ErrCode enrol_keep(Store *store, const EnrolStart *start, Str8 url, const Enrolled *enrolled,
                   Err *err) {
    SyncLink link = start->link;
    link.url = url;
    link.enrolled_utc_ms = enrolled->utc_ms;
    link.confirmed = true;
    memcpy(link.hub_public, enrolled->hub_public, sizeof link.hub_public);
    ErrCode code = store_set_setting(store, SETTING_FRAME, STR8(""), err);
    code = code == ERR_OK ? sync_store_enrol(store, &link, err) : code;
    memory_wipe(&link, sizeof link);
    return code;
}

ErrCode enrol_keep_for_carrying(Arena *arena, Store *store, RandomPort random,
                                const EnrolStart *start, const Invitation *invitation, Moment now,
                                Err *err) {
    Str8 frame = {0};
    ErrCode code =
        carry_seal_request(arena, random, &start->request, invitation->hub_public, &frame, err);
    if (code != ERR_OK) {
        return code;
    }
    Str8Builder hex = builder_in(arena, 2 * frame.len + 1);
    for (size_t i = 0; i < frame.len; i++) {
        builder_format(&hex, "%02x", (unsigned)(unsigned char)frame.ptr[i]);
    }
    if (hex.full) {
        return err_set(err, ERR_NO_MEMORY, "no memory for an enrolment");
    }
    SyncLink link = start->link;
    link.url = STR8("");
    link.enrolled_utc_ms = now.utc_ms;
    memcpy(link.hub_public, invitation->hub_public, sizeof link.hub_public);
    code = store_set_setting(store, SETTING_FRAME, builder_text(&hex), err);
    code = code == ERR_OK ? sync_store_enrol(store, &link, err) : code;
    memory_wipe(&link, sizeof link);
    return code;
}

ErrCode enrol_carried_frame(Arena *arena, Store *store, Str8 *frame, Err *err) {
    Str8 hex = {0};
    *frame = (Str8){0};
    ErrCode code = store_setting(store, arena, SETTING_FRAME, &hex, err);
    if (code == ERR_NOT_FOUND || (code == ERR_OK && hex.len == 0)) {
        return ERR_OK;
    }
    if (code != ERR_OK) {
        return code;
    }
    uint8_t *bytes = arena_alloc(arena, hex.len / 2);
    if (bytes == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for an enrolment");
    }
    if (!hex_read(hex, bytes, hex.len / 2)) {
        return err_set(err, ERR_CORRUPT, "the enrolment that waits could not be read");
    }
    *frame = (Str8){(const char *)bytes, hex.len / 2};
    return ERR_OK;
}

ErrCode enrol_confirm(Arena *arena, Store *store, const Enrolled *enrolled, Err *err) {
    SyncLink link = {0};
    ErrCode code = sync_store_link(store, arena, &link, err);
    if (code == ERR_OK &&
        memcmp(link.hub_public, enrolled->hub_public, sizeof link.hub_public) != 0) {
        code = err_set(err, ERR_DENIED, "the answer is of another hub than the invitation");
    }
    if (code == ERR_OK) {
        link.confirmed = true;
        link.enrolled_utc_ms = enrolled->utc_ms;
        code = sync_store_enrol(store, &link, err);
    }
    memory_wipe(&link, sizeof link);
    return code == ERR_OK ? store_set_setting(store, SETTING_FRAME, STR8(""), err) : code;
}
