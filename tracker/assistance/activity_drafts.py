"""Drafts of activities and their faults."""

from collections.abc import Collection, Container, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from tracker.assistance.day_rules import past_day_faults, planned_day_faults
from tracker.assistance.outcome_drafts import (
    ParticipantCount,
    ResultDraft,
    participant_faults,
)
from tracker.assistance.result_rules import result_faults
from tracker.assistance.shares import Share, partial_share_faults, whole_share_faults
from tracker.assistance.states import PublicationState, ToolUse
from tracker.assistance.texts import TextIn, text_faults
from tracker.errors import Fault, cell_name
from tracker.parts import Part
from tracker.reference.articles import articles
from tracker.reference.codes import ActivityStatus, ActivityType, Theme
from tracker.reference.instruments import Instrument
from tracker.reference.languages import TextLanguage
from tracker.reference.paragraphs import paragraphs
from tracker.reference.place_names import no_place
from tracker.reference.regions import places
from tracker.words import say

LONGEST_PARTNER = 300


class ToolShare(NamedTuple):
    """A tool (its code), its use by an activity, and its share of the cost in basis points."""

    tool: str
    use: ToolUse
    share_bp: int = 0

    @property
    def key(self) -> tuple[str, ToolUse]:
        """The tool and its use, which stand once together."""
        return (self.tool, self.use)


@dataclass(frozen=True, slots=True)
class ActivityDocumentDraft(Part):
    """A document about the activity, by title and symbol or address."""

    title: str
    symbol: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """An activity before it is written; `budget_minor` in US cents, shares in basis points."""

    code: str
    title: str
    programme: str
    type: ActivityType
    status: ActivityStatus
    description: str = ""
    planned_start: date | None = None
    planned_end: date | None = None
    actual_start: date | None = None
    actual_end: date | None = None
    budget_minor: int | None = None
    venue: str = ""
    evaluation: str = ""
    instruments: tuple[Share, ...] = ()
    beneficiaries: tuple[Share, ...] = ()
    tools: tuple[ToolShare, ...] = ()
    participants: tuple[ParticipantCount, ...] = ()
    results: tuple[ResultDraft, ...] = ()
    partners: tuple[str, ...] = ()
    articles: tuple[tuple[Instrument, str], ...] = ()
    paragraphs: tuple[int, ...] = ()
    requests: tuple[str, ...] = ()
    documents: tuple[ActivityDocumentDraft, ...] = ()
    themes: tuple[Theme, ...] = ()
    publication: PublicationState = PublicationState.PUBLISHED
    written_in: TextLanguage | None = None
    texts: tuple[TextIn, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownActivityCodes:
    """The codes on file that an activity may name."""

    programmes: Collection[str]
    tools: Collection[str]
    requests: Collection[str]
    activities: Container[str] = ()
    added: frozenset[str] = frozenset()

    def with_activities(self, codes: Iterable[str]) -> "KnownActivityCodes":
        """Return the same codes with those of activities that are added together."""
        return replace(self, added=self.added | frozenset(codes))

    def has_activity(self, code: str) -> bool:
        """Tell whether an activity is on file, or added with others."""
        return code in self.added or code in self.activities


def activity_faults(draft: ActivityDraft, known: KnownActivityCodes) -> list[Fault]:
    """Return all faults of a draft, field by field."""
    return [
        *_plain_faults(draft, known),
        *text_faults(draft),
        *_date_faults(draft),
        *_instrument_faults(draft),
        *_place_faults(draft),
        *_tool_faults(draft, known),
        *participant_faults(draft.participants, known.programmes, known.has_activity),
        *result_faults(draft.results),
    ]


def _plain_faults(draft: ActivityDraft, known: KnownActivityCodes) -> list[Fault]:
    """Return the faults of the single values."""
    faults = []
    if not draft.code.strip():
        faults.append(Fault("code", say("an activity has a code")))
    if not draft.title.strip():
        faults.append(Fault("title", say("an activity has a title")))
    if draft.programme not in known.programmes:
        faults.append(
            Fault(
                "programme",
                say("no programme has the code '%(code)s'", code=draft.programme)
                if draft.programme.strip()
                else say("choose a programme"),
            )
        )
    if draft.budget_minor is not None and draft.budget_minor < 0:
        faults.append(Fault("budget", say("a budget is not below zero")))
    if any(len(name) > LONGEST_PARTNER for name in draft.partners):
        why = say("a name has at most %(most)s letters", most=LONGEST_PARTNER)
        faults.append(Fault("partners", why))
    faults.extend(
        Fault(
            "requests",
            say("no request has the code '%(code)s'", code=code)
            if code.strip()
            else say("choose a request"),
        )
        for code in draft.requests
        if code not in known.requests
    )
    faults.extend(
        Fault("paragraphs", say("the resolution has no operative paragraph %(n)s", n=number))
        for number in draft.paragraphs
        if number not in paragraphs()
    )
    return faults


def _date_faults(draft: ActivityDraft) -> list[Fault]:
    """Return the dates that are out of order, and those that cannot be.

    What has begun may have a planned end without a planned start.
    """
    faults = []
    for field in ("planned_start", "planned_end"):
        faults.extend(planned_day_faults(field, getattr(draft, field)))
    for field in ("actual_start", "actual_end"):
        faults.extend(past_day_faults(field, getattr(draft, field)))
    begun = draft.actual_start is not None
    for start, end in (("planned_start", "planned_end"), ("actual_start", "actual_end")):
        first, last = getattr(draft, start), getattr(draft, end)
        if last is not None and first is None and not begun:
            faults.append(Fault(start, say("an end needs its start")))
        if first is not None and last is not None and last < first:
            faults.append(Fault(end, say("the end lies before the start")))
    return faults


def _instrument_faults(draft: ActivityDraft) -> list[Fault]:
    """Return the faults of instruments and articles."""
    faults = whole_share_faults("instruments", draft.instruments)
    faults.extend(
        Fault(
            cell_name("instruments", row, "code"),
            say("'%(code)s' is no instrument", code=share.code),
        )
        for row, share in enumerate(draft.instruments)
        if share.code not in set(Instrument)
    )
    faults.extend(
        Fault(
            "articles",
            say("%(instrument)s has no article %(n)s", instrument=instrument, n=article),
        )
        for instrument, article in draft.articles
        if (instrument, article) not in articles()
    )
    return faults


def _place_faults(draft: ActivityDraft) -> list[Fault]:
    """Return the faults of the beneficiaries and the places of participants."""
    faults = whole_share_faults("beneficiaries", draft.beneficiaries)
    named = {
        cell_name("beneficiaries", row, "code"): share.code
        for row, share in enumerate(draft.beneficiaries)
    } | {
        cell_name("participants", row, "place"): count.place
        for row, count in enumerate(draft.participants)
        if count.place
    }
    faults.extend(
        Fault(field, no_place(code)) for field, code in named.items() if code not in places()
    )
    return faults


def _tool_faults(draft: ActivityDraft, known: KnownActivityCodes) -> list[Fault]:
    """Return the faults of the tools."""
    shares = [Share(item.tool, item.share_bp) for item in draft.tools]
    faults = partial_share_faults("tools", shares)
    faults.extend(
        Fault(
            cell_name("tools", row, "tool"),
            say("no tool has the code '%(code)s'", code=item.tool)
            if item.tool.strip()
            else say("choose a tool"),
        )
        for row, item in enumerate(draft.tools)
        if item.tool not in known.tools
    )
    seen = set()
    for row, item in enumerate(draft.tools):
        if (item.tool, item.use) in seen:
            why = say("a tool stands twice with the same use")
            faults.append(Fault(cell_name("tools", row, "use"), why))
        seen.add((item.tool, item.use))
    return faults
