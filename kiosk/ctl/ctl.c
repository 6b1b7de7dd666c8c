#include "kiosk/ctl/ctl.h"

#include <stdio.h>

static CommandName name_of(const Ctl *ctl) {
    return (CommandName){.program = "foyerctl", .name = ctl->command};
}

int ctl_fail(const Ctl *ctl, const Err *err, const char *advice) {
    CommandName who = name_of(ctl);
    return command_fail(&who, err, advice);
}

int ctl_usage(const Ctl *ctl, const char *reason, const char *what) {
    CommandName who = name_of(ctl);
    return command_usage(&who, reason, what);
}

bool ctl_arguments(const Ctl *ctl, int argc, char **argv, const CtlOption *options,
                   size_t options_count, CtlArguments *arguments) {
    CommandName who = name_of(ctl);
    return command_arguments(&who, argc, argv, options, options_count, arguments);
}

bool ctl_options(const Ctl *ctl, int argc, char **argv, const CtlOption *options,
                 size_t options_count) {
    CtlArguments arguments;
    if (!ctl_arguments(ctl, argc, argv, options, options_count, &arguments)) {
        return false;
    }
    if (arguments.positions_count > 0) {
        (void)ctl_usage(ctl, "not understood:", arguments.positions[0]);
        return false;
    }
    return true;
}

static const char *advice_for(ErrCode code) {
    switch (code) {
    case ERR_DENIED:
        return "the key files beside it are of another database: put the right ones back";
    case ERR_CORRUPT:
        return "the file is damaged: keep it, and restore a backup";
    case ERR_CONFLICT:
        return "update Foyer on this machine";
    case ERR_BUSY:
        return "another Foyer program is writing: try again";
    case ERR_IO:
        return "check the folder's permissions and free space";
    case ERR_OK:
    case ERR_NOT_FOUND:
    case ERR_INVALID:
    case ERR_LIMIT:
    case ERR_OFFLINE:
    case ERR_NO_MEMORY:
    case ERR_INTERNAL:
        break;
    }
    return NULL;
}

Site *ctl_open(Ctl *ctl, bool create, bool demo) {
    SiteOptions options = {
        .folder = ctl->folder, .create = create, .demo = demo, .random = ctl->random};
    Site *site = NULL;
    Err err = {0};
    ErrCode code = site_open(ctl->arena, &options, &site, &err);
    if (code != ERR_OK) {
        (void)ctl_fail(ctl, &err, advice_for(code));
        return NULL;
    }
    if (site->made_school_key && !demo) {
        (void)fprintf(
            stderr,
            "\n  A key pair was made for this school. The secret half is\n    %s\n"
            "  It opens the names of past events. MOVE IT to a safe place away from this "
            "kiosk\n  (a USB stick in the office safe), and keep a copy: without it those "
            "names are lost.\n\n",
            site->paths.school_secret);
    }
    return site;
}

bool ctl_read_school_key(const Ctl *ctl, const char *path, uint8_t key[FILES_KEY_SIZE]) {
    SitePaths paths;
    Err err = {0};
    ErrCode code = site_paths(ctl->folder, &paths, &err);
    if (code == ERR_OK && path != NULL) {
        code = key_file_read(path, KEY_SCHOOL_SECRET, key, &err);
    } else if (code == ERR_OK) {
        code = key_file_read(paths.school_secret, KEY_SCHOOL_SECRET, key, &err);
        if (code == ERR_NOT_FOUND) {
            code = key_file_read(paths.demo_secret, KEY_SCHOOL_SECRET, key, &err);
        }
        if (code == ERR_NOT_FOUND) {
            (void)err_set(&err, code, "this needs the school's secret key, which is not here");
        }
    }
    if (code != ERR_OK) {
        (void)ctl_fail(ctl, &err, "name the key file with --unlock KEYFILE");
        return false;
    }
    return true;
}
