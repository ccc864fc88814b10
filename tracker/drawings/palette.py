"""The colours of the style sheets by name, for figures that are drawn without them."""

import re
from collections.abc import Mapping
from functools import cache

from tracker.settings import ROOT

SHEET = ROOT / "tracker" / "static" / "css" / "tokens.css"
LIGHT = re.compile(r"^:root \{(.*?)^\}", re.DOTALL | re.MULTILINE)
NAMED = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")


@cache
def palette() -> Mapping[str, str]:
    """Return the values of the light theme by their names in the style sheet."""
    sheet = SHEET.read_text(encoding="utf-8")
    return {
        name: " ".join(value.split())
        for block in LIGHT.findall(sheet)
        for name, value in NAMED.findall(block)
    }
