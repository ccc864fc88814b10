"""What is counted of activities comes out as it was known at any moment, after random edits."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from tests.api.accounts import fill
from tests.support.small_account import ACTOR
from tracker.assistance.activities import add_activities
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.activity_drafts import ActivityDraft
from tracker.assistance.counted_activities import CountedActivity, read_counted
from tracker.assistance.outcome_drafts import COUNTS, ParticipantCount, ResultDraft
from tracker.assistance.recorded_activities import find_activity, read_draft
from tracker.assistance.shares import Share
from tracker.db import transaction
from tracker.people.audit import moment_of_change
from tracker.reference.codes import ActivityStatus, ActivityType, ParticipantFunction

ROUNDS = 20
FUNCTIONS = (ParticipantFunction.JUDGE, ParticipantFunction.POLICE)


def counts(chance: Random, codes: list[str]) -> tuple[ParticipantCount, ...]:
    """Make counts of people, some of whom were counted before."""
    found = {}
    for _ in range(chance.randint(0, 3)):
        values: dict[str, Any] = {name: chance.randint(0, 9) for name in COUNTS}
        before: dict[str, Any] = {
            f"{name}_before": chance.randint(0, number) for name, number in values.items()
        }
        where: dict[str, Any] = {
            0: {},
            1: {"before_activity": chance.choice(codes)},
            2: {"before_programme": "GLO1"},
        }[chance.randint(0, 2) if any(before.values()) else 0]
        count = ParticipantCount(
            chance.choice(FUNCTIONS),
            chance.choice(("", "KEN")),
            counted_on=chance.choice((None, date(2022, chance.randint(1, 12), 1))),
            **values,
            **before,
            **where,
        )
        found[count.key] = count
    return tuple(found.values())


def edited(chance: Random, draft: ActivityDraft, codes: list[str]) -> ActivityDraft:
    """Change some of what is counted, or only the title."""
    choices: dict[str, Any] = {
        "title": f"Title {chance.randint(1, 9)}",
        "status": chance.choice(tuple(ActivityStatus)),
        "budget_minor": chance.choice((None, 1_000, 2_000)),
        "actual_end": chance.choice((None, date(2022, 6, 30))),
        "participants": counts(chance, codes),
        "results": tuple(
            ResultDraft(
                "Laws",
                "laws",
                0,
                9,
                chance.randint(1, 9),
                date(2022, month, 1),
                period_start=date(2022, month, 1),
                lowered_because=f"{chance.random()}",
            )
            for month in chance.sample(range(1, 13), chance.randint(0, 2))
        ),
        "beneficiaries": (Share(chance.choice(("KEN", "PER")), 10_000),),
        "type": chance.choice((ActivityType.TRAINING, ActivityType.WORKSHOP)),
    }
    taken = chance.sample(sorted(choices), chance.randint(1, 4))
    draft = replace(draft, actual_start=date(2022, 1, 1))
    return replace(draft, **{name: choices[name] for name in taken})


def known(session: Session, at: datetime | None = None) -> list[CountedActivity]:
    """Read what is counted, without what is no figure."""
    return [replace(one, title="") for one in read_counted(session, at)]


def test_what_was_counted_at_a_moment_comes_out_again(session: Session) -> None:
    fill(session)
    chance = Random(2)
    codes = ["A1"]
    then: list[tuple[datetime, list[CountedActivity]]] = []
    for round_ in range(ROUNDS):
        with transaction(session):
            if chance.random() < 0.2:
                new = ActivityDraft(
                    f"N{round_}",
                    "New",
                    "GLO1",
                    ActivityType.TRAINING,
                    ActivityStatus.IMPLEMENTATION,
                    participants=counts(chance, codes),
                )
                add_activities(session, [new], ACTOR)
                codes.append(new.code)
            code = chance.choice(codes)
            draft = read_draft(session, find_activity(session, code))
            change_activity(session, code, edited(chance, draft, codes), ACTOR, "so")
            moment = moment_of_change(session)
        session.expire_all()
        then.append((moment, known(session)))
    assert any(one.people for one in then[-1][1])
    for moment, found in then:
        assert known(session, moment) == found
    added_now = read_counted(session, then[0][0] - timedelta(days=9_000))
    assert not [one for one in added_now if one.code != "A1"]
    ids = [one.id for one in then[-1][1]][:2]
    some = read_counted(session, then[3][0], ids)
    assert [replace(one, title="") for one in some] == [one for one in then[3][1] if one.id in ids]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE former_activity SET status = 'closed'",
        "DELETE FROM former_activity_participants",
        "DELETE FROM former_activity_result",
    ],
)
def test_former_counts_are_only_ever_added(session: Session, statement: str) -> None:
    fill(session)
    for people in ((ParticipantCount(ParticipantFunction.JUDGE, women=3),), ()):
        with transaction(session):
            draft = read_draft(session, find_activity(session, "A1"))
            results = tuple(ResultDraft("Laws") for _ in people)
            wanted = replace(draft, participants=people, results=results)
            change_activity(session, "A1", wanted, ACTOR, "so")
    with pytest.raises(DatabaseError, match="only ever added"):
        session.execute(text(statement))
    session.rollback()
