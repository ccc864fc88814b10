"""Every path that a letter leads to is a page."""

import re

from flask import Flask
from werkzeug.exceptions import NotFound

from tracker.settings import ROOT

PATH = re.compile(r'f?"(/[a-z][\w/{}.-]*?)[?"]')
ROOMS = ("mail", "reminders")


def test_every_path_in_letters_is_a_page(app: Flask) -> None:
    found = {
        re.sub(r"\{[^}]*\}", "1", path)
        for room in ROOMS
        for module in (ROOT / "tracker" / room).glob("*.py")
        for path in PATH.findall(module.read_text())
    }
    assert {"/home/letters", "/contributions/due", "/invitation", "/people/1"} <= found
    adapter = app.url_map.bind("localhost")
    missing = []
    for path in sorted(found):
        try:
            adapter.match(path, method="GET")
        except NotFound:
            missing.append(path)
    assert missing == []
