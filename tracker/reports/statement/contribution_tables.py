"""The tables of contributions: an overview that adds up to the account, terms, reports due."""

from collections.abc import Mapping, Sequence

from tracker.fund.contributions.schedule import DueState
from tracker.fund.states import ScopeKind
from tracker.periods import Span
from tracker.reference.codes import Earmarking, label
from tracker.reference.instruments import Instrument, instruments
from tracker.reference.names import choose
from tracker.reference.regions import area_name
from tracker.reports.content.blocks import ReportTable, TableRow
from tracker.reports.content.texts import (
    Amount,
    Day,
    Listing,
    Name,
    NameKind,
    PerCent,
    PlainText,
    Sentence,
    Text,
    Words,
    counted,
    sentence,
)
from tracker.reports.spelling.names import ORIGINAL
from tracker.reports.statement.accounts import PeriodAccount
from tracker.reports.statement.cells import (
    amount_column,
    code_column,
    day_column,
    share_column,
    sums_of,
    text_column,
    text_of,
)
from tracker.reports.statement.contribution_faces import ContributionFace
from tracker.totals.chart_data.support_rates import basis_name
from tracker.totals.chart_data.term_words import report_name, state_name
from tracker.words import say

Accounts = Mapping[int, PeriodAccount]
TRANSFERS = sentence(
    "Transfers among these contributions count in what came in and in what went out of each, and "
    "in neither for all of them together."
)


def contributions_table(
    faces: Sequence[ContributionFace], accounts: Accounts, at_rest: int
) -> ReportTable:
    """Return a row for each contribution: opening, what came, what went, closing; with sums.

    `at_rest` is the number of others, which had and have nothing and did not move.
    """
    rows = tuple(_overview(face, accounts[face.number]) for face in faces)
    notes: list[Words] = [(TRANSFERS,)]
    if at_rest:
        notes.append(
            (
                counted(
                    "One other contribution has no balance and had no entry in the period.",
                    "%(count)s other contributions have no balance and had no entry in the period.",
                    at_rest,
                ),
            )
        )
    return ReportTable(
        "contributions",
        (sentence("Balance through the period by contribution, in US dollars"),),
        (
            text_column("contribution", say("Contribution")),
            amount_column("opening", say("Opening balance")),
            amount_column("came", say("Came in")),
            amount_column("went", say("Went out")),
            amount_column("closing", say("Closing balance")),
        ),
        rows,
        sums_of(rows, sentence("Total")) if rows else None,
        tuple(notes),
    )


def terms_table(faces: Sequence[ContributionFace]) -> ReportTable:
    """Return earmarking, scope, rate of support cost, agreement and period of use."""
    return ReportTable(
        "terms",
        (sentence("Earmarking and terms"),),
        (
            code_column("contribution", say("Contribution")),
            text_column("earmarking", say("Earmarking")),
            text_column("scope", say("Tied to")),
            share_column("support_rate", say("Support cost")),
            code_column("charged_on", say("Charged on")),
            code_column("agreement", say("Agreement")),
            day_column("use_until", say("To be used until")),
        ),
        tuple(_terms(face) for face in faces),
    )


def reports_table(faces: Sequence[ContributionFace], days: Span) -> ReportTable:
    """Return the reports to the donor that fell due or were made in the period, or are to come."""
    rows = (
        TableRow(
            f"{face.reference}:{report.number}",
            (
                PlainText(face.reference),
                Sentence(report_name(report.draft.kind)),
                text_of(report.draft.period),
                Day(report.draft.due_on),
                Day(report.draft.submitted_on) if report.draft.submitted_on else None,
                Sentence(
                    say("Submitted") if report.draft.submitted_on else state_name(report.state)
                ),
            ),
        )
        for face in faces
        for report in face.reports
        if report.state is not DueState.DONE
        or report.draft.due_on in days
        or (report.draft.submitted_on and report.draft.submitted_on in days)
    )
    return ReportTable(
        "reports",
        (sentence("Reports to the donor"),),
        (
            code_column("contribution", say("Contribution")),
            text_column("report", say("Report")),
            code_column("period", say("Period")),
            day_column("due_on", say("Due on")),
            day_column("submitted_on", say("Submitted")),
            code_column("state", say("State")),
        ),
        tuple(rows),
    )


def titled(face: ContributionFace) -> PlainText:
    """Return the reference of a contribution with its title."""
    return PlainText(f"{face.reference} · {face.title}" if face.title else face.reference)


def _overview(face: ContributionFace, account: PeriodAccount) -> TableRow:
    flows = account.flows
    minors = (flows.opening_minor, flows.came_minor, flows.went_minor, flows.closing_minor)
    return TableRow(face.reference, (titled(face), *map(Amount, minors)))


def _terms(face: ContributionFace) -> TableRow:
    scope = tuple(_scope(kind, code) for kind, code in face.scope)
    earmarking = face.earmarking.value
    return TableRow(
        face.reference,
        (
            PlainText(face.reference),
            Name(NameKind.EARMARKING, earmarking, label(Earmarking, earmarking, ORIGINAL)),
            Listing(scope) if scope else None,
            PerCent(face.rate_bp),
            Sentence(basis_name(face.basis)),
            text_of(face.agreement_number),
            Day(face.use_until) if face.use_until else None,
        ),
    )


def _scope(kind: ScopeKind, code: str) -> Text:
    """Return what money is tied to: an instrument or a place by name, else by its code."""
    if kind is ScopeKind.INSTRUMENT:
        named = choose(instruments()[Instrument(code)].names, ORIGINAL)
        return Name(NameKind.INSTRUMENT, code, named)
    if kind in (ScopeKind.REGION, ScopeKind.COUNTRY):
        return Name(NameKind.PLACE, code, area_name(code, ORIGINAL))
    return PlainText(code)
