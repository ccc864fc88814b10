#!/bin/sh
# Makes the virtual environment .venv, unless a usable one is there.
set -eu
if .venv/bin/python -c 'import sys, pip; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
    exit 0
fi
python=$(sh scripts/find-python.sh)
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    echo "$python cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi
rm -rf .venv
"$python" -m venv .venv
