"""No word that stands beside a code in addresses can be a code."""

import re

from flask import Flask

from tracker.reference.record_codes import RESERVED

CODE = re.compile(r"<(code|reference)>")


def test_words_beside_codes_in_addresses_are_reserved(app: Flask) -> None:
    rules = [rule.rule for rule in app.url_map.iter_rules()]
    places = {rule[: found.start()] for rule in rules for found in CODE.finditer(rule)}
    beside = {
        rest.split("/")[0]
        for place in places
        for rule in rules
        if rule.startswith(place) and "<" not in (rest := rule[len(place) :]).split("/")[0]
    }
    assert {"add", "due"} <= beside
    assert {word for word in beside if word} <= RESERVED
