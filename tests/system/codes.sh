# Every QR code that a screen draws is read back from the picture by an independent reader (zbar),
# byte for byte what the tree says: all people and services, each kind of code, three languages;
# some in strong dark and night colours and in the largest text. No child is in any of them.
. "$(dirname "$0")/lib.sh"

demo_school
mkdir shots

# keys FILE PATTERN: keys of a dumped tree that match a GLOB.
keys() {
    tree_sql "$1" "SELECT key FROM tree WHERE key GLOB '$2' ORDER BY key"
}

# pages LANGUAGE: where each card is: lines "card-key need page", from the lists of all needs.
pages() {
    printf 'lang %s\ntap home/find-help\ntree help.json\n' "$1" >help.drive
    drive help.drive --size $size
    keys help.json 'help/need/*' | grep -v -x help/need/now >needs.txt
    page=1
    : >cards.txt
    while [ -s needs.txt ]; do
        while read -r need; do
            printf 'lang %s\ntap home/find-help\ntap %s\n' "$1" "$need"
            i=1
            while [ "$i" -lt "$page" ]; do
                echo 'tap help/more'
                i=$((i + 1))
            done
            printf 'tree list-%s.json\ntap furniture/start-over\n' "${need##*/}"
        done <needs.txt >lists.drive
        drive lists.drive --size $size
        : >more.txt
        while read -r need; do
            list=list-${need##*/}.json
            for key in $(keys "$list" 'help/person/*') $(keys "$list" 'help/service/*'); do
                echo "$key $need $page"
            done >>cards.txt
            [ -z "$(keys "$list" help/more)" ] || echo "$need" >>more.txt
        done <needs.txt
        mv more.txt needs.txt
        page=$((page + 1))
        [ "$page" -le 9 ] || fail "a list of help has no end"
    done
    sort -u -k 1,1 cards.txt
}

# way LANGUAGE CARD NEED PAGE [take]: the touches from home to a card and its codes.
way() {
    printf 'lang %s\ntap home/find-help\ntap %s\n' "$1" "$3"
    i=1
    while [ "$i" -lt "$4" ]; do
        echo 'tap help/more'
        i=$((i + 1))
    done
    echo "tap $2"
    [ "${5:-}" = "" ] || echo 'tap card/take'
}

# shot NAME: the picture and the tree of one moment.
shot() {
    printf 'tree shots/%s.json\nshot shots/%s.png\n' "$1" "$1"
}

# dump_cards LANGUAGE [take]: a tree of every card in ways.txt.
dump_cards() {
    while read -r card need page; do
        way "$1" "$card" "$need" "$page" "${2:-}"
        printf 'tree card-%s.json\ntap furniture/hide\n' "${card##*/}"
    done <ways.txt >cards.drive
    drive cards.drive --size $size
}

# shoot LANGUAGE [take]: every kind of code of every card in ways.txt.
shoot() {
    dump_cards "$1" "${2:-}"
    : >two-pages.txt
    while read -r card need page; do
        dump=card-${card##*/}.json
        if [ -z "${2:-}" ] && [ -n "$(keys "$dump" card/take)" ]; then
            echo "$card $need $page" >>two-pages.txt
            continue
        fi
        way "$1" "$card" "$need" "$page" "${2:-}"
        kinds=$(keys "$dump" 'card/qr/*')
        [ -n "$kinds" ] || shot "$1-${card##*/}-only"
        for kind in $kinds; do
            echo "tap $kind"
            shot "$1-${card##*/}-${kind##*/}"
        done
        echo 'tap furniture/hide'
    done <ways.txt >shoot.drive
    drive shoot.drive --size $size
}

# read_all: each picture against its tree; all values end up in values.txt. "binary" because the
# reader otherwise guesses an encoding, and takes an English apostrophe for Japanese.
read_all() {
    ls shots/*.json >dumps.txt
    sqlite3 :memory: 'CREATE TABLE dumps (file)' '.import dumps.txt dumps' "SELECT count(*)
        FROM dumps, json_each(readfile(file)) WHERE value->>'role' = 'code' AND
        writefile(replace(file, '.json', '.txt'), value->>'value') >= 0" >written.txt
    same "codes on as many screens" "$(wc -l <dumps.txt)" "$(cat written.txt)"
    for picture in shots/*.png; do
        wanted=${picture%.png}.txt
        [ -s "$wanted" ] || fail "$picture: there is no code on the screen"
        zbarimg -q --raw -Sbinary "$picture" >got.txt 2>/dev/null || fail "$picture: the code cannot be read"
        cmp -s "$wanted" got.txt || fail "$picture: the code reads '$(head -c 200 got.txt)'"
    done
    awk 1 shots/*.txt >values.txt
}

# Three panels: the reference one, and two smaller ones on which some cards have two pages.
for language in en es ar; do
    case $language in
    en) size=1920x1080 ;;
    es) size=1280x720 ;;
    ar) size=1366x768 ;;
    esac
    pages $language >ways.txt
    cards=$(wc -l <ways.txt)
    [ "$cards" -ge 17 ] || fail "only $cards cards are found in $language"
    shoot $language
    mv two-pages.txt ways.txt
    shoot $language take
done

# look LANGUAGE LOOK: the touches from home to the counselor's card in another look.
look() {
    printf 'lang %s\ntap furniture/easier\ntap easier/%s\ntap easier/done\n' "$1" "$2"
    printf 'tap home/find-help\ntap help/need/talk\ntap help/person/counselor\n'
}

looks='en:contrast/strong-dark ar:contrast/strong-dark en:contrast/night ar:contrast/night
    es:contrast/strong-light en:size/4 ar:size/4'
for pair in $looks; do
    look "${pair%%:*}" "${pair#*:}"
    printf 'tree look-%s-%s.json\ntap furniture/start-over\n' "${pair%%:*}" "${pair##*/}"
done >look.drive
drive look.drive
for pair in $looks; do
    dump=look-${pair%%:*}-${pair##*/}
    look "${pair%%:*}" "${pair#*:}"
    [ -z "$(keys "$dump.json" card/take)" ] || echo 'tap card/take'
    for kind in contact call web; do
        printf 'tap card/qr/%s\n' $kind
        shot "$dump-$kind"
    done
    printf 'tap furniture/start-over\n'
done >shoot.drive
drive shoot.drive

# The code of the thank-you screen.
for language in en es ar; do
    printf 'lang %s\ntap home/sign-in\nkeys "3055550123"\nlang en\nkeys "M"\n' $language
    printf 'tap household/sign-in\nlang %s\nexpect thanks/code\n' $language
    shot "thanks-$language"
    printf 'tap thanks/done\n'
done >thanks.drive
drive thanks.drive
read_all

# A second reader, and strangers' parsers for what the codes say; every fifth one also as a phone
# sees it at 40 cm: 3.5 pixels a millimetre, out of focus, held askew, a lamp's glare
# on the code.
as_a_phone_sees_it() {
    # The panels are all 476 mm wide. Only the code and what is near it is looked at.
    scale=$((166700 / $(identify -format %w "$1.png")))
    convert "$1.png" -crop "$(rect_sql "$1" "w || 'x' || h || '+' || x || '+' || y")" +repage \
        -resize $scale% -blur 0x1.2 \
        \( +clone -fill black -colorize 100 -fill white -draw "circle 200,150 200,250" \
        -blur 0x40 -evaluate multiply 0.35 \) -compose screen -composite \
        -background gray -rotate 3 "$2"
}

# rect_sql SHOT SQL: ask where the code stands, with 60 pixels around it.
rect_sql() {
    sqlite3 :memory: "SELECT $2 FROM (SELECT max(value->>'$.rect[0]' - 60, 0) AS x,
        max(value->>'$.rect[1]' - 60, 0) AS y, value->>'$.rect[2]' + 100 AS w,
        value->>'$.rect[3]' + 100 AS h FROM json_each(readfile('$1.json'))
        WHERE value->>'role' = 'code')"
}
peers=${FOYER_PEERS:-$top/build/peers}
if [ -e "$peers/installed.json" ]; then
    mkdir far
    count=0
    for picture in shots/*.png; do
        shot=${picture%.png}
        printf '%s\t%s.txt\t%s\n' "$picture" "$shot" \
            "$(rect_sql "$shot" "x || ' ' || y || ' ' || w || ' ' || h")"
        count=$((count + 1))
        if [ $((count % 5)) -eq 0 ]; then
            far=far/${shot##*/}.png
            as_a_phone_sees_it "$shot" "$far"
            zbarimg -q --raw -Sbinary "$far" >got.txt 2>/dev/null || fail "$far: cannot be read from afar"
            cmp -s "$shot.txt" got.txt || fail "$far: reads something else from afar"
            printf '%s\t%s.txt\n' "$far" "$shot"
        fi
    done >codes.list
    FOYER_PEERS=$peers node "$top/tests/peers/codes.mjs" codes.list >peers.out ||
        fail "$(head -n 1 peers.out)"
    printf '%s; %d of them as a phone sees them\n' "$(tail -n 1 peers.out)" "$(ls far | wc -l)"
else
    without_peers=yes
fi

# Nobody of any family is in a code.
sed -n -E 's/^(student|other-child|guardian|other-adult) = ([^|]*[^| ]) .*/\2/p' \
    "$top/data/demo/content/families.ini" >people.txt
[ "$(wc -l <people.txt)" -ge 40 ] || fail "the demo's families cannot be read"
named=$(grep -w -F -f people.txt values.txt || true)
[ -z "$named" ] || fail "a code names somebody: $(printf '%s' "$named" | head -n 1)"
for kind in BEGIN:VCARD BEGIN:VEVENT tel: https:; do
    grep -q "^$kind" values.txt || fail "no code began with $kind"
done
[ -z "${without_peers:-}" ] || skip "the peers of tests/peers are not installed: one reader only"
