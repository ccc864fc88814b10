"""The drawing of a brief: by its subject, for a reader, from the record as it was known.

Counts of people are those that the public may see, whoever draws it, since a brief is made to be
handed on; an activity that is not published has one for whoever may see it.
"""

from collections.abc import Callable, Mapping
from functools import partial

from sqlmodel import Session

from tracker.people.permissions import ANYONE, CurrentUser
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
    draw = partial(_draw, of, donor)
    return draw_report(session, snapshot, terms, {ReportKind.BRIEF: draw}, user)


def _draw(
    of: BriefOf, donor: str, source: PageSource, terms: ReportTerms, facts: Facts
) -> ReportTree:
    return _BRIEFS[of](source, BriefTerms(terms.subject, donor), facts)
