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
for language in $(cat "$folder/LINGUAS"); do
    po="$folder/$language.po"
    if grep -n '^#~' "$po"; then
        echo "$language.po keeps obsolete words; run assets/translations/update.sh"
        exit 1
    fi
    # Fuzzy entries do not get into the MO file: the checker reports them as missing.
    msgfmt --check --no-hash -o "$scratch/$language.mo" "$po"
    "$checker" "$scratch/reference.mo" "$scratch/$language.mo" "$language"
done
