#ifndef FOYER_KIOSK_PLATFORM_MONITOR_H
#define FOYER_KIOSK_PLATFORM_MONITOR_H

#include <SDL2/SDL.h>
#include <stdbool.h>

/*
 * The panel that the desk's window covers. SDL 2.26 tells of a monitor that comes or goes, but
 * under X11 not of one that takes another size or is turned (RandR 1.5): this does. UI thread only.
 */

/** Ask the X server for news; nothing to do where there is none. */
void monitor_watch(SDL_Window *window);
/** Whether an event that SDL passes through is such news. */
bool monitor_changed(const SDL_Event *event);
/** Where the primary monitor lies now. False: there is none, or it is too small for a kiosk (a
 * server without outputs keeps a few pixels): leave the window as it is. */
bool monitor_bounds(SDL_Window *window, SDL_Rect *bounds);

#endif
