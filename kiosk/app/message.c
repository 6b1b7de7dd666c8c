#include "kiosk/app/message.h"

void message_wipe(Message *message) {
    memory_wipe(message, sizeof *message);
}

void effect_wipe(Effect *effect) {
    memory_wipe(effect, sizeof *effect);
}
