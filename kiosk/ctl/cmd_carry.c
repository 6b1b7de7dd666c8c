#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/ctl/ctl_hub.h"
#include "sync/client/explain.h"
#include "sync/client/parcel.h"

enum { RECEIPTS_SIZE_MAX = PARCEL_SIZE_MAX };

static bool write_file(void *context, Str8 bytes) {
    FILE *file = context;
    return fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len;
}

/* Durable before its name is there: a stick is pulled out early. */
static bool close_file(FILE *file, const char *part, const char *path, bool whole) {
    bool written = whole && fflush(file) == 0 && fsync(fileno(file)) == 0;
    written = fclose(file) == 0 && written;
    return written && rename(part, path) == 0;
}

static int print_out(const ParcelOut *out, const char *path) {
    if (out->enrols) {
        (void)printf("%s asks for this kiosk's enrolment\n", path);
    }
    if (out->last == 0) {
        (void)printf("%s holds no records: nothing waits\n", path);
    } else {
        (void)printf("%s holds records %lld-%lld%s\n", path, (long long)out->first,
                     (long long)out->last, out->is_full ? "; more wait for the next one" : "");
    }
    (void)printf("take it to the hub: foyer-hub carry in %s, and bring the receipt back\n", path);
    return EXIT_DONE;
}

static int carry_out(Ctl *ctl, Store *store, const char *path) {
    ParcelOut out = {0};
    Moment now;
    Err err = {0};
    const char *part = str8_format(ctl->arena, "%s.part", path).ptr;
    FILE *file = part != NULL ? fopen(part, "wb") : NULL;
    if (file == NULL) {
        (void)err_set(&err, ERR_IO, "%s cannot be written", path);
        return ctl_fail(ctl, &err, "check the stick and its free space");
    }
    ParcelSink sink = {.write = write_file, .context = file};
    ErrCode code = ctl_now(ctl, store, &now, &err);
    code =
        code == ERR_OK ? parcel_out(ctl->arena, store, ctl->random, now, &sink, &out, &err) : code;
    if (!close_file(file, part, path, code == ERR_OK) && code == ERR_OK) {
        code = err_set(&err, ERR_IO, "%s cannot be written", path);
    }
    if (code != ERR_OK) {
        (void)unlink(part);
        return ctl_fail(ctl, &err,
                        code == ERR_NOT_FOUND ? "enrol it first: foyerctl enrol FILE CODE" : NULL);
    }
    return print_out(&out, path);
}

static int print_in(Ctl *ctl, const ParcelIn *in) {
    if (in->revoked) {
        return ctl_hub_trouble(ctl, SYNC_REVOKED, (Str8){0}, (Str8){0});
    }
    if (in->answers == 0) {
        (void)fprintf(stderr, "foyerctl carry: nothing in it is for this kiosk\n");
        return EXIT_FAILED;
    }
    if (in->enrolled) {
        (void)printf("the hub has enrolled this kiosk\n");
    }
    if (in->refusal.len > 0) {
        (void)fprintf(stderr, "foyerctl carry: the hub did not accept this: \"%.*s\"\n",
                      STR8_ARG(in->refusal));
        return EXIT_FAILED;
    }
    if (in->forked) {
        (void)printf(
            "the hub holds other records of this kiosk (a twin, or an old copy): carry out "
            "once more, all that is here goes with it\n");
    } else if (in->have > 0) {
        (void)printf("the hub has 1-%lld\n", (long long)in->have);
    } else {
        (void)printf("the hub has none\n");
    }
    return EXIT_DONE;
}

static int carry_in(Ctl *ctl, Store *store, const char *path) {
    ParcelIn in = {0};
    Str8 bytes = {0};
    Moment now;
    Err err = {0};
    ErrCode code = files_read(ctl->arena, path, RECEIPTS_SIZE_MAX, &bytes, &err);
    code = code == ERR_OK ? ctl_now(ctl, store, &now, &err) : code;
    code = code == ERR_OK ? parcel_in(ctl->arena, store, bytes, now, &in, &err) : code;
    return code == ERR_OK ? print_in(ctl, &in) : ctl_fail(ctl, &err, NULL);
}

static int run(Ctl *ctl, int argc, char **argv) {
    CtlArguments arguments;
    if (!ctl_arguments(ctl, argc, argv, NULL, 0, &arguments)) {
        return EXIT_USAGE;
    }
    bool out = arguments.positions_count == 2 && strcmp(arguments.positions[0], "out") == 0;
    bool in = arguments.positions_count == 2 && strcmp(arguments.positions[0], "in") == 0;
    if (!out && !in) {
        return ctl_usage(ctl, "carry out FILE, or carry in FILE", "");
    }
    Site *site = ctl_open(ctl, false, false);
    if (site == NULL) {
        return EXIT_FAILED;
    }
    int exit_code = out ? carry_out(ctl, site->store, arguments.positions[1])
                        : carry_in(ctl, site->store, arguments.positions[1]);
    site_close(site);
    return exit_code;
}

const CtlCommand COMMAND_CARRY = {
    .name = "carry",
    .usage = "out FILE\n       foyerctl carry in FILE",
    .summary = "take records to the hub by USB, and bring its receipt back",
    .details = "\n  out FILE  write what waits to FILE, sealed: only the hub can read it\n"
               "  in FILE   take the hub's receipt (FILE.receipt, from foyer-hub carry in FILE)\n"
               "\nNothing counts as received before the receipt is here. Carrying twice changes "
               "nothing.\n",
    .run = run,
};
