"""The real technical assistance tools, and invented events by which they reach readers."""

from datetime import date

from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.states import DisseminationKind
from tracker.assistance.tools import DisseminationDraft, ToolDraft
from tracker.reference.codes import ToolKind
from tracker.reference.data_files import read_table
from tracker.reference.instruments import Instrument
from tracker.sample.chance import Chance
from tracker.sample.story import LAST_DAY, years

ON_THE_WEB = frozenset({ToolKind.DATABASE, ToolKind.PORTAL, ToolKind.DIRECTORY, ToolKind.SOFTWARE})


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
    """Return launches, trainings that used a tool, copies handed out and yearly downloads."""
    drafts = [*_by_activities(chance, activities), *_by_themselves(chance, tools)]
    return sorted(drafts, key=lambda draft: (draft.held_on, draft.tool, draft.kind))


def _by_activities(chance: Chance, activities: list[ActivityDraft]) -> list[DisseminationDraft]:
    """Return the events that belong to activities."""
    return [
        DisseminationDraft(
            share.tool,
            chance.one_of((DisseminationKind.TRAINING, DisseminationKind.COPIES), (3, 1)),
            activity.actual_start,
            chance.randint(15, 300),
            activity.beneficiaries[0].code if activity.beneficiaries else "",
            activity.code,
        )
        for activity in activities
        if activity.actual_start is not None
        for share in activity.tools
    ]


def _by_themselves(chance: Chance, tools: list[ToolDraft]) -> list[DisseminationDraft]:
    """Return launches, and the downloads of each year, which rose when travel stopped."""
    drafts = []
    for tool in tools:
        first = max(tool.year or years()[0].year, years()[0].year)
        if tool.year and tool.year >= years()[0].year:
            day = chance.day(date(tool.year, 3, 1), date(tool.year, 11, 30))
            drafts.append(
                DisseminationDraft(tool.code, DisseminationKind.LAUNCH, day, note="Presentation")
            )
        level = 2_400 if tool.kind in ON_THE_WEB else 500
        for year in range(first, LAST_DAY.year):
            rise = (1 + 0.12 * (year - first)) * (1.7 if year in {2020, 2021} else 1)
            drafts.append(
                DisseminationDraft(
                    tool.code,
                    DisseminationKind.DOWNLOADS,
                    date(year, 12, 31),
                    round(chance.size(level * rise, 0.3)),
                )
            )
    return drafts
