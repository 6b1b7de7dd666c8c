#ifndef FOYER_KIOSK_UI_ICON_H
#define FOYER_KIOSK_UI_ICON_H

#include <stdbool.h>
#include <stdint.h>

#include "data/base/str8.h"

/* Icons and pictures by number. One list gives the enum and the file names in assets/icons and
 * assets/scenes; a test compares it with the folders. */

/** X(NAME, "file name without .svg", mirrored in right-to-left) */
#define ICON_LIST(X)                                                                               \
    X(AFTER_SCHOOL, "after-school", false)                                                         \
    X(BACK, "back", true)                                                                          \
    X(BACKPACK, "backpack", false)                                                                 \
    X(BELL, "bell", false)                                                                         \
    X(BUS, "bus", false)                                                                           \
    X(CALENDAR, "calendar", false)                                                                 \
    X(CALLBACK, "callback", false)                                                                 \
    X(CAMERA, "camera", false)                                                                     \
    X(CHECK, "check", false)                                                                       \
    X(CHECK_STRONG, "check-strong", false)                                                         \
    X(CHEVRON, "chevron", true)                                                                    \
    X(CLASS_STORY, "class-story", false)                                                           \
    X(CLOCK, "clock", false)                                                                       \
    X(CLOSE, "close", false)                                                                       \
    X(CLOTHES, "clothes", false)                                                                   \
    X(COLLECTION, "collection", false)                                                             \
    X(CONTACT, "contact", false)                                                                   \
    X(CONTRAST, "contrast", false)                                                                 \
    X(CREST, "crest", false)                                                                       \
    X(DELETE, "delete", true)                                                                      \
    X(DOOR, "door", false)                                                                         \
    X(DOOR_IN, "door-in", true)                                                                    \
    X(DOOR_OUT, "door-out", true)                                                                  \
    X(DOWN, "down", false)                                                                         \
    X(EASIER, "easier", false)                                                                     \
    X(EMAIL, "email", false)                                                                       \
    X(ENTER, "enter", true)                                                                        \
    X(EXPORT, "export", false)                                                                     \
    X(FACE_BAD, "face-bad", false)                                                                 \
    X(FACE_GOOD, "face-good", false)                                                               \
    X(FACE_OK, "face-ok", false)                                                                   \
    X(FAMILY_CARD, "family-card", false)                                                           \
    X(FOOD, "food", false)                                                                         \
    X(GIVE, "give", false)                                                                         \
    X(GRADES, "grades", false)                                                                     \
    X(GROUP, "group", false)                                                                       \
    X(HEALTH, "health", false)                                                                     \
    X(HEART, "heart", false)                                                                       \
    X(HIDE, "hide", false)                                                                         \
    X(HOME, "home", false)                                                                         \
    X(INFO, "info", false)                                                                         \
    X(INTERPRETER, "interpreter", false)                                                           \
    X(KEEP, "keep", false)                                                                         \
    X(LANGUAGE, "language", false)                                                                 \
    X(LEARN, "learn", false)                                                                       \
    X(LEGAL, "legal", false)                                                                       \
    X(LISTEN, "listen", false)                                                                     \
    X(LOCK, "lock", false)                                                                         \
    X(LOW_REACH, "low-reach", false)                                                               \
    X(MEETING, "meeting", false)                                                                   \
    X(MINUS, "minus", false)                                                                       \
    X(MONEY, "money", false)                                                                       \
    X(MOON, "moon", false)                                                                         \
    X(MORE, "more", false)                                                                         \
    X(MOTION, "motion", false)                                                                     \
    X(NEWSLETTER, "newsletter", false)                                                             \
    X(NEXT, "next", true)                                                                          \
    X(NEXT_STRONG, "next-strong", true)                                                            \
    X(PENCIL, "pencil", false)                                                                     \
    X(PEOPLE, "people", false)                                                                     \
    X(PERSON_NEW, "person-new", false)                                                             \
    X(PHONE, "phone", false)                                                                       \
    X(PLACE, "place", false)                                                                       \
    X(PLUS, "plus", false)                                                                         \
    X(POSTS, "posts", false)                                                                       \
    X(PRINT, "print", false)                                                                       \
    X(QR, "qr", false)                                                                             \
    X(RESTART, "restart", true)                                                                    \
    X(ROLL_CALL, "roll-call", true)                                                                \
    X(SAFE, "safe", false)                                                                         \
    X(SEARCH, "search", false)                                                                     \
    X(SEND, "send", false)                                                                         \
    X(SHIELD, "shield", false)                                                                     \
    X(SHIFT, "shift", false)                                                                       \
    X(SITE, "site", false)                                                                         \
    X(SOCIAL, "social", false)                                                                     \
    X(SURVEY, "survey", false)                                                                     \
    X(TALK, "talk", true)                                                                          \
    X(TALLY, "tally", false)                                                                       \
    X(TEXTS, "texts", false)                                                                       \
    X(TEXT_SIZE, "text-size", false)                                                               \
    X(UNDO, "undo", true)                                                                          \
    X(USB, "usb", false)                                                                           \
    X(VIDEO, "video", false)                                                                       \
    X(WARNING, "warning", false)                                                                   \
    X(WEB, "web", false)                                                                           \
    X(WIFI, "wifi", false)                                                                         \
    X(WORK, "work", false)

typedef enum {
    ICON_NONE,
#define ICON_ENUM(NAME, file, mirrors) ICON_##NAME,
    ICON_LIST(ICON_ENUM)
#undef ICON_ENUM
        ICON_COUNT
} IconId;

/** Pictures fill a rectangle like a cover, their lower edge at its lower edge. */
typedef enum {
    IMAGE_NONE,
    IMAGE_HOME_DUSK,          /* landscape, 1920 x 520 */
    IMAGE_HOME_DUSK_PORTRAIT, /* the school's part under a higher sky, 1040 x 770 */
    IMAGE_COUNT
} ImageId;

/** "door-in"; "" for ICON_NONE or a number out of the list. Static. */
const char *icon_name(uint16_t icon);
/** Whether it points in the reading direction (starred in the icon sheet). */
bool icon_is_mirrored_in_rtl(uint16_t icon);
/** "home-dusk"; "" when there is none. Static. */
const char *image_name(uint16_t image);

/** One layer of an icon: 8-bit coverage, row-major, `size` x `size`; NULL = the layer is empty. */
typedef struct {
    const uint8_t *line;
    const uint8_t *tint;
    int size;
} IconMasks;

/** Where masks come from. Borrowed until the port's next call. */
typedef struct {
    IconMasks (*masks)(void *context, uint16_t icon, int size_px);
    void *context;
} IconPort;

/** Opaque 0x00RRGGBB pixels; NULL = not to be had. */
typedef struct {
    const uint32_t *pixels;
    int width;
    int height;
    int stride; /* in pixels */
} ImagePixels;

/** A drawing that came with the school's content: SVG that was checked. Its digest tells it from
 * another. */
typedef struct {
    Str8 svg; /* empty = none */
    uint64_t digest;
} SvgDrawing;

/** Where pictures come from: at least `width` x `height`, proportions kept. Borrowed until the
 * port's next call. */
typedef struct {
    ImagePixels (*pixels)(void *context, uint16_t image, int width, int height);
    void *context;
    /** Exactly so large: the whole drawing on white in the middle. May be NULL. */
    ImagePixels (*drawing)(void *context, const SvgDrawing *drawing, int width, int height);
} ImagePort;

#endif
