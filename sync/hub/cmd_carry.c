#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sync/hub/hub.h"
#include "sync/hub/hub_ctl.h"
#include "sync/wire/answer.h"
#include "sync/wire/carry.h"
#include "sync/wire/signature.h"

enum { CARRY_FILE_MAX = 80 << 20, FRAME_ARENA_BLOCK = 1 << 20, FRAME_ARENA_MAX = 16 << 20 };

typedef struct {
    HubCtl *ctl;
    HubFolder *folder;
    Hub *hub;
    FILE *receipt;
    int64_t taken;
    int64_t refused;
    int64_t strange; /* for another hub, or damaged */
} Carry;

/* The kiosk's key: as it is enrolled, or as a refused enrolment says. */
static bool find_reader(Carry *carry, Arena *arena, const WireRequest *request, uint8_t key[32]) {
    HubStore *store = &carry->folder->store;
    SignatureParams params;
    HubKiosk kiosk = {0};
    Enrolment enrolment;
    Id device;
    if (signature_params(arena, &request->headers, &params, NULL) == ERR_OK &&
        id_parse(params.key_id, &device) &&
        store->kiosk_find(store->context, arena, device, &kiosk, NULL) == ERR_OK) {
        memcpy(key, kiosk.public_key, sizeof kiosk.public_key);
        return true;
    }
    if (str8_equal(request->target, STR8("/v1/enrolments")) &&
        enrolment_decode(arena, request->body, &enrolment, NULL) == ERR_OK) {
        memcpy(key, enrolment.kiosk_public, sizeof enrolment.kiosk_public);
        return true;
    }
    return false;
}

static ErrCode write_receipt(Carry *carry, Arena *arena, const WireRequest *request,
                             const WireReply *reply, Err *err) {
    uint8_t key[32];
    Str8 frame = {0};
    if (!find_reader(carry, arena, request, key)) {
        return ERR_OK; /* nobody to write to */
    }
    Str8 signature = wire_header(&request->headers, STR8("signature"));
    ErrCode code = carry_seal_reply(arena, carry->ctl->random, reply, signature, key, &frame, err);
    if (code == ERR_OK && fwrite(frame.ptr, 1, frame.len, carry->receipt) != frame.len) {
        code = err_set(err, ERR_IO, "the receipt could not be written: %s", strerror(errno));
    }
    return code;
}

static ErrCode apply_frame(Carry *carry, Arena *arena, const WireRequest *request, Err *err) {
    const WireReply *reply =
        hub_handle_carried(carry->hub, arena, request, hub_ctl_now(carry->ctl));
    if (reply == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for what was carried");
    }
    if (reply->status >= 500) {
        return err_set(err, ERR_IO, "the hub could not save what was carried");
    }
    if (reply->status < 300) {
        carry->taken++;
    } else {
        carry->refused++;
    }
    return write_receipt(carry, arena, request, reply, err);
}

static ErrCode apply_all(Carry *carry, Str8 bytes, Err *err) {
    Arena arena = arena_make(FRAME_ARENA_BLOCK, FRAME_ARENA_MAX);
    Str8 rest = bytes;
    ErrCode code = ERR_OK;
    while (code == ERR_OK) {
        WireRequest request = {0};
        arena_reset(&arena);
        code = carry_open_request(&arena, &rest, carry->folder->seed, &request, err);
        if (code == ERR_DENIED) {
            carry->strange++;
            code = ERR_OK;
        } else if (code == ERR_OK) {
            code = apply_frame(carry, &arena, &request, err);
        }
    }
    arena_free(&arena);
    return code == ERR_NOT_FOUND ? ERR_OK : code;
}

/* Durable before it has its name, for a stick is pulled out early. */
static ErrCode write_all(Carry *carry, Str8 bytes, const char *part, const char *path, Err *err) {
    carry->receipt = fopen(part, "wbe");
    if (carry->receipt == NULL) {
        return err_set(err, ERR_IO, "%s cannot be written", path);
    }
    bool written = fputs(CARRY_MAGIC, carry->receipt) >= 0;
    ErrCode code = apply_all(carry, bytes, err);
    written = written && fflush(carry->receipt) == 0 && fsync(fileno(carry->receipt)) == 0;
    written = fclose(carry->receipt) == 0 && written;
    if (code == ERR_OK && (!written || rename(part, path) != 0)) {
        code = err_set(err, ERR_IO, "%s cannot be written", path);
    }
    if (code != ERR_OK) {
        (void)unlink(part);
    }
    return code;
}

static int print_result(const Carry *carry, const char *receipt) {
    if (carry->taken + carry->refused == 0) {
        (void)fprintf(stderr, "foyer-hub carry: nothing in it is for this hub\n");
        return EXIT_FAILED;
    }
    (void)printf("%lld parcels taken, %lld refused%s\nbring %s back to the kiosk: foyerctl carry "
                 "in %s\n",
                 (long long)carry->taken, (long long)carry->refused,
                 carry->strange > 0 ? ", others are not for this hub or damaged" : "", receipt,
                 receipt);
    return EXIT_DONE;
}

static int carry_in(Carry *carry, const char *path) {
    HubCtl *ctl = carry->ctl;
    Str8 bytes = {0};
    Err err = {0};
    HubOptions options = {.store = carry->folder->store, .random = ctl->random};
    const char *receipt = str8_format(ctl->arena, "%s.receipt", path).ptr;
    const char *part = str8_format(ctl->arena, "%s.receipt.part", path).ptr;
    memcpy(options.seed, carry->folder->seed, sizeof options.seed);
    ErrCode code = files_read(ctl->arena, path, CARRY_FILE_MAX, &bytes, &err);
    if (code == ERR_OK && (receipt == NULL || part == NULL)) {
        code = err_set(&err, ERR_NO_MEMORY, "no memory for a receipt");
    }
    code = code == ERR_OK ? hub_new(ctl->arena, &options, &carry->hub, &err) : code;
    memory_wipe(options.seed, sizeof options.seed);
    code = code == ERR_OK ? write_all(carry, bytes, part, receipt, &err) : code;
    hub_free(carry->hub);
    if (code != ERR_OK) {
        return code == ERR_INVALID || code == ERR_NOT_FOUND
                   ? command_fail(&ctl->who, &err, "it comes from foyerctl carry out FILE")
                   : hub_ctl_fail(ctl, &err);
    }
    return print_result(carry, receipt);
}

static int run(HubCtl *ctl, int argc, char **argv) {
    const char *positions[2] = {NULL, NULL};
    if (!hub_ctl_arguments(ctl, argc, argv, NULL, 0, 2, positions)) {
        return EXIT_USAGE;
    }
    if (strcmp(positions[0], "in") != 0) {
        return command_usage(&ctl->who, "it is carry in FILE, not", positions[0]);
    }
    Carry carry = {.ctl = ctl, .folder = hub_ctl_open(ctl, false)};
    int exit_code = carry.folder != NULL ? carry_in(&carry, positions[1]) : EXIT_FAILED;
    hub_folder_close(carry.folder);
    return exit_code;
}

const HubCommand HUB_COMMAND_CARRY = {
    .name = "carry",
    .usage = "in FILE",
    .summary = "take what was carried here from a kiosk without network",
    .details = "\nFILE comes from foyerctl carry out. FILE.receipt is written beside it, to be "
               "brought\nback. Taking the same file twice changes nothing.\n",
    .run = run,
};
