# Every function of C files in clang-format's style, as "lines file:line name": it starts at a line
# with something in column 0, its signature ends in "{", and it ends with "}" in column 0.
FNR == 1 { inside = 0; head = "" }
inside {
    if ($0 == "}") { print FNR - start + 1, FILENAME ":" start, name; inside = 0; head = "" }
    next
}
/^[A-Za-z_]/ { head = ""; start = FNR }
/^[ \t#\/}]/ && head == "" { next }
/^$/ { head = ""; next }
{
    head = head " " $0
    if (head ~ /;[ \t]*(\/\*.*)?$/) { head = ""; next }
    if (head ~ /\{[ \t]*$/) {
        if (head ~ /\(/ && head !~ /=/ && head !~ /^ *(typedef|struct|union|enum) [A-Za-z0-9_]* *\{/) {
            name = head
            sub(/^.*__attribute__\(\([^)]*\)*\)+ */, " ", name)
            sub(/\(.*/, "", name)
            sub(/.*[ *]/, "", name)
            inside = 1
        }
        if (!inside) head = ""
    }
}
