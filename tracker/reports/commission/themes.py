"""The work on each theme of operative paragraph 3, under whichever paragraph."""

from collections.abc import Iterable, Mapping

from tracker.assistance.small_counts import hidden_counts_note
from tracker.fund.ledger.measures import Measure
from tracker.reference.codes import Theme, label
from tracker.reports.commission.figures import ActivityRow
from tracker.reports.commission.links import Links, Opened
from tracker.reports.commission.parts import (
    amount_column,
    count,
    count_column,
    opened_row,
    text_column,
)
from tracker.reports.content.blocks import ReportTable, TableRow
from tracker.reports.content.texts import Name, NameKind, Sentence, Words, sentence
from tracker.reports.spelling.names import ORIGINAL
from tracker.resolution.paragraph_content import ParagraphContent, ThemeWork
from tracker.resolution.paragraph_tables import MOST_CODES
from tracker.resolution.work_tables import WORK
from tracker.totals.dimensions import Dimension
from tracker.totals.opened_work import WorkBy
from tracker.totals.opening import Opening

BEFORE = sentence("Spent in the period before (USD)")
WHOLE_NOTE = sentence(
    "An activity counts whole under each of its themes, so that themes do not add up."
)


def themes_table(
    found: ParagraphContent | None, activities: Iterable[ActivityRow], links: Links
) -> tuple[ReportTable, ...]:
    """Return the themes with work or money in the period, or in the one before."""
    rows = [] if found is None else [one for one in found.themes if _has_work(one)]
    if not rows:
        return ()
    compared = any(one.before is not None for one in rows)
    people = {row.code: row.people for row in activities}
    columns = (
        text_column("theme", sentence("Theme")),
        count_column("activities", sentence("Activities under way")),
        count_column("participations", sentence("Participations")),
        amount_column("allocated", sentence("Allocated (USD)")),
        amount_column("spent", sentence("Spent (USD)")),
        *((amount_column("before", BEFORE),) if compared else ()),
    )
    counts = {one.theme: _people(one, people) for one in rows}
    made = tuple(_row(one, counts[one.theme], links, compared=compared) for one in rows)
    notes: tuple[Words, ...] = ((WHOLE_NOTE,),)
    if None in counts.values():
        notes = (*notes, (Sentence(hidden_counts_note()),))
    title = sentence("Work by theme of operative paragraph 3")
    behind = links.paragraph(3)
    return (ReportTable("themes", (title,), columns, made, notes=notes, behind=behind),)


def _has_work(one: ThemeWork) -> bool:
    return bool(one.now.codes or (one.before and one.before.codes))


def _people(one: ThemeWork, people: Mapping[str, int | None]) -> int | None:
    """Return the participations in a theme's activities; None where one of them is not shown."""
    found = [people.get(code, 0) for code in one.now.codes]
    return None if None in found else sum(number or 0 for number in found)


def _row(one: ThemeWork, people: int | None, links: Links, *, compared: bool) -> TableRow:
    now, name = one.now, label(Theme, one.theme, ORIGINAL)
    before = () if one.before is None else (one.before,)
    spent_before = sum(figures.spent_minor for figures in before)
    codes_before = tuple(code for figures in before for code in figures.codes)
    then = _money(Measure.SPENT, spent_before, codes_before, links, before=True)
    return opened_row(
        one.theme,
        Name(NameKind.THEME, one.theme, name),
        links.number(now.activities, WORK.at(WorkBy.THEME, one.theme)),
        count(people),
        _money(Measure.ALLOCATED, now.allocated_minor, now.codes, links),
        _money(Measure.SPENT, now.spent_minor, now.codes, links),
        *((then,) if compared else ()),
    )


def _money(
    measure: Measure, minor: int, codes: tuple[str, ...], links: Links, *, before: bool = False
) -> Opened:
    """Return an amount with the activities that it is of, where one address can name them."""
    named = "named" if 0 < len(codes) <= MOST_CODES else ""
    opening = Opening(measure).at(Dimension.ACTIVITY, *codes)
    return links.money(minor, opening, named, before=before)
