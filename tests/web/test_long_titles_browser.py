"""Titles of one long word in a browser: they widen no page, and what stands beside them is seen."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import Session

from tests.support.visits import expect_fits, served_account, visited
from tests.web.every_form import fill_for_every_form
from tracker.assistance.activity_changes import change_activity
from tracker.assistance.recorded_activities import find_activity
from tracker.assistance.recorded_activities import read_draft as read_activity
from tracker.db import transaction
from tracker.fund.contributions.terms import change_contribution, find_contribution, read_draft

WORD = "W" * 500


def fill_with_long_titles(session: Session) -> None:
    """Give an activity and a contribution a title of one word."""
    fill_for_every_form(session)
    activity = read_activity(session, find_activity(session, "A1"))
    terms = read_draft(session, find_contribution(session, "C-ITA"))
    session.rollback()
    with transaction(session):
        change_activity(session, "A1", replace(activity, title=WORD), "ana", "so")
        change_contribution(session, "C-ITA", replace(terms, title=WORD), "ana", "so")


@pytest.mark.slow
def test_a_title_of_one_long_word_widens_no_page(
    browser: Browser, sqlite_template: Path, tmp_path: Path
) -> None:
    with (
        served_account(tmp_path, sqlite_template, fill_with_long_titles) as served,
        visited(browser, served) as page,
    ):
        for path in ("/activities", "/activities/A1", "/contributions/C-ITA"):
            page.goto(path)
            expect(page.get_by_text(WORD).first).to_be_attached()
            for width in (1280, 390):
                page.set_viewport_size({"width": width, "height": 800})
                expect_fits(page)
