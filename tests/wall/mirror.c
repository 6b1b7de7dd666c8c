#include "tests/wall/mirror.h"

#include <stdlib.h>
#include <string.h>

#include "data/site/site.h"
#include "data/site/system.h"
#include "kiosk/app/effect.h"
#include "kiosk/platform/font.h"
#include "kiosk/platform/icon.h"
#include "kiosk/platform/surface.h"

struct Mirror {
    const Headless *of;
    Arena arena;
    Site *site;
    LocaleSet *locales;
    Fonts *fonts;
    Icons *icons;
    Canvas *canvas;
    Surface surface;
    Kiosk *kiosk;
};

static Moment mirror_now(void *context) {
    const Mirror *mirror = context;
    return (Moment){.utc_ms = headless_now_utc_ms(mirror->of),
                    .mono_ms = headless_mono_ms(mirror->of),
                    .boot = 1,
                    .good = true};
}

/* It does nothing but show. */
static bool drop_effect(void *context, const Effect *effect) {
    (void)context;
    (void)effect;
    return true;
}

static void session_ended(void *context) {
    fonts_wipe(context);
}

static ErrCode open_screens(Mirror *mirror, const char *assets, Err *err) {
    CanvasTarget target = headless_pixels(mirror->of);
    Str8 folder = str8_from(assets);
    ErrCode code = locale_set_load(&mirror->arena, folder, STR8("UTC"), &mirror->locales, err);
    if (code == ERR_OK) {
        code = fonts_new(&mirror->fonts, err);
    }
    if (code == ERR_OK) {
        code = icons_new(&mirror->icons, folder, err);
    }
    if (code == ERR_OK) {
        code = surface_new(&mirror->surface, target.width, target.height, err);
    }
    if (code == ERR_OK) {
        mirror->canvas = canvas_new(fonts_port(mirror->fonts), icons_port(mirror->icons),
                                    images_port(mirror->icons));
        code = mirror->canvas != NULL ? ERR_OK : err_set(err, ERR_NO_MEMORY, "no canvas");
    }
    return code;
}

static ErrCode open_kiosk(Mirror *mirror, Err *err) {
    const AppState *state = kiosk_state(headless_kiosk_const(mirror->of));
    KioskPorts ports = {.clock = {mirror_now, mirror},
                        .random = system_random_port(),
                        .font = fonts_port(mirror->fonts),
                        .effects = {drop_effect, NULL},
                        .locales = mirror->locales,
                        .session_ended = session_ended,
                        .session_ended_context = mirror->fonts};
    return kiosk_new(&ports, &state->look_at_start, STR8("UTC"),
                     str8_from(state->language_at_start), &mirror->kiosk, err);
}

ErrCode mirror_open(const Headless *of, const char *folder, const char *assets, Mirror **out,
                    Err *err) {
    Mirror *mirror = calloc(1, sizeof *mirror);
    if (mirror == NULL) {
        return err_set(err, ERR_NO_MEMORY, "no memory for a mirror");
    }
    mirror->of = of;
    mirror->arena = arena_make(64 << 10, 64 << 20);
    SiteOptions site = {.folder = folder, .random = system_random_port()};
    ErrCode code = site_open(&mirror->arena, &site, &mirror->site, err);
    code = code == ERR_OK ? open_screens(mirror, assets, err) : code;
    code = code == ERR_OK ? open_kiosk(mirror, err) : code;
    if (code != ERR_OK) {
        mirror_close(mirror);
        return code;
    }
    (void)kiosk_frame(mirror->kiosk); /* a key needs a tree to be used on */
    *out = mirror;
    return ERR_OK;
}

void mirror_close(Mirror *mirror) {
    if (mirror != NULL) {
        kiosk_free(mirror->kiosk);
        canvas_free(mirror->canvas);
        surface_free(&mirror->surface);
        icons_free(mirror->icons);
        fonts_free(mirror->fonts);
        locale_set_close(mirror->locales);
        site_close(mirror->site);
        arena_free(&mirror->arena);
        free(mirror);
    }
}

static ErrCode follow_content(Mirror *mirror, const AppState *want, Err *err) {
    const AppState *have = kiosk_state(mirror->kiosk);
    Message message = {.kind = MESSAGE_CONTENT};
    bool same = want->content == NULL ||
                (have->content != NULL && have->content->version == want->content->version);
    if (same) {
        return ERR_OK;
    }
    ErrCode code =
        content_load(mirror->site->store, mirror_now(mirror).utc_ms, &message.content, err);
    if (code == ERR_OK) {
        message.content->version = want->content->version;
        kiosk_reply(mirror->kiosk, &message);
    }
    return code;
}

/* Forgets all it ever drew, then stands where the other kiosk stands. */
static void follow_state(Mirror *mirror, const AppState *want, bool keys_used) {
    AppState *have = (AppState *)(uintptr_t)kiosk_state(mirror->kiosk);
    int64_t now_ms = mirror_now(mirror).mono_ms;
    InputKind kind = keys_used ? INPUT_KEY : INPUT_DOWN;
    kiosk_input(mirror->kiosk,
                (InputEvent){.kind = kind, .key = UI_KEY_TAB, .x = 1, .y = 1, .now_ms = now_ms});
    kiosk_input(mirror->kiosk, (InputEvent){.kind = INPUT_CANCEL, .now_ms = now_ms});
    kiosk_reply(mirror->kiosk,
                &(Message){.kind = MESSAGE_ACTION, .action = {ACTION_START_OVER, 0}});
    have->session = want->session;
    have->closed = want->closed;
    memcpy(have->arrivals_mono_ms, want->arrivals_mono_ms, sizeof have->arrivals_mono_ms);
    have->arrivals_at = want->arrivals_at;
}

ErrCode mirror_compare(Mirror *mirror, bool keys_used, size_t *different, Err *err) {
    const AppState *want = kiosk_state(headless_kiosk_const(mirror->of));
    CanvasTarget shown = headless_pixels(mirror->of);
    CanvasTarget drawn = mirror->surface.target;
    ErrCode code = follow_content(mirror, want, err);
    if (code != ERR_OK) {
        return code;
    }
    follow_state(mirror, want, keys_used);
    UiFrame frame = kiosk_frame(mirror->kiosk);
    for (size_t i = 0; i < frame.rects_count; i++) {
        canvas_draw(mirror->canvas, drawn, &frame.list, frame.rects[i]);
    }
    *different = 0;
    for (int y = 0; y < shown.height; y++) {
        const uint32_t *a = shown.pixels + (size_t)y * (size_t)shown.stride;
        const uint32_t *b = drawn.pixels + (size_t)y * (size_t)drawn.stride;
        if (memcmp(a, b, (size_t)shown.width * sizeof *a) == 0) {
            continue;
        }
        for (int x = 0; x < shown.width; x++) {
            *different += a[x] != b[x] ? 1 : 0;
        }
    }
    return ERR_OK;
}

ErrCode mirror_shot(const Mirror *mirror, const char *path, Err *err) {
    return surface_write_png(&mirror->surface, str8_from(path), err);
}

Store *mirror_store(Mirror *mirror) {
    return mirror->site->store;
}
