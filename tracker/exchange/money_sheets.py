"""Contributions and donors on record as the cells of a sheet, in the columns of the import."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from tracker.exchange.cells import LIST_SIGN
from tracker.exchange.kinds import contribution_columns, donors
from tracker.exchange.kinds.contribution_columns import SCOPES
from tracker.exchange.kinds.contribution_lists import STROKE, SUBMITTED
from tracker.exchange.kinds.contribution_record import contributions_on_record
from tracker.exchange.kinds.donors import DonorRow, donors_on_file
from tracker.exchange.outcomes import MINOR, spell
from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.contributions.terms import ContributionDraft

OTHERS = ("donor", "currency", "amount", "financing_instrument", "reference", "instalments")
CONTRIBUTION_COLUMNS = frozenset(
    {field.column for field in contribution_columns.FIELDS.values()} | {*OTHERS, *SCOPES}
)
DONOR_COLUMNS = frozenset(
    {field.column for field in donors.FIELDS.values()} | {"name_since", "aliases"}
)


def read_contributions(
    session: Session, references: Sequence[str]
) -> Mapping[str, ContributionDraft]:
    """Read contributions by their references."""
    found = contributions_on_record(session, references)
    return {reference: one.draft for reference, one in found.items()}


def read_donors(session: Session, codes: Sequence[str]) -> Mapping[str, DonorRow]:
    """Read donors by their codes; merged ones are none."""
    wanted, rows = set(codes), donors_on_file(session).rows
    return {code: row for code, row in rows.items() if code in wanted}


def contribution_cells(draft: ContributionDraft) -> dict[str, str]:
    """Return a contribution as the texts of its columns; receipts are entries, and not in it."""
    plain = {
        field.column: spell(name, getattr(draft, name))
        for name, field in contribution_columns.FIELDS.items()
    }
    scope = {
        column: joined(code for kind, code in draft.scope if kind is wanted)
        for column, wanted in SCOPES.items()
    }
    return {
        **plain,
        **scope,
        "reference": draft.reference,
        "donor": draft.donor,
        "currency": draft.currency,
        "financing_instrument": draft.financing_instrument.value,
        "amount": _amount(draft.amount_minor, draft.currency),
        "instalments": joined(_instalment(one, draft.currency) for one in draft.instalments),
        "reports": joined(map(_report, draft.reports)),
        "documents": joined(map(_document, draft.documents)),
    }


def donor_cells(row: DonorRow) -> dict[str, str]:
    """Return a donor as the texts of its columns."""
    plain = {field.column: spell(name, getattr(row, name)) for name, field in donors.FIELDS.items()}
    aliases = joined(one for one in row.spellings if LIST_SIGN not in one)
    return {**plain, "name_since": spell("name_since", row.name_since), "aliases": aliases}


def joined(items: Iterable[str]) -> str:
    """Return items as one cell; blank, which changes nothing, where an item cannot be in a list."""
    found = list(items)
    return "" if any(LIST_SIGN in one for one in found) else f"{LIST_SIGN} ".join(found)


def _amount(minor: int, currency: str) -> str:
    return spell(MINOR, minor, currency).removesuffix(f" {currency}")


def _instalment(one: InstalmentDraft, currency: str) -> str:
    return _stroked(f"{one.due_on} {_amount(one.amount_minor, currency)}", one.note)


def _report(one: ReportDraft) -> str:
    head = f"{one.due_on} {one.kind.value} {one.period}".strip()
    submitted = f"{SUBMITTED} {one.submitted_on}" if one.submitted_on else ""
    return _stroked(*([head, submitted] if submitted else [head]), one.note)


def _document(one: ContributionDocumentDraft) -> str:
    day = spell("", one.dated_on)
    return _stroked(one.kind.value, one.title, one.address, day, spell("", one.is_public))


def _stroked(*parts: Any) -> str:  # noqa: ANN401 - texts
    """Join the parts of an item; one that holds a stroke itself makes the item unwritable."""
    if any(STROKE in part for part in parts):
        return LIST_SIGN
    return f" {STROKE} ".join(parts).rstrip(f" {STROKE}")
