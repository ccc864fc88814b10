"""Briefs of the illustrative account, and of the nastiest texts: each is one page."""

import sqlite3
from dataclasses import replace

import pytest
from html5lib import parse
from sqlmodel import Session

from tests.reports.test_renderings import NASTY
from tests.support.briefs import brief, pages_of
from tests.support.commission_account import fill_for_commission
from tests.support.small_account import ACTOR
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.outcome_drafts import ResultDraft
from tracker.assistance.recorded_activities import activities_on_file
from tracker.db import make_engine, transaction
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


@pytest.mark.parametrize("typed", [*NASTY, "تدريب المدعين العامين " * 20, "Langeswort" * 40])
def test_texts_of_the_record_break_no_brief(sqlite_session: Session, typed: str) -> None:
    shown = typed.replace("\x00", "")  # which no database holds
    fill_for_commission(sqlite_session)
    with transaction(sqlite_session):
        draft = activities_on_file(sqlite_session, ["A1"])["A1"]
        indicators = tuple(ResultDraft(f"{place} {shown}"[:200], "u") for place in range(12))
        worse = replace(
            draft,
            title=shown[:300],
            description=shown * 9,
            partners=(shown[:150],),
            results=indicators,
        )
        change_activity(sqlite_session, "A1", worse, ACTOR, "nasty texts")
    for of, code in (
        (BriefOf.ACTIVITY, "A1"),
        (BriefOf.PROGRAMME, "GLO1"),
        (BriefOf.TOOL, "GUIDE"),
    ):
        report = brief(sqlite_session, of, code)
        for form in Format:
            made = render(report, form, "ar").data
            assert made
            if form is Format.PDF:
                assert pages_of(made) == 1
            if form is Format.HTML:
                root = parse(made.decode(), namespaceHTMLElements=False)
                assert not list(root.iter("script"))
                assert not [one for one in root.iter("a") if one.get("href")]
