"""The columns of a sheet of contributions, and the reading of its cells into a draft."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn, values_of
from tracker.exchange.entry_reader import LONGEST_SOURCE
from tracker.exchange.kinds.contribution_lists import (
    documents,
    instalments,
    list_columns,
    reports,
)
from tracker.exchange.ledger_columns import correction_column, read_correction, sure_column
from tracker.exchange.ledger_rows import read_sure
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.repository import Field, read_fields
from tracker.fund.contributions.term_rules import DISPOSAL
from tracker.fund.contributions.terms import ContributionDraft, ScopeItem
from tracker.fund.donors.registry import Spelling
from tracker.fund.ledger.support_cost import DEFAULT_RATE_BP
from tracker.fund.preparation.worth import StatedWorth
from tracker.fund.states import ContributionKind, ContributionSource, ScopeKind, SupportBasis
from tracker.money import USD
from tracker.reference.codes import (
    ContributorType,
    Earmarking,
    EarmarkingModality,
    FinancingInstrument,
)
from tracker.reference.place_names import place_code
from tracker.words import say


def _support_rate(cells: Cells) -> int:
    """Read the support cost in per cent; an empty cell means the default."""
    found = cells.basis_points("support_rate")
    return DEFAULT_RATE_BP if found is None else found


def _modality(cells: Cells) -> EarmarkingModality | None:
    """Read the modality, which may be empty."""
    column = "earmarking_modality"
    return cells.choice(column, EarmarkingModality) if cells.raw(column) else None


SCOPES = {
    "instruments": ScopeKind.INSTRUMENT,
    "regions": ScopeKind.REGION,
    "countries": ScopeKind.COUNTRY,
    "programmes": ScopeKind.PROGRAMME,
    "activities": ScopeKind.ACTIVITY,
    "tools": ScopeKind.TOOL,
}
WORTH = ("usd_amount", "rate", "rate_source")
DAYS = ("pledged_on", "agreed_on")
PLACES = frozenset({ScopeKind.REGION, ScopeKind.COUNTRY})
FIELDS: dict[str, Field[Any]] = {
    "title": Field("title", lambda cells: cells.text("title", 500)),
    "donor_reference": Field("donor_reference", lambda cells: cells.text("donor_reference", 120)),
    "agreement_number": Field(
        "agreement_number", lambda cells: cells.text("agreement_number", 120)
    ),
    "earmarking": Field("earmarking", lambda cells: cells.choice("earmarking", Earmarking)),
    "kind": Field(
        "kind", lambda cells: cells.choice("kind", ContributionKind, ContributionKind.CASH)
    ),
    "source": Field(
        "source",
        lambda cells: cells.choice("source", ContributionSource, ContributionSource.BUDGET),
    ),
    "source_article": Field("source_article", lambda cells: cells.text("source_article", 300)),
    "valuation_basis": Field("valuation_basis", lambda cells: cells.text("valuation_basis", 500)),
    "valued_by": Field("valued_by", lambda cells: cells.text("valued_by", 200)),
    "valued_on": Field("valued_on", lambda cells: cells.day("valued_on")),
    "earmarking_modality": Field("earmarking_modality", _modality),
    "support_rate_bp": Field("support_rate", _support_rate),
    "support_basis": Field(
        "support_basis",
        lambda cells: cells.choice("support_basis", SupportBasis, SupportBasis.EXPENDITURE),
    ),
    "support_rate_reason": Field(
        "support_rate_reason", lambda cells: cells.text("support_rate_reason", 500)
    ),
    "pledged_on": Field("pledged_on", lambda cells: cells.day("pledged_on")),
    "agreed_on": Field("agreed_on", lambda cells: cells.day("agreed_on")),
    "use_from": Field("use_from", lambda cells: cells.day("use_from")),
    "use_until": Field("use_until", lambda cells: cells.day("use_until")),
    "conditions": Field("conditions", lambda cells: cells.text("conditions")),
    "note": Field("note", lambda cells: cells.text("note")),
    "reports": Field("reports", lambda cells: reports(cells, "reports")),
    "documents": Field("documents", lambda cells: documents(cells, "documents")),
}


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """A row of contributions; amounts in minor units of `currency`.

    `values` are the fields of the draft of which the row says something. Where it says nothing of
    the promise, `promises` is false. A negative `amount` asks for a
    correction of an earlier receipt.
    """

    row: MappedRow
    reference: str
    donor: Spelling
    currency: str
    amount: int
    received: int
    received_on: date | None
    pledge_stated: StatedWorth
    receipt_stated: StatedWorth
    values: Mapping[str, Any]
    correction: str = ""
    sure: frozenset[str] = frozenset()
    promises: bool = True


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of contributions."""
    return (*_terms(), *_scopes(), *_money(), *_use(), *list_columns())


def read_row(cells: Cells, before: ContributionDraft | None) -> ContributionRow | None:
    """Read a row; None when it has faults, which the cells then hold.

    What a row does not say of the contribution on record, `before`, is what the record has.
    """
    reference = cells.text("reference", 60, required=True)
    currency = cells.currency("currency", before.currency if before else USD)
    amount = cells.amount("amount", currency, required=before is None or cells.empties("amount"))
    if amount is None and before is not None:
        amount = before.amount_minor
    received = cells.amount("received", currency) or 0
    if amount is not None and received < 0 <= amount:
        why = say("what arrived cannot be below zero; correct a receipt in a sheet of receipts")
        cells.refuse("received", why)
    received_on = cells.day("received_on", required=received != 0)
    values = read_fields(cells, FIELDS)
    sure, correction = read_sure(cells), read_correction(cells)
    if any(cells.has(column) for column in SCOPES):
        values["scope"] = _scope(cells, before.scope if before else ())
    if cells.has("instalments"):
        values["instalments"] = instalments(cells, "instalments", currency)
    if cells.raw("financing_instrument"):
        values["financing_instrument"] = cells.choice("financing_instrument", FinancingInstrument)
    elif before and cells.empties("financing_instrument"):
        values["financing_instrument"] = None
    donor = Spelling(
        cells.text("donor", 300) or _donor_on_record(cells, before),
        cells.text("donor_code", 20),
        cells.choice("donor_type", ContributorType) if cells.raw("donor_type") else None,
    )
    pledge_stated, receipt_stated = stated(cells), stated(cells, "received_")
    if cells.faults or amount is None:
        return None
    return ContributionRow(
        cells.row, reference, donor, currency, amount, received, received_on,
        pledge_stated, receipt_stated, values, correction, sure,
        before is None or _promises(cells, before, amount, values),
    )  # fmt: skip


def _promises(
    cells: Cells, before: ContributionDraft, amount: int, values: Mapping[str, Any]
) -> bool:
    """Tell whether a row says something new of the pledge of a contribution on record."""
    if amount != before.amount_minor or any(cells.raw(name) for name in WORTH):
        return True
    return any(values.get(day, getattr(before, day)) != getattr(before, day) for day in DAYS)


def _donor_on_record(cells: Cells, before: ContributionDraft | None) -> str:
    """Return the donor on record of a row that names none."""
    named = before is None or cells.raw("donor_code") or cells.empties("donor")
    return "" if before is None or named else before.donor


def stated(cells: Cells, prefix: str = "") -> StatedWorth:
    """Read the columns usd_amount, rate and rate_source, with a prefix where there are two."""
    return StatedWorth(
        cells.amount(f"{prefix}usd_amount", USD),
        cells.decimal(f"{prefix}rate"),
        cells.text(f"{prefix}rate_source", LONGEST_SOURCE),
    )


def _scope(cells: Cells, on_record: Iterable[ScopeItem]) -> tuple[ScopeItem, ...]:
    """Read the scope of the earmark; kinds of which the row says nothing stay as on record."""
    said = {kind: column for column, kind in SCOPES.items() if cells.has(column)}
    items = {
        (kind, place_code(code) if kind in PLACES else code)
        for kind, column in said.items()
        for code in cells.items(column)
    }
    return tuple(sorted(items.union(item for item in on_record if item[0] not in said)))


def usual_instrument(values: Mapping[str, Any]) -> FinancingInstrument:
    """Return the financing instrument that follows from earmarking and kind."""
    in_kind = values.get("kind") is ContributionKind.IN_KIND
    if values.get("earmarking") is Earmarking.UNEARMARKED:
        return FinancingInstrument.UNTIED_IN_KIND if in_kind else FinancingInstrument.UNTIED
    return FinancingInstrument.EARMARKED_IN_KIND if in_kind else FinancingInstrument.PROJECT


def _terms() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(
            "reference", say("its reference, which never changes"), True, "CON-2024-007", key=True
        ),
        SheetColumn("donor", say("the donor's code or name"), True, "ITA"),
        SheetColumn("donor_code", say("a code of another system beside the name"), example="IT"),
        SheetColumn(
            "donor_type", say("what a new donor is"), False, "C01", values_of(ContributorType)
        ),
        SheetColumn(
            "title", say("what it is called"), example=say("Support to the review mechanism")
        ),
        SheetColumn("donor_reference", say("the donor's own reference"), example="AID 12018"),
        SheetColumn("agreement_number", say("the number of the agreement")),
        SheetColumn(
            "financing_instrument",
            say(
                "UN Data Standard IV; empty: R02A when unearmarked, else R03E (in kind: R02B, R03F)"
            ),
            False,
            "R03E",
            values_of(FinancingInstrument),
        ),
        SheetColumn(
            "kind", say("money or goods; empty: cash"), False, "cash", values_of(ContributionKind)
        ),
        SheetColumn(
            "source",
            say("the donor's budget or confiscated proceeds; empty: budget"),
            False,
            "budget",
            values_of(ContributionSource),
        ),
        SheetColumn(
            "source_article",
            say("the article under which confiscated proceeds are given"),
            example=DISPOSAL,
        ),
        SheetColumn("valuation_basis", say("how goods or services were valued")),
        SheetColumn("valued_by", say("who valued them")),
        SheetColumn("valued_on", say("when they were valued"), example="2024-02-01"),
        SheetColumn("earmarking", say("how tightly it is tied"), True, "3", values_of(Earmarking)),
        SheetColumn(
            "earmarking_modality",
            say("to what exactly it is tied; it belongs to the category"),
            False,
            "H",
            values_of(EarmarkingModality),
        ),
    )


def _scopes() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(
            "instruments", say("tied to these instruments, parted by ;"), example="TIP; SOM"
        ),
        SheetColumn("regions", say("tied to these regions (M49), parted by ;"), example="002"),
        SheetColumn("countries", say("tied to these States (alpha-3), parted by ;"), example="KEN"),
        SheetColumn("programmes", say("tied to these programmes, parted by ;"), example="NAT-KEN"),
        SheetColumn("activities", say("tied to these activities, parted by ;")),
        SheetColumn("tools", say("tied to these tools, parted by ;")),
    )


def _money() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("currency", say("ISO 4217; empty in all rows: USD"), example="EUR"),
        SheetColumn("amount", say("what is promised or given in all"), True, "500000.00"),
        SheetColumn(
            "pledged_on",
            say("when it was promised; without this day or that of the agreement no pledge counts"),
            example="2024-02-01",
        ),
        SheetColumn("agreed_on", say("when the agreement was signed"), example="2024-04-15"),
        SheetColumn("usd_amount", say("what the pledge was worth in US dollars, where recorded")),
        SheetColumn("rate", say("the rate of the pledge, local units per 1 USD")),
        SheetColumn("rate_source", say("where that rate comes from")),
        SheetColumn("received", say("what has arrived of it, as one receipt"), example="250000.00"),
        SheetColumn("received_on", say("when that arrived"), example="2024-06-30"),
        SheetColumn("received_usd_amount", say("what the receipt was worth in US dollars")),
        SheetColumn("received_rate", say("the rate of the receipt, local units per 1 USD")),
        SheetColumn("received_rate_source", say("where that rate comes from")),
        SheetColumn(
            "support_rate", say("programme support cost in per cent; empty: 13"), example="13"
        ),
        SheetColumn(
            "support_basis",
            say("on what it is charged; empty: on expenditure"),
            example="expenditure",
            codes=values_of(SupportBasis),
        ),
        SheetColumn("support_rate_reason", say("why it is not 13 per cent of expenditure")),
    )


def _use() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("use_from", say("first day on which it may be used"), example="2024-05-01"),
        SheetColumn("use_until", say("last day on which it may be used"), example="2026-12-31"),
        SheetColumn("conditions", say("conditions of the donor")),
        sure_column(),
        correction_column(),
        SheetColumn("note", say("a remark")),
    )
