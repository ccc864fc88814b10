"""The money that an activity can have: which contributions admit it, how much, and how long."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from tracker.fund.preparation.desk import open_trial_desk
from tracker.fund.preparation.eligible import AdmittingContribution, admitting
from tracker.fund.tables.contributions import Contribution
from tracker.fund.tables.donors import Donor


@dataclass(frozen=True, slots=True)
class AvailableMoney:
    """What one contribution can give to an activity; `donor` is the donor's code."""

    terms: AdmittingContribution
    title: str
    donor: str
    donor_name: str


def money_for_activity(session: Session, activity_id: int, on: date) -> tuple[AvailableMoney, ...]:
    """Return what contributions can give to an activity on a day, in US cents.

    What ends first stands first; amounts are without support cost and without what waiting
    requests have reserved. Nothing is written, and no lock is held.
    """
    desk = open_trial_desk(session)
    found = admitting(desk, activity_id, on, desk.with_money())
    facts = _facts(session, [one.contribution_id for one in found])
    money = [AvailableMoney(one, *facts[one.contribution_id]) for one in found]
    return tuple(
        sorted(money, key=lambda one: (one.terms.use_until or date.max, one.terms.reference))
    )


def money_for_activities(session: Session, activities: Collection[int], on: date) -> dict[int, int]:
    """Return the sum of what contributions can give to each of some activities, in US cents.

    The sums of two activities may be of the same money, and are never added.
    """
    desk = open_trial_desk(session)
    numbers = desk.with_money()
    desk.book.prepare(numbers, activities)
    return {
        one: sum(found.minor for found in admitting(desk, one, on, numbers)) for one in activities
    }


def money_for_programmes(
    session: Session, activities: Mapping[str, Collection[int]], on: date
) -> dict[str, int]:
    """Return what contributions can give to some activities of each programme, in US cents.

    Each contribution counts once in a programme, however many of its activities it admits; it may
    count in several programmes, and so their sums are never added.
    """
    desk = open_trial_desk(session)
    numbers = desk.with_money()
    desk.book.prepare(numbers, [one for some in activities.values() for one in some])
    found = {}
    for programme, some in activities.items():
        minor, left = 0, set(numbers)
        for one in some:
            for admitted in admitting(desk, one, on, left):
                minor += admitted.minor
                left.discard(admitted.contribution_id)
        found[programme] = minor
    return found


def _facts(session: Session, numbers: list[int]) -> dict[int, tuple[str, str, str]]:
    """Return title, donor's code and donor's name of contributions by number."""
    rows = session.exec(
        select(Contribution.id, Contribution.title, Donor.code, Donor.name)
        .join(Donor, col(Donor.id) == col(Contribution.donor_id))
        .where(col(Contribution.id).in_(numbers))
    )
    return {number or 0: (title, code, name) for number, title, code, name in rows}
