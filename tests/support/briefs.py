"""Briefs drawn for tests, and the number of pages of a PDF."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from tests.support.reports import FACTS, small_chart, small_table
from tracker.periods import utc_now
from tracker.reports.briefs.drawing import draw_brief
from tracker.reports.briefs.parts import cut, facts_table, typed
from tracker.reports.briefs.subjects import BriefOf
from tracker.reports.content.blocks import NumberedParagraph, ReportSection
from tracker.reports.content.report import Facts, Masthead, ReportKind, ReportTree
from tracker.reports.content.texts import PlainText, sentence
from tracker.reports.terms import ReportTerms
from tracker.totals.snapshot import Snapshot

LAST = date(2022, 12, 31)


def brief(
    session: Session,
    of: BriefOf,
    code: str,
    days: tuple[date | None, date] = (None, LAST),
    known_at: datetime | None = None,
    **more: Any,  # noqa: ANN401 - of any field
) -> ReportTree:
    """Draw a brief, as known now unless told otherwise; `more` are its user and its donor."""
    terms = ReportTerms(ReportKind.BRIEF, *days, days[1], known_at or utc_now(), code)
    with Snapshot().reading(session.connection()) as held:
        return draw_brief(session, held, of, terms, **more)


def pages_of(pdf: bytes) -> int:
    """Return the number of pages of a PDF of ours."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def small_brief(text: str) -> ReportTree:
    """Return a brief in which a text of people stands wherever one can."""
    people = PlainText(text)
    facts: Facts = replace(FACTS, first=None)
    about = typed(text) or people
    blocks = (
        NumberedParagraph("description", (about,)),
        facts_table([("partners", "Partners", PlainText(cut(text, 60)))]),
        small_table(text),
        small_chart(),
    )
    return ReportTree(
        ReportKind.BRIEF,
        facts,
        Masthead(),
        (people,),
        (NumberedParagraph("summary", (people, sentence("One donor paid."))),),
        (ReportSection("about", people, blocks),),
    )
