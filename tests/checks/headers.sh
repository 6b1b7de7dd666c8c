# Every header compiles alone: it includes what it needs.
. "$(dirname "$0")/lib.sh"
flags=
for package in sdl2 SDL2_ttf SDL2_image sqlite3 libsodium jansson libical libarchive libqrencode icu-uc cairo pango cmocka; do
    flags="$flags $(pkg-config --cflags "$package" 2>/dev/null || true)"
done
for header in $(files '*.h'); do
    # cmocka.h wants these four before it, which is cmocka's own rule.
    first=
    case $header in tests/*) first='#include <stdarg.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <setjmp.h>\n' ;; esac
    # shellcheck disable=SC2059,SC2086 # the format holds line ends; the flags are words
    printf "$first#include \"%s\"\n" "$header" |
        ${CC:-cc} -std=c17 -fsyntax-only -Wall -Wextra -Wpedantic -Werror -D_POSIX_C_SOURCE=200809L \
            -D_DEFAULT_SOURCE -I. $flags -x c - 2>"$scratch/log" || {
        grep -m 1 -E 'error' "$scratch/log" | sed "s|^|$header: |" >>"$scratch/found"
    }
done
touch "$scratch/found"
finish "$scratch/found"
