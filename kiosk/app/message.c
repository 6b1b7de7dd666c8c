#include "kiosk/app/message.h"

void message_wipe(Message *message) {
    memory_wipe(message, sizeof *message);
}

void effect_wipe(Effect *effect) {
    memory_wipe(effect, sizeof *effect);
}

bool effect_refuse(const Effect *effect, Message *reply) {
    static const MessageKind ANSWERS[] = {
        [EFFECT_FIND] = MESSAGE_MISSED,
        [EFFECT_SIGN_IN] = MESSAGE_NOT_SAVED,
        [EFFECT_SIGN_OUT] = MESSAGE_NOT_SAVED,
        [EFFECT_REFRESH] = MESSAGE_CLOSED,
    };
    if (effect->kind == EFFECT_NONE || effect->kind == EFFECT_COUNT_HELP) {
        return false;
    }
    *reply = (Message){.kind = ANSWERS[effect->kind], .session = effect->session};
    return true;
}
