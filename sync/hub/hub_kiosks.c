#include "sync/hub/hub_kiosks.h"

static ErrCode fill_epochs(const HubStore *store, KioskLine *line, Err *err) {
    line->epochs = 0;
    line->newest = (HubEpoch){.kiosk = line->kiosk.number};
    for (;;) {
        ErrCode code = store->epoch_next(store->context, line->kiosk.number, line->newest.number,
                                         &line->newest, err);
        if (code != ERR_OK) {
            return code == ERR_NOT_FOUND ? ERR_OK : code;
        }
        line->epochs++;
    }
}

ErrCode hub_kiosks_next(const HubStore *store, Arena *arena, int64_t after, KioskLine *line,
                        Err *err) {
    KioskLine got = {0};
    ErrCode code = store->kiosk_next(store->context, arena, after, &got.kiosk, err);
    if (code == ERR_OK) {
        code = fill_epochs(store, &got, err);
    }
    if (code == ERR_OK) {
        *line = got;
    }
    return code;
}

/* By its name; it must be the only one. */
static ErrCode find_by_name(const HubStore *store, Arena *arena, Str8 name, HubKiosk *kiosk,
                            Err *err) {
    HubKiosk next = {0};
    int found = 0;
    for (;;) {
        ErrCode code = store->kiosk_next(store->context, arena, next.number, &next, err);
        if (code == ERR_NOT_FOUND) {
            break;
        }
        if (code != ERR_OK) {
            return code;
        }
        if (str8_equal(next.name, name)) {
            *kiosk = next;
            found++;
        }
    }
    if (found > 1) {
        return err_set(err, ERR_CONFLICT, "%d kiosks have that name: use the device's id", found);
    }
    return found == 1 ? ERR_OK : err_set(err, ERR_NOT_FOUND, "no kiosk has that name");
}

static ErrCode revoke(const HubStore *store, Arena *arena, Moment now, Str8 who, HubKiosk *kiosk,
                      Err *err) {
    Id device;
    ErrCode code = ERR_OK;
    if (id_parse(who, &device)) {
        code = store->kiosk_find(store->context, arena, device, kiosk, err);
        if (code == ERR_NOT_FOUND) {
            return err_set(err, ERR_NOT_FOUND, "no kiosk has that id");
        }
    } else {
        code = find_by_name(store, arena, who, kiosk, err);
    }
    if (code != ERR_OK || kiosk->revoked_utc_ms != 0) {
        return code;
    }
    kiosk->revoked_utc_ms = now.utc_ms;
    return store->kiosk_put(store->context, kiosk, err);
}

ErrCode hub_kiosks_revoke(const HubStore *store, Arena *arena, Moment now, Str8 who,
                          HubKiosk *kiosk, Err *err) {
    ErrCode code = store->begin(store->context, err);
    if (code != ERR_OK) {
        return code;
    }
    code = revoke(store, arena, now, who, kiosk, err);
    if (code == ERR_OK) {
        return store->commit(store->context, err);
    }
    store->rollback(store->context);
    return code;
}
