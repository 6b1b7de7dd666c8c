# Shared by kiosk/run.sh and tests/run.sh, which source it after setting `top` (the checkout) and
# `scratch` (a folder of their own, removed when they end). POSIX sh; needs only what Debian's
# minimal system has.

step() {
    printf '\n==> %s\n' "$*"
}

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

# packages_of GROUP...: the names in those groups of packages.txt.
packages_of() {
    awk -v groups=" $* " '!/^#/ && index(groups, " " $1 " ") { print $2 }' "$top/kiosk/packages.txt"
}

# packages_missing GROUP...: those that are not installed; asks dpkg only, so it works offline.
packages_missing() {
    for package in $(packages_of "$@"); do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$state" = installed ] || printf '%s ' "$package"
    done
}

# apt ARGS...: apt-get as root, quietly into a log; one line for every 25 packages set up.
apt() {
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        as_root=sudo
    fi
    { $as_root env DEBIAN_FRONTEND=noninteractive apt-get -y "$@" </dev/null 2>&1 ||
        : >"$scratch/apt-failed"; } | tee "$scratch/apt.log" | awk '
        /newly installed/ { total = $3; printf "    %d packages to install\n", total; fflush() }
        /^Need to get / { print "    " $0; fflush() }
        /^Fetched / { print "    " $0; fflush() }
        /^Setting up / && ++count % 25 == 0 { printf "    %d of %d\n", count, total; fflush() }'
    if [ -e "$scratch/apt-failed" ]; then
        tail -n 20 "$scratch/apt.log" >&2
        fail "apt-get $1 did not work; its last lines are above. Mend that, then run this again."
    fi
}

# install_missing GROUP...
install_missing() {
    step "Looking for the Debian packages that are needed"
    command -v dpkg-query >/dev/null 2>&1 ||
        fail "This is not a Debian system. Install by hand what kiosk/packages.txt lists."
    missing=$(packages_missing "$@")
    if [ -z "$missing" ]; then
        echo "    all are here"
        return
    fi
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
        fail "Not root, and sudo is not here. As root: apt-get install --no-install-recommends $missing"
    fi
    step "Installing from Debian: $missing"
    apt update
    # shellcheck disable=SC2086 # a list of words
    apt install --no-install-recommends $missing
}

# build_preset NAME [TARGET...]: configure, build what changed; ninja counts the steps.
build_preset() {
    preset=$1
    shift
    step "Building ($preset)"
    (
        cd "$top"
        cmake --preset "$preset" >"$scratch/configure.log" 2>&1 || {
            tail -n 30 "$scratch/configure.log" >&2
            exit 1
        }
        NINJA_STATUS='    [%f/%t] ' ninja -C "build/$preset" "$@"
    ) </dev/null
}
