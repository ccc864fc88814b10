"""Terms of the illustrative contributions that follow from the rest, such as reports due."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tracker.fund.contributions.part_drafts import (
    ContributionDocumentDraft,
    InstalmentDraft,
    ReportDraft,
)
from tracker.fund.contributions.term_rules import DISPOSAL
from tracker.fund.contributions.terms import ContributionDraft
from tracker.fund.states import (
    ContributionDocumentKind,
    ContributionKind,
    ContributionReportKind,
    ContributionSource,
    ScopeKind,
)
from tracker.reference.codes import Earmarking, EarmarkingModality
from tracker.sample.story import LAST_DAY

VALUED_BY = "Procurement section"
VALUATION = "Market prices on the day of the offer, stated by the donor and checked."
CITED = f"{DISPOSAL}, paragraph 3 (a)"
REPORT_AFTER = timedelta(days=90)  # a year's report is due at the end of March
FINAL_AFTER = timedelta(days=180)
LATE_EVERY = 11  # of the reports that were due, one in so many is overdue


def with_terms(
    draft: ContributionDraft, instalments: Sequence[InstalmentDraft], number: int
) -> ContributionDraft:
    """Return the draft with the terms that follow from the rest; `number` makes them differ."""
    values: dict[str, Any] = {"earmarking_modality": _modality(draft)}
    if draft.kind is ContributionKind.IN_KIND:
        values |= {
            "valuation_basis": VALUATION,
            "valued_by": VALUED_BY,
            "valued_on": draft.pledged_on,
        }
    if draft.source is ContributionSource.CONFISCATED:
        values["source_article"] = CITED
    if draft.agreed_on:
        values |= {
            "instalments": tuple(instalments),
            "reports": _reports(draft, number),
            "documents": _documents(draft),
        }
    return replace(draft, **values)


def _modality(draft: ContributionDraft) -> EarmarkingModality:
    """Say the earmarking modality of a contribution."""
    if draft.earmarking is Earmarking.UNEARMARKED:
        return EarmarkingModality.CORE
    if draft.earmarking is Earmarking.SOFTLY_EARMARKED:
        return EarmarkingModality.REGION_OR_OBJECTIVE
    if draft.earmarking is Earmarking.EARMARKED:
        by_country = any(kind is ScopeKind.COUNTRY for kind, _ in draft.scope)
        return (
            EarmarkingModality.COUNTRY_OPERATIONS
            if by_country
            else EarmarkingModality.SUB_OBJECTIVE
        )
    if len(draft.scope) == 1:
        return EarmarkingModality.PROJECT
    in_kind = draft.kind is ContributionKind.IN_KIND
    return EarmarkingModality.TIED_IN_KIND if in_kind else EarmarkingModality.TIED_FINANCIALLY


def _reports(draft: ContributionDraft, number: int) -> tuple[ReportDraft, ...]:
    """Owe a report for each year of use and a final one; of those due some are late."""
    first, last = draft.use_from, draft.use_until
    if first is None or last is None:
        return ()
    reports = []
    for year in range(first.year, last.year):
        due = date(year, 12, 31) + REPORT_AFTER
        kind = ContributionReportKind.BOTH if year % 2 else ContributionReportKind.FINANCIAL
        reports.append(ReportDraft(kind, str(year), due, _submitted(due, number + year)))
    due = last + FINAL_AFTER
    whole = f"{first.year}\N{EN DASH}{last.year}"
    final = ContributionReportKind.FINAL
    reports.append(ReportDraft(final, whole, due, _submitted(due, number)))
    return tuple(reports)


def _submitted(due: date, number: int) -> date | None:
    """Say when a report was submitted."""
    on = due - timedelta(days=number % 20)
    late = due.year >= LAST_DAY.year and number % LATE_EVERY == 0
    return None if late or on > LAST_DAY else on


def _documents(draft: ContributionDraft) -> tuple[ContributionDocumentDraft, ...]:
    """Return the documents, by their numbers in the registry."""
    return (
        ContributionDocumentDraft(
            ContributionDocumentKind.PLEDGE_LETTER,
            "Letter of the donor",
            f"REG/{draft.reference}/1",
            draft.pledged_on,
        ),
        ContributionDocumentDraft(
            ContributionDocumentKind.AGREEMENT,
            "Agreement with the donor",
            f"REG/{draft.reference}/2",
            draft.agreed_on,
            is_public=draft.earmarking is not Earmarking.TIGHTLY_EARMARKED,
        ),
    )
