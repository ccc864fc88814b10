"""The contributions on record with which the rows of a sheet are compared."""

from collections.abc import Sequence
from dataclasses import fields
from typing import NamedTuple

from sqlmodel import Session, col, select

from tracker.fund.contributions.part_drafts import ContributionParts
from tracker.fund.contributions.parts import NO_PARTS, read_parts
from tracker.fund.contributions.terms import APART, ContributionDraft
from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.tables import LedgerEntry
from tracker.fund.states import ScopeKind
from tracker.fund.tables.contributions import Contribution, ContributionScope
from tracker.fund.tables.donors import Donor

BATCH = 5_000


class ContributionOnRecord(NamedTuple):
    """A contribution on record: its number, its terms, whether it has a pledge in the ledger."""

    id: int
    draft: ContributionDraft
    pledged: bool


def numbers_of(session: Session, references: Sequence[str]) -> dict[str, int]:
    """Return the numbers of contributions by reference."""
    found: dict[str, int] = {}
    for start in range(0, len(references), BATCH):
        statement = select(Contribution.reference, Contribution.id).where(
            col(Contribution.reference).in_(references[start : start + BATCH])
        )
        found.update((reference, number or 0) for reference, number in session.exec(statement))
    return found


def contributions_on_record(
    session: Session, references: Sequence[str]
) -> dict[str, ContributionOnRecord]:
    """Read the contributions on record as drafts."""
    numbers = numbers_of(session, references)
    ids = list(numbers.values())
    donors = dict(session.exec(select(Donor.id, Donor.code)).all())
    found: dict[str, ContributionOnRecord] = {}
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        scopes: dict[int, list[tuple[ScopeKind, str]]] = {}
        for scope in session.exec(
            select(ContributionScope).where(col(ContributionScope.contribution_id).in_(batch))
        ):
            scopes.setdefault(scope.contribution_id, []).append((scope.kind, scope.code))
        parts = read_parts(session, batch)
        pledged = set(
            session.exec(
                select(LedgerEntry.contribution_id).where(
                    LedgerEntry.kind == EntryKind.PLEDGE,
                    col(LedgerEntry.contribution_id).in_(batch),
                    ~col(LedgerEntry.reference).endswith("/pledge", autoescape=True),
                )
            )
        )
        for row in session.exec(select(Contribution).where(col(Contribution.id).in_(batch))):
            number = row.id or 0
            items = tuple(sorted(scopes.get(number, ())))
            draft = _as_draft(row, donors[row.donor_id], items, parts.get(number, NO_PARTS))
            found[row.reference] = ContributionOnRecord(number, draft, number in pledged)
    return found


def _as_draft(
    row: Contribution,
    donor: str,
    scope: tuple[tuple[ScopeKind, str], ...],
    parts: ContributionParts,
) -> ContributionDraft:
    """Return a contribution on record as a draft."""
    values = {
        field.name: getattr(row, field.name)
        for field in fields(ContributionDraft)
        if field.name not in APART
    }
    return ContributionDraft(donor=donor, scope=scope, **values, **parts._asdict())
