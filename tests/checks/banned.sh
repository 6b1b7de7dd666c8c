# No call of a name in banned.txt, except where that file allows it.
. "$(dirname "$0")/lib.sh"
files '*.c' '*.h' | xargs awk -v strings=0 -f "$checks/strip.awk" /dev/null >"$scratch/code"
awk -v table="$checks/banned.txt" '
function matches(list, path,    words, n, i, w) {
    n = split(list, words, " ")
    for (i = 1; i <= n; i++) {
        w = words[i]
        gsub(/[.]/, "[.]", w)
        gsub(/[*]/, ".*", w)
        if (path ~ ("^" w "$")) return 1
    }
    return 0
}
BEGIN {
    while ((getline line < table) > 0) {
        if (line ~ /^#/ || line ~ /^ *$/) continue
        split(line, part, "|")
        n = split(part[1], word, " ")
        for (i = 1; i <= n; i++) allowed[word[i]] = " " part[2]
    }
}
{
    split($0, part, ":")
    text = $0
    sub(/^[^:]*:[^:]*:/, "", text)
    while (match(text, /[A-Za-z_][A-Za-z0-9_]* *\(/)) {
        name = substr(text, RSTART, RLENGTH - 1)
        gsub(/ /, "", name)
        before = substr(text, RSTART > 1 ? RSTART - 1 : 1, 1)
        member = RSTART > 1 && (before == "." || before == ">")
        if (name in allowed && !member && !matches(allowed[name], part[1])) print part[1] ":" part[2] ": " name " is banned here"
        text = substr(text, RSTART + RLENGTH)
    }
}' "$scratch/code" >"$scratch/found"
finish "$scratch/found" "The reasons are in tests/checks/banned.txt."
