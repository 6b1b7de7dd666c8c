#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <pthread.h>
#include <signal.h>
#include <string.h>

#include <SDL2/SDL.h>
#include <cmocka.h>

#include "kiosk/platform/window.h"

static int setup(void **state) {
    Window *window = NULL;
    WindowSpec spec = {640, 480, "foyer test"};
    ErrCode code = window_new(&window, &spec, NULL);
    /* The events of opening. */
    for (int i = 0; code == ERR_OK && i < 20; i++) {
        (void)window_wait(window, 0, 0);
    }
    *state = window;
    return code != ERR_OK;
}

static int teardown(void **state) {
    window_free(*state);
    return 0;
}

static WindowEvent after(Window *window, SDL_Event event) {
    assert_int_equal(SDL_PushEvent(&event), 1);
    return window_wait(window, 5000, 5010);
}

static SDL_Event key_of(SDL_Keycode key, uint16_t modifiers) {
    SDL_Event event = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = key, .mod = modifiers}}};
    return event;
}

static void test_window__has_pixels_of_its_size(void **state) {
    CanvasTarget target;
    assert_int_equal(window_target(*state, &target, NULL), ERR_OK);
    assert_int_equal(target.width, 640);
    assert_int_equal(target.height, 480);
    assert_true(target.stride >= 640);
    Rect rects[] = {{0, 0, 10, 10}, {630, 470, 100, 100}};
    window_present(*state, rects, 2);
}

static void test_window__translates_keys_that_move_and_press(void **state) {
    static const struct {
        SDL_Keycode key;
        uint16_t modifiers;
        WindowEventKind kind;
        UiKey ui_key;
    } CASES[] = {
        {SDLK_TAB, KMOD_NONE, WINDOW_INPUT, UI_KEY_TAB},
        {SDLK_TAB, KMOD_LSHIFT, WINDOW_INPUT, UI_KEY_TAB_BACK},
        {SDLK_UP, KMOD_NONE, WINDOW_INPUT, UI_KEY_UP},
        {SDLK_AC_BACK, KMOD_NONE, WINDOW_INPUT, UI_KEY_ESCAPE},
        {SDLK_ESCAPE, KMOD_NONE, WINDOW_TIMEOUT, 0},
        {SDLK_KP_ENTER, KMOD_NUM, WINDOW_ENTER, UI_KEY_ENTER},
        {SDLK_BACKSPACE, KMOD_NONE, WINDOW_BACKSPACE, 0},
        {SDLK_F4, KMOD_LALT, WINDOW_TIMEOUT, 0},
        {SDLK_TAB, KMOD_LALT, WINDOW_TIMEOUT, 0},
    };
    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++) {
        WindowEvent event = after(*state, key_of(CASES[i].key, CASES[i].modifiers));
        assert_int_equal(event.kind, CASES[i].kind);
        assert_int_equal(event.input.key, CASES[i].ui_key);
    }
}

static void test_window__a_trial_window_closes_and_signals_are_heard(void **state) {
    SDL_Event close = {.window = {.type = SDL_WINDOWEVENT, .event = SDL_WINDOWEVENT_CLOSE}};
    SDL_Event quit = {.type = SDL_QUIT};
    assert_int_equal(after(*state, close).kind, WINDOW_SIGNAL);
    assert_int_equal(after(*state, quit).kind, WINDOW_SIGNAL);
}

static void test_window__the_desks_window_does_not_close(void **state) {
    (void)state;
    Window *desk = NULL;
    WindowSpec spec = {0, 0, "foyer test"};
    assert_int_equal(window_new(&desk, &spec, NULL), ERR_OK);
    for (int i = 0; i < 20; i++) {
        (void)window_wait(desk, 0, 0);
    }
    SDL_Event close = {.window = {.type = SDL_WINDOWEVENT, .event = SDL_WINDOWEVENT_CLOSE}};
    SDL_Event quit = {.type = SDL_QUIT};
    assert_int_equal(after(desk, close).kind, WINDOW_TIMEOUT);
    assert_int_equal(after(desk, quit).kind, WINDOW_SIGNAL);
    window_free(desk);
}

static void test_window__the_desks_window_outlives_its_display(void **state) {
    (void)state;
    static const uint8_t NEWS[] = {SDL_DISPLAYEVENT_DISCONNECTED, SDL_DISPLAYEVENT_CONNECTED,
                                   SDL_DISPLAYEVENT_ORIENTATION};
    Window *desk = NULL;
    WindowSpec spec = {0, 0, "foyer test"};
    assert_int_equal(window_new(&desk, &spec, NULL), ERR_OK);
    for (int i = 0; i < 20; i++) {
        (void)window_wait(desk, 0, 0);
    }
    for (size_t i = 0; i < sizeof(NEWS); i++) {
        SDL_Event event = {.display = {.type = SDL_DISPLAYEVENT, .event = NEWS[i]}};
        CanvasTarget target;
        assert_int_equal(after(desk, event).kind, WINDOW_REDRAW);
        assert_int_equal(window_target(desk, &target, NULL), ERR_OK);
    }
    window_free(desk);
}

static void test_window__a_touch_is_one_event_in_pixels(void **state) {
    SDL_Event finger = {.tfinger = {.type = SDL_FINGERDOWN, .fingerId = 0, .x = 0.5F, .y = 0.25F}};
    WindowEvent event = after(*state, finger);
    assert_int_equal(event.kind, WINDOW_INPUT);
    assert_int_equal(event.input.kind, INPUT_DOWN);
    assert_int_equal(event.input.x, 320);
    assert_int_equal(event.input.y, 120);
    assert_int_equal(event.input.finger, 1);
    assert_true(event.input.now_ms >= 5000);
    SDL_Event mouse = {.button = {.type = SDL_MOUSEBUTTONDOWN,
                                  .which = SDL_TOUCH_MOUSEID,
                                  .button = SDL_BUTTON_LEFT}};
    assert_int_equal(after(*state, mouse).kind, WINDOW_TIMEOUT);
    mouse.button.which = 0;
    assert_int_equal(after(*state, mouse).kind, WINDOW_INPUT);
}

static void test_window__passes_typed_text_on(void **state) {
    SDL_Event text = {.text = {.type = SDL_TEXTINPUT, .text = "ñ"}};
    WindowEvent event = after(*state, text);
    assert_int_equal(event.kind, WINDOW_TEXT);
    assert_int_equal(event.text_len, 2);
    assert_memory_equal(event.text, "ñ", 2);
    memcpy(text.text.text, "\xFF\xFE", 3);
    assert_int_equal(after(*state, text).kind, WINDOW_TIMEOUT);
}

static void test_window__a_shortcuts_letter_is_not_typed(void **state) {
    SDL_Event text = {.text = {.type = SDL_TEXTINPUT, .text = "m"}};
    assert_int_equal(after(*state, key_of(SDLK_m, KMOD_LGUI)).kind, WINDOW_TIMEOUT);
    assert_int_equal(after(*state, text).kind, WINDOW_TIMEOUT);
    assert_int_equal(after(*state, key_of(SDLK_m, KMOD_RALT)).kind, WINDOW_TIMEOUT);
    assert_int_equal(after(*state, text).kind, WINDOW_TEXT);
}

static void test_window__a_terminals_signals_are_ignored(void **state) {
    static const int SIGNALS[] = {SIGINT, SIGQUIT, SIGTSTP, SIGHUP, SIGPIPE};
    for (size_t i = 0; i < sizeof(SIGNALS) / sizeof(SIGNALS[0]); i++) {
        assert_int_equal(raise(SIGNALS[i]), 0);
        assert_int_equal(window_wait(*state, 0, 10).kind, WINDOW_TIMEOUT);
    }
    assert_int_equal(raise(SIGTERM), 0);
    assert_int_equal(window_wait(*state, 0, 1000).kind, WINDOW_SIGNAL);
}

static void *wake_later(void *window) {
    SDL_Delay(50);
    window_wake(window);
    window_wake(window);
    return NULL;
}

static void test_window__another_thread_wakes_it(void **state) {
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, wake_later, *state), 0);
    assert_int_equal(window_wait(*state, 0, 10000).kind, WINDOW_WOKEN);
    assert_int_equal(pthread_join(thread, NULL), 0);
    while (window_wait(*state, 0, 0).kind == WINDOW_WOKEN) {
    }
    window_wake(*state);
    assert_int_equal(window_wait(*state, 0, 1000).kind, WINDOW_WOKEN);
    assert_int_equal(window_wait(*state, 0, 10).kind, WINDOW_TIMEOUT);
}

static void test_window__a_lost_surface_asks_for_a_redraw(void **state) {
    SDL_Event changed = {
        .window = {.type = SDL_WINDOWEVENT, .event = SDL_WINDOWEVENT_SIZE_CHANGED}};
    assert_int_equal(after(*state, changed).kind, WINDOW_REDRAW);
    CanvasTarget target;
    assert_int_equal(window_target(*state, &target, NULL), ERR_OK);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(test_window__has_pixels_of_its_size),
        TEST(test_window__translates_keys_that_move_and_press),
        TEST(test_window__a_trial_window_closes_and_signals_are_heard),
        cmocka_unit_test(test_window__the_desks_window_does_not_close),
        cmocka_unit_test(test_window__the_desks_window_outlives_its_display),
        TEST(test_window__a_touch_is_one_event_in_pixels),
        TEST(test_window__passes_typed_text_on),
        TEST(test_window__a_shortcuts_letter_is_not_typed),
        TEST(test_window__a_terminals_signals_are_ignored),
        TEST(test_window__another_thread_wakes_it),
        TEST(test_window__a_lost_surface_asks_for_a_redraw),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
