#!/bin/sh
# Fetches the front-end files that package-lock.json names and copies what pages load.
set -eu
if ! command -v npm >/dev/null 2>&1; then
    sh scripts/install.sh requirements-node.txt # Node.js and npm, into .venv/bin
    PATH="$PWD/.venv/bin:$PATH"
    export PATH
fi
# Engine warnings are silenced: nothing of plotly.js is run by Node.js, it is only copied.
npm ci --ignore-scripts --loglevel=error
node scripts/vendor.cjs "$(.venv/bin/python -c 'import importlib.util as u; print(u.find_spec("plotly").submodule_search_locations[0])')"
# Compressed once, here, so that no request waits for it.
.venv/bin/python -m whitenoise.compress --quiet tracker/static/vendor
