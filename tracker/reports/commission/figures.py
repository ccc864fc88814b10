"""The figures of the report as plain values: what its sections say, and nothing else.

Amounts are US cents. None is a number that nobody knows, or that is not shown; of the period
before, that there is none.
"""

from dataclasses import dataclass, field
from datetime import date

from tracker.assistance.dissemination_counts import UnitCounts
from tracker.assistance.small_counts import CountRow
from tracker.reference.adherence_changes import LateDeposit
from tracker.reports.content.blocks import ReportChart
from tracker.reports.content.texts import Text
from tracker.resolution.paragraph_content import CommissionContent
from tracker.totals.balance_flows import BalanceFlows


@dataclass(frozen=True, slots=True)
class MoneyOfPeriod:
    """What was pledged, received, spent and charged in a period, and its opening and closing."""

    pledged: int
    received: int
    spent: int
    support_cost: int
    flows: BalanceFlows

    @property
    def is_empty(self) -> bool:
        """Whether there was no money in the period, nor before it."""
        own = (self.pledged, self.received, self.spent, self.support_cost)
        return not any((*own, self.flows.opening_minor, self.flows.closing_minor))


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """The money of a code in a period, and what was received in the period before.

    `contributions` are those of a group of contributions.
    """

    code: str
    name: Text
    pledged: int
    received: int
    spent: int
    received_before: int | None
    contributions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenContribution:
    """The money of a contribution in a period, with its donor and terms."""

    reference: str
    donor: Text
    earmarking: Text
    financing: Text | None
    pledged: int
    received: int
    spent: int


@dataclass(frozen=True, slots=True)
class FundsEnding:
    """The contributions whose period of use ends soon, or is over, and what is left to allocate."""

    until: date
    contributions: int = 0
    amount: int = 0
    over: int = 0


@dataclass(frozen=True, slots=True)
class Resources:
    """The money of the account."""

    now: MoneyOfPeriod
    before: MoneyOfPeriod | None
    by_donor: tuple[MoneyRow, ...]
    by_earmarking: tuple[MoneyRow, ...]
    by_financing: tuple[MoneyRow, ...]
    contributions: tuple[GivenContribution, ...]
    ending: FundsEnding
    charts: tuple[ReportChart, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkRow:
    """The activities of an instrument or a region, the people and States, and what was spent."""

    code: str
    name: Text
    activities: int
    people: CountRow | None
    states: int
    spent: int


@dataclass(frozen=True, slots=True)
class KindRow:
    """The number of activities of a type, and of the period before."""

    code: str
    name: Text
    activities: int
    before: int | None


@dataclass(frozen=True, slots=True)
class WorkOfPeriod:
    """Activities under way, the people counted and the States named as beneficiaries."""

    activities: int
    people: CountRow
    states: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing was under way and nobody was counted."""
        return not self.activities and self.people.total == 0


@dataclass(frozen=True, slots=True)
class RequestsReceived:
    """The requests of States received in the period that the public may see."""

    received: int = 0
    without: int = 0


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity: under way in the period, or with money in it."""

    code: str
    title: Text
    type: Text | None
    starts_on: date | None
    ends_on: date | None
    people: int | None
    spent: int


@dataclass(frozen=True, slots=True)
class IndicatorsMeasured:
    """Indicators of the activities of a period: measured by its end, of these with a target."""

    measured: int = 0
    with_target: int = 0
    reached: int = 0


@dataclass(frozen=True, slots=True)
class Assistance:
    """The assistance of the period."""

    now: WorkOfPeriod
    before: WorkOfPeriod | None
    kinds: tuple[KindRow, ...]
    by_instrument: tuple[WorkRow, ...]
    by_region: tuple[WorkRow, ...]
    requests: RequestsReceived
    activities: tuple[ActivityRow, ...]
    indicators: IndicatorsMeasured = field(default_factory=IndicatorsMeasured)


@dataclass(frozen=True, slots=True)
class ToolOfPeriod:
    """A tool: how many activities worked with it, and how it was disseminated."""

    code: str
    title: str
    activities: int
    disseminated: UnitCounts


CodedUnits = tuple[str, Text, UnitCounts]
"""What was disseminated by a code, with its name."""


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools of the period, by tool, and by means and language of their dissemination."""

    now: UnitCounts
    before: UnitCounts | None
    by_tool: tuple[ToolOfPeriod, ...]
    by_means: tuple[CodedUnits, ...]
    by_language: tuple[CodedUnits, ...] = ()


@dataclass(frozen=True, slots=True)
class CommissionFigures:
    """All figures of the report."""

    content: CommissionContent
    late: tuple[LateDeposit, ...]
    assistance: Assistance
    tools: Tools
    resources: Resources
