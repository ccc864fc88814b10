"""The documentation is in step with the program."""

import re

import click
from flask import Flask

from tracker.fund.ledger.measures import Measure
from tracker.schema import METADATA
from tracker.settings import LOCALES, ROOT, read_settings
from tracker.totals.dimensions import BREAKDOWNS

OF_A_REQUEST = "HTTP_|REMOTE_ADDR|PATH_INFO|QUERY_STRING|REQUEST_METHOD"
"""Names in WSGI's environ, which are no settings."""
READS_ENVIRONMENT = re.compile(rf'environ(?:\.get\(|, |\[)"((?!{OF_A_REQUEST})[A-Z_]+)"')
TABLE_ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
API = "/api/v1"
OF_THE_MACHINE = ("/etc/", "/opt/", "/run/", "/usr/", "/var/")
"""Beginnings of the paths of files that pages name."""
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
READERS = [
    ROOT / "gunicorn.conf.py",
    *(ROOT / "tracker").rglob("*.py"),
    *(ROOT / "dashboards").rglob("*.py"),
    *(ROOT / "tests" / "support").rglob("*.py"),
    ROOT / "tests" / "conftest.py",
]
OURS = frozenset(
    (
        "codes",
        "db",
        "documents",
        "sample",
        "import",
        "jobs",
        "ledger",
        "mail",
        "reminders",
        "report",
        "search",
        "user",
    )
)
"""The groups of our own commands."""
READ_BY_SCRIPTS = {"CHROMIUM", "GUNICORN_CMD_ARGS"}


def test_every_setting_stands_in_its_page_and_no_other() -> None:
    read = {name for path in READERS for name in READS_ENVIRONMENT.findall(path.read_text())}
    described = set(TABLE_ROW.findall((ROOT / "docs" / "settings.md").read_text()))
    assert described == read | READ_BY_SCRIPTS


def test_every_command_stands_in_its_page_and_no_other(app: Flask) -> None:
    groups = {
        name: group for name, group in app.cli.commands.items() if isinstance(group, click.Group)
    }
    ours = {
        f"flask {name} {command}"
        for name, group in groups.items()
        for command in group.commands
        if name in OURS
    }
    ours |= {"flask backup"}
    page = (ROOT / "docs" / "commands.md").read_text()
    assert set(re.findall(r"^\| `(flask [a-z -]+)` \|", page, re.MULTILINE)) == ours


def test_every_table_stands_in_the_data_model_and_no_other() -> None:
    page = (ROOT / "docs" / "data-model.md").read_text()
    described = set(re.findall(r"^\| `([a-z_]+)` \|", page, re.MULTILINE))
    assert described == set(METADATA.tables)


def test_every_measure_and_dimension_stands_in_its_page_and_no_other() -> None:
    page = (ROOT / "docs" / "totals.md").read_text()
    sections = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    for section, members in (("Measures", Measure), ("Dimensions", BREAKDOWNS)):
        head, *described = re.findall(r"^\| `([a-z_]+)` \|", sections[section], re.MULTILINE)
        assert head in ("measure", "by")
        assert described == [*members]


def test_a_locale_that_the_page_does_not_name_cannot_be_set() -> None:
    page = (ROOT / "docs" / "settings.md").read_text()
    for locale in LOCALES:
        assert f"`{locale}`" in page
        chosen = read_settings({"TRACKER_ENV": "development", "DEFAULT_LOCALE": locale})
        assert chosen.default_locale == locale


def test_every_target_of_make_that_pages_name_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {target for page in PAGES for target in re.findall(r"`make ([a-z]+)", page.read_text())}
    assert named <= targets


def test_every_address_that_pages_name_is_there(app: Flask) -> None:
    rules = [rule.rule for rule in app.url_map.iter_rules()]
    patterns = [re.compile(re.sub(r"<[^>]*>", r"[^/]+", rule)) for rule in rules]
    named = {
        address
        for page in PAGES
        for address in re.findall(r"`(?:GET |POST )?(/[\w/.-]*)[?`]", page.read_text())
    }
    assert "/imports/new" in named
    unknown = {
        address
        for address in named - {API}
        if not address.startswith(OF_THE_MACHINE)
        if not any(rule.fullmatch(prefix + address) for rule in patterns for prefix in ("", API))
    }
    assert unknown == set()


def test_every_test_that_holds_a_requirement_of_security_is_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text()
    named = set(re.findall(r"`((?:tests|tracker|deploy)/[\w/.]+)`", page))
    assert len(named) > 30
    assert not [path for path in named if not (ROOT / path).exists()]
