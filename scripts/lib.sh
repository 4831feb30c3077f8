# shellcheck shell=bash
# What the scripts share. Each sources it first; it goes to the top of the repository.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit

readonly program=${0##*/}

# What a build needs beside Swift, as Debian and Ubuntu name it.
readonly build_packages=(binutils g++ libcurl4-openssl-dev libnotify-dev pkg-config)
# What Swift's own tools are linked to.
readonly swift_packages=(libcurl4 libncurses6 libsqlite3-0 libxml2)

say() { printf '%s\n' "$*"; }

# Ends the script. Codes as in sysexits.h: 64 usage, 69 something is missing, 70 a build failed.
fail() {
    printf 'scripts/%s: %s\n' "$program" "$2" >&2
    exit "$1"
}

# Prints the comment at the head of the script, its help.
print_help() { sed -n '2,/^$/s/^# \{0,1\}//p' "scripts/$program"; }

# Runs a command whose output matters only when it fails.
quietly() {
    local log code=0
    log=$(mktemp)
    "$@" >"$log" 2>&1 || code=$?
    if [ "$code" != 0 ]; then
        cat "$log" >&2
        printf 'scripts/%s: failed with %s: %s\n' "$program" "$code" "$*" >&2
    fi
    rm -f "$log"
    return "$code"
}

# MARK: Packages

is_installed() {
    case $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) in
    installed*) return 0 ;;
    *) return 1 ;;
    esac
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Installs those Debian packages of the given ones that are missing.
need_packages() {
    local package missing=()
    if ! command -v dpkg-query >/dev/null; then
        say "This is no Debian: see to it that these are there: $*"
        return
    fi
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} != 0 ] || return 0
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        fail 69 "packages are missing, and there is no sudo; as root: apt-get install ${missing[*]}"
    fi
    say "Installing ${missing[*]}"
    # Lists that can't be fetched, as of some other vendor, need not be those that matter.
    quietly as_root apt-get -q update || true
    quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 install "${missing[@]}" ||
        fail 69 "could not install: ${missing[*]}"
}

# MARK: Swift

# Sets `swift`, the program, and puts its folder on PATH.
need_swift() {
    local account candidate
    account=$(getent passwd "$(id -u)" | cut -d: -f6) || account=
    for candidate in "$(dirname "$(command -v swift || echo /none/swift)")" \
        /opt/swift/usr/bin /usr/local/swift/usr/bin "${SWIFTLY_BIN_DIR:-/none}" \
        "${HOME:-/none}"/.local/share/swiftly/bin \
        "$account"/.local/share/swiftly/toolchains/*/usr/bin; do
        [ -x "$candidate/swift" ] || continue
        swift=$candidate/swift
        PATH=$candidate:$PATH
        "$swift" build --version >/dev/null 2>&1 || need_packages "${swift_packages[@]}"
        quietly "$swift" build --version || fail 69 "$swift does not run"
        return
    done
    {
        say "Swift is missing. This gets it (https://www.swift.org/install/linux):"
        say
        say "  $(swift_command)"
    } >&2
    exit 69
}

# The command that gets Swift, with what a bare system lacks for it.
swift_command() {
    local missing=() sudo='sudo '
    is_installed ca-certificates || missing+=(ca-certificates)
    command -v curl >/dev/null || missing+=(curl)
    command -v gpg >/dev/null || missing+=(gpg)
    [ "$(id -u)" != 0 ] || sudo=
    [ ${#missing[@]} = 0 ] || printf '%s' "${sudo}apt-get install -y ${missing[*]} && "
    # shellcheck disable=SC2016 # The reader's shell expands it.
    printf '%s' 'curl -O https://download.swift.org/swiftly/linux/swiftly-$(uname -m).tar.gz && ' \
        'tar zxf swiftly-$(uname -m).tar.gz && ./swiftly init'
}

# Builds both programs for release, and sets `binaries`, their folder.
build_release() {
    local product
    need_packages "${build_packages[@]}"
    say "Building (the first time a minute or two)"
    for product in ringback ringback-courier; do
        quietly "$swift" build -c release --product "$product" || fail 70 "$product does not build"
    done
    # shellcheck disable=SC2034 # For those who source this.
    binaries=$("$swift" build -c release --show-bin-path 2>/dev/null)
}
