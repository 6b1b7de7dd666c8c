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
        header[word[1]] = word[2]; place[word[1]] = word[2] ":" word[3]
    }
}
FNR == 1 { reading++ }
{
    file = $0; sub(/:.*/, "", file)
    text = $0; sub(/^[^:]*:[^:]*:/, "", text)
    # First where each is defined: in a .c, at the start of a line. Then who else names it.
    defines = reading == 1 && file ~ /\.c$/ && text ~ /^[A-Za-z].*\(/
    while ((reading == 2 || defines) && match(text, /[A-Za-z_][A-Za-z0-9_]*/)) {
        name = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        if (!(name in header)) continue
        if (defines && text ~ /^\(/) { definer[name] = file; break }
        if (reading == 2 && file != header[name] && file != definer[name]) used[name] = 1
    }
}
END {
    for (name in header) {
        if (!(name in used) && !(name in skip)) print place[name] ": " name " is used nowhere else"
        if (name in used && name in skip) print "unused.txt: " name " is used now"
    }
    for (name in skip) if (!(name in header)) print "unused.txt: " name " is gone"
}' "$scratch/code" "$scratch/code" | sort >>"$scratch/found"
finish "$scratch/found" "Exceptions with reasons: tests/checks/unused.txt."
