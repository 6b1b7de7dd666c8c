#!/bin/sh
# For translators and programmers: collect the words of the screens into foyer.pot and merge them
# into every language's PO file. New words come untranslated, unused ones are dropped.
#   sh assets/translations/update.sh          merge
#   sh assets/translations/update.sh --reference FILE.mo   change nothing; compile the words as they
#                                             stand in the code, for the check of tests/checks
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

reference=${2:-}
case "$reference" in '' | /*) ;; *) reference=$(pwd)/$reference ;; esac
cd "$top"
for room in kiosk/screens kiosk/app kiosk/i18n kiosk/view kiosk/paper; do
    [ -d "$room" ] && find "$room" -name '*.[ch]'
done | LC_ALL=C sort >"$work/files"
# No line numbers: a PO file changes when its words do, not when code moves.
xgettext --language=C --from-code=UTF-8 --add-location=file --sort-by-file --no-wrap \
    --keyword --keyword=tr:2 --keyword=tr_context:2c,3 --keyword=tr_plural:3,4 --keyword=TR_MARK:1 \
    --add-comments=Translators --package-name=Foyer --files-from="$work/files" \
    --output="$work/foyer.pot"

if [ "${1:-}" = --reference ]; then
    sed 's/nplurals=INTEGER; plural=EXPRESSION/nplurals=2; plural=(n != 1)/' "$work/foyer.pot" |
        msgen --no-wrap --output="$work/foyer.po" -
    msgfmt --output="$reference" "$work/foyer.po"
    exit 0
fi
for language in $(cat "$here/LINGUAS"); do
    [ -f "$here/$language.po" ] ||
        msginit --no-translator --locale="$language" --no-wrap --input="$work/foyer.pot" \
            --output="$here/$language.po"
    # Guesses are worse than gaps: a family would read them.
    msgmerge --quiet --no-fuzzy-matching --no-wrap --sort-by-file --add-location=file \
        --output="$work/$language.po" "$here/$language.po" "$work/foyer.pot"
    # The date of the merge would change every file each time.
    msgattrib --no-obsolete --no-wrap --sort-by-file "$work/$language.po" |
        sed '/^"POT-Creation-Date:/d' >"$here/$language.po"
    printf '%s: ' "$language"
    msgfmt --check --statistics --output=/dev/null "$here/$language.po"
done
