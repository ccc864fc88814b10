"""The brief of an activity: what it is, what it cost and who paid, whom it reached, its results."""

from collections.abc import Iterator

from tracker.assistance.activity_list import ActivityFacts, read_activity
from tracker.assistance.counted_activities import CountedActivity
from tracker.assistance.dissemination_counts import DisseminationBy
from tracker.assistance.indicator_values import indicator_values
from tracker.assistance.needs import shown_requests
from tracker.assistance.people_counts import PeopleBy
from tracker.assistance.small_counts import CountRow
from tracker.assistance.states import PublicationState
from tracker.assistance.texts import kept_description
from tracker.people.permissions import may_see_unpublished
from tracker.reference.codes import ActivityStatus, ActivityType, label
from tracker.reference.paragraphs import paragraphs
from tracker.reference.states import states
from tracker.reports.briefs.brief import Brief, BriefTerms, assembled, money_blocks
from tracker.reports.briefs.dissemination import brief_dissemination, dissemination_blocks
from tracker.reports.briefs.parts import (
    Fact,
    cut,
    cut_title,
    days,
    facts_table,
    listed,
    named,
    section,
    typed,
)
from tracker.reports.briefs.people import brief_people, people_table
from tracker.reports.briefs.results import reached_in_words, results_table
from tracker.reports.briefs.subjects import BriefOf, brief_source, known_activity
from tracker.reports.content.blocks import NumberedParagraph
from tracker.reports.content.charts import member_text
from tracker.reports.content.report import Facts, ReportTree
from tracker.reports.content.texts import Name, NameKind, PlainText, Text, counted, sentence
from tracker.reports.spelling.names import ORIGINAL
from tracker.totals.dimensions import Dimension
from tracker.totals.page_source import PageSource
from tracker.words import say

MOST_PARTNERS = 4
LETTERS_OF_PARTNER = 60


def activity_brief(source: PageSource, terms: BriefTerms, facts: Facts) -> ReportTree:
    """Return the brief of an activity; raises NotFound for one that the reader may not know of."""
    one = known_activity(source, terms.code)
    record = read_activity(source.session, terms.code, unpublished=may_see_unpublished(source.user))
    found = brief_source(source, Dimension.ACTIVITY, terms.code)
    people = brief_people(source, PeopleBy.ACTIVITY, terms.code)
    indicators = indicator_values(one.results, source.query.last_day())
    spread = brief_dissemination(source, DisseminationBy.ACTIVITY, terms.code)
    said = [*_reached(people.all, one), reached_in_words(indicators)]
    return assembled(
        Brief(BriefOf.ACTIVITY, found, terms, facts),
        [text for text in said if text is not None],
        (
            section(
                "section-about",
                sentence("What it is"),
                _about(record),
                (facts_table(_all_facts(source, one, record)),),
            ),
            section(
                "section-money", sentence("Money"), money_blocks(found, terms, one.budget_minor)
            ),
            section(
                "section-reach",
                sentence("People and results"),
                people_table(people),
                results_table(indicators),
                dissemination_blocks(spread),
            ),
        ),
    )


def _reached(people: CountRow, one: CountedActivity) -> Iterator[Text]:
    """Say how many people took part, each once; else as often as they were counted; and States."""
    if people.distinct:
        yield counted("One person took part.", "%(count)s people took part.", people.distinct)
    elif people.total:
        yield counted(
            "One participation was counted.", "%(count)s participations were counted.", people.total
        )
    named_states = one.places & states().keys()
    if named_states:
        yield counted("It is for one State.", "It is for %(count)s States.", len(named_states))


def _about(record: ActivityFacts) -> Iterator[NumberedParagraph]:
    """Yield the description, and before it that the activity is not published."""
    if record.draft.publication is not PublicationState.PUBLISHED:
        yield NumberedParagraph(
            "unpublished", (sentence("Not published: this brief is not for the public."),)
        )
    text = typed(kept_description(record.draft))
    if text is not None:
        yield NumberedParagraph("description", (text,))


def _all_facts(source: PageSource, one: CountedActivity, record: ActivityFacts) -> Iterator[Fact]:
    """Yield what an activity is, in the order of a page."""
    draft, label = record.draft, source.reader.label
    planned = one.actual_start is None
    yield "code", say("Code"), PlainText(one.code)
    programme = label(Dimension.PROGRAMME, draft.programme)
    yield "programme", say("Programme"), cut_title(draft.programme, programme)
    yield "type", say("Type"), type_name(one.type)
    yield "status", say("Status"), status_name(one.status)
    yield "days", say("Planned") if planned else say("Dates"), days(one.start, one.end)
    yield "instruments", say("Instruments"), names_of(source, Dimension.PROTOCOL, one.instruments)
    yield "places", say("For whom"), names_of(source, Dimension.COUNTRY, one.places)
    yield "paragraphs", say("Operative paragraphs"), paragraphs_named(one.paragraphs)
    tools = [cut_title(code, label(Dimension.TOOL, code)) for code in sorted(one.tools)]
    yield "tools", say("Tools"), listed(tools)
    partners = [cut(name, LETTERS_OF_PARTNER) for name in draft.partners if name.strip()]
    yield "partners", say("Partners"), listed(partners, MOST_PARTNERS)
    requests = shown_requests(source.session, draft.requests, unpublished=False)
    yield "requests", say("Requests answered"), listed(requests)


def names_of(source: PageSource, by: Dimension, codes: frozenset[str]) -> Text | None:
    """Return the names of codes, in the alphabetical order of English."""
    labels = sorted((source.reader.label(by, code), code) for code in codes)
    return named([member_text(by, code, name) for name, code in labels])


def type_name(code: ActivityType) -> Name:
    """Return the name of a type of activities."""
    return Name(NameKind.ACTIVITY_TYPE, code, label(ActivityType, code, ORIGINAL))


def status_name(code: ActivityStatus) -> Name:
    """Return the name of a status of activities."""
    return Name(NameKind.ACTIVITY_STATUS, code, label(ActivityStatus, code, ORIGINAL))


def paragraphs_named(numbers: frozenset[int]) -> Text | None:
    """Return operative paragraphs with what each asks for, in the words of the resolution."""
    known = paragraphs()
    return listed([f"{number} · {known[number].action}" for number in sorted(numbers)])
