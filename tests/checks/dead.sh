# Nothing lies about: every .c is built, every asset is named, every public function is used.
. "$(dirname "$0")/lib.sh"
touch "$scratch/found"
excused=$checks/unused.txt
[ -z "${1:-}" ] || excused=/dev/null

# Every .c is compiled by some target. FOYER_BUILD is a configured build folder; ctest gives its own.
commands=${FOYER_BUILD:-build/dev}/compile_commands.json
if [ -f "$commands" ]; then
    files '*.c' | while read -r source; do
        grep -qF "/$source\"" "$commands" || echo "$source:1: no target compiles it"
    done >>"$scratch/found"
else
    echo "$commands: is not there; configure first" >>"$scratch/found"
fi

# An asset's name, or its stem, stands in some source, list or document that is not an asset.
files '*.c' '*.h' '*.sh' '*.txt' '*.cmake' '*.md' '*.sql' '*.drive' '*.tsv' '*.csv' | grep -v '^tests/checks/' >"$scratch/texts"
xargs cat /dev/null <"$scratch/texts" >"$scratch/text"
if [ -d assets ]; then
    find assets -type f | sort | while read -r asset; do
        name=$(basename "$asset")
        grep -qF -e "$name" "$scratch/text" || grep -qwF -e "\"${name%.*}\"" "$scratch/text" ||
            grep -qw -e "${name%.*}" "$scratch/text" || echo "$asset:1: nobody names this asset"
    done >>"$scratch/found"
fi

# A function that a header declares is called from a file that is not its own .c or .h.
room_files '*.h' | xargs awk -v strings=0 -f "$checks/strip.awk" /dev/null | awk '
{
    split($0, part, ":")
    text = $0; sub(/^[^:]*:[^:]*:/, "", text)
    if (part[1] != file) { file = part[1]; head = "" }
    if (text ~ /^[A-Za-z]/) { head = ""; line = part[2] }
    else if (head == "") next
    head = head " " text
    if (text ~ /[;{]/) {
        if (head ~ /\(/ && head ~ /;/ && head !~ /^ *typedef/ && head !~ /^ *(struct|enum|union|static) .*\{/) {
            name = head; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name)
            if (name != "" && name !~ /^(__attribute__|_Static_assert)$/) print name, file, line
        }
        head = ""
    }
}' | sort -u >"$scratch/declared"
files '*.c' '*.h' | xargs awk -v strings=0 -f "$checks/strip.awk" /dev/null >"$scratch/code"
awk -v excused="$excused" -v declared="$scratch/declared" '
BEGIN {
    while ((getline line < excused) > 0) if (line !~ /^#/ && split(line, word, " ") > 0) skip[word[1]] = 1
    while ((getline line < declared) > 0) {
        split(line, word, " ")
        own[word[1]] = word[2]; sub(/\.h$/, "", own[word[1]]); place[word[1]] = word[2] ":" word[3]
    }
}
{
    file = $0; sub(/:.*/, "", file)
    stem = file; sub(/\.[ch]$/, "", stem)
    text = $0; sub(/^[^:]*:[^:]*:/, "", text)
    while (match(text, /[A-Za-z_][A-Za-z0-9_]*/)) {
        name = substr(text, RSTART, RLENGTH)
        if (name in own && stem != own[name] && !(name in definer && definer[name] == stem)) {
            # The definition may stand in a file of another name: the first one found is not a use.
            if (text0($0) ~ ("^[A-Za-z].*[ *]" name "\\(") && !(name in definer)) definer[name] = stem
            else used[name] = 1
        }
        text = substr(text, RSTART + RLENGTH)
    }
}
function text0(line) { sub(/^[^:]*:[^:]*:/, "", line); return line }
END {
    for (name in own) {
        if (!(name in used) && !(name in skip)) print place[name] ": " name " is used nowhere else"
        if (name in used && name in skip) print "unused.txt: " name " is used now"
    }
    for (name in skip) if (!(name in own)) print "unused.txt: " name " is gone"
}' "$scratch/code" | sort >>"$scratch/found"
finish "$scratch/found" "Exceptions with reasons: tests/checks/unused.txt."
