#include "sync/hub/hub_ctl.h"

#include <stdio.h>

#include "sync/wire/answer.h"
#include "sync/wire/signature.h"

bool hub_ctl_arguments(const HubCtl *ctl, int argc, char **argv, const CommandOption *options,
                       size_t options_count, size_t count, const char **positions) {
    CommandArguments arguments;
    if (!command_arguments(&ctl->who, argc, argv, options, options_count, &arguments)) {
        return false;
    }
    if (arguments.positions_count > count) {
        (void)command_usage(&ctl->who, "not understood:", arguments.positions[count]);
        return false;
    }
    if (arguments.positions_count < count) {
        (void)command_usage(&ctl->who, "an argument is missing", "");
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        positions[i] = arguments.positions[i];
    }
    return true;
}

static const char *advice_for(ErrCode code) {
    switch (code) {
    case ERR_NOT_FOUND:
        return "name its folder with --data, or start a new one with foyer-hub --data DIR";
    case ERR_CORRUPT:
        return "keep the file, and restore a backup: kiosks send again what is missing";
    case ERR_CONFLICT:
        return "update Foyer on this machine";
    case ERR_BUSY:
        return "another program is writing: try again";
    case ERR_IO:
        return "check permissions and free space";
    case ERR_OK:
    case ERR_INVALID:
    case ERR_LIMIT:
    case ERR_OFFLINE:
    case ERR_DENIED:
    case ERR_NO_MEMORY:
    case ERR_INTERNAL:
        break;
    }
    return NULL;
}

int hub_ctl_fail(const HubCtl *ctl, const Err *err) {
    return command_fail(&ctl->who, err, err->code == ERR_NOT_FOUND ? NULL : advice_for(err->code));
}

HubFolder *hub_ctl_open(HubCtl *ctl, bool create) {
    HubFolder *folder = NULL;
    Err err = {0};
    ErrCode code = hub_folder_open(ctl->arena, ctl->folder, create, ctl->random, &folder, &err);
    if (code != ERR_OK) {
        (void)command_fail(&ctl->who, &err, advice_for(code));
        return NULL;
    }
    return folder;
}

Moment hub_ctl_now(HubCtl *ctl) {
    ClockPort clock = system_clock_port(&ctl->clock);
    return clock.now(clock.context);
}

bool hub_ctl_words(const HubCtl *ctl, const HubFolder *folder, const uint8_t kiosk_public[32],
                   Str8 *words) {
    uint8_t hub_public[32];
    Str8 list[WORDS_COUNT];
    Err err = {0};
    signature_public(folder->seed, hub_public);
    ErrCode code = words_of_keys(hub_public, kiosk_public, list, &err);
    Str8Builder text = builder_in(ctl->arena, 160);
    for (size_t i = 0; code == ERR_OK && i < WORDS_COUNT; i++) {
        builder_add(&text, i > 0 ? STR8(" ") : STR8(""));
        builder_add(&text, list[i]);
    }
    if (code == ERR_OK && text.full) {
        code = err_set(&err, ERR_NO_MEMORY, "no memory for six words");
    }
    if (code != ERR_OK) {
        (void)hub_ctl_fail(ctl, &err);
        return false;
    }
    *words = builder_text(&text);
    return true;
}
