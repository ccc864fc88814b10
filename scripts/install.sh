#!/bin/sh
# Installs a hashed list of packages into .venv: with uv where it can be had, else with pip.
set -eu
list=$1
python=.venv/bin/python
pip="$python -m pip install --quiet --disable-pip-version-check --require-hashes"
# The machine's own certificates, as pip takes them: some offices open TLS at their gate.
UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-true}
export UV_SYSTEM_CERTS
if [ -x .venv/bin/uv ] || $pip --requirement requirements-setup.txt; then
    if .venv/bin/uv pip install --quiet --compile-bytecode --python "$python" --require-hashes --requirement "$list"; then
        exit 0
    fi
fi
echo "uv could not install $list; pip does it, which takes a little longer." >&2
# The list is whole. Without --no-deps pip would look for what it names once more, and refuse an
# extra, such as pydantic[email], whose hash stands with the package itself.
$pip --no-deps --requirement "$list"
$python -m pip check >&2
