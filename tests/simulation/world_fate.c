#include "tests/simulation/world_private.h"

/*
 * Every seed has its own mix of bad luck, from "only the network" to "everything": a fault that is
 * in every run together with all others hides what it would do alone.
 */
enum { BACKUP_AGE_MAX_DAYS = 13, FULL_HOURS_MAX = 60, REFUSED_MS = 6 * HOUR_MS };

static int drawn(Chance *chance, int most) {
    return chance_in_1000(chance, 650) ? (int)chance_between(chance, 1, most) : 0;
}

static const char *const THEMES[THEME_COUNT] = {"none", "twins", "outages", "sticks"};

const char *theme_name(Theme theme) {
    return THEMES[theme];
}

bool theme_parse(Str8 text, Theme *theme) {
    for (size_t i = 0; i < THEME_COUNT; i++) {
        if (str8_equal(text, str8_from(THEMES[i]))) {
            *theme = (Theme)i;
            return true;
        }
    }
    return false;
}

static void keep_silent(SimFate *fate) {
    fate->partition = 250;
    fate->partition_days_max = 20;
    fate->restore = 200;
    fate->clock = 0;
    fate->card = 0;
}

static void follow_theme(World *world) {
    SimFate *fate = &world->fate;
    switch (world->options.theme) {
    case THEME_TWINS:
        fate->clone = 250;
        fate->revoke = 0;
        break;
    case THEME_STICKS:
        keep_silent(fate);
        fate->carry = 500;
        fate->revoke = 0;
        break;
    case THEME_OUTAGES:
        keep_silent(fate);
        break;
    case THEME_NONE:
    case THEME_COUNT:
        break;
    }
}

void fate_draw(World *world) {
    Chance *chance = &world->chance;
    world->fate = (SimFate){
        .partition = drawn(chance, 250),
        .partition_days_max = (int)chance_between(chance, 1, 20),
        .kiosk_cut = drawn(chance, 600),
        .kiosk_full = drawn(chance, 60),
        .kiosk_error = drawn(chance, 150),
        .clock = drawn(chance, 700),
        .hub_cut = drawn(chance, 500),
        .hub_full = drawn(chance, 60),
        .hub_error = drawn(chance, 150),
        .restore = drawn(chance, 120),
        .clone = drawn(chance, 60),
        .card = drawn(chance, 80),
        .revoke = drawn(chance, 30),
        .carry = drawn(chance, 150),
    };
    follow_theme(world);
    world->weather = (SimWeather){.lost = drawn(chance, 300),
                                  .doubled = drawn(chance, 200),
                                  .altered = drawn(chance, 30),
                                  .late = drawn(chance, 300),
                                  .very_late = drawn(chance, 150)};
}

static void strike_kiosk(World *world, SimKiosk *kiosk) {
    Chance *chance = &world->chance;
    const SimFate *fate = &world->fate;
    if (kiosk->link == LINK_UP && chance_in_1000(chance, fate->partition)) {
        kiosk->link = (Link)chance_between(chance, LINK_NO_NETWORK, LINK_KINDS - 1);
        int64_t days = chance_in_1000(chance, 600) ? 1 : fate->partition_days_max;
        kiosk->link_up_ms = world->now_ms + chance_between(chance, HOUR_MS, days * DAY_MS);
        WORLD_TELL(world, kiosk, "network gone (%d) until day %d", (int)kiosk->link,
                   (int)(kiosk->link_up_ms / DAY_MS));
    }
    if (kiosk->fault == FAULT_NONE && chance_in_1000(chance, fate->kiosk_cut)) {
        kiosk->fault = FAULT_CUT;
        simdisk_plan(kiosk->disk, FAULT_CUT, (uint64_t)chance_between(chance, 1, 250));
    }
    if (kiosk->fault == FAULT_NONE && chance_in_1000(chance, fate->kiosk_error)) {
        kiosk->fault = chance_in_1000(chance, 800) ? FAULT_ERROR : FAULT_FULL;
        simdisk_plan(kiosk->disk, kiosk->fault, (uint64_t)chance_between(chance, 1, 250));
    }
    if (!kiosk->is_full && chance_in_1000(chance, fate->kiosk_full)) {
        kiosk->is_full = true;
        kiosk->ballast_given = false;
        kiosk->room_again_ms =
            world->now_ms + chance_between(chance, HOUR_MS, FULL_HOURS_MAX * HOUR_MS);
        simdisk_limit(kiosk->disk,
                      simdisk_bytes(kiosk->disk) + (size_t)chance_between(chance, 1, 128 * 1024));
        WORLD_TELL(world, kiosk, "disk nearly full");
    }
}

static void revoke(World *world) {
    for (size_t i = 0; i < world->kiosks_count; i++) {
        if (chance_in_1000(&world->chance, world->fate.revoke)) {
            simhub_revoke(world, &world->kiosks[i]);
        }
    }
}

/* Staff look at the status now and then, and bring a new code where one is needed. */
static void help_stopped(World *world) {
    for (size_t i = 0; !world->failed && i < world->kiosks_count; i++) {
        SimKiosk *kiosk = &world->kiosks[i];
        bool refused =
            kiosk->refused_ms != NEVER_MS && world->now_ms - kiosk->refused_ms > REFUSED_MS;
        if ((kiosk->is_stopped || refused) && chance_in_1000(&world->chance, 400)) {
            courier_enrol(world, kiosk);
        }
    }
}

static void strike_hub(World *world) {
    Chance *chance = &world->chance;
    SimHub *hub = &world->hub;
    const SimFate *fate = &world->fate;
    if (hub->is_full && chance_in_1000(chance, 500)) {
        hub->is_full = false;
        simdisk_limit(hub->disk, 0);
    }
    if (!hub->is_up) {
        return;
    }
    if (hub->fault == FAULT_NONE && chance_in_1000(chance, fate->hub_cut)) {
        hub->fault = FAULT_CUT;
        simdisk_plan(hub->disk, FAULT_CUT, (uint64_t)chance_between(chance, 1, 400));
    }
    if (hub->fault == FAULT_NONE && chance_in_1000(chance, fate->hub_error)) {
        hub->fault = chance_in_1000(chance, 800) ? FAULT_ERROR : FAULT_FULL;
        simdisk_plan(hub->disk, hub->fault, (uint64_t)chance_between(chance, 1, 400));
    }
    if (!hub->is_full && chance_in_1000(chance, fate->hub_full)) {
        hub->is_full = true;
        simdisk_limit(hub->disk,
                      simdisk_bytes(hub->disk) + (size_t)chance_between(chance, 1, 256 * 1024));
        WORLD_TELL(world, NULL, "the hub's disk is nearly full");
    }
    bool has_backup = hub->backup_ms != NEVER_MS;
    int64_t age_ms = has_backup ? world->now_ms - hub->backup_ms : 0;
    if (has_backup && age_ms <= (int64_t)BACKUP_AGE_MAX_DAYS * DAY_MS &&
        chance_in_1000(chance, fate->restore)) {
        simhub_restore(world);
    } else if (fate->restore > 0 && (!has_backup || chance_in_1000(chance, 150))) {
        simhub_back_up(world);
    }
    revoke(world);
}

static void strike_clone(World *world) {
    if (world->kiosks_count == WORLD_KIOSKS_MAX ||
        !chance_in_1000(&world->chance, world->fate.clone)) {
        return;
    }
    size_t from = (size_t)chance_between(&world->chance, 0, (int64_t)world->kiosks_count - 1);
    SimKiosk *clone = &world->kiosks[world->kiosks_count];
    simkiosk_make(world, clone, world->kiosks_count);
    world->kiosks_count++;
    simkiosk_clone(world, clone, &world->kiosks[from]);
    world->report->clones++;
}

static void strike_card(World *world) {
    bool has_image = world->image.taken_ms != NEVER_MS;
    if (has_image && chance_in_1000(&world->chance, world->fate.card)) {
        simkiosk_put_image(world);
    } else if (world->fate.card > 0 && (!has_image || chance_in_1000(&world->chance, 120))) {
        size_t of = (size_t)chance_between(&world->chance, 0, (int64_t)world->kiosks_count - 1);
        simkiosk_take_image(world, &world->kiosks[of]);
    }
}

void fate_strike(World *world) {
    if (world->is_healed) {
        return;
    }
    world->net.weather = world->weather;
    for (size_t i = 0; i < world->kiosks_count; i++) {
        strike_kiosk(world, &world->kiosks[i]);
    }
    strike_hub(world);
    strike_clone(world);
    strike_card(world);
    sticks_carry(world);
    help_stopped(world);
}

void fate_heal(World *world) {
    WORLD_TELL(world, NULL, "from here on all is well");
    world->is_healed = true;
    world->net.weather = (SimWeather){.lost = 0};
    world->fate = (SimFate){.clock = 0};
    simdisk_limit(world->hub.disk, 0);
    world->hub.is_full = false;
    simdisk_plan(world->hub.disk, FAULT_NONE, 1);
    world->hub.fault = FAULT_NONE;
    if (!world->hub.is_up) {
        simhub_start(world);
    }
    for (size_t i = 0; !world->failed && i < world->kiosks_count; i++) {
        SimKiosk *kiosk = &world->kiosks[i];
        kiosk->link = LINK_UP;
        simdisk_limit(kiosk->disk, 0);
        kiosk->is_full = false;
        simdisk_plan(kiosk->disk, FAULT_NONE, 1);
        kiosk->fault = FAULT_NONE;
        if (!kiosk->is_on) {
            simkiosk_start(world, kiosk);
        }
        /* Who has nothing new to say must agree with the hub all the same. */
        if (!world->failed && chance_in_1000(&world->chance, 500)) {
            families_sign_in(world, kiosk);
        }
    }
}
