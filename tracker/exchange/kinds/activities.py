"""Sheets of activities, and of projects that are paid out of a programme's contributions."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from tracker.assistance.activity_drafts import ActivityDraft, activity_faults
from tracker.assistance.activity_parts import known_numbers
from tracker.assistance.recorded_activities import activities_on_file
from tracker.assistance.states import PublicationState
from tracker.errors import Fault
from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn, values_of
from tracker.exchange.funding import fund_from_programmes
from tracker.exchange.import_context import ImportContext
from tracker.exchange.kinds.activity_lists import (
    articles,
    paragraphs,
    shares,
    tool_shares,
)
from tracker.exchange.kinds.activity_outcomes import columns as outcome_columns
from tracker.exchange.kinds.activity_outcomes import outcomes
from tracker.exchange.kinds.activity_publication import (
    add_and_tell,
    change_and_move,
    move_and_hand_in,
    named_state,
    publication_faults,
    waits_for_approver,
)
from tracker.exchange.kinds.text_columns import text_columns, texts_in_cells
from tracker.exchange.ledger_columns import sure_column
from tracker.exchange.mapped_rows import MappedRow
from tracker.exchange.profile_programmes import add_profile_programmes
from tracker.exchange.repository import (
    Candidate,
    Field,
    Repository,
    apply_candidates,
    read_candidates,
    read_fields,
)
from tracker.fund.record_changes.activity_change import ACTIVITIES
from tracker.money import USD
from tracker.reference.codes import ActivityStatus, ActivityType, Theme
from tracker.reference.place_names import place_code
from tracker.words import say

FIELDS: dict[str, Field[Any]] = {
    "code": Field("code", lambda cells: cells.text("code", 60, required=True)),
    "title": Field("title", lambda cells: cells.text("title", 1000, required=True)),
    "programme": Field("programme", lambda cells: cells.text("programme", 60, required=True)),
    "type": Field("type", lambda cells: cells.choice("type", ActivityType)),
    "status": Field("status", lambda cells: cells.choice("status", ActivityStatus)),
    "description": Field("description", lambda cells: cells.text("description")),
    "planned_start": Field("planned_start", lambda cells: cells.day("planned_start")),
    "planned_end": Field("planned_end", lambda cells: cells.day("planned_end")),
    "actual_start": Field("actual_start", lambda cells: cells.day("actual_start")),
    "actual_end": Field("actual_end", lambda cells: cells.day("actual_end")),
    "budget_minor": Field("budget", lambda cells: cells.amount("budget", USD)),
    "venue": Field("venue", lambda cells: cells.text("venue", 300)),
    "evaluation": Field("evaluation", lambda cells: cells.text("evaluation")),
    "instruments": Field("instruments", lambda cells: shares(cells, "instruments")),
    "beneficiaries": Field(
        "beneficiaries", lambda cells: shares(cells, "beneficiaries", place_code)
    ),
    "tools": Field("tools", lambda cells: tool_shares(cells, "tools")),
    "partners": Field("partners", lambda cells: tuple(sorted(set(cells.items("partners"))))),
    "articles": Field("articles", lambda cells: articles(cells, "articles")),
    "paragraphs": Field("paragraphs", lambda cells: paragraphs(cells, "paragraphs")),
    "requests": Field("requests", lambda cells: tuple(sorted(set(cells.items("requests"))))),
    "themes": Field("themes", lambda cells: tuple(sorted(set(cells.choices("themes", Theme))))),
    "publication": Field(
        "publication", lambda cells: cells.choice("publication", PublicationState)
    ),
}
"""The columns of a draft's own fields; what `publication` names is read by its own rule."""
READ = {name: field for name, field in FIELDS.items() if name != "publication"}


def columns() -> tuple[SheetColumn, ...]:
    """Return the columns of a sheet of activities."""
    lists = (*_list_columns(), *text_columns())
    return (*_own_columns(), *lists, *outcome_columns(), sure_column())


def apply(context: ImportContext, rows: Sequence[MappedRow]) -> None:
    """Add and change activities; fund them from their programme where the profile says so."""
    session = context.session
    add_profile_programmes(context, {row.values.get("programme", "") for row in rows})
    named = {row.values.get("code", "") for row in rows}
    codes = known_numbers(session).codes().with_activities(named)
    on_file = activities_on_file(session, named)
    repository = Repository(
        make=ActivityDraft,
        on_file=on_file,
        faults=lambda draft: [
            *activity_faults(draft, codes),
            *publication_faults(context, on_file.get(draft.code), draft),
        ],
        add=partial(add_and_tell, context),
        change=partial(change_and_move, context, on_file),
        waits=None if context.approver else partial(waits_for_approver, session, on_file),
        hand_in=partial(move_and_hand_in, context, on_file),
        ask=partial(ACTIVITIES.questions, session),
    )
    fields = partial(_fields, context, on_file)
    things = read_candidates(context, rows, "code", repository, fields)
    things = _refuse_unfounded(context, things)
    apply_candidates(context, things, repository)
    taken = [one for one in things if not context.counters.is_refused(one.row)]
    for one in taken:
        if one.draft.budget_minor:
            context.counters.sum_up(one.row, USD, one.draft.budget_minor)
    if context.section.fund_from:
        fund_from_programmes(context, [(one.row, one.draft) for one in taken])


def _refuse_unfounded(context: ImportContext, things: Sequence[Candidate]) -> list[Candidate]:
    """Refuse rows whose people were counted before in an activity that another row fails to add."""
    activities = known_numbers(context.session).activities
    left = list(things)
    while True:
        added = {one.key for one in left}
        missing = {
            one.key: code
            for one in left
            for code in (count.before_activity for count in one.draft.participants)
            if code and code not in added and code not in activities
        }
        if not missing:
            return left
        for one in left:
            if one.key in missing:
                why = say("no activity has the code '%(code)s'", code=missing[one.key])
                context.refuse(one.row, [Fault("before_activity", why)])
        left = [one for one in left if one.key not in missing]


def _fields(
    context: ImportContext, on_file: Mapping[str, ActivityDraft], cells: Cells
) -> dict[str, Any]:
    """Read the fields that the sheet has; a count of people and a result are several columns."""
    before = on_file.get(cells.raw("code"))
    state = {"publication": named_state(context, before, cells)}
    texts = texts_in_cells(cells, before)
    return read_fields(cells, READ) | outcomes(cells, before) | state | texts


def _own_columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("code", say("its code, which never changes"), True, "ACT-2024-031", key=True),
        SheetColumn("title", say("what it is called"), True, say("Training of prosecutors")),
        SheetColumn("programme", say("the code of its programme"), True, "NAT-KEN"),
        SheetColumn(
            "type", say("what kind of assistance"), True, "training", values_of(ActivityType)
        ),
        SheetColumn(
            "status", say("how far it has come"), True, "implementation", values_of(ActivityStatus)
        ),
        SheetColumn("description", say("what is done")),
        SheetColumn("planned_start", say("first day as planned"), example="2024-03-01"),
        SheetColumn("planned_end", say("last day as planned"), example="2024-03-05"),
        SheetColumn("actual_start", say("first day as it happened"), example="2024-03-01"),
        SheetColumn("actual_end", say("last day as it happened"), example="2024-03-05"),
        SheetColumn("budget", say("its budget in US dollars"), example="125000.00"),
        SheetColumn("venue", say("where it is held"), example=say("Nairobi")),
        SheetColumn("evaluation", say("what an evaluation said")),
    )


def _list_columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(
            "instruments", say("instruments with shares in per cent"), example="TIP 60; SOM 40"
        ),
        SheetColumn(
            "beneficiaries",
            say("States (alpha-3), regions (M49) or 001 for all, with shares in per cent"),
            example="KEN 50; UGA 50",
        ),
        SheetColumn(
            "tools",
            say("tools, what was done with them, and their share of the cost in per cent"),
            example="TOOL-MLA-2012 used 10",
        ),
        SheetColumn("partners", say("who carries it out, parted by ;")),
        SheetColumn(
            "articles", say("the articles that it helps to implement"), example="UNTOC 16; TIP 6"
        ),
        SheetColumn("paragraphs", say("operative paragraphs of the resolution"), example="5; 6"),
        SheetColumn("requests", say("codes of the requests that it answers, parted by ;")),
        SheetColumn(
            "themes",
            say("themes of operative paragraph 3, parted by ;"),
            False,
            "extradition; corruption",
            values_of(Theme),
        ),
        SheetColumn(
            "publication",
            say("who sees it: everybody what is published, staff alone the rest"),
            False,
            "published",
            values_of(PublicationState),
        ),
    )
