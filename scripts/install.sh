#!/bin/sh
# Installs a hashed list of packages into .venv: with uv where it can be had, else with pip.
set -eu
list=$1
python=.venv/bin/python
pip="$python -m pip install --quiet --disable-pip-version-check --require-hashes"
if [ -x .venv/bin/uv ] || $pip --requirement requirements-setup.txt; then
    if .venv/bin/uv pip install --quiet --compile-bytecode --python "$python" --require-hashes --requirement "$list"; then
        exit 0
    fi
fi
echo "uv could not install $list; pip does it, which takes a little longer." >&2
$pip --requirement "$list"
