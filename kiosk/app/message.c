#include "kiosk/app/message.h"

void message_drop(Message *message) {
    if (message->kind == MESSAGE_CONTENT) {
        content_free(message->content);
    } else if (message->kind == MESSAGE_SHELF) {
        shelf_free(message->shelf.answer);
    }
    message_wipe(message);
}

void message_wipe(Message *message) {
    memory_wipe(message, sizeof *message);
}

void effect_wipe(Effect *effect) {
    memory_wipe(effect, sizeof *effect);
}

bool effect_refuse(const Effect *effect, Message *reply) {
    static const MessageKind ANSWERS[] = {
        [EFFECT_FIND] = MESSAGE_MISSED,        [EFFECT_SIGN_IN] = MESSAGE_NOT_SAVED,
        [EFFECT_SIGN_OUT] = MESSAGE_NOT_SAVED, [EFFECT_REFRESH] = MESSAGE_CLOSED,
        [EFFECT_BROWSE] = MESSAGE_SHELF,       [EFFECT_PRINT] = MESSAGE_PRINT,
    };
    if (effect->kind == EFFECT_NONE || effect->kind == EFFECT_COUNT_HELP ||
        effect->kind == EFFECT_COUNT_OVER || effect->kind == EFFECT_PRINT_STOP) {
        return false;
    }
    *reply = (Message){.kind = ANSWERS[effect->kind], .session = effect->session};
    if (effect->kind == EFFECT_BROWSE) {
        reply->shelf.kind = effect->browse.question.kind;
        reply->shelf.serial = effect->browse.serial;
    } else if (effect->kind == EFFECT_PRINT) {
        reply->print.number = effect->print.number;
        reply->print.result = (PrintResult){PRINT_NOT_PRINTED, PRINT_BUSY, false};
    }
    return true;
}
