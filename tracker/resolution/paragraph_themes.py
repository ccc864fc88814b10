"""The themes of operative paragraph 3 in a period, with their articles.

An activity counts whole under each of its themes, whichever paragraphs it answers, so that themes
add up to nothing.
"""

from collections.abc import Iterable, Mapping

from tracker.assistance.counted_activities import CountedActivity
from tracker.reference.codes import Theme
from tracker.reference.themes import articles_by_theme
from tracker.resolution.paragraph_content import ThemeFigures, ThemeWork
from tracker.resolution.period_work import ActivityMoney, MoneyByActivity, PeriodWork
from tracker.resolution.work_record import WorkRecord

NOTHING = ActivityMoney()


def themes_of_work(
    record: WorkRecord, now: PeriodWork, before: PeriodWork | None
) -> tuple[ThemeWork, ...]:
    """Return every theme with what was done on it in both periods."""
    here = _by_theme(record, now)
    then = None if before is None else _by_theme(record, before)
    articles = articles_by_theme()
    return tuple(
        ThemeWork(
            theme,
            tuple(f"{one.instrument} {one.article}" for one in articles[theme]),
            here[theme],
            None if then is None else then[theme],
        )
        for theme in Theme
    )


def _by_theme(record: WorkRecord, work: PeriodWork) -> Mapping[Theme, ThemeFigures]:
    """Return the figures of each theme in a period."""
    of_theme: dict[Theme, list[CountedActivity]] = {theme: [] for theme in Theme}
    for activity in record.activities:
        for theme in record.themes(activity.code):
            of_theme[theme].append(activity)
    going_on = {one.code for one in work.under_way}
    return {theme: _figures(own, going_on, work.money) for theme, own in of_theme.items()}


def _figures(
    activities: Iterable[CountedActivity], going_on: set[str], money: MoneyByActivity
) -> ThemeFigures:
    """Sum the activities of a theme that were under way, or have money."""
    codes = [one.code for one in activities if one.code in going_on or one.code in money]
    return ThemeFigures(
        sum(code in going_on for code in codes),
        sum(money.get(code, NOTHING).allocated_minor for code in codes),
        sum(money.get(code, NOTHING).spent_minor for code in codes),
        tuple(codes),
    )
