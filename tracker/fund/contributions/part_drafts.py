"""Drafts of a contribution's instalments, reports and documents, and their faults."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from tracker.errors import Fault
from tracker.fund.states import ContributionDocumentKind, ContributionReportKind
from tracker.words import say

WEB = ("https://", "http://")


class InstalmentDraft(NamedTuple):
    """An instalment of a contribution in minor units of its currency, and its due date."""

    due_on: date
    amount_minor: int
    note: str = ""


class ReportDraft(NamedTuple):
    """A report to the donor; `submitted_on` is the date of its submission."""

    kind: ContributionReportKind
    period: str
    due_on: date
    submitted_on: date | None = None
    note: str = ""


class ContributionDocumentDraft(NamedTuple):
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
    faults = []
    if any(part.amount_minor <= 0 for part in instalments):
        faults.append(Fault("instalments", say("an instalment is above zero")))
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
    days = [part.due_on for part in instalments]
    if days != sorted(set(days)):
        faults.append(Fault("instalments", say("each instalment is due after the one before it")))
    return faults


def report_faults(reports: Collection[ReportDraft]) -> list[Fault]:
    """Return the faults of reports."""
    faults = [
        Fault("reports", say("say which period a report is about"))
        for report in reports
        if not report.period.strip()
    ]
    if len({(report.kind, report.period) for report in reports}) != len(reports):
        faults.append(Fault("reports", say("a report of one kind stands once for a period")))
    return list(dict.fromkeys(faults))


def document_faults(documents: Collection[ContributionDocumentDraft]) -> list[Fault]:
    """Return the faults of documents."""
    faults = []
    if any(not document.title.strip() for document in documents):
        faults.append(Fault("documents", say("a document has a title")))
    faults.extend(
        Fault(
            "documents",
            say("'%(text)s' is no address of a page; it begins with https://", text=item.address),
        )
        for item in documents
        if not item.link and ":/" in item.address
    )
    return faults
