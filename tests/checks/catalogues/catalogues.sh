#!/bin/sh
# Every word of the screens stands in every catalogue, and nothing else does:
#   catalogues.sh CHECKER TREE [FOLDER WITH PO FILES]
set -eu
checker=$1
tree=$2
folder=${3:-$tree/assets/translations}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

sh "$tree/assets/translations/update.sh" --reference "$scratch/reference.mo"
table="$tree/kiosk/i18n/language.c"
offered=$(grep -c 'LANGUAGE("[^)]*, true)' "$table")
if [ "$offered" != "$(grep -c . "$folder/LINGUAS")" ]; then
    echo "LINGUAS and the languages offered by $table differ"
    exit 1
fi
for language in $(cat "$folder/LINGUAS"); do
    grep -q "LANGUAGE(\"$language\", .*, true)" "$table" || {
        echo "$language is in LINGUAS and not offered by $table"
        exit 1
    }
    po="$folder/$language.po"
    if grep -n '^#~' "$po"; then
        echo "$language.po keeps obsolete words; run assets/translations/update.sh"
        exit 1
    fi
    # Fuzzy entries do not get into the MO file: the checker reports them as missing.
    msgfmt --check --no-hash -o "$scratch/$language.mo" "$po"
    "$checker" "$scratch/reference.mo" "$scratch/$language.mo" "$language"
done
