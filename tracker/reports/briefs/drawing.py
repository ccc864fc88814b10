"""The drawing of a brief: by its subject, for a reader, from the record as it was known.

A brief is made to be handed on, so it shows what the public may see, whoever draws it. Only that of
an activity that is not published is drawn for whoever may see it, and says so.
"""

from collections.abc import Callable, Mapping
from functools import partial

from sqlmodel import Session

from tracker.assistance.activity_publication import withheld_at
from tracker.people.permissions import ANYONE, CurrentUser, may_see_unpublished
from tracker.reports.briefs.activity_brief import activity_brief
from tracker.reports.briefs.brief import BriefTerms
from tracker.reports.briefs.programme_brief import programme_brief
from tracker.reports.briefs.subjects import BriefOf
from tracker.reports.briefs.tool_brief import tool_brief
from tracker.reports.content.report import Facts, ReportKind, ReportTree
from tracker.reports.drawing import draw_report
from tracker.reports.terms import ReportTerms
from tracker.totals.page_source import PageSource
from tracker.totals.snapshot import Snapshot

_BRIEFS: Mapping[BriefOf, Callable[[PageSource, BriefTerms, Facts], ReportTree]] = {
    BriefOf.PROGRAMME: programme_brief,
    BriefOf.ACTIVITY: activity_brief,
    BriefOf.TOOL: tool_brief,
}


def draw_brief(
    session: Session,
    snapshot: Snapshot,
    of: BriefOf,
    terms: ReportTerms,
    *,
    user: CurrentUser = ANYONE,
    donor: str = "",
) -> ReportTree:
    """Draw a brief; `donor` is the one whose share it tells. Raises NotFound."""
    draw, reader = partial(_draw, of, donor), ANYONE
    if of is BriefOf.ACTIVITY and may_see_unpublished(user):
        is_withheld = terms.subject in withheld_at(session, terms.known_at)
        reader = user if is_withheld else ANYONE
    return draw_report(session, snapshot, terms, {ReportKind.BRIEF: draw}, reader)


def _draw(
    of: BriefOf, donor: str, source: PageSource, terms: ReportTerms, facts: Facts
) -> ReportTree:
    return _BRIEFS[of](source, BriefTerms(terms.subject, donor), facts)
