#ifndef FOYER_KIOSK_HEADLESS_QUERY_H
#define FOYER_KIOSK_HEADLESS_QUERY_H

#include "kiosk/i18n/locale.h"
#include "kiosk/ui/speak.h"

/* What a person sees or hears on a tree: finding nodes by words and keys, speaking a screen. */

/** The first node, interactive ones first, whose label, text or value contains `text`. */
const Node *query_find_containing(const Node *root, Str8 text);

/** The on-screen key that types `character`: digit, letter (a card's symbols too) or keyboard key.
 */
const Node *query_find_key(const Node *root, Str8 character);

/** Keys that show another page of the keyboard; `page` < query_page_keys_count. NULL = not there.
 */
const Node *query_page_key(const Node *root, size_t page);
size_t query_page_keys_count(void);

/** Role and state words in the locale's language. */
SpeakWords query_speech_words(const Locale *locale);

/** The whole screen as speech would say it, a line a node. */
void query_say_screen(Str8Builder *out, const Node *root, const SpeakWords *words);

#endif
