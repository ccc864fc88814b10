"""Certified statements beside the ledger, line by line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.errors import NotFound
from tracker.fund.reconciliation.ledger_figures import FigureKey, system_figures
from tracker.fund.reconciliation.statement_rules import FigureComparison
from tracker.fund.states import StatementItem
from tracker.fund.tables.donors import Donor
from tracker.fund.tables.statements import CertifiedFigure, CertifiedStatement, FigureExplanation
from tracker.words import say

ORDER = {item: place for place, item in enumerate(StatementItem)}


@dataclass(frozen=True, slots=True)
class Statement:
    """A certified statement of a year."""

    reference: str
    year: int
    source: str
    issued_on: date
    note: str


@dataclass(frozen=True, slots=True)
class ReconcilingItem:
    """A reconciling item: an explained part of a difference, in US cents; void when withdrawn."""

    id: int
    minor: int
    text: str
    made_by: str
    made_at: datetime
    withdrawn_by: str
    withdrawn_at: datetime | None
    withdrawn_why: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure of a statement beside the ledger's; an empty donor is all together."""

    id: int
    donor: str
    donor_name: str
    item: StatementItem
    comparison: FigureComparison
    explanations: tuple[ReconcilingItem, ...]


class MissingFigure(NamedTuple):
    """A figure of the ledger that the statement lacks although it gives the item by donor."""

    donor: str
    donor_name: str
    item: StatementItem
    minor: int


class Mismatch(NamedTuple):
    """An item whose donors and own total differ in the statement, in US cents."""

    item: StatementItem
    of_donors_minor: int
    total_minor: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A statement with all its lines, missing figures and mismatches."""

    statement: Statement
    lines: tuple[FigureLine, ...]
    missing_figures: tuple[MissingFigure, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()

    @property
    def open_lines(self) -> int:
        """The number of lines with an open difference."""
        return sum(line.comparison.is_open for line in self.lines)

    @property
    def open_minor(self) -> int:
        """The open differences of all lines, in US cents, each without its sign."""
        return sum(abs(line.comparison.open_minor) for line in self.lines)

    @property
    def tied_out(self) -> bool:
        """Tell whether the statement has figures, and none has an open difference."""
        return bool(self.lines) and not self.open_lines


def reconcile_all(session: Session) -> tuple[Reconciliation, ...]:
    """Return all statements, the newest year first, in five statements of SQL."""
    rows = session.exec(
        select(CertifiedStatement).order_by(
            col(CertifiedStatement.year).desc(), col(CertifiedStatement.reference)
        )
    ).all()
    return _reconcile(session, rows, None)


def reconcile(session: Session, reference: str, known_at: date | None = None) -> Reconciliation:
    """Return one statement beside the ledger as known at a day; raises NotFound."""
    rows = session.exec(
        select(CertifiedStatement).where(CertifiedStatement.reference == reference)
    ).all()
    if not rows:
        raise NotFound(say("no statement has the reference '%(name)s'", name=reference))
    return _reconcile(session, rows, known_at)[0]


def line_of(session: Session, reference: str, number: int) -> FigureLine:
    """Return one line of a statement; raises NotFound."""
    for line in reconcile(session, reference).lines:
        if line.id == number:
            return line
    raise NotFound(say("there is nothing under that name"))


def _reconcile(
    session: Session, rows: Sequence[CertifiedStatement], known_at: date | None
) -> tuple[Reconciliation, ...]:
    """Compare figures with the ledger's, with their reconciling items."""
    if not rows:
        return ()
    names = dict(session.exec(select(Donor.code, Donor.name)).all())
    explanations = _explanations(session, rows)
    figures: dict[int, list[CertifiedFigure]] = {}
    for figure in session.exec(select(CertifiedFigure).where(_of(rows))):
        figures.setdefault(figure.statement_id, []).append(figure)
    ours = system_figures(session, {row.year for row in rows}, known_at)
    found = []
    for row in rows:
        own = figures.get(row.id or 0, [])
        lines = [_line(one, row.year, ours, explanations, names) for one in own]
        lines.sort(key=lambda line: (line.donor != "", line.donor_name, ORDER[line.item]))
        found.append(
            Reconciliation(
                Statement(row.reference, row.year, row.source, row.issued_on, row.note),
                tuple(lines),
                _missing_figures(lines, row.year, ours, names),
                _mismatches(lines),
            )
        )
    return tuple(found)


def _of(rows: Sequence[CertifiedStatement]):  # type: ignore[no-untyped-def] # noqa: ANN202 - a condition
    """Choose the figures of statements."""
    return col(CertifiedFigure.statement_id).in_([row.id for row in rows])


def _explanations(
    session: Session, rows: Sequence[CertifiedStatement]
) -> dict[int, list[ReconcilingItem]]:
    """Return the reconciling items of the statements' figures, by figure, in their order."""
    statement = (
        select(FigureExplanation)
        .join(CertifiedFigure, col(CertifiedFigure.id) == col(FigureExplanation.figure_id))
        .where(_of(rows))
        .order_by(col(FigureExplanation.id))
    )
    found: dict[int, list[ReconcilingItem]] = {}
    for one in session.exec(statement):
        made = ReconcilingItem(
            one.id or 0, one.minor, one.text, one.made_by, one.made_at,
            one.withdrawn_by, one.withdrawn_at, one.withdrawn_why,
        )  # fmt: skip
        found.setdefault(one.figure_id, []).append(made)
    return found


def _line(
    figure: CertifiedFigure,
    year: int,
    ours: Mapping[FigureKey, int],
    explanations: Mapping[int, Sequence[ReconcilingItem]],
    names: Mapping[str, str],
) -> FigureLine:
    """Return the line of a figure."""
    own = tuple(explanations.get(figure.id or 0, ()))
    explained = sum(one.minor for one in own if one.withdrawn_at is None)
    code = figure.donor_code
    system = ours.get(FigureKey(year, code, figure.item), 0)
    comparison = FigureComparison(figure.minor, system, explained)
    return FigureLine(figure.id or 0, code, names.get(code, code), figure.item, comparison, own)


def _missing_figures(
    lines: Sequence[FigureLine], year: int, ours: Mapping[FigureKey, int], names: Mapping[str, str]
) -> tuple[MissingFigure, ...]:
    """Return the ledger's figures of donors that the statement omits for an item it gives."""
    by_donor = {line.item for line in lines if line.donor}
    stated = {(line.donor, line.item) for line in lines}
    found = [
        MissingFigure(key.donor, names.get(key.donor, key.donor), key.item, minor)
        for key, minor in ours.items()
        if key.year == year and key.donor and minor and key.item in by_donor
        if (key.donor, key.item) not in stated
    ]
    return tuple(sorted(found, key=lambda one: (one.donor_name, ORDER[one.item])))


def _mismatches(lines: Sequence[FigureLine]) -> tuple[Mismatch, ...]:
    """Return the items whose donors do not add up to the statement's own total."""
    totals = {line.item: line.comparison.statement_minor for line in lines if not line.donor}
    sums: Counter[StatementItem] = Counter()
    for line in lines:
        if line.donor:
            sums[line.item] += line.comparison.statement_minor
    return tuple(
        Mismatch(item, sums[item], totals[item])
        for item in ORDER
        if item in totals and item in sums and sums[item] != totals[item]
    )
