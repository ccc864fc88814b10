"""The filters of the list of activities that stand behind "More filters"."""

from flask_babel import gettext as _

from tracker.assistance.activity_filters import CHANGED_BY
from tracker.assistance.titles import partner_names, tool_titles
from tracker.http import context
from tracker.http.labels import label
from tracker.http.list_queries import FilterOption, FilterSort, ListFilter
from tracker.reference.articles import articles
from tracker.reference.codes import Theme
from tracker.web.lists.record_filters import record_filter

MOST_SUGGESTED = 500


def more_filters() -> tuple[ListFilter, ...]:
    """Return the filters by tool, article, theme, partner and days; for staff by who changed it."""
    session = context.session()
    named = partner_names(session)
    partners = tuple(FilterOption(name, name) for name in named[:MOST_SUGGESTED])
    text, day = FilterSort.TEXT, FilterSort.DAY
    filters = (
        record_filter("tool", _("Tool"), tool_titles, rare=True),
        ListFilter("article", _("Article"), _articles(), rare=True),
        ListFilter(
            "theme",
            _("Theme"),
            tuple(FilterOption(one.value, label(one)) for one in Theme),
            rare=True,
        ),
        ListFilter("partner", _("Partner"), partners, text, rare=True),
        ListFilter("from", _("From"), sort=day, rare=True),
        ListFilter("to", _("To"), sort=day, rare=True),
    )
    if not context.sees_unpublished():
        return filters
    mine = (FilterOption(context.user().handle, _("me")),)
    return (*filters, ListFilter(CHANGED_BY, _("Changed by"), mine, rare=True))


def _articles() -> tuple[FilterOption, ...]:
    """Return the articles of the Convention and its Protocols."""
    named = (f"{instrument.value} {article}" for instrument, article in articles())
    return tuple(FilterOption(name, name) for name in named)
