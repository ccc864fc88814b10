"""Answers about activities and programmes."""

from datetime import date

from pydantic import Field

from tracker.api.answers import Answer, PageAnswer
from tracker.api.contribution_schemas import Total, Use, Withdrawal
from tracker.api.files import FileOfRecord
from tracker.api.titles import LANG, TextsAnswer, TitledAnswer, TitleField
from tracker.assistance.states import ProgrammeKind, PublicationState, ResultCounting, ToolUse
from tracker.assistance.title_book import TitledKind
from tracker.reference.codes import ActivityStatus, ActivityType, ParticipantFunction, Theme
from tracker.reference.instruments import Instrument
from tracker.reference.languages import TextLanguage

OF_ACTIVITY = (
    TitleField("title", "code", TitledKind.ACTIVITY),
    TitleField("programme_title", "programme", TitledKind.PROGRAMME),
)
"""The titles of an activity: its own, and that of its programme."""


class Share(Answer):
    """A part of an activity."""

    code: str = Field(
        description="An instrument; or a State (alpha-3), a region (M49) or 001, the world."
    )
    share_bp: int = Field(description="Basis points; the shares add up to 10,000.")


class Activity(TitledAnswer):
    """An activity in a list."""

    TITLES = OF_ACTIVITY

    code: str
    title: str
    title_lang: TextLanguage | None = Field(None, description=LANG)
    programme: str
    programme_title: str
    programme_title_lang: TextLanguage | None = Field(None, description=LANG)
    type: ActivityType
    status: ActivityStatus
    start: date | None = Field(description="The actual date where it is known, else the planned.")
    end: date | None = Field(description="The actual date where it is known, else the planned.")
    venue: str
    budget_minor: int | None = Field(description="US cents.")
    instruments: list[Share]
    beneficiaries: list[Share]


class ActivityPage(PageAnswer[Activity]):
    """A page of activities."""


class ToolShare(Answer):
    """The use of a tool by an activity."""

    tool: str
    use: ToolUse
    share_bp: int = Field(description="Of the activity's cost, in basis points.")


class ParticipantCount(Answer):
    """People of one function from one place, and how many of them were counted before.

    Null is a number that is not shown: fewer than five people, or what would tell of so few.
    """

    function: ParticipantFunction
    place: str
    women: int | None
    men: int | None
    girls: int | None
    boys: int | None
    unspecified: int | None
    counted_on: date | None = Field(description="The day of the count, where it is known.")
    women_before: int | None = Field(description="Of the women, those who were counted before.")
    men_before: int | None
    girls_before: int | None
    boys_before: int | None
    unspecified_before: int | None
    counted_before: int | None = Field(description="Of all of them, those counted before.")
    before_activity: str = Field(description="The activity in which they were counted before.")
    before_programme: str = Field(description="Or the programme.")


class Participants(Answer):
    """People by sex, with and without those in an earlier count too, here or elsewhere."""

    women: int | None
    men: int | None
    girls: int | None
    boys: int | None
    unspecified: int | None
    counted_before: int | None
    with_double_counting: int | None
    without_double_counting: int | None = Field(
        description="All of them less those counted before. It is null in `/people?by=activity` "
        "where somebody was counted before in another activity, and is one of this one's as well."
    )
    suppressed: bool = Field(description="Whether numbers are not shown.")


class Result(Answer):
    """An indicator with its baseline and target, and its actual value for a period.

    Numbers by sex are left out where one is of fewer than five people, for who sees no such ones.
    """

    indicator: str
    unit: str
    baseline: int | None
    target: int | None
    actual: int | None
    measured_on: date | None = Field(description="The last day of the period.")
    counting: ResultCounting = Field(description="What several periods make in all.")
    period_start: date | None
    period_target: int | None
    actual_women: int | None
    actual_men: int | None
    actual_unspecified: int | None
    evidence: str
    evidence_url: str
    lowered_because: str = Field(description="Why the value is lower than one before it.")


class IndicatorInAll(Answer):
    """An indicator with its value in all: the newest one, or that of its periods added up."""

    indicator: str
    unit: str
    baseline: int | None
    target: int | None
    counting: ResultCounting
    actual: int | None
    first: date | None
    last: date | None
    reached: bool | None


class Article(Answer):
    """An article that an activity helps to implement."""

    instrument: Instrument
    article: str


class DocumentOfActivity(Answer):
    """A document about an activity."""

    title: str
    symbol: str
    url: str


class WithdrawnResult(Withdrawal, Result):
    """An indicator that was withdrawn."""


class WithdrawnActivityDocument(Withdrawal, DocumentOfActivity):
    """A document about an activity that was withdrawn."""


class ActivityMoney(Answer):
    """The money of an activity in US cents; the contributions add up to the total."""

    total: Total
    contributions: list[Use]


class ActivityDetail(TextsAnswer):
    """An activity with all its parts."""

    TITLES = OF_ACTIVITY

    code: str
    programme: str
    programme_title: str
    programme_title_lang: TextLanguage | None = Field(None, description=LANG)
    type: ActivityType
    status: ActivityStatus
    planned_start: date | None
    planned_end: date | None
    actual_start: date | None
    actual_end: date | None
    budget_minor: int | None = Field(description="US cents.")
    venue: str
    evaluation: str
    instruments: list[Share]
    beneficiaries: list[Share]
    tools: list[ToolShare]
    participants: Participants
    participant_counts: list[ParticipantCount]
    results: list[Result]
    indicators: list[IndicatorInAll]
    partners: list[str]
    articles: list[Article]
    paragraphs: list[int] = Field(description="Operative paragraphs of the resolution.")
    themes: list[Theme] = Field(description="Themes of operative paragraph 3.")
    proposed_themes: list[Theme] = Field(description="Those that its articles are about.")
    publication: PublicationState
    requests: list[str] = Field(description="Codes of the requests that it answers.")
    documents: list[DocumentOfActivity]
    files: list[FileOfRecord]
    withdrawn_results: list[WithdrawnResult]
    withdrawn_documents: list[WithdrawnActivityDocument]
    money: ActivityMoney


class Programme(TitledAnswer):
    """A programme in a list."""

    TITLES = (TitleField("title", "code", TitledKind.PROGRAMME),)

    code: str
    title: str
    title_lang: TextLanguage | None = Field(None, description=LANG)
    kind: ProgrammeKind
    place: str = Field(description="A State (alpha-3) or region (M49), or empty.")
    starts_on: date | None
    ends_on: date | None
    activities: int
    budget_minor: int = Field(description="The budgets of its activities in US cents.")


class ProgrammePage(PageAnswer[Programme]):
    """A page of programmes."""
