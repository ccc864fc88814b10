#!/bin/sh
# Prints the path of the Chromium that the browser tests drive; installs it where that is possible.
# CHROMIUM names another browser of that family.
set -eu
if [ -n "${CHROMIUM:-}" ]; then
    command -v "$CHROMIUM" && exit 0
    echo "CHROMIUM is '$CHROMIUM', which is no program." >&2
    exit 1
fi
find_chromium() {
    for candidate in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$candidate" && return 0
    done
    return 1
}
find_chromium && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests." >&2
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq &&
        apt-get install -y -qq --no-install-recommends chromium fonts-noto-core; } >&2 </dev/null || true
    find_chromium && exit 0
fi
echo "The browser tests need Chromium. Install it (Debian or Ubuntu: sudo apt-get install chromium; Fedora: sudo dnf install chromium; macOS: brew install --cask chromium), or name yours: make test CHROMIUM=/path/to/chromium" >&2
exit 1
