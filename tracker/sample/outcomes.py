"""The results of the illustrative activities: people counted by sex, indicators, partners."""

from datetime import date

from tracker.assistance.activity_drafts import ActivityDocumentDraft
from tracker.assistance.outcome_drafts import ParticipantCount, ResultDraft
from tracker.reference.codes import ActivityStatus, ActivityType, ParticipantFunction
from tracker.sample.chance import Chance
from tracker.sample.places import in_a_sentence
from tracker.sample.story import LAST_DAY, Audience, Template, indicators

DONE = frozenset({ActivityStatus.CLOSED, ActivityStatus.FINALISATION})
NOT_BEGUN = frozenset({ActivityStatus.PIPELINE, ActivityStatus.CANCELLED})
PARTNERS = (
    "Ministry of Justice of {}",
    "Ministry of the Interior of {}",
    "Office of the Prosecutor General of {}",
    "Judicial academy of {}",
    "Customs administration of {}",
    "National police of {}",
    "Coalition of civil society organizations of {}",
)
EVALUATIONS = (
    "Self-evaluation: what was planned was done; follow-up by the national academy is agreed.",
    "Evaluated from outside: relevant and efficient; more mentoring after the courses is advised.",
    "Self-evaluation: delays of several months, targets met in the end.",
    "Evaluated from outside: effective where central authorities took part from the beginning.",
)
FEW_STATES = 4
GENERAL = (
    ParticipantFunction.POLICY_OFFICIAL,
    ParticipantFunction.CENTRAL_AUTHORITY,
    ParticipantFunction.ACADEMIA,
)
OF_TYPE = {
    ActivityType.AWARENESS_CAMPAIGN: (ParticipantFunction.PERSON_REACHED,),
    ActivityType.CIVIL_SOCIETY_OUTREACH: (
        ParticipantFunction.CIVIL_SOCIETY,
        ParticipantFunction.VICTIM_SERVICES,
    ),
    ActivityType.PRIVATE_SECTOR_PARTNERSHIP: (ParticipantFunction.PRIVATE_SECTOR,),
    ActivityType.LEGISLATIVE_ASSISTANCE: (
        ParticipantFunction.LEGISLATOR,
        ParticipantFunction.POLICY_OFFICIAL,
    ),
    ActivityType.REVIEW_MEETING: GENERAL,
    ActivityType.REVIEW_SUPPORT: GENERAL[:2],
    ActivityType.RESEARCH: GENERAL[::2],
}


def participants(
    chance: Chance,
    template: Template,
    audience: Audience,
    states: tuple[str, ...],
    start: date,
    status: ActivityStatus,
) -> tuple[ParticipantCount, ...]:
    """Count the people that took part, by place where few States did, and by function."""
    if status in NOT_BEGUN or start > LAST_DAY or not template.people:
        return ()
    functions = OF_TYPE.get(template.type, audience.functions)
    places = states if len(states) <= FEW_STATES else ("",)
    people = chance.size(template.people * (1 if status in DONE else 0.5))
    women = min(0.75, max(0.1, chance.gauss(0.3 + 0.013 * (start.year - 2013), 0.06)))
    counts = []
    for place in places:
        for function in functions:
            part = max(2, round(chance.size(people / len(places) / len(functions), 0.25)))
            unknown = part // 3 if chance.happens(0.06) else 0
            count_women = round((part - unknown) * women)
            counts.append(
                ParticipantCount(
                    function,
                    place,
                    women=count_women,
                    men=part - unknown - count_women,
                    unspecified=unknown,
                    counted_before=chance.happens(0.08),
                )
            )
    return tuple(counts)


def results(
    chance: Chance, kind: ActivityType, status: ActivityStatus, end: date
) -> tuple[ResultDraft, ...]:
    """Choose indicators with their targets, and what was reached where it is known."""
    own = [indicator for indicator in indicators() if indicator.type is kind]
    drafts = []
    for indicator in chance.some_of(own, 2):
        target = chance.randint(indicator.low, indicator.high)
        reached = round(target * chance.uniform(0.7, 1.2))
        if indicator.unit == "per cent":
            reached = min(100, reached)
        done = status in DONE
        drafts.append(
            ResultDraft(
                indicator.text,
                indicator.unit,
                indicator.baseline,
                target,
                reached if done else None,
                min(end, LAST_DAY) if done else None,
            )
        )
    return tuple(drafts)


def partners(chance: Chance, states: tuple[str, ...]) -> tuple[str, ...]:
    """Name authorities of the States that carry an activity out."""
    if len(states) > FEW_STATES or chance.happens(0.2):
        return ()
    names = chance.some_of(PARTNERS, 2)
    return tuple(name.format(in_a_sentence(states[0])) for name in names)


def evaluation(chance: Chance, status: ActivityStatus) -> str:
    """Return what an evaluation said, where there was one."""
    return chance.one_of(EVALUATIONS) if status in DONE and chance.happens(0.3) else ""


def documents(chance: Chance, status: ActivityStatus) -> tuple[ActivityDocumentDraft, ...]:
    """Name the documents that an activity leaves."""
    if status not in DONE or chance.happens(0.6):
        return ()
    titles = ("Final report", "Summary for participants", "Report of the evaluation")
    return tuple(ActivityDocumentDraft(title) for title in chance.some_of(titles, 2))
