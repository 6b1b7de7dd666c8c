#include "data/site/site.h"

#include <sys/stat.h>

#include "data/base/check.h"
#include "data/base/log.h"
#include "data/vault/vault.h"

static bool path_join(char out[FILES_PATH_MAX], const char *folder, const char *name) {
    Str8Builder path = builder_make(out, FILES_PATH_MAX);
    builder_add(&path, str8_from(folder));
    if (name[0] != '\0') {
        builder_add_char(&path, '/');
        builder_add(&path, str8_from(name));
    }
    return !path.full;
}

ErrCode site_paths(const char *folder, SitePaths *paths, Err *err) {
    FOYER_ASSERT(folder != NULL && folder[0] != '\0');
    if (!path_join(paths->folder, folder, "") || !path_join(paths->database, folder, "foyer.db") ||
        !path_join(paths->help, folder, "help.db") ||
        !path_join(paths->kiosk_key, folder, "kiosk.key") ||
        !path_join(paths->school_public, folder, "school.pub") ||
        !path_join(paths->school_secret, folder, "school.key") ||
        !path_join(paths->demo_secret, folder, "demo-school.key") ||
        !path_join(paths->settings, folder, "foyer.conf") ||
        !path_join(paths->ballast, folder, "ballast")) {
        return err_set(err, ERR_LIMIT, "the data folder's path is too long");
    }
    return ERR_OK;
}

static bool is_there(const char *path) {
    struct stat status;
    return stat(path, &status) == 0;
}

ErrCode site_make_school_key(const SitePaths *paths, const char *secret_path, RandomPort random,
                             Err *err) {
    if (is_there(paths->school_public)) {
        return err_set(err, ERR_CONFLICT, "%s is there already: this kiosk has its school's key",
                       paths->school_public);
    }
    uint8_t public_key[VAULT_KEY_SIZE];
    uint8_t secret_key[VAULT_KEY_SIZE];
    vault_school_keys(random, public_key, secret_key);
    /* The secret half first: a public key that nobody can open would seal names for ever. */
    ErrCode code = key_file_write(secret_path, KEY_SCHOOL_SECRET, secret_key, err);
    memory_wipe(secret_key, sizeof secret_key);
    if (code == ERR_OK) {
        code = key_file_write(paths->school_public, KEY_SCHOOL_PUBLIC, public_key, err);
    }
    return code;
}

/* A first start that was killed between the two halves left the secret one, with which nothing was
 * ever sealed: its public half is made again, for files that are there are never overwritten. */
static ErrCode ensure_school_key(const SiteOptions *options, Site *site, Err *err) {
    const char *secret = options->demo ? site->paths.demo_secret : site->paths.school_secret;
    if (is_there(site->paths.school_public)) {
        return ERR_OK;
    }
    if (!is_there(secret)) {
        return site_make_school_key(&site->paths, secret, options->random, err);
    }
    uint8_t public_key[VAULT_KEY_SIZE];
    uint8_t secret_key[VAULT_KEY_SIZE];
    ErrCode code = key_file_read(secret, KEY_SCHOOL_SECRET, secret_key, err);
    if (code == ERR_OK) {
        vault_school_public(secret_key, public_key);
        code = key_file_write(site->paths.school_public, KEY_SCHOOL_PUBLIC, public_key, err);
    }
    memory_wipe(secret_key, sizeof secret_key);
    return code;
}

static ErrCode make_missing(const SiteOptions *options, Site *site, Err *err) {
    ErrCode code = files_make_folder(site->paths.folder, err);
    if (code != ERR_OK) {
        return code;
    }
    bool had_key = is_there(site->paths.school_public);
    code = ensure_school_key(options, site, err);
    site->made_school_key = code == ERR_OK && !had_key;
    Err ballast = {0};
    if (code == ERR_OK && ballast_make(site->paths.ballast, &ballast) != ERR_OK) {
        log_line(LOG_WARNING, "site", "no-ballast", "reason=%s", err_code_name(ballast.code));
    }
    return code;
}

static ErrCode read_keys(const SiteOptions *options, Site *site, bool new_site, StoreKeys *keys,
                         Err *err) {
    ErrCode code = new_site ? key_file_read_or_make(site->paths.kiosk_key, KEY_KIOSK,
                                                    options->random, keys->kiosk_key, err)
                            : key_file_read(site->paths.kiosk_key, KEY_KIOSK, keys->kiosk_key, err);
    if (code == ERR_OK) {
        code =
            key_file_read(site->paths.school_public, KEY_SCHOOL_PUBLIC, keys->school_public, err);
    }
    return code;
}

static ErrCode open_store(Arena *arena, const SiteOptions *options, Site *site, bool new_site,
                          Err *err) {
    StoreOptions store = {
        .path = site->paths.database,
        .vfs = options->vfs,
        .random = options->random,
        .ballast = {.release = ballast_release, .context = site->paths.ballast},
        .cost = options->cost,
    };
    ErrCode code = read_keys(options, site, new_site, &store.keys, err);
    if (code == ERR_OK) {
        code = store_open(arena, &store, &site->store, err);
    }
    memory_wipe(&store.keys, sizeof store.keys);
    return code;
}

ErrCode site_open(Arena *arena, const SiteOptions *options, Site **site, Err *err) {
    Site *opened = ARENA_NEW(arena, Site);
    if (opened == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for the data folder");
    }
    ErrCode code = site_paths(options->folder, &opened->paths, err);
    if (code != ERR_OK) {
        return code;
    }
    bool new_site = !is_there(opened->paths.database);
    if (new_site && !options->create) {
        return err_set(err, ERR_NOT_FOUND,
                       "there is no Foyer data in %s: import a roster or load the demo first",
                       opened->paths.folder);
    }
    if (new_site) {
        code = make_missing(options, opened, err);
    }
    if (code == ERR_OK) {
        code = open_store(arena, options, opened, new_site, err);
    }
    if (code == ERR_OK) {
        *site = opened;
    }
    return code;
}

void site_close(Site *site) {
    if (site != NULL) {
        store_close(site->store);
        site->store = NULL;
    }
}
