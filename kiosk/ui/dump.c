#include "kiosk/ui/dump.h"

#include "kiosk/ui/tree.h"

static Str8 role_name(Role role) {
    static const char *const NAMES[ROLE_COUNT] = {
        [ROLE_NONE] = "none",       [ROLE_SCREEN] = "screen", [ROLE_GROUP] = "group",
        [ROLE_HEADING] = "heading", [ROLE_TEXT] = "text",     [ROLE_IMAGE] = "image",
        [ROLE_STATUS] = "status",   [ROLE_TIMER] = "timer",   [ROLE_DIALOG] = "dialog",
        [ROLE_LIST] = "list",       [ROLE_BUTTON] = "button", [ROLE_TOGGLE] = "toggle",
        [ROLE_CHOICE] = "choice",   [ROLE_KEY] = "key",       [ROLE_FIELD] = "field",
        [ROLE_CODE] = "code",
    };
    return (unsigned)role < ROLE_COUNT ? str8_from(NAMES[role]) : STR8("none");
}

static const struct {
    uint32_t state;
    const char *name;
} STATES[] = {
    {STATE_CHECKED, "checked"}, {STATE_NOT_YET, "not-yet"}, {STATE_BUSY, "busy"},
    {STATE_ACTIVE, "active"},   {STATE_PRESSED, "pressed"}, {STATE_FOCUSED, "focused"},
};
enum { STATES_COUNT = sizeof STATES / sizeof STATES[0] };

static void json_string(Str8Builder *out, Str8 text) {
    builder_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        if (byte == '"' || byte == '\\') {
            builder_add_char(out, '\\');
            builder_add_char(out, (char)byte);
        } else if (byte == '\n') {
            builder_add(out, STR8("\\n"));
        } else if (byte < 0x20 || byte == 0x7F) {
            builder_format(out, "\\u%04x", byte);
        } else {
            builder_add_char(out, (char)byte);
        }
    }
    builder_add_char(out, '"');
}

static void json_member(Str8Builder *out, Str8 name, Str8 value) {
    json_string(out, name);
    builder_add_char(out, ':');
    json_string(out, value);
    builder_add_char(out, ',');
}

static void json_states(Str8Builder *out, uint32_t states) {
    builder_add(out, STR8("\"states\":["));
    bool any = false;
    for (size_t i = 0; i < STATES_COUNT; i++) {
        if ((states & STATES[i].state) != 0) {
            builder_add(out, any ? STR8(",") : STR8(""));
            json_string(out, str8_from(STATES[i].name));
            any = true;
        }
    }
    builder_add(out, STR8("],"));
}

/* What speech says goes through a small buffer of its own, so that it can be escaped. */
enum { SPOKEN_BYTES = 2048 };

static void json_spoken(Str8Builder *out, const Node *node, const SpeakWords *words) {
    char buffer[SPOKEN_BYTES];
    Str8Builder spoken = builder_make(buffer, sizeof buffer);
    speak_node(&spoken, node, words);
    builder_add(out, STR8("\"spoken\":"));
    Str8 text = builder_text(&spoken);
    json_string(out, str8_is_valid(text) ? text : speak_name(node));
    memory_wipe(buffer, sizeof buffer);
}

static void json_node(Str8Builder *out, const Node *node, const SpeakWords *words) {
    builder_add_char(out, '{');
    json_member(out, STR8("key"), node->path);
    json_member(out, STR8("role"), role_name(node->spec.role));
    json_member(out, STR8("label"), speak_name(node));
    json_member(out, STR8("value"), node->spec.value);
    json_states(out, node->spec.states);
    builder_format(out, "\"rect\":[%d,%d,%d,%d],", node->rect.x, node->rect.y, node->rect.width,
                   node->rect.height);
    builder_format(out, "\"focusable\":%s,", node_is_interactive(node) ? "true" : "false");
    json_spoken(out, node, words);
    builder_add_char(out, '}');
}

void dump_json(Str8Builder *out, const Node *root, const SpeakWords *words) {
    bool any = false;
    builder_add_char(out, '[');
    for (const Node *node = root; node != NULL; node = tree_next(node, root)) {
        if (node->spec.role == ROLE_NONE) {
            continue;
        }
        builder_add(out, any ? STR8(",\n ") : STR8("\n "));
        json_node(out, node, words);
        any = true;
    }
    builder_add(out, STR8("\n]\n"));
}

static int depth_of_roles(const Node *node, const Node *root) {
    int depth = 0;
    while (node != root) {
        node = node->parent;
        depth += node->spec.role != ROLE_NONE ? 1 : 0;
    }
    return depth;
}

static void text_node(Str8Builder *out, const Node *node, bool rects) {
    builder_add(out, role_name(node->spec.role));
    if (node->path.len > 0) {
        builder_add_char(out, ' ');
        builder_add(out, node->path);
    }
    if (speak_name(node).len > 0) {
        builder_add_char(out, ' ');
        json_string(out, speak_name(node));
    }
    if (node->spec.value.len > 0) {
        builder_add(out, STR8(" ="));
        json_string(out, node->spec.value);
    }
    if (node->spec.hint.len > 0) {
        builder_add(out, STR8(" ?"));
        json_string(out, node->spec.hint);
    }
    for (size_t i = 0; i < STATES_COUNT; i++) {
        if ((node->spec.states & STATES[i].state) != 0) {
            builder_add_char(out, ' ');
            builder_add(out, str8_from(STATES[i].name));
        }
    }
    if (rects) {
        builder_format(out, " @%d,%d %dx%d", node->rect.x, node->rect.y, node->rect.width,
                       node->rect.height);
    }
    builder_add_char(out, '\n');
}

void dump_text(Str8Builder *out, const Node *root, bool rects) {
    for (const Node *node = root; node != NULL; node = tree_next(node, root)) {
        if (node->spec.role == ROLE_NONE) {
            continue;
        }
        for (int i = depth_of_roles(node, root); i > 0; i--) {
            builder_add(out, STR8("  "));
        }
        text_node(out, node, rects);
    }
}

/* Nearest names. Long ones are compared by their first bytes: it is for a hint only. */
enum { DISTANCE_BYTES_MAX = 96 };

static size_t size_min(size_t a, size_t b) {
    return a < b ? a : b;
}

static size_t edit_distance(Str8 a, Str8 b) {
    size_t row[DISTANCE_BYTES_MAX + 1];
    size_t a_len = size_min(a.len, DISTANCE_BYTES_MAX);
    size_t b_len = size_min(b.len, DISTANCE_BYTES_MAX);
    for (size_t j = 0; j <= b_len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a_len; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t change = diagonal + (a.ptr[i - 1] != b.ptr[j - 1] ? 1 : 0);
            diagonal = row[j];
            row[j] = size_min(change, size_min(row[j], row[j - 1]) + 1);
        }
    }
    return row[b_len];
}

static size_t node_distance(const Node *node, Str8 wanted) {
    size_t by_path = edit_distance(node->path, wanted);
    Str8 name = speak_name(node);
    return name.len > 0 ? size_min(by_path, edit_distance(name, wanted)) : by_path;
}

size_t dump_nearest_paths(const Node *root, Str8 wanted, Str8 paths[DUMP_NEAREST_MAX]) {
    size_t distances[DUMP_NEAREST_MAX];
    size_t count = 0;
    for (const Node *node = root; node != NULL; node = tree_next(node, root)) {
        if (node->path.len == 0 || !node_is_interactive(node)) {
            continue;
        }
        size_t distance = node_distance(node, wanted);
        size_t at = count;
        while (at > 0 && distances[at - 1] > distance) {
            at--;
        }
        count += count < DUMP_NEAREST_MAX ? 1 : 0;
        for (size_t i = count; i > at + 1; i--) {
            distances[i - 1] = distances[i - 2];
            paths[i - 1] = paths[i - 2];
        }
        if (at < DUMP_NEAREST_MAX) {
            distances[at] = distance;
            paths[at] = node->path;
        }
    }
    return count;
}
