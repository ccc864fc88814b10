"""The content on operative paragraphs as plain values: what pages, the API and documents show.

Codes are those of the record, amounts are US cents. None is a number that is not shown, because it
would tell a small count of people, or one that nobody knows. Nothing here is added up over
paragraphs: an activity counts whole under each that it answers.
"""

from dataclasses import dataclass, field
from datetime import date

from tracker.assistance.dissemination_counts import UnitCounts
from tracker.assistance.small_counts import DistinctStatus
from tracker.assistance.states import ProgrammeKind
from tracker.fund.states import ContributionKind, ContributionSource
from tracker.reference.adherence_codes import Action
from tracker.reference.codes import ActivityStatus, ActivityType, Theme
from tracker.reference.instruments import Instrument


@dataclass(frozen=True, slots=True)
class ReportedDays:
    """The days of a period; `first` is None from the beginning. `since` is a session's code."""

    first: date | None
    last: date
    session: str = ""
    since: str = ""


@dataclass(frozen=True, slots=True)
class PeopleReached:
    """People counted, and without double counting where that can be said."""

    participations: int | None = 0
    distinct: int | None = 0
    status: DistinctStatus = DistinctStatus.GIVEN


@dataclass(frozen=True, slots=True)
class ParagraphFigures:
    """The figures of a paragraph in one period.

    `activities` were under way in it; `tools` were worked with or disseminated.
    """

    activities: int = 0
    people: PeopleReached = PeopleReached()
    tools: int = 0
    disseminated: UnitCounts = field(default_factory=UnitCounts)
    allocated_minor: int = 0
    spent_minor: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done, nobody was counted, and no money moved."""
        return self == ParagraphFigures()


@dataclass(frozen=True, slots=True)
class ParagraphActivity:
    """An activity of a paragraph: under way in the period, or with money or people in it.

    The code "-" stands for all activities that are not published, of which the money alone is
    shown. `also_under` are its other paragraphs.
    """

    code: str
    title: str
    type: ActivityType | None
    status: ActivityStatus | None
    starts_on: date | None
    ends_on: date | None
    under_way: bool
    also_under: tuple[int, ...]
    people: int | None
    allocated_minor: int
    spent_minor: int


@dataclass(frozen=True, slots=True)
class KindOfWork:
    """The number of activities of a type that were under way."""

    type: ActivityType
    activities: int
    before: int | None


@dataclass(frozen=True, slots=True)
class KindOfProgramme:
    """The number of activities under way in programmes of a kind."""

    kind: ProgrammeKind
    activities: int
    before: int | None


@dataclass(frozen=True, slots=True)
class ToolReached:
    """A tool: how many activities under way worked with it, and how it was disseminated."""

    code: str
    title: str
    activities: int
    disseminated: UnitCounts
    before: UnitCounts | None


@dataclass(frozen=True, slots=True)
class ThemeFigures:
    """The figures of a theme in one period; `codes` are its activities with work or money."""

    activities: int = 0
    allocated_minor: int = 0
    spent_minor: int = 0
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThemeWork:
    """A theme of paragraph 3 with its articles: activities on it, under whichever paragraph."""

    theme: Theme
    articles: tuple[str, ...]
    now: ThemeFigures
    before: ThemeFigures | None


@dataclass(frozen=True, slots=True)
class PartiesOfInstrument:
    """The parties to an instrument at the start and at the end of the period.

    `joined` consented in it, `joined_before` in the period before; None where the record of
    adherence does not reach so far.
    """

    instrument: Instrument
    at_start: int | None
    at_end: int | None
    joined: int | None
    joined_before: int | None


@dataclass(frozen=True, slots=True)
class JoinedParty:
    """A party that joined in the period, and the activities that had named it on the instrument."""

    instrument: Instrument
    party: str
    dated_on: date
    action: Action
    known_on: date
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdherenceReported:
    """Adherence in the period: counts, new parties, States that were assisted and not yet party.

    `as_at` is the last day of the record of adherence within the period, which may end later;
    `is_beyond` says that it does.
    """

    as_at: date
    known_at: date
    is_beyond: bool
    instruments: tuple[PartiesOfInstrument, ...]
    joined: tuple[JoinedParty, ...]
    assisted_not_party: int | None

    @property
    def is_known(self) -> bool:
        """Whether the period has days that the record of adherence covers."""
        return any(one.at_end is not None for one in self.instruments)


@dataclass(frozen=True, slots=True)
class NeedsStated:
    """Requests of States received in a period, and how many of those are planned or answered."""

    received: int = 0
    planned: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True)
class ContributionsGiven:
    """What was pledged and received of one kind from one source; kinds are never added up."""

    kind: ContributionKind
    source: ContributionSource
    pledged_minor: int
    received_minor: int
    pledged_before_minor: int | None
    received_before_minor: int | None


@dataclass(frozen=True, slots=True)
class ParagraphContent:
    """What was done on one operative paragraph in a period, with the period before beside it.

    `asks_the_office` holds of paragraphs addressed to UNODC or to the Secretariat. The parts that
    a paragraph does not have are empty or None; `keeps_reports` is false where the paragraph is
    about reports, which are listed from their register and are not part of this.
    """

    number: int
    who: str
    action: str
    text: str
    asks_the_office: bool
    now: ParagraphFigures
    before: ParagraphFigures | None
    activities: tuple[ParagraphActivity, ...] = ()
    kinds: tuple[KindOfWork, ...] = ()
    programmes: tuple[KindOfProgramme, ...] = ()
    tools: tuple[ToolReached, ...] = ()
    themes: tuple[ThemeWork, ...] = ()
    adherence: AdherenceReported | None = None
    needs: NeedsStated | None = None
    needs_before: NeedsStated | None = None
    contributions: tuple[ContributionsGiven, ...] = ()
    keeps_reports: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing on record was done on it in the period."""
        own = (self.themes, self.contributions, self.adherence)
        return self.now.is_empty and not self.activities and not any(own)

    @property
    def stands_out(self) -> bool:
        """Whether it asks the Office or the Secretariat for something, and nothing is there."""
        return self.asks_the_office and self.is_empty


@dataclass(frozen=True, slots=True)
class CommissionContent:
    """What was done on the operative paragraphs of the resolution in a period."""

    period: ReportedDays
    before: ReportedDays | None
    paragraphs: tuple[ParagraphContent, ...]
