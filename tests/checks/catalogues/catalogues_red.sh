#!/bin/sh
# The check of catalogues can fail: plants one fault at a time in copies of the PO files.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
checker=$1
tree=$2
planted=$(mktemp -d)
trap 'rm -rf "$planted"' EXIT

# sees WORDS LANGUAGE SED-SCRIPT: with that change of LANGUAGE.po the check fails and says WORDS.
sees() {
    rm -rf "$planted/po"
    cp -r "$tree/assets/translations" "$planted/po"
    sed "$3" "$tree/assets/translations/$2.po" >"$planted/po/$2.po"
    if cmp -s "$tree/assets/translations/$2.po" "$planted/po/$2.po"; then
        echo "nothing was planted for: $1"
        exit 1
    fi
    if sh "$here/catalogues.sh" "$checker" "$tree" "$planted/po" >"$planted/log" 2>&1; then
        echo "not seen: $1"
        exit 1
    fi
    grep -qF -e "$1" "$planted/log" || {
        echo "failed without saying: $1"
        cat "$planted/log"
        exit 1
    }
}

sees 'missing: "Start over"' es '/^msgid "Start over"/{n;s/.*/msgstr ""/}'
sees 'missing: "Start over"' ar 's/^msgid "Start over"/#, fuzzy\n&/'
sees 'unused: "Never said"' es '$a\
\
msgid "Never said"\
msgstr "Nunca"'
sees 'other placeholders: "Grade {number}"' ar 's/^msgstr "الصف {number}"/msgstr "الصف {nummer}"/'
sees 'untranslated: "Start over"' es '/^msgid "Start over"/{n;s/.*/msgstr "Start over"/}'
sees 'no Arabic letter: "Start over"' ar '/^msgid "Start over"/{n;s/.*/msgstr "Inicio"/}'
sees 'without {count}: "{count} child"' ar 's/^msgstr\[3\] "{count} أطفال"/msgstr[3] "أطفال"/'
sees 'plural forms' es 's/nplurals=2; plural=(n != 1)/nplurals=1; plural=0/; /^msgstr\[1\]/d'
sees 'obsolete words' es '$a\
\
#~ msgid "Old"\
#~ msgstr "Viejo"'
