# Every C file stands as clang-format 14 writes it. Mend with: clang-format-14 -i FILE
. "$(dirname "$0")/lib.sh"
command -v clang-format-14 >/dev/null || {
    echo "clang-format-14 is not installed (kiosk/packages.txt, group test)"
    exit 1
}
style=$(cd "$checks/../.." && pwd)/.clang-format
files '*.c' '*.h' | xargs -r -n 50 clang-format-14 --style="file:$style" --dry-run 2>&1 |
    sed -n 's/^\([^ ]*\.[ch]:[0-9]*\):.*code should be clang-formatted.*/\1/p' | sort -u |
    sed 's/$/: not as clang-format 14 writes it/' >"$scratch/found"
finish "$scratch/found" "Mend with: clang-format-14 -i FILE"
