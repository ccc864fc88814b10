"""Names tell things apart: those of public classes, and those of modules."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tracker.settings import ROOT

MODULES = sorted(path for room in ("tracker", "dashboards") for path in (ROOT / room).rglob("*.py"))
ANSWERS = ROOT / "tracker" / "api"
"""The name of an answer's class is that of its schema in the OpenAPI description, on which programs
rely: it may be the name of the thing in the record that it spells out."""
SAY_NOTHING = {"common", "helpers", "manager", "misc", "models", "reads", "rules", "utils"}
"""Names of modules that say what sort of code they hold, and not what it is about."""


def public_classes(path: Path) -> Iterator[str]:
    """Yield the names of a module's public classes."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


def test_no_public_class_has_the_name_of_another() -> None:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in MODULES:
        if not path.is_relative_to(ANSWERS):
            for name in public_classes(path):
                found[name].append(str(path.relative_to(ROOT)))
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_every_module_is_named_after_what_it_holds() -> None:
    named = {str(path.relative_to(ROOT)) for path in MODULES if path.stem in SAY_NOTHING}
    assert named == set()
