"""The real technical assistance tools, and invented events by which they reach readers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.disseminations import DisseminationDraft
from tracker.assistance.outcome_drafts import ParticipantCount
from tracker.assistance.states import DisseminationMeans, DisseminationUnit
from tracker.assistance.tools import ToolDraft
from tracker.reference.codes import ParticipantFunction, ToolKind
from tracker.reference.data_files import read_table
from tracker.reference.instruments import Instrument
from tracker.reference.regions import WORLD, children
from tracker.sample.chance import Chance
from tracker.sample.story import LAST_DAY, assisted, years

ON_THE_WEB = frozenset({ToolKind.DATABASE, ToolKind.PORTAL, ToolKind.DIRECTORY, ToolKind.SOFTWARE})
UNNUMBERED = "-"
"""The code of an event before all are numbered in the order of their days."""
MOST_READ = ("en", "fr", "es")


def tool_drafts() -> list[ToolDraft]:
    """Return the tools of data/tools.csv."""
    return [
        ToolDraft(
            code=row["code"],
            title=row["title"],
            kind=ToolKind(row["kind"]),
            year=int(row["year"]) if row["year"] else None,
            instruments=tuple(map(Instrument, row["instruments"].split())),
            languages=row["languages"],
            symbol=row["symbol"],
            source=row["source"],
            unsure=row["unsure"],
        )
        for row in read_table("tools")
    ]


def disseminations(
    chance: Chance, tools: list[ToolDraft], activities: list[ActivityDraft]
) -> list[DisseminationDraft]:
    """Return launches, trainings that used a tool, copies, mailings, answers and downloads."""
    spoken = {tool.code: tool.languages.split() or ["en"] for tool in tools}
    drafts = [
        *_by_activities(chance, spoken, activities),
        *_by_themselves(chance, spoken, tools),
        *_sent(chance, spoken, tools),
    ]
    ordered = sorted(
        drafts, key=lambda draft: (draft.held_on, draft.tool, draft.means, draft.language)
    )
    return [
        replace(draft, code=f"DIS-{draft.held_on.year}-{number:04}")
        for number, draft in enumerate(ordered, start=1)
    ]


def _by_activities(
    chance: Chance, spoken: dict[str, list[str]], activities: list[ActivityDraft]
) -> Iterator[DisseminationDraft]:
    """Yield the events that belong to activities: people trained with a tool, copies for them."""
    for activity in activities:
        if activity.actual_start is None:
            continue
        for share in activity.tools:
            people = chance.randint(15, 300)
            event = DisseminationDraft(
                UNNUMBERED,
                share.tool,
                DisseminationMeans.TRAINING,
                DisseminationUnit.PEOPLE,
                activity.actual_start,
                people,
                activity.beneficiaries[0].code if activity.beneficiaries else "",
                _language(chance, spoken[share.tool]),
                _audience(activity.participants),
                activity.code,
            )
            yield event
            if chance.happens(0.3):
                handed_out = chance.randint(people, 2 * people)
                copies = DisseminationMeans.COPIES, DisseminationUnit.COPIES
                yield replace(event, means=copies[0], unit=copies[1], number=handed_out)


def _by_themselves(
    chance: Chance, spoken: dict[str, list[str]], tools: list[ToolDraft]
) -> Iterator[DisseminationDraft]:
    """Yield launches, and the downloads of each year, which rose when travel stopped."""
    for tool in tools:
        first = max(tool.year or years()[0].year, years()[0].year)
        if tool.year and tool.year >= years()[0].year:
            yield DisseminationDraft(
                UNNUMBERED,
                tool.code,
                DisseminationMeans.LAUNCH,
                DisseminationUnit.PEOPLE,
                chance.day(date(tool.year, 3, 1), date(tool.year, 11, 30)),
                chance.randint(40, 220),
                "AUT",
                "en",
                ParticipantFunction.POLICY_OFFICIAL,
                note="Presentation",
            )
        level = 2_400 if tool.kind in ON_THE_WEB else 500
        for year in range(first, LAST_DAY.year):
            rise = (1 + 0.12 * (year - first)) * (1.7 if year in {2020, 2021} else 1)
            for language in spoken[tool.code]:
                part = 1.0 if language == "en" else 0.3
                yield DisseminationDraft(
                    UNNUMBERED,
                    tool.code,
                    DisseminationMeans.DOWNLOADS,
                    DisseminationUnit.DOWNLOADS,
                    date(year, 12, 31),
                    round(chance.size(level * rise * part, 0.3)),
                    language=language,
                )


def _sent(
    chance: Chance, spoken: dict[str, list[str]], tools: list[ToolDraft]
) -> Iterator[DisseminationDraft]:
    """Yield answers to requests, mailings to a region and tools that were shown at meetings."""
    regions = children(WORLD)
    for year in range(years()[0].year, LAST_DAY.year + 1):
        there = [tool for tool in tools if (tool.year or year) <= year]
        last = min(LAST_DAY, date(year, 12, 15))
        for means, unit, number, most in (
            (DisseminationMeans.REQUEST, DisseminationUnit.COPIES, 4, 25),
            (DisseminationMeans.MAILING, DisseminationUnit.COPIES, 2, 400),
            (DisseminationMeans.MEETING, DisseminationUnit.PEOPLE, 2, 180),
        ):
            for tool in chance.sample(there, min(number, len(there))):
                to_region = means is DisseminationMeans.MAILING
                yield DisseminationDraft(
                    UNNUMBERED,
                    tool.code,
                    means,
                    unit,
                    chance.day(date(year, 1, 15), last),
                    chance.randint(max(1, most // 10), most),
                    chance.one_of(regions if to_region else sorted(assisted())),
                    _language(chance, spoken[tool.code]),
                    chance.one_of(
                        (
                            ParticipantFunction.CENTRAL_AUTHORITY,
                            ParticipantFunction.PROSECUTOR,
                            ParticipantFunction.POLICY_OFFICIAL,
                            ParticipantFunction.NOT_SPECIFIED,
                        )
                    ),
                )


def _language(chance: Chance, spoken: list[str]) -> str:
    """Choose one of a tool's languages; those that most read are handed out most."""
    return chance.one_of(spoken, [3 if code in MOST_READ else 1 for code in spoken])


def _audience(counts: tuple[ParticipantCount, ...]) -> ParticipantFunction:
    """Return the function that most participants of an activity have."""
    people = [(sum(count[2:7]), count.function) for count in counts]
    return max(people)[1] if people else ParticipantFunction.NOT_SPECIFIED
