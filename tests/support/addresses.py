"""The addresses that can be read, with the keys of the account of tests/api in them."""

import re
from collections.abc import Iterator

from flask import Flask

NAMES = {
    "reference": "C-ITA", "kind": "refund", "code": "A1", "number": "1", "page": "overview",
    "chart": "left", "year": "2021", "currency": "EUR", "day": "2022-01-01", "form": "csv",
}  # fmt: skip
OF_PREFIX = {
    "/donors": "ITA", "/programmes": "GLO1", "/tools": "GUIDE", "/dashboards/donors": "ITA",
    "/dashboards/countries": "KEN", "/dashboards/protocols": "TIP", "/api/v1/donors": "ITA",
    "/api/v1/tools": "GUIDE",
}  # fmt: skip


def addresses(app: Flask) -> Iterator[str]:
    """Yield an address of every rule that can be read."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and "/static/" not in rule.rule:
            prefix = rule.rule.partition("/<")[0]
            known = {**NAMES, "code": OF_PREFIX.get(prefix, NAMES["code"])}
            yield re.sub(r"<(?:\w+:)?(\w+)>", lambda part: known.get(part[1], "x"), rule.rule)  # noqa: B023 - used at once
