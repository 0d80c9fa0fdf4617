#!/bin/sh
# Makes sure that m4 is installed: GMP is compiled from source, and its build needs it.
# Silent when m4 is there. Otherwise installs it with apt-get, dnf or brew, or says what to do.
set -eu

has() {
    command -v "$1" >/dev/null 2>&1
}

# Runs a command as root where that is possible, and as the present user elsewhere.
as_root() {
    if [ "$(id -u)" -ne 0 ] && has sudo; then
        sudo "$@"
    else
        "$@"
    fi
}

# Everything goes to stderr: stdout belongs to the command that needs m4.
install_m4() {
    if has apt-get; then
        echo 'm4 is missing (the build of GMP needs it): installing it with apt-get' >&2
        # One unreachable source must not stop the installation, which decides for itself.
        as_root apt-get update >&2 || true
        as_root apt-get install -y m4 >&2
    elif has dnf; then
        echo 'm4 is missing (the build of GMP needs it): installing it with dnf' >&2
        as_root dnf install -y m4 >&2
    elif has brew; then
        echo 'm4 is missing (the build of GMP needs it): installing it with brew' >&2
        # Homebrew refuses to run as root.
        brew install m4 >&2
    fi
}

if has m4; then
    exit 0
fi
install_m4 || true
if ! has m4; then
    echo 'error: m4 is not on PATH and could not be installed: the build of GMP needs it, please install m4 and try again' >&2
    exit 1
fi
