"""The illustrative assistance requests of States, and which activities answer them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from tracker.assistance.assistance_requests import AssistanceRequestDraft
from tracker.assistance.states import Priority, RequestSource, RequestStatus
from tracker.reference.codes import ActivityStatus
from tracker.reference.instruments import Instrument
from tracker.sample.activities import PlannedActivity
from tracker.sample.chance import Chance, round_amount
from tracker.sample.outcomes import NOT_BEGUN
from tracker.sample.places import in_a_sentence
from tracker.sample.story import LAST_DAY, assisted, subjects

ANSWERED = 56
OPEN = 24
REVIEWS_FROM = 2022
"""The year from which needs come out of country reviews too."""
ESTIMATED_BY = (
    "Estimate of the programme office",
    "Estimate of the State, with its request",
    "Cost of like activities",
)
OPEN_STATES = {
    RequestStatus.RECEIVED: 4,
    RequestStatus.ASSESSED: 3,
    RequestStatus.PLANNED: 3,
    RequestStatus.DECLINED: 2,
}
SOURCES = tuple(one for one in RequestSource if one is not RequestSource.COUNTRY_REVIEW)
DECISIONS = (
    "Another organization assists the State on the same matter.",
    "The State asked to come back to it after its elections.",
    "The need lies outside the Convention and its Protocols.",
)


def requests(
    chance: Chance, planned_activities: list[PlannedActivity]
) -> tuple[list[AssistanceRequestDraft], list[PlannedActivity]]:
    """Return the requests, and the activities with the requests that they answer."""
    able = [each for each in planned_activities if each.draft.articles and each.draft.beneficiaries]
    chosen = {each.draft.code for each in chance.sample(able, ANSWERED)}
    drafts: list[AssistanceRequestDraft] = []
    answering = []
    for each in planned_activities:
        if each.draft.code not in chosen:
            answering.append(each)
            continue
        draft = _answered(chance, each)
        drafts.append(draft)
        answering.append(replace(each, draft=replace(each.draft, requests=(draft.code,))))
    drafts.extend(_open(chance, number) for number in range(1, OPEN + 1))
    return drafts, answering


def _answered(chance: Chance, planned: PlannedActivity) -> AssistanceRequestDraft:
    """Return the request that an activity answers."""
    activity = planned.draft
    places = [share.code for share in activity.beneficiaries if share.code in assisted()]
    state = places[0] if places else chance.one_of(tuple(assisted()))
    instrument, _ = activity.articles[0]
    waiting = activity.status is ActivityStatus.PIPELINE or activity.status in NOT_BEGUN
    return AssistanceRequestDraft(
        code=f"REQ-{activity.code.removeprefix('ACT-')}",
        state=state,
        source=chance.one_of(SOURCES, (6, 2, 3, 1)),
        status=RequestStatus.PLANNED if waiting else RequestStatus.ANSWERED,
        priority=chance.one_of(tuple(Priority), (5, 4, 1)),
        instrument=instrument,
        received_on=planned.start - timedelta(days=chance.randint(45, 400)),
        articles=", ".join(number for code, number in activity.articles if code is instrument),
        summary=f"{in_a_sentence(state)} asks for: {activity.title}."[0].upper()
        + f"{in_a_sentence(state)} asks for: {activity.title}."[1:],
    )


def _open(chance: Chance, number: int) -> AssistanceRequestDraft:
    """Return a request that no activity answers so far."""
    state = chance.one_of(tuple(assisted()))
    subject = chance.one_of(subjects())
    status = chance.one_of(tuple(OPEN_STATES), tuple(OPEN_STATES.values()))
    declined = status is RequestStatus.DECLINED
    earliest = date(LAST_DAY.year - (9 if declined else 1), 2, 1)
    name = in_a_sentence(state)
    return AssistanceRequestDraft(
        code=f"REQ-OPEN-{number:03}",
        state=state,
        source=chance.one_of(SOURCES, (5, 3, 3, 2)),
        status=status,
        priority=chance.one_of(tuple(Priority), (4, 4, 2)),
        instrument=Instrument(subject.instrument),
        received_on=chance.day(earliest, LAST_DAY - timedelta(days=20)),
        articles=", ".join(n for code, n in subject.articles if code is subject.instrument),
        summary=f"{name[0].upper()}{name[1:]} asks for assistance on {subject.text}.",
        decision=chance.one_of(DECISIONS) if declined else "",
    )


def with_reviews_and_costs(
    chance: Chance, drafts: Sequence[AssistanceRequestDraft]
) -> tuple[AssistanceRequestDraft, ...]:
    """Return requests with what is told of them besides, by chance of its own.

    Some of the later ones come out of country reviews, most have an estimated cost, and about half
    of the States consent that theirs is public.
    """
    return tuple(_told(chance, draft) for draft in drafts)


def _told(chance: Chance, draft: AssistanceRequestDraft) -> AssistanceRequestDraft:
    """Return a request with a review, a cost and a consent, where it has them."""
    reviewed = draft.received_on.year >= REVIEWS_FROM and chance.happens(0.4)
    cost = round_amount(chance.size(120_000, 0.6)) * 100 if chance.happens(0.8) else None
    return replace(
        draft,
        source=RequestSource.COUNTRY_REVIEW if reviewed else draft.source,
        review_cluster=chance.randint(1, 4) if reviewed else None,
        estimated_cost_minor=cost,
        cost_basis="" if cost is None else chance.one_of(ESTIMATED_BY),
        consent_to_publish=chance.happens(0.5),
    )
