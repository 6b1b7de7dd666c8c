#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "data/base/civil.h"
#include "sync/hub/hub_ctl.h"
#include "sync/hub/hub_export.h"

typedef struct {
    const char *format;
    const char *unlock;
    const char *output;
    const char *school;
    const char *from;
    const char *to;
    bool bom;
} Given;

static ErrCode write_bytes(void *context, Str8 bytes, Err *err) {
    FILE *file = context;
    return fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len
               ? ERR_OK
               : err_set(err, ERR_IO, "the output could not be written: %s", strerror(errno));
}

static ErrCode export_to(HubFolder *folder, const HubExportOptions *options, FILE *file,
                         HubExportCount *count, Err *err) {
    HubSink sink = {.write = write_bytes, .context = file};
    ErrCode code = hub_export_csv(&folder->store, options, sink, count, err);
    if (code == ERR_OK && fflush(file) != 0) {
        code = err_set(err, ERR_IO, "the output could not be written: %s", strerror(errno));
    }
    return code;
}

/* The file gets its name when everything is in it. */
static ErrCode export_file(HubCtl *ctl, HubFolder *folder, const HubExportOptions *options,
                           const char *path, HubExportCount *count, Err *err) {
    const char *part = str8_format(ctl->arena, "%s.part", path).ptr;
    FILE *file = part != NULL ? fopen(part, "wbe") : NULL;
    if (file == NULL) {
        return err_set(err, ERR_IO, "%s cannot be written", path);
    }
    ErrCode code = export_to(folder, options, file, count, err);
    if (code == ERR_OK && fsync(fileno(file)) != 0) {
        code = err_set(err, ERR_IO, "%s cannot be written", path);
    }
    bool closed = fclose(file) == 0;
    if (code == ERR_OK && (!closed || rename(part, path) != 0)) {
        code = err_set(err, ERR_IO, "%s cannot be written", path);
    }
    if (code != ERR_OK) {
        (void)unlink(part);
    }
    return code;
}

static int export_visits(HubCtl *ctl, HubFolder *folder, const Given *given,
                         HubExportOptions *options) {
    HubExportCount count = {0};
    Err err = {0};
    ErrCode code = given->output != NULL
                       ? export_file(ctl, folder, options, given->output, &count, &err)
                       : export_to(folder, options, stdout, &count, &err);
    if (code != ERR_OK) {
        return hub_ctl_fail(ctl, &err);
    }
    if (given->output != NULL) {
        (void)printf("%lld visits, %lld rows in %s\n", (long long)count.visits,
                     (long long)count.rows, given->output);
    }
    if (count.headless > 0) {
        (void)fprintf(stderr,
                      "foyer-hub export: note: of %lld visits only late members are here; their "
                      "sign-in has not come yet\n",
                      (long long)count.headless);
    }
    return EXIT_DONE;
}

static bool is_day(const HubCtl *ctl, const char *text) {
    Civil civil;
    if (text[0] == '\0' || civil_parse_date(str8_from(text), &civil)) {
        return true;
    }
    (void)command_usage(&ctl->who, "--from and --to are dates such as 2025-10-16, not", text);
    return false;
}

static bool read_given(const HubCtl *ctl, int argc, char **argv, Given *given) {
    const CommandOption options[] = {
        {"--format", 0, &given->format, NULL},   {"--unlock", 0, &given->unlock, NULL},
        {"--output", 'o', &given->output, NULL}, {"--school", 0, &given->school, NULL},
        {"--from", 0, &given->from, NULL},       {"--to", 0, &given->to, NULL},
        {"--bom", 0, NULL, &given->bom},
    };
    if (!hub_ctl_arguments(ctl, argc, argv, options, sizeof options / sizeof options[0], 0, NULL)) {
        return false;
    }
    if (!is_day(ctl, given->from) || !is_day(ctl, given->to)) {
        return false;
    }
    if (strcmp(given->format, "csv") != 0) {
        (void)command_usage(&ctl->who, "--format is csv, not", given->format);
        return false;
    }
    return true;
}

static int run(HubCtl *ctl, int argc, char **argv) {
    Given given = {.format = "csv", .school = "", .from = "", .to = ""};
    if (!read_given(ctl, argc, argv, &given)) {
        return EXIT_USAGE;
    }
    uint8_t keys[1][VAULT_KEY_SIZE];
    HubExportOptions options = {.school = str8_from(given.school),
                                .from_day = str8_from(given.from),
                                .to_day = str8_from(given.to),
                                .bom = given.bom};
    Err err = {0};
    if (given.unlock != NULL) {
        if (key_file_read(given.unlock, KEY_SCHOOL_SECRET, keys[0], &err) != ERR_OK) {
            return hub_ctl_fail(ctl, &err);
        }
        options.school_secrets = (const uint8_t(*)[VAULT_KEY_SIZE])keys;
        options.school_secrets_count = 1;
    }
    HubFolder *folder = hub_ctl_open(ctl, false);
    int exit_code = folder != NULL ? export_visits(ctl, folder, &given, &options) : EXIT_FAILED;
    memory_wipe(keys, sizeof keys);
    hub_folder_close(folder);
    return exit_code;
}

const HubCommand HUB_COMMAND_EXPORT = {
    .name = "export",
    .usage = "[--format csv] [--unlock KEYFILE] [--school NAME] [--from DATE] "
             "[--to DATE] [--bom] [-o FILE]",
    .summary = "write every visit that came, one row a person",
    .details =
        "\n  --unlock KEYFILE  a school's secret key: its names are filled in\n"
        "  --school NAME     only kiosks of this school\n"
        "  --from, --to      local dates such as 2025-10-16, both included\n"
        "  --bom             a byte order mark, for spreadsheets that show accents wrongly\n"
        "  -o FILE           write FILE when everything is there, instead of standard output\n",
    .run = run,
};
