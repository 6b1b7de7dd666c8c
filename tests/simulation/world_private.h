#ifndef FOYER_TESTS_SIMULATION_WORLD_PRIVATE_H
#define FOYER_TESTS_SIMULATION_WORLD_PRIVATE_H

#include "data/base/civil.h"
#include "data/store/visit_store.h"
#include "sync/client/client.h"
#include "sync/hub/hub.h"
#include "sync/wire/answer.h"
#include "sync/wire/signature.h"
#include "tests/simulation/ledger.h"
#include "tests/simulation/simnet.h"
#include "tests/simulation/world.h"
#include "tests/support/simdisk.h"

/* What the parts of the world share. Times are true ones, in ms since the world began. */
enum {
    PARTIES_MAX = 12,
    HISTORY_LINES = 120,
    HISTORY_TEXT_MAX = 120,
    REQUEST_TIMEOUT_MS = 30 * 1000,
    RECEIPTS_MAX = 256,
    STICKS = 3,
};

static const int64_t WORLD_START_UTC_MS = INT64_C(1760572800000); /* a midnight in October */
static const int64_t NEVER_MS = INT64_MAX;

/** What stands between a kiosk and the hub just now. */
typedef enum {
    LINK_UP,
    LINK_NO_NETWORK,
    LINK_SILENT, /* nothing comes back: every request times out */
    LINK_PORTAL, /* somebody else's page answers */
    LINK_FILTER, /* somebody else's certificate */
    LINK_KINDS,
} Link;

typedef enum {
    CLOCK_GOOD,
    CLOCK_1970,  /* no battery: begins at 1970, and is known to be unsure */
    CLOCK_STALE, /* begins where it stopped */
    CLOCK_LIES,  /* says it is good, and is wrong */
    CLOCK_KINDS,
} ClockKind;

/** A party that is in the building, as somebody standing there would know it. */
typedef struct {
    Id visit_id;
    uint64_t household; /* 0 = typed or counted */
    int64_t day;
    size_t people;
    uint64_t corrected; /* bits by person */
} SimParty;

typedef struct {
    size_t index;
    size_t identity; /* of the card: clones have the same */
    Id device;       /* that too */
    char vfs[16];
    SimDisk *disk;
    Chance story;
    Chance random; /* of its own random port */
    StoreOptions options;

    /* the running machine */
    bool is_on;
    Arena arena;   /* what lives as long as the process */
    Arena scratch; /* one operation */
    Store *store;
    SyncClient *client;
    int64_t booted_ms;
    uint32_t boot;
    bool clock_good;
    int64_t clock_offset_ms;
    int64_t last_good_utc_ms;
    Fault fault; /* planned and not struck yet */
    bool is_full;
    bool ballast_given;
    int64_t room_again_ms; /* when the disk is cleared */
    int64_t born_ms;

    /* its way to the hub */
    Link link;
    int64_t link_up_ms;
    uint64_t number;     /* of the last request */
    bool is_waiting;     /* for its answer */
    int64_t deadline_ms; /* then it gives up */
    int64_t turn_ms;     /* next turn of the client */
    bool is_stopped;     /* not enrolled or revoked */
    int64_t refused_ms;  /* since when every answer was a refusal; NEVER_MS = it was not */

    /* its story */
    int64_t act_ms;
    int evenings;      /* with an event, in 1000 */
    int desk;          /* families on other days, in 100 looks */
    bool one_more;     /* one family comes soon */
    int64_t event_day; /* the last day whose event it knows */
    bool has_evening;  /* tonight */
    uint64_t households;
    SimParty parties[PARTIES_MAX];
    size_t parties_count;

    /* what was seen of its journal */
    int64_t scanned;
    Id *rows; /* by sequence */
    size_t rows_room;
} SimKiosk;

/** The last receipt that left the hub for one history. */
typedef struct {
    Id epoch;
    int64_t have;
    int64_t backup_have;
} SimReceipt;

typedef struct {
    SimDisk *disk;
    SimDisk *backup;
    int64_t backup_ms; /* when it was taken; NEVER_MS = none */
    Chance random;
    Arena arena;
    Arena scratch;
    struct HubSqlite *sqlite;
    HubStore store;
    Hub *hub;
    uint8_t seed[SIGNATURE_KEY_SIZE];
    bool is_up;
    int64_t up_ms; /* when it starts again */
    Fault fault;
    bool is_full;
    SimReceipt receipts[RECEIPTS_MAX]; /* by epoch */
    size_t receipts_count;
} SimHub;

/** How bad luck comes, in 1000 a day (of the world, or of a kiosk). */
typedef struct {
    int partition; /* kiosk */
    int partition_days_max;
    int kiosk_cut; /* kiosk */
    int kiosk_full;
    int kiosk_error;
    int clock; /* a boot */
    int hub_cut;
    int hub_full;
    int hub_error;
    int restore;
    int clone;
    int card;   /* an image of a card is taken, and put back */
    int revoke; /* kiosk */
    int carry;  /* a stick */
} SimFate;

typedef enum { STICK_EMPTY, STICK_TO_HUB, STICK_TO_KIOSK } StickKind;

typedef struct {
    StickKind kind;
    size_t kiosk;
    int64_t due_ms; /* when it arrives */
    uint8_t *bytes;
    size_t size;
    size_t room;
} SimStick;

/** An image of one card, as careful people keep it. */
typedef struct {
    SimDisk *disk;
    size_t kiosk;
    int64_t taken_ms; /* NEVER_MS = there is none */
    int64_t scanned;
} SimImage;

typedef struct {
    WorldOptions options;
    WorldReport *report;
    int days;
    int64_t now_ms;
    int64_t midnight_ms; /* the next one */
    bool is_healed;
    bool failed;
    Chance chance;
    SimFate fate;
    SimWeather weather; /* of bad times */
    SimNet net;
    SimHub hub;
    SimKiosk kiosks[WORLD_KIOSKS_MAX];
    size_t kiosks_count;
    SimImage image;
    SimStick sticks[STICKS];
    uint8_t school_public[STORE_KEY_SIZE];
    uint8_t school_secret[STORE_KEY_SIZE];
    Ledger ledger;
    char history[HISTORY_LINES][HISTORY_TEXT_MAX];
    uint64_t history_count;
    Str8Builder line;  /* of the history, being written */
    Str8Builder wrong; /* what is wrong, being written */
} World;

/* ---- world.c ---- */

/** A line of the history; part of the digest. `kiosk` NULL = the hub or the world. */
#define WORLD_TELL(world, kiosk, ...)                                                              \
    (builder_format(world_line((world), (kiosk)), __VA_ARGS__), world_line_end(world))
/** The first thing wrong ends the run. */
#define WORLD_FAIL(world, kiosk, ...)                                                              \
    (builder_format(world_wrong((world), (kiosk)), __VA_ARGS__), world_wrong_end(world))
Str8Builder *world_line(World *world, const SimKiosk *kiosk);
void world_line_end(World *world);
Str8Builder *world_wrong(World *world, const SimKiosk *kiosk);
void world_wrong_end(World *world);
void world_mix(World *world, const void *bytes, size_t size);
int64_t world_day(const World *world);

/* ---- world_kiosk.c ---- */

void simkiosk_make(World *world, SimKiosk *kiosk, size_t index);
void simkiosk_end(SimKiosk *kiosk);
Moment simkiosk_moment(const World *world, const SimKiosk *kiosk);
/** A time source was reached while it runs. */
void simkiosk_set_clock_right(World *world, SimKiosk *kiosk);
/** Start the machine; it may fail to (power, room), then it tries again later. */
void simkiosk_start(World *world, SimKiosk *kiosk);
/** The plug is pulled now. */
void simkiosk_unplug(World *world, SimKiosk *kiosk);
void simkiosk_shut_down(World *world, SimKiosk *kiosk);
/**
 * After every use of the store: what its disk did meanwhile. False: the machine is off, or its
 * program was started again.
 */
bool simkiosk_settle(World *world, SimKiosk *kiosk, ErrCode code, const Err *err, const char *what);
/** True when the disk's trouble explains ERR_IO, and the program goes on with it. */
bool simkiosk_forgive(World *world, SimKiosk *kiosk, const char *what);
/** Take what the journal has beyond what was seen before into the ledger. */
ErrCode simkiosk_scan(World *world, SimKiosk *kiosk, Err *err);
/** `to` becomes a second card with everything that `from` has. */
void simkiosk_clone(World *world, SimKiosk *to, SimKiosk *from);

/** An image of its card is kept in place of the one before. */
void simkiosk_take_image(World *world, const SimKiosk *kiosk);
/** The image is put on the card that it is of. */
void simkiosk_put_image(World *world);

/* ---- world_families.c ---- */

/** The next thing that families, staff and idle times do at this kiosk. */
void families_act(World *world, SimKiosk *kiosk);
/** One sign-in, so that there is something to send. */
void families_sign_in(World *world, SimKiosk *kiosk);

/* ---- world_courier.c ---- */

/** The client's turn: think, and perhaps send. */
void courier_turn(World *world, SimKiosk *kiosk);
/** Nobody answered in time. */
void courier_give_up(World *world, SimKiosk *kiosk);
/** A message arrived. */
void courier_deliver(World *world, SimMessage *message);
/** Staff bring a code to the kiosk, over a network that works. */
void courier_enrol(World *world, SimKiosk *kiosk);

/* ---- world_stick.c ---- */

/** A day of those who carry. */
void sticks_carry(World *world);
void sticks_end(World *world);

/* ---- world_hub.c ---- */

void simhub_make(World *world);
void simhub_end(World *world);
void simhub_start(World *world);
/** The plug is pulled now. */
void simhub_unplug(World *world);
void simhub_back_up(World *world);
/** The backup takes the place of what was there. */
void simhub_restore(World *world);
/** A member of staff decides that this kiosk is not to be trusted any more. */
void simhub_revoke(World *world, const SimKiosk *kiosk);
/** A new code for one kiosk. False: the hub could not. */
bool simhub_make_code(World *world, char code[ENROL_CODE_LEN + 1]);
/** Its clock, which is right. */
Moment simhub_moment(const World *world);
/** After every use: what its disk did. False: it is down. */
bool simhub_settle(World *world);
/** A reply left the building: what it promises must stay true. */
void simhub_note_promise(World *world, const WireReply *reply);
/** The hub holds a record with this id (of whatever kiosk). */
bool simhub_holds(World *world, Id id);

/* ---- world_fate.c ---- */

void fate_draw(World *world);
/** What happens in the next day. */
void fate_strike(World *world);
/** From here on nothing bad happens. */
void fate_heal(World *world);

/* ---- world_check.c ---- */

bool check_converged(World *world);
void check_all(World *world);

/* ---- world_bugs.c ---- */

/** The bug of this run, for the seams that are compiled into this program alone. */
void bugs_plant(Bug bug);
/** sync_store_purge, or what the bug has in its place. */
ErrCode bugs_purge(World *world, SimKiosk *kiosk, int64_t *purged, Err *err);
/** After a kiosk's store was opened. */
void bugs_in_store(Store *store);
/** After the hub's store was opened: what the bug has in its place. */
void bugs_in_hub(struct HubSqlite *sqlite, HubStore *store);

#endif
