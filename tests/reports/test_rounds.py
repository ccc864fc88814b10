"""Rounds: drafts of all donors, none twice, interrupted without harm, packed with a manifest."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import Session

from tests.api.accounts import fill
from tests.support.statements import amounts, drawn, terms_of
from tracker.db import transaction
from tracker.errors import InvalidDraft
from tracker.people.actors import COMMAND
from tracker.people.permissions import CurrentUser
from tracker.people.roles import Role
from tracker.reports.content.canonical import digest_of
from tracker.reports.register.decisions import (
    clear_report,
    cleared_tree,
    issue_report,
    render_files,
)
from tracker.reports.register.drafts import write_text
from tracker.reports.register.register import drawn_tree, find_report, tree_of
from tracker.reports.register.register import terms_of as terms_on_record
from tracker.reports.register.written_texts import EditorsText
from tracker.reports.renderings.forms import Format
from tracker.reports.rounds.listing import list_periods, list_round
from tracker.reports.rounds.making import MadeRound, RoundPeriod, make_round
from tracker.reports.rounds.packing import MANIFEST, PackedFile, all_files, issued_files, pack
from tracker.totals.snapshot import Snapshot

YEAR = RoundPeriod(date(2022, 1, 1), date(2022, 12, 31), date(2022, 12, 31))
FINANCE = CurrentUser("f@example.org", "f", Role.FINANCE_OFFICER, handle="P-1")
OTHER = CurrentUser("o@example.org", "o", Role.FINANCE_OFFICER, handle="P-2")


class GoneError(Exception):
    """The process of a round is gone."""


def _whole(donors: Sequence[str]) -> Iterable[str]:
    return donors


def _made(session: Session, period: RoundPeriod = YEAR) -> MadeRound:
    return make_round(session, Snapshot(), period, FINANCE.handle, _whole)


def _items(session: Session, user: CurrentUser = OTHER) -> dict[str, int]:
    return {one.donor: one.number for one in list_round(session, YEAR.first, YEAR.last, user)}


def test_a_round_draws_the_statement_of_each_donor_with_anything(session: Session) -> None:
    fill(session)
    made = _made(session)
    found = _items(session)
    assert (set(found), made.numbers, made.there) == ({"ITA", "JPN"}, tuple(found.values()), 0)
    for donor, number in found.items():
        row = find_report(session, number)
        terms = terms_on_record(row)
        again = drawn(session, terms_of(donor, YEAR.first, YEAR.last, terms.known_at))
        for table in ("balance", "account", "contributions"):
            assert amounts(drawn_tree(row), table) == amounts(again, table)
        assert row.prepared_by == FINANCE.handle
    before = RoundPeriod(date(2001, 1, 1), date(2001, 12, 31), date(2001, 12, 31))
    assert _made(session, before) == ((), 0, 2)


def test_a_round_made_again_makes_none_twice(session: Session) -> None:
    fill(session)
    assert len(_made(session).numbers) == 2
    assert _made(session) == ((), 2, 0)
    assert [(one.last, one.statements) for one in list_periods(session)] == [(YEAR.last, 2)]


def test_an_interrupted_round_is_continued(session: Session) -> None:
    fill(session)

    def until_the_second(donors: Sequence[str]) -> Iterable[str]:
        yield donors[0]
        raise GoneError

    with pytest.raises(GoneError):
        make_round(session, Snapshot(), YEAR, FINANCE.handle, until_the_second)
    session.rollback()
    first = _items(session)
    assert list(first) == ["ITA"]
    made = _made(session)
    assert (len(made.numbers), made.there) == (1, 1)
    assert _items(session) == {**first, "JPN": made.numbers[0]}


def test_wrong_days_make_nothing(session: Session) -> None:
    fill(session)
    wrong = RoundPeriod(date(2022, 1, 1), date(2999, 12, 31), date(2999, 12, 31))
    with pytest.raises(InvalidDraft):
        _made(session, wrong)
    assert not list_periods(session)


def test_the_list_shows_what_the_statement_says_and_by_which_digest(session: Session) -> None:
    fill(session)
    _made(session)
    italy, japan = list_round(session, YEAR.first, YEAR.last, OTHER)
    with transaction(session):
        write_text(session, japan.number, "summary", EditorsText("Typed."), FINANCE.handle)
    again = list_round(session, YEAR.first, YEAR.last, OTHER)
    assert again[0] == italy
    assert again[1].seen != japan.seen
    for one in again:
        tree = tree_of(session, find_report(session, one.number))
        assert one.seen == digest_of(tree)
        balance = amounts(tree, "balance")
        assert one.opening_minor == balance["opening"]["amount"]
        assert one.closing_minor == balance["closing"]["amount"]
    assert italy.closing_minor
    own = list_round(session, YEAR.first, YEAR.last, FINANCE)
    assert [one.may_clear for one in (*again, *own)] == [True, True, False, False]


def test_the_files_of_a_period_are_packed_with_their_digests(session: Session) -> None:
    fill(session)
    _made(session)
    italy = list_round(session, YEAR.first, YEAR.last, OTHER)[0]
    with transaction(session):
        clear_report(session, italy.number, OTHER, italy.seen)
    forms, languages = (Format.XLSX, Format.HTML), ("en", "ar")
    files = render_files(cleared_tree(session, italy.number), forms, languages)
    with transaction(session):
        issue_report(session, italy.number, FINANCE, files)
    packed = _packed(issued_files(session, YEAR.first, YEAR.last))
    assert set(packed) == {
        f"ITA-2022-01-01-2022-12-31-{language}.{form}" for form in forms for language in languages
    }
    assert {one.data for one in files.files} == set(packed.values())
    whole = _packed(all_files(session, YEAR.first, YEAR.last, (Format.HTML,), ("en",)))
    assert set(whole) == {*packed, "JPN-2022-01-01-2022-12-31-en.html"}
    assert b"Not issued" in whole["JPN-2022-01-01-2022-12-31-en.html"]


def _packed(files: Iterable[PackedFile]) -> dict[str, bytes]:
    """Pack files twice; expect the same bytes, and a manifest that names each with its digest."""
    kept = list(files)
    first, second = io.BytesIO(), io.BytesIO()
    assert pack(first, kept) == pack(second, kept) == len(kept)
    assert first.getvalue() == second.getvalue()
    with zipfile.ZipFile(first) as opened:
        found = {name: opened.read(name) for name in opened.namelist()}
    manifest = csv.DictReader(io.StringIO(found.pop(MANIFEST).decode("utf-8-sig")))
    assert {row["file"]: row["sha256"] for row in manifest} == {
        name: hashlib.sha256(data).hexdigest() for name, data in found.items()
    }
    return found


def test_the_command_makes_what_is_missing_and_packs_the_period(
    app: Flask, sqlite_session: Session, tmp_path: Path
) -> None:
    fill(sqlite_session)
    out = tmp_path / "all.zip"
    asked = ["report", "statements", "--from", "2022-01-01", "--to", "2022-12-31"]
    runner = app.test_cli_runner()
    first = runner.invoke(args=asked)
    assert "Drafts: 2; statements there already: 0; donors without anything: 0" in first.output
    more = ["--out", str(out), "--language", "ar", "--language", "en", "--format", "html"]
    again = runner.invoke(args=[*asked, *more])
    assert "Drafts: 0; statements there already: 2" in again.output
    with zipfile.ZipFile(out) as packed:
        names = packed.namelist()
    days = "2022-01-01-2022-12-31"
    assert names == [
        *(
            f"{donor}-{days}-{language}.html"
            for donor in ("ITA", "JPN")
            for language in ("ar", "en")
        ),
        MANIFEST,
    ]
    sqlite_session.rollback()
    assert find_report(sqlite_session, 1).prepared_by == COMMAND
    wrong = runner.invoke(args=["report", "statements", "--to", "2999-12-31"])
    assert (wrong.exit_code, "the period is not over" in wrong.output) == (1, True)
