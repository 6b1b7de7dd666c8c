/* The on-screen keyboard: one name field. */
#include <string.h>

#include "kiosk/app/update.h"

static bool is_typable(uint32_t code) {
    bool control = code < 0x20 || (code >= 0x7F && code < 0xA0);
    bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    bool direction = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    return !control && !surrogate && !direction && code <= 0x10FFFF;
}

static void type(SessionState *session, uint32_t code) {
    char bytes[4];
    size_t length = strlen(session->name);
    if (!is_typable(code)) {
        return;
    }
    size_t size = utf8_encode(code, bytes);
    if (length + size > TYPED_NAME_MAX) {
        return;
    }
    memcpy(session->name + length, bytes, size);
    /* A capital begins a name; the next letters are small. */
    session->keyboard = code == ' ' ? KEYBOARD_SHIFTED : KEYBOARD_LETTERS;
}

static void type_delete(SessionState *session) {
    size_t length = strlen(session->name);
    while (length > 0 && ((unsigned char)session->name[length - 1] & 0xC0) == 0x80) {
        session->name[--length] = '\0';
    }
    if (length > 0) {
        session->name[--length] = '\0';
    }
    if (length == 0) {
        session->keyboard = KEYBOARD_SHIFTED;
    }
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
    case ACTION_TYPE_DONE:
        return true;
    default:
        return false;
    }
}
