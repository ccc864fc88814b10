#!/bin/sh
# Compresses our own static files into dist/static, once for all processes of the server.
set -eu
python=.venv/bin/python
[ -x "$python" ] || python=python3
exec "$python" -m tracker.http.compressed_files \
    tracker/static/css tracker/static/img tracker/static/js dashboards/static
