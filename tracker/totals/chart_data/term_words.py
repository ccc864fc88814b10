"""The states of what is due, and the kinds of reports and documents, in words."""

from tracker.fund.contributions.schedule import DueState
from tracker.fund.states import ContributionDocumentKind, ContributionReportKind
from tracker.words import say


def state_name(state: DueState) -> str:
    """Return the state of an instalment or a report in words."""
    return {
        DueState.DONE: say("No longer due"),
        DueState.TO_COME: say("To come"),
        DueState.OVERDUE: say("Overdue"),
    }[state]


def report_name(kind: ContributionReportKind) -> str:
    """Return the kind of a report to the donor in words."""
    return {
        ContributionReportKind.NARRATIVE: say("Narrative report"),
        ContributionReportKind.FINANCIAL: say("Financial report"),
        ContributionReportKind.BOTH: say("Narrative and financial report"),
        ContributionReportKind.FINAL: say("Final report"),
    }[kind]


def document_name(kind: ContributionDocumentKind) -> str:
    """Return the kind of a document in words."""
    return {
        ContributionDocumentKind.AGREEMENT: say("Agreement"),
        ContributionDocumentKind.AMENDMENT: say("Amendment"),
        ContributionDocumentKind.PLEDGE_LETTER: say("Letter of pledge"),
        ContributionDocumentKind.RECEIPT: say("Receipt"),
        ContributionDocumentKind.REPORT: say("Report"),
        ContributionDocumentKind.EVALUATION: say("Evaluation"),
        ContributionDocumentKind.OTHER: say("Other document"),
    }[kind]
