"""The subjects of the trail of changes, and what a change of each can alter."""

from enum import Enum, StrEnum
from typing import Self


class Effect(Enum):
    """The effect of a change on the record."""

    NOTHING = 0  # no fact and no figure: accounts of users, and notes about what stands elsewhere
    PAGES = 1  # what some pages show, and neither fact nor figure: what is asked for, not decided
    FACTS = 2  # what pages and answers show, and no total
    FIGURES = 3  # totals, or what they are broken down by, and so facts too


class Subject(StrEnum):
    """The subject of a change in the trail, with its effect; the value is the trail's text."""

    effect: Effect

    def __new__(cls, text: str, effect: Effect) -> Self:
        """Make a member of its text, and keep its effect."""
        member = str.__new__(cls, text)
        member._value_ = text
        member.effect = effect
        return member

    USER = "person", Effect.NOTHING  # a user: added, signed out, moved to another donor
    IMPORT = "import", Effect.NOTHING  # a sheet was applied; its rows stand under what they changed
    RECORD = "record", Effect.NOTHING  # the whole record: what migrations changed, and its seals
    SAMPLE = "sample", Effect.FIGURES  # the illustrative account, or one of a benchmark
    DONOR = "donor", Effect.FIGURES  # a donor, its names, spellings, contacts and merges
    CONTRIBUTION = "contribution", Effect.FIGURES  # the terms and the state of a contribution
    PROGRAMME = "programme", Effect.FIGURES  # a programme
    ACTIVITY = "activity", Effect.FIGURES  # an activity and its shares
    ACTIVITY_REVISION = "activity_revision", Effect.PAGES  # what waits to be changed of an activity
    TOOL = "tool", Effect.FIGURES  # a tool
    DISSEMINATION = "dissemination", Effect.FACTS  # an event by which a tool reached its readers
    ADHERENCE = "adherence", Effect.FIGURES  # a signature, or a consent to be bound
    SESSION = "session", Effect.FIGURES  # a session that sets the days of figures
    ASSISTANCE_REQUEST = "request", Effect.FACTS  # a State's request for assistance
    EXCHANGE_RATE = "exchange_rate", Effect.FACTS  # one exchange rate
    EXCHANGE_RATES = "exchange_rates", Effect.FACTS  # several rates, by their number
    APPROVAL_REQUEST = "approval_request", Effect.PAGES  # a request, and its decision
    ALLOCATION_ASK = "allocation_ask", Effect.PAGES  # an ask for money, and what became of it
    LEDGER_ACCOUNT = "ledger_account", Effect.FACTS  # days on which an account is below zero
    PERIOD = "period", Effect.FACTS  # a month or a year that was closed
    CERTIFIED_STATEMENT = "certified_statement", Effect.FACTS  # a certified statement
    CERTIFIED_FIGURE = "certified_figure", Effect.FACTS  # a figure of a statement
    REPORT = "report", Effect.PAGES  # a draft, its texts, its clearing and its issue
    FIGURE_EXPLANATION = "figure_explanation", Effect.FACTS  # what explains a mismatch


OF_THE_RECORD = frozenset(one for one in Subject if one.effect is not Effect.NOTHING)
"""Subjects whose changes move the version of pages."""
OF_DATA = frozenset(one for one in Subject if one.effect in {Effect.FACTS, Effect.FIGURES})
"""Subjects whose changes move the version of the data, and the moment of the last change."""
OF_TITLES = tuple(
    one.value
    for one in (Subject.ACTIVITY, Subject.PROGRAMME, Subject.TOOL, Subject.SAMPLE, Subject.RECORD)
)
"""Subjects whose changes can give a programme, an activity or a tool another title."""
OF_FIGURES = frozenset(one for one in Subject if one.effect is Effect.FIGURES)
"""Subjects whose changes can show in a total."""
