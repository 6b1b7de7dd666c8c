/* The on-screen keyboard: the name, or what is searched for. */
#include <string.h>

#include "kiosk/app/update.h"

/* What typing goes to. */
typedef struct {
    char *text;
    size_t size_max;    /* bytes without the terminator */
    KeyboardPage first; /* the page an empty field begins with */
    bool capitals;      /* a capital begins every word */
} Field;

static bool is_typable(uint32_t code) {
    bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    bool direction = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    return !control && !surrogate && !direction && code <= 0x10FFFF;
}

static Field field_of(SessionState *session) {
    if (session->screen == SCREEN_SEARCH) {
        return (Field){session->search, SEARCH_TEXT_MAX, KEYBOARD_LETTERS, false};
    }
    return (Field){session->name, TYPED_NAME_MAX, KEYBOARD_SHIFTED, true};
}

static void changed(SessionState *session) {
    if (session->screen == SCREEN_SEARCH) {
        session->page = 0;
        session->term_counted = false;
    }
}

static void type(SessionState *session, uint32_t code) {
    char bytes[4];
    Field field = field_of(session);
    size_t length = strlen(field.text);
    if (!is_typable(code)) {
        return;
    }
    size_t size = utf8_encode(code, bytes);
    if (length + size > field.size_max) {
        return;
    }
    memcpy(field.text + length, bytes, size);
    /* A capital begins a name; the next letters are small. */
    session->keyboard = code == ' ' && field.capitals ? KEYBOARD_SHIFTED : KEYBOARD_LETTERS;
    changed(session);
}

static void type_delete(SessionState *session) {
    Field field = field_of(session);
    size_t length = strlen(field.text);
    while (length > 0 && ((unsigned char)field.text[length - 1] & 0xC0) == 0x80) {
        field.text[--length] = '\0';
    }
    if (length > 0) {
        field.text[--length] = '\0';
    }
    if (length == 0) {
        session->keyboard = field.first;
    }
    changed(session);
}

bool update_typing_action(AppState *state, Action action) {
    SessionState *session = &state->session;
    switch ((int)action.kind) {
    case ACTION_TYPE:
        type(session, action.argument);
        return true;
    case ACTION_TYPE_DELETE:
        type_delete(session);
        return true;
    case ACTION_TYPE_SHIFT:
        session->keyboard =
            session->keyboard == KEYBOARD_SHIFTED ? KEYBOARD_LETTERS : KEYBOARD_SHIFTED;
        return true;
    case ACTION_TYPE_PAGE:
        session->keyboard = (KeyboardPage)(action.argument % 4);
        return true;
    case ACTION_FIELD:
        return true;
    case ACTION_TYPE_DONE:
        return session->screen != SCREEN_SEARCH;
    default:
        return false;
    }
}
