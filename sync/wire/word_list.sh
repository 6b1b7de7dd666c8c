#!/bin/sh
# word_list.sh WORDS.TXT OUT.C: the words, one a line, as a C array. A stray line stops the build.
set -eu
grep -vqxE '[a-z]{3,8}' "$1" && { echo "$1: a word is not of 3 to 8 small letters" >&2; exit 1; }
{
    echo '#include "sync/wire/word_list.h"'
    echo 'const Str8 WORD_LIST[WORD_LIST_COUNT] = {'
    sed 's/.*/    STR8_TEXT("&"),/' "$1"
    echo '};'
} >"$2"
