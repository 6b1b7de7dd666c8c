#include "kiosk/platform/monitor.h"

#include <SDL2/SDL_syswm.h>
#include <X11/extensions/Xrandr.h>

/*
 * 1. X11 is asked only when SDL draws there, through SDL's own connection.
 * 2. A client has one mask a window, and the root's is SDL's: the server took a second one without
 *    a word and kept the first. Ours lies on the desk's window.
 */

enum { SIDE_MIN_PX = 480 };

static int event_base; /* of RandR's events; 0 = not watching */

static bool x11_of(SDL_Window *window, SDL_SysWMinfo *info) {
    SDL_VERSION(&info->version);
    return SDL_GetWindowWMInfo(window, info) && info->subsystem == SDL_SYSWM_X11;
}

void monitor_watch(SDL_Window *window) {
    SDL_SysWMinfo info;
    int errors;
    if (!x11_of(window, &info) || !XRRQueryExtension(info.info.x11.display, &event_base, &errors)) {
        event_base = 0;
        return;
    }
    Display *display = info.info.x11.display;
    XRRSelectInput(display, info.info.x11.window,
                   RRScreenChangeNotifyMask | RRCrtcChangeNotifyMask);
    (void)SDL_EventState(SDL_SYSWMEVENT, SDL_ENABLE);
}

bool monitor_changed(const SDL_Event *event) {
    if (event->type != SDL_SYSWMEVENT || event_base == 0 ||
        event->syswm.msg->subsystem != SDL_SYSWM_X11) {
        return false;
    }
    int type = event->syswm.msg->msg.x11.event.type - event_base;
    return type == RRScreenChangeNotify || type == RRNotify;
}

static bool x11_bounds(Display *display, SDL_Rect *bounds) {
    int count = 0;
    XRRMonitorInfo *monitors = XRRGetMonitors(display, DefaultRootWindow(display), True, &count);
    int chosen = 0;
    for (int i = 0; i < count; i++) {
        chosen = monitors[i].primary ? i : chosen;
    }
    if (count > 0) {
        const XRRMonitorInfo *monitor = &monitors[chosen];
        *bounds = (SDL_Rect){monitor->x, monitor->y, monitor->width, monitor->height};
    }
    if (monitors != NULL) {
        XRRFreeMonitors(monitors);
    }
    return count > 0;
}

bool monitor_bounds(SDL_Window *window, SDL_Rect *bounds) {
    SDL_SysWMinfo info;
    SDL_Rect found = {0, 0, 0, 0};
    bool there = event_base != 0 && x11_of(window, &info)
                     ? x11_bounds(info.info.x11.display, &found)
                     : SDL_GetDisplayBounds(0, &found) == 0;
    if (!there || found.w < SIDE_MIN_PX || found.h < SIDE_MIN_PX) {
        return false;
    }
    *bounds = found;
    return true;
}
