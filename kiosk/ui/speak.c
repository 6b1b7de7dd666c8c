#include "kiosk/ui/speak.h"

Str8 speak_name(const Node *node) {
    return node->spec.label.len > 0 ? node->spec.label : node->spec.text;
}

typedef struct {
    Str8Builder *out;
    Str8 pause;
    bool any;
} Speech;

static void speech_add(Speech *speech, Str8 part) {
    if (part.len == 0) {
        return;
    }
    if (speech->any) {
        builder_add(speech->out, speech->pause);
    }
    builder_add(speech->out, part);
    speech->any = true;
}

static void speech_add_states(Speech *speech, const Node *node, const SpeakWords *words) {
    bool has_two = node->spec.role == ROLE_TOGGLE || node->spec.role == ROLE_CHOICE;
    bool checked = (node->spec.states & STATE_CHECKED) != 0;
    if (checked || has_two) {
        speech_add(speech, checked ? words->checked : words->not_checked);
    }
    if ((node->spec.states & STATE_NOT_YET) != 0) {
        speech_add(speech, words->not_yet);
    }
    if ((node->spec.states & STATE_BUSY) != 0) {
        speech_add(speech, words->busy);
    }
}

void speak_node(Str8Builder *out, const Node *node, const SpeakWords *words) {
    static const SpeakWords NO_WORDS;
    const SpeakWords *known = words != NULL ? words : &NO_WORDS;
    Speech speech = {.out = out, .pause = known->pause.len > 0 ? known->pause : STR8(", ")};
    speech_add(&speech, speak_name(node));
    speech_add(&speech, known->role[node->spec.role]);
    speech_add(&speech, node->spec.value);
    speech_add_states(&speech, node, known);
    speech_add(&speech, node->spec.hint);
}
