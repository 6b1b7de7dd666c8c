# Functions have at most 70 lines and files 800; outside tests/ the median function has at most 15
# and the 95th percentile 50 (STYLE, "Models").
. "$(dirname "$0")/lib.sh"
exceptions=$checks/lengths.txt
[ -z "${1:-}" ] || exceptions=/dev/null
files '*.c' '*.h' >"$scratch/list"
xargs awk -f "$checks/functions.awk" /dev/null <"$scratch/list" >"$scratch/functions"
{
    awk '$1 > 70 { file = $2; sub(/:.*/, "", file); print file, $3, $1, $2 }' "$scratch/functions"
    xargs wc -l <"$scratch/list" | awk '$1 > 800 && $2 != "total" { print $2, "-", $1, $2 ":1" }'
} >"$scratch/over"
awk -v exceptions="$exceptions" '
BEGIN {
    while ((getline line < exceptions) > 0) {
        if (line ~ /^#/ || split(line, word, " ") < 2) continue
        if (word[3] == "") { word[3] = word[2]; word[2] = "-" }
        excused[word[1] " " word[2]] = word[3]
    }
}
{
    entry = $1 " " $2
    if ($3 > excused[entry] + 0) print $4 ": " ($2 == "-" ? "the file" : $2) " has " $3 " lines"
    else if ($3 < excused[entry] + 0) print "lengths.txt: " entry " has only " $3 " lines now"
    seen[entry] = 1
}
END { for (entry in excused) if (!(entry in seen)) print "lengths.txt: " entry " is no longer needed" }
' "$scratch/over" >"$scratch/found"
grep -v ' tests/' "$scratch/functions" | sort -n | awk '
{ lines[NR] = $1 }
END {
    if (NR == 0) exit
    median = lines[int((NR + 1) / 2)]; p95 = lines[int((NR * 95 + 99) / 100)]
    printf "%d functions, median %d lines, 95th percentile %d\n", NR, median, p95 > "/dev/stderr"
    if (NR >= 50 && median > 15) print "the median function has " median " lines, over 15"
    if (NR >= 50 && p95 > 50) print "the 95th percentile of functions has " p95 " lines, over 50"
}' >>"$scratch/found"
finish "$scratch/found"
