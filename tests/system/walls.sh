# Walls: the two homes of one child see nothing of each other, and nobody sees anything of who stood
# here before: not after start over, hide, going idle, or a new touch on a finished screen.
. "$(dirname "$0")/lib.sh"

demo_school
north=3055550161 # Nneka, Amara, Zuri
south=3055550162 # Chidi, Grace, Amara: the same Amara

look_up() {
    printf 'tap home/sign-in\nkeys "%s"\nkeys "%s"\n' "$1" "$2"
}

# same_screen A B: nothing that is said or shown differs, but the time of day.
same_screen() {
    for dump in "$1" "$2"; do
        grep -v -E '"label":"[0-9]+:[0-9]+[^"]*[AP]M"' "$dump.json" >"$dump.txt"
        [ -s "$dump.txt" ] || fail "no screen was left as $dump"
    done
    diff "$1.txt" "$2.txt" >diff.out || fail "the screens $1 and $2 differ: $(sed -n 2p diff.out)"
}

# --- the two homes
{
    look_up $south A
    printf 'expect "Chidi"\nexpect "Grace"\nexpect "Amara"\nabsent "Nneka"\nabsent "Zuri"\n'
    printf 'tree south-before.json\ntap furniture/start-over\n'
    look_up $north A
    printf 'expect "Nneka"\nexpect "Amara"\nexpect "Zuri"\nabsent "Chidi"\nabsent "Grace"\n'
    printf 'tree north-before.json\ntap household/sign-in\nabsent "Chidi"\ntree north-thanks.json\ntap thanks/done\n'
    # The other home learns nothing of it, neither in words nor by what is ticked.
    look_up $south A
    printf 'tree south-after.json\nabsent "since"\nabsent "Nneka"\ntap household/sign-in\nexpect "signed in"\n'
    printf 'absent "Nneka"\ntap thanks/done\n'
    # And the first home still sees itself only, also on its second visit and on leaving.
    look_up $north A
    printf 'expect "since"\nabsent "Chidi"\nabsent "Grace"\ntap furniture/start-over\ntap home/leaving\n'
    printf 'keys "%s"\nkeys "A"\nexpect "Nneka"\nabsent "Chidi"\nabsent "Grace"\n' $north
    printf 'tap leaving/sign-out\nabsent "Chidi"\ntap goodbye/done\n'
    # Who left with one home is still here with the other.
    look_up $south A
    printf 'expect "since"\ntap furniture/start-over\n'
    # The letter of a child of the other home finds nothing.
    look_up $south Z
    printf 'absent household/sign-in\nabsent "Amara"\ntap furniture/start-over\n'
} >homes.drive
drive homes.drive
same_screen south-before south-after

# --- one number, two families: the letter decides, and shows one of them only
{
    look_up 3055550171 M
    printf 'expect "Jiwoo"\nabsent "Hana"\nabsent "Seo"\ntap furniture/start-over\n'
    look_up 3055550171 S
    printf 'expect "Hana"\nabsent "Jiwoo"\nabsent "Minjun"\ntap furniture/start-over\n'
} >shared.drive
drive shared.drive

# --- nothing stays: the tree and the picture are those of a kiosk that nobody touched
sed -n -E 's/^(student|other-child|guardian|other-adult) = ([^|]*[^| ]) .*/\2/p' \
    "$top/data/demo/content/families.ini" | sort -u >people.txt
[ "$(wc -l <people.txt)" -ge 40 ] || fail "the demo's families cannot be read"

family=3055550164 # nine people in Vietnamese
ways_out='start-over|tap furniture/start-over
not-us|tap household/not-us
idle|wait 66s
done|tap household/sign-in,tap thanks/done
done-idle|tap household/sign-in,wait 30s
late|tap household/someone-else,wait 66s
leaving|tap furniture/start-over,tap home/leaving,keys "3055550164",keys "M",wait 66s
typed|tap furniture/start-over,tap home/sign-in,tap sign-in/new,type "Minh",tap furniture/start-over
restart|restart'
printf 'tree untouched.json\nshot untouched.png\n' >walls.drive
printf '%s\n' "$ways_out" | while IFS='|' read -r way steps; do
    look_up $family M
    printf 'expect "Thảo"\n'
    printf '%s\n' "$steps" | tr ',' '\n'
    [ "$way" = not-us ] && printf 'absent household\ntree left.json\ntap furniture/start-over\n'
    # Not "now": it lets a minute pass, in which anything would go idle.
    printf 'expect home/sign-in\ntree out-%s.json\nlang en\n' "$way"
    printf 'tree home-%s.json\nshot home-%s.png\n' "$way" "$way"
done >>walls.drive
drive walls.drive --now 2025-10-16T17:05:00-04:00
printf '%s\n' "$ways_out" | while IFS='|' read -r way steps; do
    ! grep -q -w -F -f people.txt left.json "out-$way.json" || fail "after '$steps' somebody's name is on the screen"
    same_screen untouched "home-$way"
    # The header has the time of day.
    different=$(compare -metric AE -extract 1920x980+0+100 untouched.png "home-$way.png" null: 2>&1) || true
    same "pixels that differ after '$steps'" 0 "$different"
done
