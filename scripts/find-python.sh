#!/bin/sh
# Prints the newest Python of at least 3.11 on this machine; $PYTHON names another.
for candidate in "${PYTHON:-}" python3.15 python3.14 python3.13 python3.12 python3.11 python3 python; do
    [ -n "$candidate" ] || continue
    # An interpreter may be a shim that names a version which is not there: ask it.
    if "$candidate" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
        command -v "$candidate"
        exit 0
    fi
done
echo "Python 3.11 or newer is needed, and none was found. Install one, or name it: make PYTHON=/path/to/python3" >&2
exit 1
