"""Briefs of the illustrative account: each is one page."""

import sqlite3

import pytest
from sqlmodel import Session

from tests.support.briefs import pages_of
from tracker.db import make_engine
from tracker.periods import today, utc_now
from tracker.reports.briefs.drawing import draw_brief
from tracker.reports.briefs.subjects import BriefOf
from tracker.reports.content.report import ReportKind
from tracker.reports.renderings.forms import Format
from tracker.reports.renderings.rendering import render
from tracker.reports.terms import ReportTerms
from tracker.totals.snapshot import Snapshot

LONGEST = {
    BriefOf.ACTIVITY: """
        SELECT activity.code FROM activity WHERE publication = 'published'
        ORDER BY (SELECT count(*) FROM activity_result WHERE activity_id = activity.id) * 3
        + (SELECT count(*) FROM activity_participants WHERE activity_id = activity.id) DESC,
        length(description) DESC, code LIMIT 3
    """,
    BriefOf.PROGRAMME: """
        SELECT programme.code FROM programme JOIN activity ON programme_id = programme.id
        GROUP BY programme.code ORDER BY count(*) DESC, programme.code LIMIT 3
    """,
    BriefOf.TOOL: """
        SELECT tool.code FROM tool JOIN activity_tool ON tool_id = tool.id
        GROUP BY tool.code ORDER BY count(*) DESC, tool.code LIMIT 3
    """,
}
"""The subjects of which most is told."""


@pytest.mark.parametrize("of", list(BriefOf))
def test_the_longest_briefs_of_the_illustrative_account_are_one_page(
    of: BriefOf, illustrative_url: str
) -> None:
    path = illustrative_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as read:
        codes = [row[0] for row in read.execute(LONGEST[of])]
    assert len(codes) == 3
    with (
        Session(make_engine(illustrative_url)) as session,
        Snapshot().reading(session.connection()) as held,
    ):
        for code, language in zip(codes, ("en", "ar", "ru"), strict=True):
            terms = ReportTerms(ReportKind.BRIEF, None, today(), today(), utc_now(), code)
            report = draw_brief(session, held, of, terms)
            assert pages_of(render(report, Format.PDF, language).data) == 1, code
