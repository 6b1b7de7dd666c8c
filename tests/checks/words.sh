# No unfinished marks, paths of one machine, or hosts of registries, in any text of the tree.
. "$(dirname "$0")/lib.sh"
# The brackets keep this file from finding itself.
marks='(^|[^A-Za-z])(F[I]XME|T[O]DO|X[X]X|H[A]CK)([^A-Za-z]|$)'
paths='/(w[o]rk|f[a]rm|r[o]ot|t[m]p/[a-z0-9]+)/|(^|[^A-Za-z0-9_.-])/(h[o]me|U[s]ers)/[a-z]'
hosts='(d[e]b|r[e]gistry|c[r]ates|p[y]pi|f[t]p)\.[a-z]+\.(org|com|io|net)'
files '*' | grep -vE '\.(png|zip|ttf|otf|mo|wav|ogg|sqlite|bin|ico)$' >"$scratch/list"
{
    grep -vE '\.po$' "$scratch/list" | xargs grep -InE "$marks" /dev/null | sed 's/$/   (an unfinished mark)/'
    xargs grep -InE "$paths" /dev/null <"$scratch/list" | sed "s/\$/   (one machine's path)/"
    xargs grep -InE "$hosts" /dev/null <"$scratch/list" | sed "s/\$/   (a registry's host)/"
} | cut -c1-240 >"$scratch/found" || true
finish "$scratch/found"
