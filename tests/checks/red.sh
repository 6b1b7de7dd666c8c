# Every check can fail: plants one fault at a time in a small clean tree and wants it named.
. "$(dirname "$0")/lib.sh"
FOYER_BUILD=.
export FOYER_BUILD
touch "$scratch/found"

# plant: a clean tree in $scratch/tree.
plant() {
    rm -rf "$scratch/tree"
    mkdir -p "$scratch/tree/data/base" "$scratch/tree/data/store" "$scratch/tree/assets/icons"
    cd "$scratch/tree"
    printf '  "file": "%s"\n' /x/data/base/one.c /x/data/store/db.c >compile_commands.json
    printf '#ifndef ONE_H\n#define ONE_H\n\nint one_add(int a, int b);\n\n#endif\n' >data/base/one.h
    printf '#include "data/base/one.h"\n\nint one_add(int a, int b) {\n    return a + b;\n}\n' >data/base/one.c
    printf '#include <stdio.h>\n\n#include "data/base/one.h"\n\n/* The icon is "bell". */\nstatic int db_open(void) {\n    return one_add(1, 2);\n}\n' >data/store/db.c
    printf '<svg/>\n' >assets/icons/bell.svg
}

# sees CHECK WORDS: the check ends with 1 on the tree and its findings contain WORDS.
sees() {
    if sh "$checks/$1.sh" "$scratch/tree" >"$scratch/log" 2>&1; then
        echo "$1 did not see: $2" >>"$scratch/found"
    elif ! grep -qF -e "$2" "$scratch/log"; then
        { echo "$1 failed without saying: $2"; sed 's/^/    /' "$scratch/log"; } >>"$scratch/found"
    fi
    plant
}

plant
for check in banned dead format headers includes lengths sql words; do
    sh "$checks/$check.sh" "$scratch/tree" >"$scratch/log" 2>&1 || {
        echo "$check finds fault with a clean tree:"
        cat "$scratch/log"
    } >>"$scratch/found"
done

echo 'int x = strcpy(a, b);' >>data/store/db.c; sees banned "db.c:9: strcpy"
echo 'int x = time (NULL);' >>data/base/one.c; sees banned "one.c:6: time"
echo 'int x = snprintf(a, 1, b);' >>data/store/db.c; sees banned "db.c:9: snprintf"
echo 'int two;' >data/base/two.c; sees dead "two.c:1: no target compiles it"
echo '<svg/>' >assets/icons/lost.svg; sees dead "lost.svg:1: nobody names"
printf '\nint one_lost(\n    int a);\n' >>data/base/one.h; sees dead "one.h:8: one_lost"
echo 'int  x;' >>data/store/db.c; sees format "db.c:9: not as"
echo 'size_t one_size(void);' >>data/base/one.h; sees headers "one.h: "
echo '#include "data/store/db.h"' >>data/base/one.c; : >data/store/db.h; sees includes "data/base may not include data/store"
echo '#include "data/base/gone.h"' >>data/store/db.c; sees includes "gone.h does not exist"
echo '#include <sqlite3.h>' >>data/base/one.c; sees includes "data/base may not include <sqlite3.h>"
mkdir -p data/import; echo '#include <csv.h>' >data/import/a.c; sees includes "only data/import/csv"
echo '#include "one.h"' >>data/base/one.c; sees includes "not written from the top"
mkdir -p data/attic; echo '#include <stdio.h>' >data/attic/a.c; sees includes "is no room"
{ echo 'int one_long('; echo '    int a) {'; yes '    a++;' | head -n 70; echo '}'; } >>data/base/one.c
sees lengths "one_long has 73 lines"
yes '/* line */' | head -n 801 >>data/base/one.c; sees lengths "the file has 806 lines"
for i in $(seq 60); do { printf 'int f%d(void) {\n' "$i"; yes '    g();' | head -n 15; echo '}'; } >>data/base/one.c; done
sees lengths "the median function has 17 lines"
echo 'const char *x = "SELECT 1";' >>data/store/db.c; sees sql "db.c:9"
echo 'const char *x = "delete from visit";' >>data/store/db.c; sees sql "db.c:9"
for word in FIX''ME TO''DO XX''X; do echo "/* $word */" >>data/store/db.c; sees words "db.c:9"; done
echo "see /wo""rk/x" >notes.md; sees words "one machine's path"
echo "see de""b.debian.org" >notes.md; sees words "registry's host"

# A cycle of rooms, or a narrow rule, would be a fault of the table itself.
cp -r "$checks" "$scratch/checks"
echo 'data/base | data/store | c' >>"$scratch/checks/includes.txt"
if sh "$scratch/checks/includes.sh" "$scratch/tree" >"$scratch/log" 2>&1; then
    echo "includes did not see a cycle of rooms" >>"$scratch/found"
fi
finish "$scratch/found"
