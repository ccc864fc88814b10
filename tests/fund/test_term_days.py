"""The days among the terms of contributions keep the rule of entries, by every door."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from tests.api.accounts import euros, fill
from tests.exchange.making import Cell, messages, take_in, write_csv
from tests.support.small_account import ACTOR
from tracker.db import transaction
from tracker.errors import InvalidDraft
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.contributions.state_moves import move_state
from tracker.fund.contributions.term_days import (
    term_day_faults,
    term_day_questions,
    term_days,
)
from tracker.fund.contributions.terms import (
    ContributionDraft,
    add_contributions,
    change_contribution,
    find_contribution,
    read_draft,
)
from tracker.fund.states import (
    ContributionDocumentKind,
    ContributionReportKind,
    ContributionState,
)
from tracker.periods import today

TODAY = date(2026, 11, 28)
PROMISED = {"pledged_on", "use_from", "use_until", "instalments-0-due_on", "reports-0-due_on"}
HAPPENED = {"agreed_on", "valued_on", "reports-0-submitted_on", "documents-0-dated_on"}
ROW: dict[str, Cell] = {
    "reference": "T-1",
    "donor": "ITA",
    "earmarking": "1",
    "currency": "USD",
    "amount": "100.00",
}


def on_every_day(on: date) -> ContributionDraft:
    """Return terms of which every day is the same."""
    return replace(
        euros(),
        pledged_on=on,
        agreed_on=on,
        valued_on=on,
        use_from=on,
        use_until=on,
        instalments=(InstalmentDraft(on, 20_000),),
        reports=(ReportDraft(ContributionReportKind.FINAL, "all", on, on),),
        documents=(ContributionDocumentDraft(ContributionDocumentKind.AGREEMENT, "A", "", on),),
    )


def fields_of(found: Iterable[object]) -> set[str]:
    """Return the fields of faults or questions."""
    return {getattr(one, "field", "") for one in found}


def test_every_day_of_the_terms_is_looked_at() -> None:
    stated = on_every_day(TODAY)
    named = {day.field.rpartition("-")[2] for day in term_days(stated)}
    parts = (ContributionDraft, InstalmentDraft, ReportDraft, ContributionDocumentDraft)
    assert named == {name for one in parts for name in one.__annotations__ if name.endswith("_on")
                     or name in {"use_from", "use_until"}}  # fmt: skip
    assert fields_of(term_days(stated)) == PROMISED | HAPPENED


@pytest.mark.parametrize(
    ("on", "faulty", "asked"),
    [
        (date(1989, 12, 31), PROMISED | HAPPENED, set()),
        (date(1990, 1, 1), set(), set()),
        (TODAY, set(), set()),
        (TODAY + timedelta(1), HAPPENED, set()),
        (date(2036, 11, 28), HAPPENED, set()),
        (date(2036, 11, 29), HAPPENED, PROMISED),
        (date(2076, 12, 31), HAPPENED, PROMISED),
        (date(2077, 1, 1), PROMISED | HAPPENED, PROMISED),
    ],
)
def test_what_is_signed_has_come_and_what_is_promised_is_asked_about(
    on: date, faulty: set[str], asked: set[str]
) -> None:
    stated = on_every_day(on)
    assert fields_of(term_day_faults(stated, None, TODAY)) == faulty
    assert fields_of(term_day_questions(stated, None, TODAY)) == asked


def test_days_on_record_stay_though_they_break_the_rule() -> None:
    old = on_every_day(date(1980, 1, 1))
    assert not term_day_faults(replace(old, title="Other"), old, TODAY)
    moved = replace(old, agreed_on=date(1981, 1, 1))
    assert fields_of(term_day_faults(moved, old, TODAY)) == {"agreed_on"}
    ahead = on_every_day(date(2066, 1, 1))
    earlier = InstalmentDraft(date(2030, 1, 1), 1)
    rows = replace(ahead, instalments=(earlier, *ahead.instalments))
    assert not list(term_day_questions(rows, ahead, TODAY))


def test_the_record_takes_no_such_day(session: Session) -> None:
    fill(session)
    tomorrow = today() + timedelta(1)
    before = read_draft(session, find_contribution(session, "C-EUR"))
    with pytest.raises(InvalidDraft, match="has not come"), transaction(session):
        add_contributions(session, [replace(before, reference="N-1", agreed_on=tomorrow)], ACTOR)
    with pytest.raises(InvalidDraft, match="too early"), transaction(session):
        change_contribution(
            session, "C-EUR", replace(before, use_from=date(1989, 1, 1)), ACTOR, "letter"
        )
    with transaction(session):
        add_contributions(session, [replace(before, reference="N-2")], ACTOR)
    with pytest.raises(InvalidDraft, match="has not come"), transaction(session):
        move_state(session, "N-2", ContributionState.AGREED, ACTOR, "x", agreed_on=tomorrow)


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"agreed_on": "2569-10-02"}, "agreed_on", "2569-10-02 has not come"),
        ({"pledged_on": "1989-12-31"}, "pledged_on", "1989-12-31 is too early"),
        ({"use_from": "2026-01-01", "use_until": "2066-12-31"}, "use_until", "more than ten years"),
        ({"instalments": "2066-03-31 100.00"}, "instalments", "more than ten years"),
        ({"documents": "agreement | A | REG/1 | 2569-04-15 | yes"}, "documents", "has not come"),
    ],
)
def test_a_sheet_is_refused_or_asked_by_its_column(
    session: Session, tmp_path: Path, cells: dict[str, Cell], column: str, words: str
) -> None:
    fill(session)
    report = take_in(session, "contributions", write_csv(tmp_path / "c.csv", [{**ROW, **cells}]))
    ((row, named, told),) = messages(report)
    assert (row, named) == (2, column)
    assert words in told
    sure = write_csv(tmp_path / "s.csv", [{**ROW, **cells, "sure": "yes"}])
    again = take_in(session, "contributions", sure)
    assert bool(again["faults"]) is (words != "more than ten years")
