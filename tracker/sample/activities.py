"""The illustrative activities: what, for whom, where and when, and about what it costs."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from tracker.assistance.activity_drafts import ActivityDraft, ToolShare
from tracker.assistance.shares import Share
from tracker.assistance.states import ToolUse
from tracker.assistance.tools import ToolDraft
from tracker.reference.codes import ActivityStatus, ActivityType
from tracker.reference.data_files import read_table
from tracker.reference.instruments import Instrument
from tracker.reference.regions import WORLD
from tracker.sample import outcomes
from tracker.sample.chance import Chance, add_months
from tracker.sample.places import lies_in, region_for, states_of
from tracker.sample.story import (
    LAST_DAY,
    AssistanceTopic,
    Audience,
    ProgrammeProfile,
    Template,
    assisted,
    audiences,
    programme_profiles,
    subjects,
    templates,
    years,
)
from tracker.sample.titles import Setting, description_of, title_of, unlike_any

NO_TRAVEL = (date(2020, 3, 15), date(2021, 7, 31))
TOOLS = frozenset({ActivityType.TOOL_DEVELOPMENT, ActivityType.TOOL_DISSEMINATION})
PRACTICAL = frozenset(
    {ActivityType.EQUIPMENT, ActivityType.OPERATIONAL_SUPPORT, ActivityType.MENTORING}
)
REVIEW = frozenset({ActivityType.REVIEW_MEETING, ActivityType.REVIEW_SUPPORT})
FIELD_WEIGHTS = {
    ActivityType.TRAINING: 16, ActivityType.WORKSHOP: 8, ActivityType.MENTORING: 7,
    ActivityType.LEGISLATIVE_ASSISTANCE: 8, ActivityType.PRACTITIONER_EXCHANGE: 6,
    ActivityType.NEEDS_ASSESSMENT: 5, ActivityType.OPERATIONAL_SUPPORT: 7,
    ActivityType.EQUIPMENT: 4, ActivityType.RESEARCH: 3, ActivityType.AWARENESS_CAMPAIGN: 3,
    ActivityType.CIVIL_SOCIETY_OUTREACH: 4, ActivityType.PRIVATE_SECTOR_PARTNERSHIP: 2,
    ActivityType.CASE_LAW_DATABASE: 2, ActivityType.OTHER: 2,
}  # fmt: skip
DELAYS = 1.35  # how much longer an activity takes than it should
COSTS = 1.1  # what brings the activities in step with the money that comes in
CANCELLED_EVERY = 38  # one activity in so many is cancelled
SUSPENDED_EVERY = 8  # of those that go on, one in so many is suspended
EVERY = 12  # every twelfth activity is of the type that was chosen least


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    """An activity and about what it costs, in US cents; its budget follows from its funding."""

    draft: ActivityDraft
    cost_minor: int
    start: date
    end: date


def planned_activities(chance: Chance, tools: list[ToolDraft]) -> list[PlannedActivity]:
    """Return the activities of all years in the order of their start."""
    starts = sorted(
        chance.day(date(year.year, 8 if year.year == FIRST else 1, 1), date(year.year, 12, 20))
        for year in years()
        for _ in range(year.activities)
    )
    maker = _Maker(chance, tools)
    return [maker.make(number, start) for number, start in enumerate(starts, start=1)]


FIRST = years()[0].year


class _Maker:
    """Makes one activity after the other, minding what was chosen before."""

    def __init__(self, chance: Chance, tools: list[ToolDraft]) -> None:
        self._chance = chance
        self._tools = tools
        self._types: Counter[ActivityType] = Counter(dict.fromkeys(ActivityType, 0))
        self._states: Counter[str] = Counter()
        self._titles: set[str] = set()

    def make(self, number: int, start: date) -> PlannedActivity:
        """Make the activity that starts on the day."""
        chance = self._chance
        online = NO_TRAVEL[0] <= start <= NO_TRAVEL[1]
        programme, template = self._kind(number, start, online=online)
        self._types[template.type] += 1
        subject, audience = self._theme(programme, template.type)
        states = self._choose_states(programme, template)
        setting = Setting(
            template=template,
            programme=programme,
            subject=subject,
            audience=audience,
            states=states,
            region=region_for(programme, states[0]),
            tool=self._tool_for(subject.instrument),
            year=start.year,
            online=template.online or (online and template.type in FIELD_WEIGHTS),
        )
        length = max(3, round(chance.size(template.months * DELAYS, 0.3)))
        end = add_months(start, length)
        status = _status(number, start, end)
        draft = self._draft(number, setting, status, start, end)
        return PlannedActivity(draft, self._cost(template, len(states), length), start, end)

    def _cost(self, template: Template, states: int, months: int) -> int:
        """Say about what an activity costs, in US cents: more for many States and long work."""
        scale = (1 + 0.12 * (states - 1)) * (months / 8) ** 0.6
        return round(self._chance.size(template.cost_thousands * 1_000_00 * scale * COSTS, 0.45))

    def _kind(self, number: int, start: date, *, online: bool) -> tuple[ProgrammeProfile, Template]:
        """Choose the programme and what kind of activity it is."""
        chance = self._chance
        running = [
            programme for programme in programme_profiles().values() if programme.starts <= start
        ]
        if number % EVERY == 0:
            wanted = min(self._types, key=lambda kind: (self._types[kind], kind))
            able = [
                programme for programme in running if wanted in (programme.types or FIELD_WEIGHTS)
            ]
            if able:
                return chance.one_of(able), self._template(wanted, online=online)
        programme = chance.one_of(running, [each.weight for each in running])
        kinds = programme.types or tuple(FIELD_WEIGHTS)
        weights = [FIELD_WEIGHTS.get(kind, 6) for kind in kinds]
        return programme, self._template(chance.one_of(kinds, weights), online=online)

    def _template(self, kind: ActivityType, *, online: bool) -> Template:
        """Choose a template, in times without travel rather one that works online."""
        own = [each for each in templates() if each.type is kind]
        weights = [8 if online and each.online else 1 if online else 3 for each in own]
        return self._chance.one_of(own, weights)

    def _theme(
        self, programme: ProgrammeProfile, kind: ActivityType
    ) -> tuple[AssistanceTopic, Audience]:
        """Choose the subject and the audience."""
        weights = range(len(programme.instruments) + 1, 1, -1)
        instrument = self._chance.one_of(programme.instruments, list(weights))
        subject = self._chance.one_of(
            [
                subject
                for subject in subjects()
                if subject.instrument is instrument and (subject.practical or kind not in PRACTICAL)
            ]
        )
        audience = self._chance.one_of([a for a in audiences() if instrument in a.instruments])
        return subject, audience

    def _choose_states(self, programme: ProgrammeProfile, template: Template) -> tuple[str, ...]:
        """Choose the States, rather those that were not assisted so far."""
        chance = self._chance
        own = states_of(programme.code)
        if len(own) == 1:
            return own
        first = min(own, key=lambda state: (self._states[state] + chance.random() * 2, state))
        region = region_for(programme, first)
        near = [state for state in own if state != first and lies_in(state, region)]
        if "{other}" in template.title:
            count = 1
        elif "{state}" in template.title:
            count = 0
        elif "{region}" in template.title:
            count = chance.randint(2, 6)
        else:
            count = chance.one_of((0, 1, 2, 3), (4, 3, 2, 1))
        near.sort(key=lambda state: (self._states[state] + chance.random() * 4, state))
        chosen = (first, *near[:count])
        self._states.update(chosen)
        return chosen

    def _tool_for(self, instrument: Instrument) -> ToolDraft:
        """Choose a tool of the instrument."""
        return self._chance.one_of([t for t in self._tools if instrument in t.instruments])

    def _draft(
        self, number: int, setting: Setting, status: ActivityStatus, start: date, end: date
    ) -> ActivityDraft:
        """Spell the activity out."""
        chance, template = self._chance, setting.template
        begun = status not in outcomes.NOT_BEGUN
        host = assisted()[setting.states[0]]
        venue = "Online" if setting.online else host.city
        if template.type in REVIEW:
            venue = "Vienna"
        on_subject = "{subject}" in template.title
        draft = ActivityDraft(
            code=f"ACT-{start.year}-{number:03}",
            title=unlike_any(title_of(setting), self._titles),
            programme=setting.programme.code,
            type=template.type,
            status=status,
            description=description_of(setting),
            planned_start=start,
            planned_end=end,
            venue=venue,
            instruments=self._instruments(setting),
            beneficiaries=self._beneficiaries(setting),
            tools=self._tool_shares(setting),
            results=outcomes.results(chance, template.type, status, end),
            partners=outcomes.partners(chance, setting.states),
            articles=setting.subject.articles if on_subject else (),
            paragraphs=paragraphs_of()[template.type] or (5,),
            participants=outcomes.participants(
                chance, template, setting.audience, setting.states, start, status
            ),
            evaluation=outcomes.evaluation(chance, status),
            documents=outcomes.documents(chance, status),
        )
        if not begun:
            return draft
        ended = end if end <= LAST_DAY and status in outcomes.DONE else None
        return replace(draft, actual_start=start, actual_end=ended)

    def _instruments(self, setting: Setting) -> tuple[Share, ...]:
        """Share the activity among instruments; the subject's own has the largest share."""
        chance = self._chance
        first = setting.subject.instrument
        others = [code for code in setting.subject.also if code is not first]
        if setting.template.type in TOOLS:
            others = [code for code in setting.tool.instruments if code is not first]
        elif setting.template.type in REVIEW:
            others = [code for code in Instrument if code is not first]
        elif chance.happens(0.3):
            others += [
                code
                for code in setting.programme.instruments
                if code is not first and code not in others
            ][: chance.randint(1, 2)]
        parts = sorted(chance.shares(1 + len(others)), reverse=True)
        return tuple(
            Share(code.value, part) for code, part in zip((first, *others), parts, strict=True)
        )

    def _beneficiaries(self, setting: Setting) -> tuple[Share, ...]:
        """Share the activity among its States, or give it to its region or the world."""
        chance = self._chance
        if setting.template.type in REVIEW or (
            setting.template.type in TOOLS and "{region}" not in setting.template.title
        ):
            return (Share(WORLD, 10_000),)
        if "{region}" in setting.template.title and chance.happens(0.12):
            return (Share(setting.region, 10_000),)
        if chance.happens(0.02):
            return ()
        parts = chance.shares(len(setting.states))
        return tuple(Share(state, part) for state, part in zip(setting.states, parts, strict=True))

    def _tool_shares(self, setting: Setting) -> tuple[ToolShare, ...]:
        """Say which tool was worked on or with, and what part of the cost it took."""
        chance, kind = self._chance, setting.template.type
        if kind is ActivityType.TOOL_DEVELOPMENT:
            new = (setting.tool.year or 0) >= setting.year - 1
            use = ToolUse.DEVELOPED if new else ToolUse.UPDATED
            return (ToolShare(setting.tool.code, use, 10_000),)
        if kind is ActivityType.TOOL_DISSEMINATION:
            return (ToolShare(setting.tool.code, ToolUse.DISSEMINATED, 10_000),)
        usual = (setting.tool.year or FIRST) <= setting.year and kind is not ActivityType.EQUIPMENT
        if usual and chance.happens(0.35):
            share = 100 * chance.randint(2, 15)
            return (ToolShare(setting.tool.code, ToolUse.USED, share),)
        return ()


def _status(number: int, start: date, end: date) -> ActivityStatus:
    """Say how far an activity is on the last day of the story."""
    if start > LAST_DAY or (start.year == LAST_DAY.year and number % 3 == 0):
        return ActivityStatus.PIPELINE
    if number % CANCELLED_EVERY == CANCELLED_EVERY // 2:
        return ActivityStatus.CANCELLED
    if end > LAST_DAY:
        stopped = number % SUSPENDED_EVERY == 0
        return ActivityStatus.SUSPENDED if stopped else ActivityStatus.IMPLEMENTATION
    closing = end > add_months(LAST_DAY, -9)
    return ActivityStatus.FINALISATION if closing else ActivityStatus.CLOSED


@cache
def paragraphs_of() -> dict[ActivityType, tuple[int, ...]]:
    """Return the paragraphs of the resolution that each type of activity answers."""
    return {
        ActivityType(row["code"]): tuple(map(int, row["paragraphs"].split()))
        for row in read_table("activity_types")
    }
