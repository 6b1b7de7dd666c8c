#include "kiosk/headless/query.h"

#include "kiosk/ui/tree.h"

static bool node_contains(const Node *node, Str8 text) {
    return str8_find(node->spec.label, text) < node->spec.label.len ||
           str8_find(node->spec.text, text) < node->spec.text.len ||
           str8_find(node->spec.value, text) < node->spec.value.len;
}

const Node *query_find_containing(const Node *root, Str8 text) {
    const Node *found = NULL;
    for (const Node *node = root; node != NULL; node = tree_next(node, root)) {
        if (text.len > 0 && node_contains(node, text)) {
            if (node_is_interactive(node)) {
                return node;
            }
            found = found != NULL ? found : node;
        }
    }
    return found;
}

const Node *query_find_key(const Node *root, Str8 character) {
    static const char *const PLACES[] = {"sign-in/digit/", "sign-in/letter/", "keyboard/"};
    char path[64];
    for (size_t i = 0; i < sizeof PLACES / sizeof PLACES[0]; i++) {
        Str8Builder text = builder_make(path, sizeof path);
        builder_add(&text, str8_from(PLACES[i]));
        builder_add(&text, character);
        const Node *node = tree_find_path(root, builder_text(&text));
        if (node != NULL) {
            return node;
        }
    }
    return str8_equal(character, STR8(" ")) ? tree_find_path(root, STR8("keyboard/space")) : NULL;
}

static const char *const PAGE_KEYS[] = {"keyboard/shift", "keyboard/accents", "keyboard/numbers",
                                        "keyboard/letters", "sign-in/letters-other"};

size_t query_page_keys_count(void) {
    return sizeof PAGE_KEYS / sizeof PAGE_KEYS[0];
}

const Node *query_page_key(const Node *root, size_t page) {
    return tree_find_path(root, str8_from(PAGE_KEYS[page]));
}

SpeakWords query_speech_words(const Locale *locale) {
    SpeakWords words = {.checked = tr(locale, "selected"),
                        .not_checked = tr(locale, "not selected"),
                        .not_yet = tr(locale, "not yet"),
                        .busy = tr(locale, "please wait")};
    words.role[ROLE_HEADING] = tr(locale, "heading");
    words.role[ROLE_BUTTON] = tr(locale, "button");
    words.role[ROLE_TOGGLE] = tr(locale, "switch");
    words.role[ROLE_CHOICE] = tr(locale, "choice");
    words.role[ROLE_FIELD] = tr(locale, "text field");
    words.role[ROLE_CODE] = tr(locale, "QR code");
    return words;
}

void query_say_screen(Str8Builder *out, const Node *root, const SpeakWords *words) {
    for (const Node *node = root; node != NULL; node = tree_next(node, root)) {
        size_t before = out->len;
        if (node->spec.role != ROLE_NONE && node->spec.role != ROLE_KEY) {
            speak_node(out, node, words);
        }
        if (out->len > before) {
            builder_add_char(out, '\n');
        }
    }
}
