#!/bin/sh
# The link test: these rooms read no clock, no random source, no socket, no file, no environment.
#   pure.sh LIBRARY...
# What they may call is a list; everything else undefined in the libraries is refused.
set -eu
wanted=$(nm --undefined-only "$@" | awk 'NF == 2 { print $2 }' | sort -u)
own=$(nm --defined-only "$@" | awk 'NF == 3 { print $3 }' | sort -u)
strays=$(printf '%s\n' "$wanted" | grep -vxF "$own" |
    grep -vE '^(sqlite3_|crypto_|sodium_|json_|ZSTD_)' |
    grep -vxE 'mem(cpy|cmp|set|move|chr)|str(len|cmp|chr|ncmp)|qsort|bsearch|CARD_ALPHABET' |
    grep -vE '^(__stack_chk_|_GLOBAL_OFFSET_TABLE_|__asan_|__ubsan_|__tsan_)' |
    grep -vxE '(arena|memory|err|str8|builder|utf8|id|pack|packer|unpack|civil|rfc3339|foyer|hash|line)_[a-z0-9_]+' |
    grep -vxE '(event|visit|person|need|card|phone|grade|text_set|hours|channel|sync_trouble)_[a-z0-9_]+' || true)
# Parts of the allowed libraries that are I/O, randomness or threads after all. (sqlite3_vfs_ is
# needed by checked_disk.c, which lies over the VFS that was given and does no I/O but through it.)
barred=$(printf '%s\n' "$wanted" |
    grep -E '^(sqlite3_(randomness|sleep|load_|mutex|os_)|randombytes|log_|json_(load|dump)(_file|f))' || true)
if [ -n "$strays$barred" ]; then
    echo "they call what they must not:" $strays $barred
    exit 1
fi
