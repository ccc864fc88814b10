"""The Commission's report of whole accounts: its figures are those of the API, and add up."""

import csv
import io
import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from tests.support.commission_account import fill_for_commission
from tests.support.pages import PageClient
from tests.support.small_account import ACTOR
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.recorded_activities import activities_on_file
from tracker.db import make_session, transaction
from tracker.http.context import services
from tracker.periods import utc_now
from tracker.reference.codes import ActivityStatus
from tracker.reports.commission.report import commission_report
from tracker.reports.content.blocks import NumberedParagraph, ReportTable
from tracker.reports.content.canonical import canonical_json
from tracker.reports.content.report import ReportKind, ReportTree
from tracker.reports.content.texts import Amount, Count, Text
from tracker.reports.drawing import draw_report
from tracker.reports.terms import ReportTerms
from tracker.settings import read_settings
from tracker.totals.snapshot import Snapshot

PERIODS = ((date(2013, 4, 26), date(2014, 4, 30)), (date(2024, 1, 1), date(2025, 12, 31)))
COUNTED = {"participations", "copies", "downloads", "people"}
"""The columns of numbers of rows that are of no money."""
MONEY = re.compile(r"(?!whole_)[a-z_]+_usd")
"""The column of amounts, besides that of what a contribution came to as a whole."""
KINDS = {ReportKind.COMMISSION: commission_report}


def drawn(
    session: Session, first: date, last: date, known_at: datetime | None = None
) -> ReportTree:
    """Draw the report of a period with the snapshot of a new process."""
    with Snapshot().reading(session.connection()) as snapshot:
        own = ReportTerms(
            ReportKind.COMMISSION,
            first,
            last,
            last,
            known_at or utc_now(),
            data_version=snapshot.data_version,
        )
        return draw_report(session, snapshot, own, KINDS)


def table(report: ReportTree, identity: str) -> ReportTable:
    """Return a table by its id."""
    return next(one for one in report.tables if one.id == identity)


def column(of: ReportTable, code: str) -> dict[str, int]:
    """Return the numbers of a column by the codes of its rows, those without one left out."""
    place = [one.code for one in of.columns].index(code)
    cells = {row.code: row.cells[place] for row in of.rows}
    return {row: number_of(cell) for row, cell in cells.items() if isinstance(cell, Amount | Count)}


def unequal_sums(of: ReportTable) -> Iterator[str]:
    """Yield the columns whose last row is not the sum of the others."""
    if of.sums is None:
        return
    for place, (own, total) in enumerate(zip(of.columns, of.sums.cells, strict=True)):
        if isinstance(total, Amount | Count):
            cells = [number_of(row.cells[place]) for row in of.rows]
            if sum(cells) != number_of(total):
                yield f"{of.id} {own.code}"


def number_of(cell: Text | None) -> int:
    """Return the number of a cell; 0 where it has none."""
    if isinstance(cell, Amount):
        return cell.minor
    return cell.number if isinstance(cell, Count) else 0


def identities(report: ReportTree) -> list[str]:
    """Return the ids of all that has one."""
    return [
        *(one.id for one in report.summary),
        *(one.id for one in report.all_sections),
        *(one.id for one in report.blocks),
    ]


@pytest.fixture(scope="module")
def illustrative(illustrative_url: str) -> Flask:
    """Give the application of the illustrative account."""
    from wsgi import make_app  # noqa: PLC0415 - tests without an application do not wait for it

    return make_app(read_settings({"TRACKER_ENV": "development", "DATABASE_URL": illustrative_url}))


@pytest.fixture(scope="module", params=PERIODS, ids=["one year", "two years"])
def report(illustrative: Flask, request: pytest.FixtureRequest) -> ReportTree:
    """Draw the report of the illustrative account for a period."""
    with illustrative.app_context(), make_session(services().engine) as session:
        return drawn(session, *request.param)


def answer(
    client: FlaskClient | PageClient, report: ReportTree, name: str, **parameters: str
) -> dict[str, Any]:
    """Return an answer of the API for the period of a report."""
    facts = report.facts
    days = {"from": str(facts.first), "to": str(facts.last), "as_at": str(facts.as_at)}
    found = client.get(f"/api/v1/{name}", query_string={**days, **parameters})
    assert found.status_code == 200
    read: dict[str, Any] = json.loads(found.data)
    return read


def test_every_table_with_a_total_adds_up_to_the_cent(report: ReportTree) -> None:
    assert len(report.tables) > 10
    assert [fault for one in report.tables for fault in unequal_sums(one)] == []


def test_ids_codes_of_rows_and_of_columns_are_unique(report: ReportTree) -> None:
    found = identities(report)
    assert [one for one in found if found.count(one) > 1] == []
    for one in report.tables:
        assert len({row.code for row in one.rows}) == len(one.rows)
        assert len({own.code for own in one.columns}) == len(one.columns)


@pytest.mark.parametrize(
    ("identity", "code", "measure", "by"),
    [
        ("resources-by-donor", "received", "received", "donor"),
        ("resources-by-donor", "pledged", "pledged", "donor"),
        ("resources-by-donor", "spent", "spent", "donor"),
        ("resources-by-earmarking", "received", "received", "earmarking"),
        ("contributions", "received", "received", "contribution"),
        ("activities-listed", "spent", "spent", "activity"),
        ("assistance-instrument", "spent", "spent", "protocol"),
        ("assistance-region", "spent", "spent", "region"),
    ],
)
def test_money_is_that_of_the_api(
    illustrative: Flask, report: ReportTree, identity: str, code: str, measure: str, by: str
) -> None:
    client = illustrative.test_client()
    found = answer(client, report, "totals", measure=measure, by=by)
    rows = {(row[by] or "-"): row["minor"] for row in found["rows"]}
    own = column(table(report, identity), code)
    assert {key: minor for key, minor in own.items() if minor} == rows


def test_paragraphs_are_those_of_the_api(illustrative: Flask, report: ReportTree) -> None:
    found = answer(illustrative.test_client(), report, "commission")
    by_number = {one["number"]: one for one in found["paragraphs"]}
    own = column(table(report, "awareness-by-type"), "activities")
    assert sum(own.values()) == by_number[4]["now"]["activities"]
    tools = column(table(report, "tools-listed"), "copies")
    assert sum(tools.values()) == by_number[6]["now"]["disseminated"]["copies"]


def test_themes_kinds_and_languages_are_those_of_the_api(
    illustrative: Flask, report: ReportTree
) -> None:
    client = illustrative.test_client()
    by_number = {one["number"]: one for one in answer(client, report, "commission")["paragraphs"]}
    themes = {one["theme"]: one["now"] for one in by_number[3]["themes"]}
    for code, name in (("activities", "activities"), ("spent", "spent_minor")):
        own = column(table(report, "themes"), code)
        assert own == {theme: themes[theme][name] for theme in own}
        assert {theme for theme, now in themes.items() if now[name]} <= own.keys()
    for kind in ("cash", "in_kind"):
        given = {one["source"]: one for one in by_number[7]["contributions"] if one["kind"] == kind}
        named = [one for one in report.tables if one.id == f"given-{kind}"]
        assert bool(named) == any(one["received_minor"] for one in given.values())
        for code in ("pledged", "received"):
            for one in named:
                told = {source: row[f"{code}_minor"] for source, row in given.items()}
                assert column(one, code) == told
    languages = answer(client, report, "dissemination", by="language")["rows"]
    for unit in ("copies", "downloads"):
        own = column(table(report, "dissemination-language"), unit)
        assert own == {row["code"] or "-": row[unit] for row in languages}


def test_every_figure_leads_to_an_answer(illustrative: Flask, report: ReportTree) -> None:
    client = illustrative.test_client()
    parts = [one for one in report.blocks if isinstance(one, NumberedParagraph | ReportTable)]
    addresses = {one.behind for one in (*report.summary, *parts)} - {""}
    assert len(addresses) > 10
    refused = {at for at in addresses if client.get(at).status_code != 200}
    assert refused == set()
    without = [one.id for one in parts if not one.behind]
    assert without == ["mandate", "asked"]


def linked(report: ReportTree) -> Iterator[tuple[str, int, str]]:
    """Yield each cell that leads to rows: its place, its number, the address."""
    for one in report.tables:
        for row in (*one.rows, *((one.sums,) if one.sums else ())):
            for own, cell, link in zip(one.columns, row.cells, row.links, strict=False):
                if link:
                    yield f"{one.id} {row.code} {own.code}", number_of(cell), link


def sum_of_rows(client: FlaskClient, address: str) -> int:
    """Return the sum of the rows behind a figure, in cents where they are of money."""
    path, _, query = address.partition("?")
    found = client.get(f"{path}.csv?{query}")
    assert found.status_code == 200, (address, found.status_code)
    lines = list(csv.DictReader(io.StringIO(found.get_data(as_text=True).lstrip("\ufeff"))))
    if path.endswith("/work"):
        return len({line["activity_code"] for line in lines})
    (of,) = [name for name in lines[0] if name in COUNTED or MONEY.fullmatch(name)]
    numbers = (Decimal(line[of] or 0) * (1 if of in COUNTED else 100) for line in lines)
    return sum(round(number) for number in numbers)


def test_cells_lead_to_rows_that_come_to_them(illustrative: Flask, report: ReportTree) -> None:
    client = illustrative.test_client()
    every = list(linked(report))
    assert len({place.split()[0] for place, *_ in every}) > 10
    assert all("known_at=" in link and "as_at=" in link for *_, link in every)
    chosen = random.Random(30).sample(every, min(len(every), 60))
    told = {place: sum_of_rows(client, link) for place, _number, link in chosen}
    assert {place: abs(number) for place, number in told.items()} == {
        place: abs(number) for place, number, _link in chosen
    }


def test_a_report_drawn_again_is_the_same_bytes(illustrative: Flask) -> None:
    with illustrative.app_context(), make_session(services().engine) as session:
        one = drawn(session, *PERIODS[0])
        with Snapshot().reading(session.connection()) as snapshot:
            terms = ReportTerms(
                ReportKind.COMMISSION, one.facts.first, one.facts.last, one.facts.as_at,
                one.facts.known_at, data_version=one.facts.data_version,
            )  # fmt: skip
            again = draw_report(session, snapshot, terms, KINDS)
    assert canonical_json(again) == canonical_json(one)


def test_the_small_account_shows_no_title_that_is_not_published(
    app: Flask, sqlite_session: Session
) -> None:
    fill_for_commission(sqlite_session)
    with app.app_context():
        found = drawn(sqlite_session, date(2021, 1, 1), date(2022, 12, 31))
    written = canonical_json(found).decode()
    assert "secret" not in written
    rows = column(table(found, "activities-listed"), "people")
    assert "A1" in rows or "A3" in rows
    assert [fault for one in found.tables for fault in unequal_sums(one)] == []


def test_parties_are_those_of_the_api(
    app: Flask, client: PageClient, sqlite_session: Session
) -> None:
    fill_for_commission(sqlite_session)
    with app.app_context():
        found = drawn(sqlite_session, *PERIODS[0])
    by_number = {one["number"]: one for one in answer(client, found, "commission")["paragraphs"]}
    known = by_number[1]["adherence"]["instruments"]
    assert column(table(found, "parties"), "at_end") == {
        one["instrument"]: one["at_end"] for one in known
    }
    assert len(table(found, "new-parties-listed").rows) == sum(one["joined"] for one in known)


def test_an_empty_account_has_no_figures_to_say(app: Flask, sqlite_session: Session) -> None:
    with app.app_context():
        found = drawn(sqlite_session, date(2021, 1, 1), date(2022, 12, 31))
    said = [one.id for one in found.blocks if isinstance(one, NumberedParagraph)]
    assert said == ["mandate", "asked", "period", "without-work"]
    assert [one.id for one in found.tables] == ["paragraphs"]
    assert [one.id for one in found.summary] == ["summary-period"]


def test_what_is_edited_later_changes_no_report_of_before(
    app: Flask, sqlite_session: Session
) -> None:
    """Ghana, which A3 names, was not yet party to the Firearms Protocol at the end of 2013."""
    fill_for_commission(sqlite_session)
    days = PERIODS[0][0], date(2013, 12, 31)
    with app.app_context():
        one = drawn(sqlite_session, *days)
        draft = activities_on_file(sqlite_session, ["A3"])["A3"]
        later = replace(draft, status=ActivityStatus.CANCELLED, actual_start=None, participants=())
        with transaction(sqlite_session):
            change_activity(sqlite_session, "A3", later, ACTOR, "cancelled")
        again = drawn(sqlite_session, *days, known_at=one.facts.known_at)
        now = drawn(sqlite_session, *days)
    assert replace(again, facts=one.facts) == one
    assert replace(now, facts=one.facts) != one
