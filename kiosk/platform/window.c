#include "kiosk/platform/window.h"

#include <SDL2/SDL.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "data/base/check.h"
#include "data/base/log.h"
#include "kiosk/platform/monitor.h"

/*
 * 1. Only video and events are started. SIGTERM stays SDL's, which turns it into a quit event; what
 *    a terminal can send (INT, QUIT, TSTP, HUP) is ignored, like a key.
 * 2. A touch also makes SDL invent mouse events: those are dropped, so nothing acts twice.
 * 3. Close, Alt+F4 and minimise do nothing to the desk's window: SDL is told not to make a quit
 *    event of a close, so a quit event is SIGTERM. A window for trying out may be closed.
 * 4. Whenever the surface is lost (display unplugged, size changed) one WINDOW_REDRAW goes out and
 *    the next window_target asks for a new surface.
 */

enum { PRESENT_RECTS_MAX = 256 };

struct Window {
    SDL_Window *window;
    SDL_Surface *surface;
    bool windowed;
    bool shortcut; /* the last key went down together with Ctrl, Alt or Super: its letter is none */
    uint32_t wake_type;
    atomic_bool woken;
};

static void window_hints(void) {
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    SDL_SetHint(SDL_HINT_WINDOWS_NO_CLOSE_ON_ALT_F4, "1");
    SDL_SetHint(SDL_HINT_QUIT_ON_LAST_WINDOW_CLOSE, "0");
    SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0");
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
}

static bool display_size(int *width, int *height) {
    SDL_DisplayMode mode;
    if (SDL_GetDesktopDisplayMode(0, &mode) != 0) {
        return false;
    }
    *width = mode.w;
    *height = mode.h;
    return true;
}

static ErrCode window_open(Window *window, const WindowSpec *spec, Err *err) {
    int width = spec->width;
    int height = spec->height;
    window->windowed = width > 0;
    if (!window->windowed && !display_size(&width, &height)) {
        return err_set(err, ERR_IO, "the display has no size: %s", SDL_GetError());
    }
    uint32_t flags = window->windowed ? 0 : SDL_WINDOW_BORDERLESS | SDL_WINDOW_ALWAYS_ON_TOP;
    int at = window->windowed ? (int)SDL_WINDOWPOS_CENTERED : 0;
    window->window = SDL_CreateWindow(spec->title, at, at, width, height, flags);
    if (window->window == NULL) {
        return err_set(err, ERR_IO, "no window of %d x %d: %s", width, height, SDL_GetError());
    }
    if (!window->windowed) {
        SDL_ShowCursor(SDL_DISABLE);
        monitor_watch(window->window);
    }
    window->wake_type = SDL_RegisterEvents(1);
    SDL_StartTextInput();
    return ERR_OK;
}

/* Without a display SDL falls back to a driver that nobody sees: the lobby would stay dark in
 * silence. Tests ask for one by its name. */
static bool display_is_unseen(void) {
    const char *driver = SDL_GetCurrentVideoDriver();
    return SDL_GetHint(SDL_HINT_VIDEODRIVER) == NULL && driver != NULL &&
           (strcmp(driver, "offscreen") == 0 || strcmp(driver, "dummy") == 0);
}

/* Before SDL_Init, which takes SIGINT only where nobody has. QUIT would leave a core with names in
 * it, TSTP a lobby that stands still; PIPE comes when nobody reads the log any more. */
static void ignore_signals(void) {
    static const int IGNORED[] = {SIGINT, SIGQUIT, SIGTSTP, SIGHUP, SIGPIPE};
    for (size_t i = 0; i < sizeof IGNORED / sizeof IGNORED[0]; i++) {
        (void)signal(IGNORED[i], SIG_IGN);
    }
}

ErrCode window_new(Window **out, const WindowSpec *spec, Err *err) {
    FOYER_ASSERT(spec->width >= 0 && (spec->width > 0) == (spec->height > 0));
    window_hints();
    ignore_signals();
    if (SDL_Init(SDL_INIT_VIDEO | SDL_INIT_EVENTS) != 0) {
        return err_set(err, ERR_IO, "no display: %s", SDL_GetError());
    }
    if (display_is_unseen()) {
        SDL_Quit();
        return err_set(err, ERR_IO, "no display: connect a screen, or set DISPLAY");
    }
    Window *window = calloc(1, sizeof(*window));
    if (window == NULL) {
        SDL_Quit();
        return err_set(err, ERR_NO_MEMORY, "no memory for a window");
    }
    ErrCode code = window_open(window, spec, err);
    if (code != ERR_OK) {
        window_free(window);
        return code;
    }
    *out = window;
    return ERR_OK;
}

void window_free(Window *window) {
    if (window == NULL) {
        return;
    }
    if (window->window != NULL) {
        SDL_DestroyWindow(window->window);
    }
    free(window);
    SDL_Quit();
}

ErrCode window_target(Window *window, CanvasTarget *target, Err *err) {
    if (window->surface == NULL) {
        window->surface = SDL_GetWindowSurface(window->window);
    }
    SDL_Surface *surface = window->surface;
    if (surface == NULL) {
        return err_set(err, ERR_IO, "no window surface: %s", SDL_GetError());
    }
    if (surface->format->BytesPerPixel != 4 || surface->format->Rmask != 0xFF0000) {
        return err_set(err, ERR_IO, "the display is not XRGB8888");
    }
    *target = (CanvasTarget){surface->pixels, surface->w, surface->h, surface->pitch / 4};
    return ERR_OK;
}

void window_present(Window *window, const Rect *rects, size_t rects_count) {
    SDL_Rect changed[PRESENT_RECTS_MAX];
    if (window->surface == NULL || rects_count == 0) {
        return;
    }
    size_t count = rects_count < PRESENT_RECTS_MAX ? rects_count : PRESENT_RECTS_MAX;
    Rect whole = {0, 0, window->surface->w, window->surface->h};
    for (size_t i = 0; i < count; i++) {
        Rect rect = rect_intersect(rects[i], whole);
        changed[i] = (SDL_Rect){rect.x, rect.y, rect.width, rect.height};
    }
    if (rects_count > PRESENT_RECTS_MAX) {
        changed[0] = (SDL_Rect){0, 0, whole.width, whole.height};
        count = 1;
    }
    if (SDL_UpdateWindowSurfaceRects(window->window, changed, (int)count) != 0) {
        log_line(LOG_WARNING, "window", "not-presented", "rects=%zu", count);
        window->surface = NULL;
    }
}

static bool key_translate(const SDL_Keysym *key, UiKey *translated) {
    bool shift = (key->mod & KMOD_SHIFT) != 0;
    switch (key->sym) {
    case SDLK_TAB:
        *translated = shift ? UI_KEY_TAB_BACK : UI_KEY_TAB;
        return true;
    case SDLK_UP:
        *translated = UI_KEY_UP;
        return true;
    case SDLK_DOWN:
        *translated = UI_KEY_DOWN;
        return true;
    case SDLK_LEFT:
        *translated = UI_KEY_LEFT;
        return true;
    case SDLK_RIGHT:
        *translated = UI_KEY_RIGHT;
        return true;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
        *translated = UI_KEY_ENTER;
        return true;
    case SDLK_AC_BACK: /* of a six-key pad; Escape itself changes nothing, like Alt+F4 */
        *translated = UI_KEY_ESCAPE;
        return true;
    default:
        return false;
    }
}

static bool translate_key(Window *window, const SDL_KeyboardEvent *key, WindowEvent *event) {
    uint16_t held = key->keysym.mod & (KMOD_LALT | KMOD_GUI | KMOD_CTRL);
    /* With AltGr people write letters. */
    window->shortcut = held != 0;
    if (held != 0 || (key->keysym.mod & KMOD_RALT) != 0) {
        return false;
    }
    if (key->keysym.sym == SDLK_BACKSPACE) {
        event->kind = WINDOW_BACKSPACE;
        return true;
    }
    UiKey translated;
    if (!key_translate(&key->keysym, &translated)) {
        return false;
    }
    event->kind = translated == UI_KEY_ENTER ? WINDOW_ENTER : WINDOW_INPUT;
    event->input.kind = INPUT_KEY;
    event->input.key = translated;
    return true;
}

static bool translate_text(const Window *window, const SDL_TextInputEvent *text,
                           WindowEvent *event) {
    size_t len = strlen(text->text);
    Str8 typed = {text->text, len};
    if (window->shortcut || len == 0 || len > WINDOW_TEXT_MAX || !str8_is_valid(typed)) {
        return false;
    }
    event->kind = WINDOW_TEXT;
    memcpy(event->text, text->text, len);
    event->text_len = len;
    return true;
}

static bool translate_mouse(const SDL_Event *sdl, WindowEvent *event) {
    event->kind = WINDOW_INPUT;
    event->input.finger = 0;
    if (sdl->type == SDL_MOUSEMOTION) {
        event->input.kind = INPUT_MOVE;
        event->input.x = sdl->motion.x;
        event->input.y = sdl->motion.y;
        return sdl->motion.which != SDL_TOUCH_MOUSEID && (sdl->motion.state & SDL_BUTTON_LMASK);
    }
    event->input.kind = sdl->type == SDL_MOUSEBUTTONDOWN ? INPUT_DOWN : INPUT_UP;
    event->input.x = sdl->button.x;
    event->input.y = sdl->button.y;
    return sdl->button.which != SDL_TOUCH_MOUSEID && sdl->button.button == SDL_BUTTON_LEFT;
}

static bool translate_finger(Window *window, const SDL_Event *sdl, WindowEvent *event) {
    int width;
    int height;
    SDL_GetWindowSize(window->window, &width, &height);
    event->kind = WINDOW_INPUT;
    event->input.kind = sdl->type == SDL_FINGERDOWN ? INPUT_DOWN
                        : sdl->type == SDL_FINGERUP ? INPUT_UP
                                                    : INPUT_MOVE;
    /* Finger 0 is the mouse; fingers of a panel start at 0 too. */
    event->input.finger = sdl->tfinger.fingerId + 1;
    event->input.x = (int)(sdl->tfinger.x * (float)width);
    event->input.y = (int)(sdl->tfinger.y * (float)height);
    return true;
}

static bool translate_window(Window *window, const SDL_WindowEvent *sdl, WindowEvent *event) {
    event->kind = WINDOW_REDRAW;
    switch (sdl->event) {
    case SDL_WINDOWEVENT_CLOSE:
        event->kind = WINDOW_SIGNAL;
        return window->windowed;
    case SDL_WINDOWEVENT_MINIMIZED:
    case SDL_WINDOWEVENT_HIDDEN:
        SDL_RestoreWindow(window->window);
        SDL_ShowWindow(window->window);
        return false;
    case SDL_WINDOWEVENT_SIZE_CHANGED:
    case SDL_WINDOWEVENT_DISPLAY_CHANGED:
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_RESTORED:
    case SDL_WINDOWEVENT_SHOWN:
        window->surface = NULL;
        return true;
    default:
        return false;
    }
}

/* A display came, went, or is of another size: cover the whole of what is there now. */
static bool translate_display(Window *window, WindowEvent *event) {
    SDL_Rect bounds;
    window->surface = NULL;
    if (!window->windowed && monitor_bounds(window->window, &bounds)) {
        SDL_SetWindowPosition(window->window, bounds.x, bounds.y);
        SDL_SetWindowSize(window->window, bounds.w, bounds.h);
    }
    event->kind = WINDOW_REDRAW;
    return true;
}

/* False: nothing that the kiosk reacts to. */
static bool translate(Window *window, const SDL_Event *sdl, WindowEvent *event) {
    switch (sdl->type) {
    case SDL_QUIT:
        event->kind = WINDOW_SIGNAL;
        return true;
    case SDL_WINDOWEVENT:
        return translate_window(window, &sdl->window, event);
    case SDL_DISPLAYEVENT:
        return translate_display(window, event);
    case SDL_SYSWMEVENT:
        return monitor_changed(sdl) && translate_display(window, event);
    case SDL_RENDER_TARGETS_RESET:
    case SDL_APP_DIDENTERFOREGROUND:
        event->kind = WINDOW_REDRAW;
        return true;
    case SDL_KEYDOWN:
        return translate_key(window, &sdl->key, event);
    case SDL_TEXTINPUT:
        return translate_text(window, &sdl->text, event);
    case SDL_MOUSEMOTION:
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        return translate_mouse(sdl, event);
    case SDL_FINGERDOWN:
    case SDL_FINGERUP:
    case SDL_FINGERMOTION:
        return translate_finger(window, sdl, event);
    default:
        if (sdl->type == window->wake_type) {
            atomic_store(&window->woken, false);
            event->kind = WINDOW_WOKEN;
            return true;
        }
        return false;
    }
}

static bool wait_for(int64_t rest_ms, bool forever, SDL_Event *sdl) {
    if (forever) {
        return SDL_WaitEvent(sdl) != 0;
    }
    int most = 24 * 60 * 60 * 1000;
    int timeout = rest_ms > most ? most : rest_ms < 0 ? 0 : (int)rest_ms;
    return SDL_WaitEventTimeout(sdl, timeout) != 0;
}

WindowEvent window_wait(Window *window, int64_t now_ms, int64_t deadline_ms) {
    FOYER_ASSERT(window != NULL);
    /* SDL's own clock only measures how long this call has taken. */
    uint64_t begun = SDL_GetTicks64();
    while (true) {
        int64_t now = now_ms + (int64_t)(SDL_GetTicks64() - begun);
        SDL_Event sdl;
        if (!wait_for(deadline_ms - now, deadline_ms < 0, &sdl)) {
            return (WindowEvent){.kind = WINDOW_TIMEOUT};
        }
        WindowEvent event = {.kind = WINDOW_TIMEOUT};
        if (translate(window, &sdl, &event)) {
            event.input.now_ms = now_ms + (int64_t)(SDL_GetTicks64() - begun);
            return event;
        }
    }
}

void window_wake(Window *window) {
    if (atomic_exchange(&window->woken, true)) {
        return;
    }
    SDL_Event event = {.type = window->wake_type};
    if (SDL_PushEvent(&event) != 1) {
        atomic_store(&window->woken, false);
    }
}
