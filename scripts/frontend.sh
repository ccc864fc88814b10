#!/bin/sh
# Fetches the packages that package-lock.json names and keeps of them what pages load, and the
# fonts of pictures.
set -eu
vendor=tracker/static/vendor
fonts=tracker/fonts
if ! command -v npm >/dev/null 2>&1; then
    sh scripts/install.sh requirements-node.txt # Node.js and npm, into .venv/bin
    PATH="$PWD/.venv/bin:$PATH"
    export PATH
fi
mkdir -p .setup
work=$(mktemp -d .setup/frontend.XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cp package.json package-lock.json .npmrc "$work"
# Engine warnings are silenced: nothing of plotly.js is run by Node.js, it is only copied.
(cd "$work" && npm ci --ignore-scripts --loglevel=error)
plotly=$(.venv/bin/python -c 'import importlib.util as u; print(u.find_spec("plotly").submodule_search_locations[0])')
node scripts/vendor.cjs "$work/node_modules" "$plotly" "$work/vendor"
mkdir "$work/fonts"
for family in noto-sans noto-sans-arabic noto-sans-sc; do
    for weight in 400Regular 700Bold; do
        cp "$work/node_modules/@expo-google-fonts/$family/$weight/"*.ttf "$work/fonts"
    done
done
# Compressed once, here, so that no request waits for it.
.venv/bin/python -m whitenoise.compress --quiet "$work/vendor"
# The old files stay until the new ones are whole.
rm -rf "$vendor" "$fonts"
mv "$work/vendor" "$vendor"
mv "$work/fonts" "$fonts"
