"""Figures as known at an earlier day never change, whatever is edited afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import combinations
from random import Random
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from tests.support.small_account import SmallAccount
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.activity_drafts import ToolShare
from tracker.assistance.programmes import ProgrammeDraft, add_programmes
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.shares import Share
from tracker.assistance.states import ProgrammeKind, ToolUse
from tracker.assistance.tools import ToolDraft, add_tools
from tracker.db import transaction
from tracker.errors import InvalidDraft
from tracker.fund.contributions import terms
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.merging import merge_donors, undo_merge
from tracker.fund.donors.registry import DonorDraft, add_donors, change_donor
from tracker.fund.donors.registry import read_draft as read_donor
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.measures import Measure
from tracker.fund.ledger.use_entries import spend
from tracker.fund.reconciliation.ledger_figures import system_figures
from tracker.fund.states import ScopeKind
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import DonorMerge
from tracker.fund.tables.former_breakdowns import FormerPeriodOfUse
from tracker.periods import KnownAt, utc_now
from tracker.reference.codes import ActivityType, ContributorType, Earmarking, ToolKind
from tracker.totals.dimensions import BREAKDOWNS, Dimension
from tracker.totals.query import Query
from tracker.totals.snapshot import Snapshot
from tracker.totals.totals import scope_of, totals

ACTOR, WHY = "test", "put right"
LAST = date(2099, 12, 31)
YEARS = {2020, 2021, 2022}
MEASURES = (Measure.RECEIVED, Measure.ALLOCATED, Measure.SPENT, Measure.PLEDGED)
PAIRS = tuple(combinations((Dimension.DONOR, Dimension.PROTOCOL, Dimension.PROGRAMME), 2))
BY = (*((one,) for one in BREAKDOWNS), *PAIRS)
ALL = Query(LAST)
QUESTIONS = (
    *((ALL, measure, by) for measure in MEASURES for by in BY),
    (ALL, Measure.AVAILABLE, (Dimension.CONTRIBUTION,)),
    *(
        (ALL.having(dimension, *codes), Measure.SPENT, by)
        for dimension, codes in (
            (Dimension.DONOR, ("ITA", "F1")),
            (Dimension.REGION, ("002",)),
            (Dimension.PROTOCOL, ("TIP",)),
            (Dimension.PROGRAMME, ("GLO1",)),
            (Dimension.PARAGRAPH, ("5", "6")),
        )
        for by in BY[:3]
    ),
)
SPARSE = tuple(
    question
    for number, question in enumerate(QUESTIONS)
    if number >= len(MEASURES) * len(BY) or number % len(BY) % len(MEASURES) == number // len(BY)
)
"""Each breakdown of one measure or another: what is read is summed alike, whatever it came from."""

Figures = tuple[list[Any], dict[Any, int]]
"""The figures of all questions, and those to compare with certified ones."""


class Known(NamedTuple):
    """The figures known at the end of a day, or at a moment."""

    at: KnownAt
    figures: Figures


@dataclass
class Record:
    """A small account that is edited on one day after another, or at moments of one day."""

    session: Session
    account: SmallAccount
    choice: Random
    day: date
    entries: int = 0
    moment: datetime | None = None

    @contextmanager
    def written(self) -> Iterator[None]:
        """Write what the block does on the day, unless the rules refuse it."""
        moment = self.moment or datetime.combine(self.day, utc_now().timetz())
        with (
            patch("tracker.people.audit.utc_now", lambda: moment),
            suppress(InvalidDraft),
            transaction(self.session),
        ):
            yield

    def shares(self, *codes: str) -> tuple[Share, ...]:
        """Return random shares of a random choice of codes, 100 per cent in all."""
        chosen = sorted(self.choice.sample(codes, self.choice.randint(1, len(codes))))
        cuts = sorted(self.choice.sample(range(1, 10_000), len(chosen) - 1))
        parts = [high - low for low, high in zip([0, *cuts], [*cuts, 10_000], strict=True)]
        return tuple(Share(code, part) for code, part in zip(chosen, parts, strict=True))

    def change_activity(self, name: str) -> None:
        """Change the shares of a kind, the programme or the type of an activity."""
        draft = read_draft(self.session, find_activity(self.session, "A1"))
        kinds = [kind for kind in ActivityType if kind is not draft.type]
        tool = ToolShare(
            self.choice.choice(["GUIDE", "KIT"]), ToolUse.USED, self.choice.randint(1, 10_000)
        )
        changed = {
            "instruments": self.shares("TIP", "SOM", "FIREARMS", "UNTOC"),
            "beneficiaries": self.shares("KEN", "PER", "PHL"),
            "tools": (tool,),
            "programme": "GLO2" if draft.programme == "GLO1" else "GLO1",
            "type": self.choice.choice(kinds),
            "paragraphs": tuple(sorted(self.choice.sample(range(3, 9), 2))),
        }[name]
        draft = replace(draft, **{name: changed})  # type: ignore[arg-type]
        change_activity(self.session, draft.code, draft, ACTOR, WHY)

    def change_contribution(self) -> None:
        """Change the donor, the category or the scope of a contribution."""
        reference = self.choice.choice(["C-ITA", "C-JPN", "C-F1"])
        row = terms.find_contribution(self.session, reference)
        draft = terms.read_draft(self.session, row)
        known = terms.known_records(self.session).donors
        draft = replace(draft, donor=self.choice.choice(sorted(known)))
        if self.choice.random() < 0.5:
            draft = replace(draft, earmarking=Earmarking.UNEARMARKED, scope=())
        else:
            scope = ((ScopeKind.REGION, self.choice.choice(["002", "019"])),)
            draft = replace(draft, earmarking=Earmarking.SOFTLY_EARMARKED, scope=scope)
        terms.change_contribution(self.session, reference, draft, ACTOR, WHY, by_two_persons=True)

    def change_period_of_use(self) -> None:
        """Give a contribution a last day of use that is over, another one, or none."""
        reference = self.choice.choice(["C-ITA", "C-JPN"])
        draft = terms.read_draft(self.session, terms.find_contribution(self.session, reference))
        first, days = date(2020, 1, 1), (None, date(2031, 12, 31), date(2101, 12, 31))
        last = self.choice.choice([day for day in days if day != draft.use_until])
        draft = replace(draft, use_from=first if last else None, use_until=last)
        terms.change_contribution(self.session, reference, draft, ACTOR, WHY)

    def change_donor(self) -> None:
        """Change the type of a donor."""
        code = self.choice.choice(["ITA", "F2"])
        draft = read_donor(find_donor(self.session, code))
        draft = replace(draft, type=self.choice.choice(list(ContributorType)))
        change_donor(self.session, code, draft, ACTOR, WHY)

    def merge(self) -> None:
        """Merge the one foundation into the other, or undo it."""
        undone = DonorMerge.undone_at == None  # noqa: E711 - SQL
        open_merge = self.session.exec(select(DonorMerge.id).where(undone)).first()
        if open_merge is None:
            merge_donors(self.session, "F1", "F2", ACTOR, WHY)
        else:
            undo_merge(self.session, open_merge, ACTOR, WHY)

    def post(self) -> None:
        """Post a receipt and an expenditure that count for earlier days."""
        self.entries += 1
        owner = self.choice.choice(list(self.account.contributions.values()))
        with open_book(self.session, ACTOR, "second") as book:
            received = Heading(date(2022, 6, self.entries), f"R-{self.entries}")
            receive(book, ContributionMovement(owner, self.choice.randint(1, 5_000), received))
            spent = Heading(date(2022, 7, self.entries), f"S-{self.entries}")
            spend(book, UseOfFunds(self.account.activities["A1"], 1_001, spent))

    def edits(self) -> list[Callable[[], None]]:
        """Return edits of each kind in a random order; the one that undoes a merge comes last."""
        of_activity = (
            "instruments", "beneficiaries", "tools", "programme", "type", "paragraphs",
        )  # fmt: skip
        found: list[Callable[[], None]] = [
            partial(self.change_activity, name) for name in of_activity
        ]
        found += [self.change_contribution, self.change_contribution, self.change_donor]
        found += [self.merge, self.post, self.post]
        found += [self.change_period_of_use] * 3
        self.choice.shuffle(found)
        return [*found, self.merge]

    def figures(self, snapshot: Snapshot, known_at: KnownAt | None = None) -> Figures:
        """Return the figures in all breakdowns, and those to compare with certified ones."""
        with snapshot.reading(self.session.connection()):
            sqlite = self.session.get_bind().dialect.name == "sqlite"
            found = [
                totals(scope_of(snapshot, replace(query, known_at=known_at), "en"), measure, by)
                .frame.to_numpy()
                .tolist()
                for query, measure, by in (QUESTIONS if sqlite else SPARSE)
            ]
        certified = system_figures(self.session, YEARS, known_at.day if known_at else None)
        return found, {key: minor for key, minor in certified.items() if minor}


@pytest.fixture
def record(session: Session, account: SmallAccount) -> Record:
    """Add to the small account what the edits choose from."""
    with transaction(session):
        kind = ContributorType.FOUNDATION
        add_donors(session, [DonorDraft(code, code, kind) for code in ("F1", "F2")], ACTOR)
        add_programmes(session, [ProgrammeDraft("GLO2", "Other", ProgrammeKind.GLOBAL)], ACTOR)
        add_tools(session, [ToolDraft("KIT", "A kit", ToolKind.TOOLKIT)], ACTOR)
        draft = terms.read_draft(session, session.exec(select(Contribution)).first())  # type: ignore[arg-type]
        drafts = [
            replace(draft, reference="C-F1", donor="F1", amount_minor=70_000),
            replace(draft, reference="C-F2", donor="F2", amount_minor=80_000),
        ]
        numbers = terms.add_contributions(session, drafts, ACTOR)
        account.contributions.update(numbers)
        with open_book(session, ACTOR, "second") as book:
            for number in numbers.values():
                heading = Heading(date(2021, 5, 1), f"R-F{number}")
                receive(book, ContributionMovement(number, 7_000 + number, heading))
    return Record(session, account, Random(0), utc_now().date())


@pytest.mark.parametrize("seed", range(3))
def test_what_was_known_stays_so(record: Record, seed: int) -> None:
    record.choice = Random(seed)
    kept = Snapshot()
    first = record.figures(kept)
    known = [Known(KnownAt.end_of(record.day), first)]
    edits = record.edits()
    for first_edit in range(0, len(edits), 3):
        record.day += timedelta(days=1)
        for edit in edits[first_edit : first_edit + 3]:
            with record.written():
                edit()
        known.append(Known(KnownAt.end_of(record.day), record.figures(kept)))
        earlier = record.choice.choice(known)
        assert record.figures(kept, earlier.at) == earlier.figures
    assert known[-1].figures != first
    fresh = Snapshot()
    for at, figures in known:
        assert record.figures(fresh, at) == figures
    assert record.figures(Snapshot()) == known[-1].figures


def test_a_moment_splits_what_was_recorded_on_one_day(record: Record) -> None:
    kept = Snapshot()
    moment = datetime.combine(record.day + timedelta(days=1), time(10, 4, 31), UTC)
    known = [Known(KnownAt.at(moment), record.figures(kept))]
    for edit in record.edits():
        record.moment = moment = moment + timedelta(microseconds=record.choice.choice([1, 700_000]))
        with record.written():
            edit()
        known.append(Known(KnownAt.at(moment), record.figures(kept)))
    assert len({str(one.at) for one in known}) == len(known)
    assert len({str(one.figures[0]) for one in known}) > len(known) // 2
    fresh = Snapshot()
    for at, figures in record.choice.sample(known, len(known)):
        assert record.figures(fresh, at)[0] == figures[0]
    before = KnownAt.at(known[0].at.moment - timedelta(microseconds=1))
    assert record.figures(fresh, before)[0] == known[0].figures[0]


def test_former_periods_of_use_are_only_ever_added(record: Record) -> None:
    session = record.session
    for last in (None, date(2031, 12, 31)):
        draft = terms.read_draft(session, terms.find_contribution(session, "C-ITA"))
        wanted = replace(draft, use_from=date(2020, 1, 1) if last else None, use_until=last)
        with record.written():
            terms.change_contribution(session, "C-ITA", wanted, ACTOR, WHY)
    (former,) = session.exec(select(FormerPeriodOfUse))
    assert (former.use_from, former.use_until) == (None, None)
    for statement in ("UPDATE former_period_of_use SET id = 9", "DELETE FROM former_period_of_use"):
        with pytest.raises(DBAPIError, match="only ever added"), transaction(session):
            session.execute(text(statement))
