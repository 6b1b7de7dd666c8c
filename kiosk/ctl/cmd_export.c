#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/export/export.h"
#include "data/store/school_store.h"
#include "data/zone/zone.h"
#include "kiosk/ctl/ctl.h"
#include "kiosk/ctl/export_package.h"

typedef struct {
    const char *what;
    const char *event;
    const char *from;
    const char *to;
    const char *format;
    const char *unlock;
    const char *output;
    bool bom;
} Options;

/* Where the bytes go: standard output, or a new file that gets its name when it is whole. */
typedef struct {
    FILE *file;
    const char *path; /* NULL: standard output */
    char *temporary;
} Output;

static ErrCode write_bytes(void *context, Str8 bytes, Err *err) {
    Output *output = context;
    if (fwrite(bytes.ptr, 1, bytes.len, output->file) != bytes.len) {
        return err_set(err, ERR_IO, "%s could not be written: %s",
                       output->path != NULL ? output->path : "the output",
                       errno == ENOSPC ? "the disk is full" : "check permissions and free space");
    }
    return ERR_OK;
}

static ErrCode output_open(Arena *arena, const char *path, Output *output, Err *err) {
    *output = (Output){.file = stdout, .path = path};
    if (path == NULL) {
        return ERR_OK;
    }
    Str8 temporary = str8_format(arena, "%s.XXXXXX", path);
    output->temporary = str8_to_c(arena, temporary);
    int descriptor = output->temporary != NULL ? mkstemp(output->temporary) : -1;
    output->file = descriptor >= 0 ? fdopen(descriptor, "wb") : NULL;
    return output->file != NULL
               ? ERR_OK
               : err_set(err, ERR_IO, "%s could not be made: check the folder", path);
}

static ErrCode output_close(Output *output, ErrCode code, Err *err) {
    if (output->path == NULL) {
        return code;
    }
    bool whole = fflush(output->file) == 0 && fsync(fileno(output->file)) == 0;
    whole = fclose(output->file) == 0 && whole;
    if (code == ERR_OK && (!whole || rename(output->temporary, output->path) != 0)) {
        code = err_set(err, ERR_IO, "%s could not be written: check permissions and free space",
                       output->path);
    }
    if (code != ERR_OK) {
        (void)unlink(output->temporary);
    }
    return code;
}

/* A date is the school's local day; `days` later for the end of a range. */
static bool read_day(Zone *zone, const char *text, int days, int64_t *utc_ms) {
    Civil civil = {0};
    if (text == NULL) {
        return true;
    }
    if (!civil_parse_date(str8_from(text), &civil)) {
        return false;
    }
    *utc_ms = zone_to_utc(zone, civil_from_ms(civil_to_ms(civil) + (int64_t)days * DAY_MS));
    return true;
}

static ErrCode school_zone(Store *store, Arena *arena, Str8 *zone, Err *err) {
    School school;
    ErrCode code = school_store_get(store, arena, &school, err);
    *zone = code == ERR_OK && school.zone.len > 0 ? school.zone : STR8("UTC");
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

static int export_to(Ctl *ctl, Store *store, const Options *options, ExportOptions *export) {
    Output output;
    Err err = {0};
    size_t rows = 0;
    ErrCode code = output_open(ctl->arena, options->output, &output, &err);
    if (code == ERR_OK) {
        code = export_visits(store, export, (ExportSink){write_bytes, &output}, &rows, &err);
        code = output_close(&output, code, &err);
    }
    if (code != ERR_OK) {
        return ctl_fail(ctl, &err, code == ERR_DENIED ? "use this school's own key file" : NULL);
    }
    if (options->output != NULL) {
        (void)printf("%zu rows\n", rows);
    }
    return EXIT_DONE;
}

static int export_site(Ctl *ctl, Site *site, const Options *options, ExportFormat format,
                       const uint8_t *key) {
    ExportOptions export = {.format = format, .bom = options->bom};
    Zone *zone = NULL;
    Err err = {0};
    ErrCode code = school_zone(site->store, ctl->arena, &export.zone, &err);
    if (code == ERR_OK) {
        code = zone_open(export.zone, &zone, &err);
    }
    if (code != ERR_OK) {
        return ctl_fail(ctl, &err, NULL);
    }
    export.query.event_uid = str8_from(options->event);
    export.query.school_secret = key;
    bool days = read_day(zone, options->from, 0, &export.query.from_utc_ms) &&
                read_day(zone, options->to, 1, &export.query.to_utc_ms);
    zone_close(zone);
    return days ? export_to(ctl, site->store, options, &export)
                : ctl_usage(ctl, "--from and --to are dates such as 2025-10-16", "");
}

static int export_services(Ctl *ctl, const Options *given) {
    if (given->format != NULL && strcmp(given->format, "hsds") != 0) {
        return ctl_usage(ctl, "services are exported as hsds, not as", given->format);
    }
    if (given->output == NULL) {
        return ctl_usage(ctl, "which folder? -o FOLDER", "");
    }
    Site *site = ctl_open(ctl, false, false);
    int exit_code = site == NULL ? EXIT_FAILED : export_package(ctl, site->store, given->output);
    site_close(site);
    return exit_code;
}

static int run(Ctl *ctl, int argc, char **argv) {
    Options given = {0};
    const CtlOption options[] = {
        {"--event", 0, &given.event, NULL},   {"--from", 0, &given.from, NULL},
        {"--to", 0, &given.to, NULL},         {"--format", 0, &given.format, NULL},
        {"--unlock", 0, &given.unlock, NULL}, {"--output", 'o', &given.output, NULL},
        {"--bom", 0, NULL, &given.bom},       {"--what", 0, &given.what, NULL},
    };
    if (!ctl_options(ctl, argc, argv, options, sizeof options / sizeof options[0])) {
        return EXIT_USAGE;
    }
    bool services = given.what != NULL && strcmp(given.what, "services") == 0;
    if (given.what != NULL && !services && strcmp(given.what, "visits") != 0) {
        return ctl_usage(ctl, "--what is visits or services, not", given.what);
    }
    if (services) {
        return export_services(ctl, &given);
    }
    bool csv = given.format == NULL || strcmp(given.format, "csv") == 0;
    if (!csv && strcmp(given.format, "json") != 0) {
        return ctl_usage(ctl, "--format is csv or json, not", given.format);
    }
    uint8_t key[FILES_KEY_SIZE];
    if (given.unlock != NULL && !ctl_read_school_key(ctl, given.unlock, key)) {
        return EXIT_FAILED;
    }
    Site *site = ctl_open(ctl, false, false);
    int exit_code = site == NULL ? EXIT_FAILED
                                 : export_site(ctl, site, &given, csv ? EXPORT_CSV : EXPORT_JSON,
                                               given.unlock != NULL ? key : NULL);
    memory_wipe(key, sizeof key);
    site_close(site);
    return exit_code;
}

const CtlCommand COMMAND_EXPORT = {
    .name = "export",
    .usage = "[--event UID] [--from DATE] [--to DATE] [--format csv|json] [--unlock KEYFILE] "
             "[--bom] [-o FILE]\n       foyerctl export --what services [--format hsds] -o FOLDER",
    .summary = "write attendance, one row a person of a visit; or the services",
    .details =
        "\n  --event UID       visits of one event (its calendar UID)\n"
        "  --from, --to      local dates such as 2025-10-16, both included\n"
        "  --format          csv (default) or json\n"
        "  --unlock KEYFILE  the school's secret key: names at past events are filled in\n"
        "  --bom             a byte order mark, for spreadsheets that show accents wrongly\n"
        "  --what services   people and services as an HSDS 3.0 data package in a new FOLDER, "
        "which\n"
        "                    other programs read and `foyerctl import` takes back as it was\n"
        "  -o FILE           write FILE when everything is there, instead of standard output\n",
    .run = run,
};
