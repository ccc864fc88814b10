"""Edits of each kind of what a report counts, made after it was issued, each under its name."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from tests.support.small_account import ACTOR
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.activity_drafts import ToolShare
from tracker.assistance.assistance_requests import (
    AssistanceRequestDraft,
    add_assistance_requests,
    change_assistance_request,
)
from tracker.assistance.disseminations import change_dissemination, disseminations_on_record
from tracker.assistance.outcome_drafts import ParticipantCount, ResultDraft
from tracker.assistance.programmes import (
    ProgrammeDraft,
    add_programmes,
    change_programme,
    find_programme,
    read_programme,
)
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.shares import Share
from tracker.assistance.states import (
    Priority,
    ProgrammeKind,
    RequestSource,
    RequestStatus,
    ToolUse,
)
from tracker.assistance.texts import TextIn
from tracker.assistance.tools import (
    ToolDraft,
    add_tools,
    change_tool,
    find_tool,
    read_tool,
)
from tracker.fund.contributions import terms
from tracker.fund.contributions.part_drafts import ReportDraft
from tracker.fund.donors.finding import find_donor
from tracker.fund.donors.merging import merge_donors
from tracker.fund.donors.registry import DonorDraft, add_donors, change_donor
from tracker.fund.donors.registry import read_draft as read_donor
from tracker.fund.ledger.cash_entries import receive
from tracker.fund.ledger.entries import Heading
from tracker.fund.ledger.entry_drafts import ContributionMovement, UseOfFunds
from tracker.fund.ledger.ledger_writer import open_book
from tracker.fund.ledger.pledge_entries import pledge
from tracker.fund.ledger.use_entries import spend
from tracker.fund.states import ContributionReportKind
from tracker.reference.codes import (
    ActivityStatus,
    ActivityType,
    ContributorType,
    Earmarking,
    FinancingInstrument,
    ParticipantFunction,
    Theme,
    ToolKind,
)
from tracker.reference.instruments import Instrument
from tracker.reference.languages import TextLanguage

ENTRIES = 1_000
FRENCH = TextIn(TextLanguage.FRENCH, "Un titre")
SPANISH = TextIn(TextLanguage.SPANISH, "Un título", "Más.")
RUSSIAN = TextIn(TextLanguage.RUSSIAN, "Название")
DAY = date(2021, 6, 1)
WHY = "known later"
Edit = Callable[[Session], object]
REQUEST = AssistanceRequestDraft(
    "REQ-1", "KEN", RequestSource.OFFICIAL, RequestStatus.RECEIVED, Priority.HIGH,
    Instrument.TIP, DAY, consent_to_publish=True, estimated_cost_minor=50_000_00,
    cost_basis="the State's own estimate",
)  # fmt: skip


def prepare(session: Session) -> None:
    """Add what the account lacks for an edit of each kind; inside transaction()."""
    add_assistance_requests(session, [REQUEST], ACTOR)
    add_tools(session, [ToolDraft("KIT", "A kit", ToolKind.PRACTICAL_GUIDE)], ACTOR)
    add_programmes(session, [ProgrammeDraft("GLO2", "Another", ProgrammeKind.GLOBAL)], ACTOR)
    add_donors(session, [DonorDraft("F1", "Italian fund", ContributorType.FOUNDATION)], ACTOR)
    draft = terms.ContributionDraft(
        "C-F1", "F1", FinancingInstrument.UNTIED, Earmarking.UNEARMARKED, "USD", 20_000,
        pledged_on=DAY,
    )  # fmt: skip
    fund = terms.add_contributions(session, [draft], ACTOR)["C-F1"]
    with open_book(session, ACTOR, "second") as book:
        pledge(book, ContributionMovement(fund, 20_000, Heading(DAY, "P3")))
        receive(book, ContributionMovement(fund, 20_000, Heading(DAY, "R3")))
    due = ReportDraft(ContributionReportKind.FINANCIAL, "2022", date(2022, 6, 30))
    italy = terms.read_draft(session, terms.find_contribution(session, "C-ITA"))
    later = replace(italy, reports=(due,))
    terms.change_contribution(session, "C-ITA", later, ACTOR, "as agreed")
    guide = read_tool(session, find_tool(session, "GUIDE"))
    translated = replace(guide, written_in=TextLanguage.ENGLISH, texts=(FRENCH, SPANISH))
    change_tool(session, "GUIDE", translated, ACTOR, "translated")
    results = (ResultDraft("judges trained", "judges", 0, 50, 40, date(2022, 3, 1)),)
    _activity(session, results=results, budget_minor=900_00)


def post_entries(session: Session) -> None:
    """Post a thousand entries of days in the period, of both donors."""
    japan = terms.find_contribution(session, "C-JPN").id or 0
    activity = find_activity(session, "A1").id or 0
    with open_book(session, ACTOR, "second") as book:
        for number in range(ENTRIES // 2):
            receive(book, ContributionMovement(japan, 10, Heading(DAY, f"LR{number}")))
            spend(book, UseOfFunds(activity, 10, Heading(DAY, f"LE{number}")))


def _activity(session: Session, **changed: Any) -> None:  # noqa: ANN401 - fields of a draft
    draft = replace(read_draft(session, find_activity(session, "A1")), **changed)
    change_activity(session, draft.code, draft, ACTOR, WHY)


def _activity_edit(**changed: Any) -> Edit:  # noqa: ANN401 - fields of a draft
    return lambda session: _activity(session, **changed)


def _change_dissemination(session: Session) -> None:
    draft = disseminations_on_record(session, ["D1"])["D1"]
    change_dissemination(session, "D1", replace(draft, number=4_000), ACTOR, WHY)


def _change_request(session: Session) -> None:
    later = replace(REQUEST, instrument=Instrument.SOM, priority=Priority.LOW)
    change_assistance_request(session, "REQ-1", later, ACTOR, WHY)


def _change_contribution(session: Session) -> None:
    draft = terms.read_draft(session, terms.find_contribution(session, "C-ITA"))
    later = replace(draft, earmarking=Earmarking.SOFTLY_EARMARKED)
    terms.change_contribution(session, "C-ITA", later, ACTOR, WHY, by_two_persons=True)


def _change_terms(session: Session) -> None:
    draft = terms.read_draft(session, terms.find_contribution(session, "C-ITA"))
    later = replace(draft, title="For judges", agreement_number="AGR-9")
    terms.change_contribution(session, "C-ITA", later, ACTOR, WHY)


def _retitle_tool(session: Session) -> None:
    draft = read_tool(session, find_tool(session, "GUIDE"))
    change_tool(session, "GUIDE", replace(draft, title="Another title"), ACTOR, WHY)


def _translate_tool(session: Session) -> None:
    draft = read_tool(session, find_tool(session, "GUIDE"))
    change_tool(session, "GUIDE", replace(draft, texts=(RUSSIAN,)), ACTOR, WHY)


def _translate_programme(session: Session) -> None:
    draft = read_programme(find_programme(session, "GLO2"))
    later = replace(draft, written_in=TextLanguage.SPANISH, texts=(FRENCH,))
    change_programme(session, "GLO2", later, ACTOR, WHY)


def _retitle_programme(session: Session) -> None:
    draft = read_programme(find_programme(session, "GLO2"))
    change_programme(session, "GLO2", replace(draft, title="Renamed"), ACTOR, WHY)


def _rename_donor(session: Session) -> None:
    draft = read_donor(find_donor(session, "F1"))
    change_donor(session, "F1", replace(draft, name="Fund for Italy"), ACTOR, WHY)


def _change_donor(session: Session) -> None:
    draft = read_donor(find_donor(session, "ITA"))
    change_donor(session, "ITA", replace(draft, type=ContributorType.FOUNDATION), ACTOR, WHY)


def _merge(session: Session) -> None:
    merge_donors(session, "JPN", "F1", ACTOR, WHY)


EDITS: Mapping[str, Edit] = {
    "a thousand entries": post_entries,
    "shares of instruments": _activity_edit(instruments=(Share("TIP", 1000), Share("SOM", 9000))),
    "shares of States": _activity_edit(beneficiaries=(Share("KEN", 9000), Share("PHL", 1000))),
    "shares of tools": _activity_edit(tools=(ToolShare("KIT", ToolUse.USED, 9000),)),
    "programme": _activity_edit(programme="GLO2"),
    "kind of activity": _activity_edit(type=ActivityType.LEGISLATIVE_ASSISTANCE),
    "paragraphs": _activity_edit(paragraphs=(3, 4)),
    "themes": _activity_edit(themes=(Theme.MONEY_LAUNDERING,)),
    "people": _activity_edit(
        participants=(ParticipantCount(ParticipantFunction.JUDGE, "KEN", women=90, counted_on=DAY),)
    ),
    "results": _activity_edit(
        results=(
            ResultDraft(
                "judges trained", "judges", 0, 50, 12, date(2022, 3, 1), lowered_because="twice"
            ),
        )
    ),
    "budget": _activity_edit(budget_minor=100_00),
    "days": _activity_edit(actual_start=date(2021, 9, 1), actual_end=date(2021, 12, 31)),
    "status": _activity_edit(status=ActivityStatus.SUSPENDED),
    "dissemination": _change_dissemination,
    "requests of States": _change_request,
    "earmarking": _change_contribution,
    "terms of a contribution": _change_terms,
    "title of a tool": _retitle_tool,
    "title of an activity": _activity_edit(title="Training of judges"),
    "title of a programme": _retitle_programme,
    "translation of an activity": _activity_edit(
        written_in=TextLanguage.ENGLISH, texts=(FRENCH, SPANISH)
    ),
    "original of an activity": _activity_edit(written_in=TextLanguage.ARABIC, texts=(SPANISH,)),
    "translations of a tool": _translate_tool,
    "translation of a programme": _translate_programme,
    "type of donor": _change_donor,
    "name of a donor": _rename_donor,
    "merge of donors": _merge,
}
"""All that a report counts, and that can be edited after it was issued."""
