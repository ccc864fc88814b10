"""The list of activities by paragraph, publication and time, as pages and home count them."""

import random
from datetime import date, timedelta

from sqlmodel import Session

from tests.api.accounts import fill
from tracker.assistance.activities import add_activities
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.activity_list import list_activities
from tracker.assistance.activity_pace import ActivityProgress, Pace, pace_of
from tracker.assistance.states import PublicationState
from tracker.db import transaction
from tracker.listing import FilterChoice, ListQuery
from tracker.periods import today
from tracker.reference.codes import ActivityStatus, ActivityType

MANY = 200


def some_day(chance: random.Random) -> date | None:
    """Return no day, or one around today."""
    days = chance.randint(-9, 9)
    return None if days == -9 else today() + timedelta(days=days)


def drafts(chance: random.Random) -> list[ActivityDraft]:
    found = []
    for number in range(MANY):
        first, last = some_day(chance), some_day(chance)
        if first is None or (last is not None and last < first):
            last = None
        found.append(
            ActivityDraft(
                f"N-{number}", "Some", "GLO1", ActivityType.TRAINING,
                chance.choice(list(ActivityStatus)), planned_start=first, planned_end=last,
                paragraphs=tuple(sorted(chance.sample((3, 5, 6), k=chance.randint(0, 2)))),
                publication=chance.choice(list(PublicationState)),
            )
        )  # fmt: skip
    return found


def codes(session: Session, **chosen: str) -> set[str]:
    query = ListQuery(chosen=tuple(FilterChoice(*one) for one in chosen.items()), size=1000)
    rows = list_activities(session, query, unpublished=True).rows
    return {one.code for one in rows if one.code.startswith("N-")}


def test_each_filter_leaves_what_the_rule_says(session: Session) -> None:
    fill(session)
    made = drafts(random.Random(12))
    with transaction(session):
        add_activities(session, made, "ana")
    for pace in (Pace.OVERDUE, Pace.WAITING):
        expected = {
            one.code
            for one in made
            if pace_of(
                ActivityProgress(one.status, one.planned_start, one.planned_end, 0, 0), today()
            )
            is pace
        }
        assert expected
        assert codes(session, pace=pace.value) == expected
    expected = {one.code for one in made if 5 in one.paragraphs}
    assert codes(session, paragraph="5") == expected
    for state in PublicationState:
        expected = {one.code for one in made if one.publication is state}
        assert codes(session, publication=state.value) == expected
    assert codes(session, pace="nonsense") == set()
