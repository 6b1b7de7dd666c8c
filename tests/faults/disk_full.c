/*
 * disk_full FOLDER: FOLDER lies on a small disk of its own. Fills it, signs families in until the
 * store refuses, gives room back, and looks whether everybody who was thanked is there.
 *   disk_full --read-only FOLDER: FOLDER was made before and can no longer be written.
 * Prints what it counted; exit code 1 and a line on stderr when a promise was broken.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "data/site/site.h"
#include "data/site/system.h"
#include "data/store/journal.h"
#include "data/store/visit_store.h"
#include "data/vault/vault.h"

enum {
    ARENA_BLOCK = 1 << 20,
    ARENA_MAX = 64 << 20,
    SIGN_INS_MAX = 100000,
    SIGN_INS_WANTED = 5000, /* that the ballast must carry */
    BETWEEN_IDLE = 20,      /* sign-ins in a row before the kiosk has a quiet moment */
    FILLER_BLOCK = 64 << 10,
};

typedef struct {
    Arena arena;
    SitePaths paths;
    Site *site;
    int64_t thanked;
    int64_t thanked_on_ballast;
    int64_t idle_failed; /* checkpoints: no harm, and no room won */
} Kiosk;

static const char *wrong;

static bool check(bool holds, const char *what) {
    if (!holds && wrong == NULL) {
        wrong = what;
    }
    return holds;
}

static ErrCode open_kiosk(Kiosk *kiosk, const char *folder, Err *err) {
    SiteOptions options = {.folder = folder,
                           .create = true,
                           .demo = true,
                           .random = system_random_port(),
                           .cost = SECRET_COST_LOWEST};
    return site_open(&kiosk->arena, &options, &kiosk->site, err);
}

/* Two adults and two children: a usual party. */
static ErrCode sign_in(Kiosk *kiosk, int64_t number, Err *err) {
    Visitor people[] = {
        {.given_name = STR8("Guadalupe"), .family_name = STR8("Hernandez-Ruiz")},
        {.given_name = STR8("Fernando"), .family_name = STR8("Hernandez-Ruiz")},
        {.given_name = STR8("Ximena"), .role = PERSON_STUDENT, .grade = STR8("03")},
        {.given_name = STR8("Joaquin"), .role = PERSON_STUDENT, .grade = STR8("KG")},
    };
    char name[32];
    Str8Builder text = builder_make(name, sizeof name);
    builder_add_int(&text, number);
    Visit visit = {.id = id_from_name(STR8("disk-full"), builder_text(&text)),
                   .event_id = id_from_name(STR8("disk-full"), STR8("event")),
                   .household_id = id_from_name(STR8("disk-full/household"), builder_text(&text)),
                   .method = VISIT_BY_NAME,
                   .language = STR8("es"),
                   .people = people,
                   .people_count = sizeof people / sizeof people[0]};
    Moment now = {.utc_ms = INT64_C(1792102320000) + number, .boot = 1, .good = true};
    SignIn out = {0};
    return visit_store_sign_in(kiosk->site->store, &visit, now, &out, err);
}

/* Takes all that is left, but for less than one page. */
static int fill_disk(const char *folder, char path[FILES_PATH_MAX]) {
    static const char BLOCK[FILLER_BLOCK];
    Str8Builder text = builder_make(path, FILES_PATH_MAX);
    builder_add(&text, str8_from(folder));
    builder_add(&text, STR8("/../filler"));
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    size_t size = sizeof BLOCK;
    while (file >= 0 && size >= 1) {
        ssize_t wrote = write(file, BLOCK, size);
        size = wrote > 0 ? size : size / 2;
    }
    return file >= 0 ? close(file) : -1;
}

static ErrCode sign_in_until_refused(Kiosk *kiosk, Err *err) {
    ErrCode code = ERR_OK;
    while (code == ERR_OK && kiosk->thanked < SIGN_INS_MAX) {
        code = sign_in(kiosk, kiosk->thanked, err);
        if (code == ERR_OK) {
            kiosk->thanked++;
            kiosk->thanked_on_ballast += store_ballast_used(kiosk->site->store) ? 1 : 0;
        }
        if (code == ERR_OK && kiosk->thanked % BETWEEN_IDLE == 0) {
            kiosk->idle_failed += store_checkpoint_idle(kiosk->site->store, NULL) == ERR_OK ? 0 : 1;
        }
    }
    return code;
}

static void check_all_there(Kiosk *kiosk) {
    VerifyReport report = {0};
    Err err = {0};
    ErrCode code = journal_verify(kiosk->site->store, &report, &err);
    if (code != ERR_OK || report.reason[0] != '\0') {
        (void)fprintf(stderr, "verify: %s %s\n", err.text, report.reason);
    }
    check(code == ERR_OK && report.chain_ok && report.database_ok && report.projection_ok,
          "verify is not clean");
    check(report.records == kiosk->thanked, "not exactly those who were thanked are there");
}

static void fill_and_refuse(Kiosk *kiosk, const char *folder) {
    char filler[FILES_PATH_MAX];
    Err err = {0};
    if (!check(open_kiosk(kiosk, folder, &err) == ERR_OK, "no new site") ||
        !check(fill_disk(folder, filler) == 0, "the disk could not be filled")) {
        return;
    }
    ErrCode code = sign_in_until_refused(kiosk, &err);
    (void)printf("{\"thanked\":%lld,\"on_ballast\":%lld,\"idle_failed\":%lld,\"refused\":\"%s\"}\n",
                 (long long)kiosk->thanked, (long long)kiosk->thanked_on_ballast,
                 (long long)kiosk->idle_failed, err_code_name(code));
    check(code == ERR_IO, "a full disk was not refused as one");
    check(store_ballast_used(kiosk->site->store), "the ballast was not used");
    check(kiosk->thanked_on_ballast >= SIGN_INS_WANTED, "the ballast carried too few");
    site_close(kiosk->site); /* verify makes the projection again, which needs room: see below */
    check(unlink(filler) == 0, "no room could be given back");
    ErrCode again = open_kiosk(kiosk, folder, &err);
    (void)fprintf(stderr, "%s", again == ERR_OK ? "" : err.text); /* one line of facts */
    if (check(again == ERR_OK, "the full site did not open again")) {
        check_all_there(kiosk);
        check(sign_in(kiosk, SIGN_INS_MAX, &err) == ERR_OK, "no family could sign in afterwards");
        site_close(kiosk->site);
    }
}

static void refuse_read_only(Kiosk *kiosk, const char *folder) {
    Err err = {0};
    ErrCode code = open_kiosk(kiosk, folder, &err);
    if (code == ERR_OK) { /* opening for reading would be fine; thanking would not */
        code = sign_in(kiosk, SIGN_INS_MAX + 1, &err);
        site_close(kiosk->site);
    }
    (void)printf("{\"read_only\":\"%s\"}\n", err_code_name(code));
    check(code != ERR_OK, "a family was thanked on a disk that cannot be written");
}

int main(int argc, char **argv) {
    Kiosk kiosk = {.arena = arena_make(ARENA_BLOCK, ARENA_MAX)};
    if (argc == 3 && strcmp(argv[1], "--read-only") == 0) {
        refuse_read_only(&kiosk, argv[2]);
    } else if (argc == 2) {
        fill_and_refuse(&kiosk, argv[1]);
    } else {
        wrong = "usage: disk_full [--read-only] FOLDER";
    }
    arena_free(&kiosk.arena);
    if (wrong != NULL) {
        (void)fprintf(stderr, "disk_full: %s\n", wrong);
    }
    return wrong != NULL ? 1 : 0;
}
