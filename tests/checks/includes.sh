# Every #include obeys includes.txt, names a file that exists, and no rooms include each other.
. "$(dirname "$0")/lib.sh"
files '*.c' '*.h' | xargs grep -nE '^[ \t]*#[ \t]*include' /dev/null >"$scratch/lines" || true
awk -v table="$checks/includes.txt" '
function room_of(path,    folder) {
    folder = path
    while (sub(/\/[^\/]*$/, "", folder)) {
        if (folder in known && (folder ~ /\// || folder == "tests" || folder "/" base(path) == path)) return folder
    }
    return ""
}
function base(path) { sub(/.*\//, "", path); return path }
function allowed(list, name,    words, n, i, w) {
    n = split(list, words, " ")
    for (i = 1; i <= n; i++) {
        w = words[i]
        if (w == "any" || w == name) return 1
        if (w ~ /\/$/ && index(name, w) == 1) return 1
        if (w in group && allowed(group[w], name)) return 1
    }
    return 0
}
function matches(list, path,    words, n, i, w) {
    n = split(list, words, " ")
    for (i = 1; i <= n; i++) {
        w = words[i]
        gsub(/[.]/, "[.]", w)
        gsub(/[*]/, "[^/]*", w)
        if (path ~ ("^" w "$")) return 1
    }
    return 0
}
function say(what) { print place ": " what }
function visit(room,    next_room, words, n, i) {
    state[room] = 1
    n = split(edges[room], words, " ")
    for (i = 1; i <= n; i++) {
        next_room = words[i]
        if (state[next_room] == 1) print "rooms include each other: " room " and " next_room
        else if (state[next_room] != 2) visit(next_room)
    }
    state[room] = 2
}
BEGIN {
    while ((getline line < table) > 0) {
        if (line ~ /^#/ || line ~ /^ *$/) continue
        if (line ~ /^group /) {
            split(line, part, "="); split(part[1], word, " "); group[word[2]] = part[2]; continue
        }
        if (line ~ /^generated /) { split(line, word, " "); generated[word[2]] = 1; continue }
        if (line ~ /^narrow /) {
            split(line, part, "="); split(part[1], word, " ")
            narrow[++narrows] = word[2] " " word[3]; narrow_files[narrows] = part[2]; continue
        }
        split(line, part, "|"); room = part[1]; gsub(/ /, "", room)
        known[room] = 1; rooms[room] = part[2]; headers[room] = part[3]
        if (part[2] !~ /any/) edges[room] = part[2]
    }
    for (room in known) if (state[room] == 0) visit(room)
}
{
    split($0, part, ":"); file = part[1]; place = part[1] ":" part[2]
    room = room_of(file)
    if (room == "") { say("its folder is no room of includes.txt"); next }
    text = $0; sub(/^[^:]*:[^:]*:[ \t]*#[ \t]*include[ \t]*/, "", text)
    if (text ~ /^"/) {
        sub(/^"/, "", text); sub(/".*/, "", text)
        if (text !~ /\// && room == "tests") next
        if (text !~ /\//) { say("\"" text "\" is not written from the top of the tree"); next }
        target = room_of(text)
        if (target == "") { say(text " lies in no room of includes.txt"); next }
        if (!(text in generated) && (getline line < text) < 0) say(text " does not exist")
        close(text)
        if (target != room && !allowed(rooms[room], target)) say(room " may not include " target " (" text ")")
    } else {
        sub(/^</, "", text); sub(/>.*/, "", text)
        if (!allowed(headers[room], text)) say(room " may not include <" text ">")
    }
    for (i = 1; i <= narrows; i++) {
        split(narrow[i], word, " ")
        if (word[1] == room && (text == word[2] || (word[2] ~ /\/$/ && index(text, word[2]) == 1)) &&
            !matches(narrow_files[i], file)) say("in " room " only" narrow_files[i] " may include " text)
    }
}' "$scratch/lines" >"$scratch/found"
finish "$scratch/found" "The table is tests/checks/includes.txt."
