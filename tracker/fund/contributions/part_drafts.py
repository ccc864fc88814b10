"""Drafts of a contribution's instalments, reports and documents, and their faults."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from tracker.errors import Fault, cell_name
from tracker.fund.states import ContributionDocumentKind, ContributionReportKind
from tracker.parts import Part
from tracker.words import say

WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class InstalmentDraft(Part):
    """An instalment of a contribution in minor units of its currency, and its due date."""

    IN_ORDER_OF = "due_on"

    due_on: date
    amount_minor: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReportDraft(Part):
    """A report to the donor; `submitted_on` is the date of its submission."""

    kind: ContributionReportKind
    period: str
    due_on: date
    submitted_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ContributionDocumentDraft(Part):
    """A document; `address` is that of a page or the number of a record."""

    kind: ContributionDocumentKind
    title: str
    address: str = ""
    dated_on: date | None = None
    is_public: bool = False

    @property
    def link(self) -> str:
        """The address, where a browser can follow it."""
        return self.address if self.address.startswith(WEB) else ""


class ContributionParts(NamedTuple):
    """The instalments, reports and documents of one contribution, each in its order."""

    instalments: tuple[InstalmentDraft, ...] = ()
    reports: tuple[ReportDraft, ...] = ()
    documents: tuple[ContributionDocumentDraft, ...] = ()


def instalment_faults(
    amount_minor: int, written: str, instalments: Sequence[InstalmentDraft]
) -> list[Fault]:
    """Return the faults of instalments; `written` is their sum in the reader's language."""
    if not instalments:
        return []
    faults = [
        Fault(cell_name("instalments", row, "amount"), say("an instalment is above zero"))
        for row, part in enumerate(instalments)
        if part.amount_minor <= 0
    ]
    if sum(part.amount_minor for part in instalments) != amount_minor:
        faults.append(
            Fault(
                "instalments",
                say(
                    "the instalments add up to %(sum)s, not to the amount of the contribution",
                    sum=written,
                ),
            )
        )
    faults.extend(
        Fault(
            cell_name("instalments", row, "due_on"),
            say("each instalment is due after the one before it"),
        )
        for row, (before, after) in enumerate(pairwise(instalments), start=1)
        if after.due_on <= before.due_on
    )
    return faults


def report_faults(reports: Sequence[ReportDraft]) -> list[Fault]:
    """Return the faults of reports."""
    faults = []
    seen = set()
    for row, report in enumerate(reports):
        if not report.period.strip():
            why = say("say which period a report is about")
            faults.append(Fault(cell_name("reports", row, "period"), why))
        if (report.kind, report.period) in seen:
            why = say("a report of one kind stands once for a period")
            faults.append(Fault(cell_name("reports", row, "kind"), why))
        seen.add((report.kind, report.period))
    return faults


def document_faults(documents: Sequence[ContributionDocumentDraft]) -> list[Fault]:
    """Return the faults of documents."""
    faults = [
        Fault(cell_name("documents", row, "title"), say("a document has a title"))
        for row, item in enumerate(documents)
        if not item.title.strip()
    ]
    faults.extend(
        Fault(
            cell_name("documents", row, "address"),
            say("'%(text)s' is no address of a page; it begins with https://", text=item.address),
        )
        for row, item in enumerate(documents)
        if not item.link and ":/" in item.address
    )
    return faults
