"""The names in the documents exist: modules, files, functions, links, decisions."""

import ast
import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tracker.schema import METADATA
from tracker.settings import ROOT

PACKAGES = ("tracker", "dashboards", "benchmarks")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OF_TODAY = [page for page in PAGES if page.name != "CHANGELOG.md"]
"""The pages that describe the present; a change may name what it took away."""
FOR_DEVELOPERS = [
    ROOT / "CONTRIBUTING.md",
    *(ROOT / "docs" / name for name in ("architecture.md", "performance.md")),
    *DECISIONS,
]
"""The pages in which every word of code is a name of ours or of a library."""
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*")
OF_MODULE = re.compile(r"`(\w+)(?:\([^`]*\))?`\s+of\s+`([\w./]+)`")
PATH = re.compile(r"[\w-][\w.-]*(?:/[\w.-]+)*/?")
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)")
SETTING = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
MACRO = re.compile(r"{%-? macro (\w+)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
SPELT_OUT = re.compile(r"\b[A-Z]{2,}\b")
"""A part of a name that readers replace with their own, such as NAME.toml."""
FOLDERS = ("tracker", "dashboards", "benchmarks", "data", "docs", "migrations", "scripts", "tests")
"""Folders of the checkout; those that a set-up makes are there only after it."""


@cache
def code_of(page: Path) -> frozenset[str]:
    """Return what a page writes as code within its sentences."""
    return frozenset(CODE.findall(FENCE.sub("", page.read_text())))


@cache
def files() -> frozenset[str]:
    """Return the files and folders of the checkout, relative to it."""
    own = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    return frozenset(str(path.relative_to(ROOT)) for path in [*ROOT.glob("*"), *own])


@cache
def endings() -> frozenset[str]:
    """Return each path with all of its shorter spellings: `ledger/tables.py`, `tables.py`."""
    parts = [path.split("/") for path in files()]
    return frozenset("/".join(one[start:]) for one in parts for start in range(len(one)))


@cache
def names() -> frozenset[str]:
    """Return all names of our code: modules, what is in them, tables, macros, settings."""
    found = {*METADATA.tables, *SETTING.findall((ROOT / "docs" / "settings.md").read_text())}
    for template in (ROOT / "tracker").rglob("*.html"):
        found |= set(MACRO.findall(template.read_text()))
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            found |= {path.stem, path.parent.name}
            found |= set(names_in(ast.parse(path.read_text())))
    return frozenset(found)


def names_in(tree: ast.AST) -> Iterator[str]:
    """Yield the names in a module: classes, functions, parameters, variables, attributes."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name


def is_resolved(name: str) -> bool:
    """Tell whether a dotted name leads to a module or to something in one."""
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError, ValueError):
        return False
    return True


def is_path(text: str) -> bool:
    """Tell whether code is meant as a path of the checkout: a Python file or a folder of ours."""
    if SPELT_OUT.search(text) or not PATH.fullmatch(text):
        return False
    return text.endswith(".py") or ("/" in text and text.split("/", maxsplit=1)[0] in FOLDERS)


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = HEADING.findall(FENCE.sub("", page.read_text()))
    return {re.sub(r"[^\w -]", "", head.lower()).strip().replace(" ", "-") for head in headings}


def by_name(page: Path) -> str:
    """Return the name of a page for the report of a test."""
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", OF_TODAY, ids=by_name)
def test_every_path_that_a_page_names_is_there(page: Path) -> None:
    named = {text.rstrip("/") for text in code_of(page) if is_path(text)}
    assert {text for text in named if not {text, f"{text}.py"} & endings()} == set()


@pytest.mark.parametrize("page", OF_TODAY, ids=by_name)
def test_every_module_that_a_page_names_is_there(page: Path) -> None:
    dotted = {text.split("(")[0] for text in code_of(page)}
    ours = {text for text in dotted if DOTTED.fullmatch(text) and text.split(".")[0] in PACKAGES}
    assert {text for text in ours if not is_resolved(text)} == set()


@pytest.mark.parametrize("page", OF_TODAY, ids=by_name)
def test_what_a_page_names_of_a_module_is_in_it(page: Path) -> None:
    text = FENCE.sub("", page.read_text())
    for name, place in OF_MODULE.findall(text):
        module = place.removesuffix(".py").replace("/", ".")
        if module.split(".")[0] in PACKAGES:
            found = importlib.import_module(module)
            assert hasattr(found, name) or is_resolved(f"{module}.{name}"), f"{name} of {place}"


@pytest.mark.parametrize("page", FOR_DEVELOPERS, ids=by_name)
def test_every_name_in_a_page_for_developers_is_one_of_the_code(page: Path) -> None:
    named = {text.split("(")[0] for text in code_of(page) if " " not in text}
    unknown = {
        name
        for name in named
        if DOTTED.fullmatch(name)
        and not SPELT_OUT.fullmatch(name)
        and not names().issuperset(name.split("."))
        and name not in endings()
        and not is_resolved(name)
    }
    assert unknown == set()


@pytest.mark.parametrize("page", PAGES, ids=by_name)
def test_every_link_leads_to_a_page_and_to_a_heading_of_it(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text()):
        if "://" in target or target.startswith("mailto:"):
            continue
        leads_to = (page.parent / target).resolve() if target else page
        assert leads_to.exists(), target
        if anchor:
            assert anchor in anchors(leads_to), f"{target}#{anchor}"


def test_decisions_are_numbered_without_a_gap_and_listed() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == [*range(1, len(DECISIONS) + 1)]
    for page in DECISIONS:
        assert page.read_text().startswith(f"# {int(page.name[:4])}. ")
    index = (ROOT / "docs" / "index.md").read_text()
    assert re.findall(r"\(decisions/([^)]+)\)", index) == [page.name for page in DECISIONS]


def test_the_map_has_every_room_and_lists_it_above_what_it_imports() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    mapped = re.findall(r"^\| `((?:tracker|dashboards)[\w.]*)` \|", text, re.MULTILINE)
    rooms = [path.parent for half in PACKAGES[:2] for path in (ROOT / half).rglob("__init__.py")]
    names_of_rooms = {".".join(room.relative_to(ROOT).parts) for room in rooms}
    assert sorted([*mapped, "tracker"]) == sorted(names_of_rooms)
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    for contract in contracts["contracts"]:
        for container in contract.get("containers", ()):
            layers = [re.findall(r"\w+", layer) for layer in contract["layers"]]
            depth = {f"{container}.{room}": at for at, row in enumerate(layers) for room in row}
            depths = [depth[room] for room in mapped if room in depth]
            assert depths == sorted(depths), container
