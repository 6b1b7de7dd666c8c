# Sourced by every check. A check is `sh NAME.sh [TOP]`: it prints one line a finding as
# "file:line: what is wrong" and ends with 1 when there was any. TOP is another tree to look at:
# red.sh plants one fault for every check and wants to see it found.
set -eu
checks=$(cd "$(dirname "$0")" && pwd)
top=${1:-$checks/../..}
cd "$top"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
LC_ALL=C
export LC_ALL

# files PATTERN...: files of the tree whose name matches one of the patterns.
files() {
    for pattern in "$@"; do
        find . -path ./build -prune -o -path ./.git -prune -o -type f -name "$pattern" -print
    done | sed 's|^\./||' | sort
}

# room_files PATTERN...: the same without tests/.
room_files() {
    files "$@" | grep -v '^tests/' || true
}

# finish FILE [WORDS]: the findings are the lines of FILE.
finish() {
    if [ -s "$1" ]; then
        cat "$1"
        echo "$(wc -l <"$1") finding(s). ${2:-}"
        exit 1
    fi
}
