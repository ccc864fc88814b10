"""The States and areas to choose from in filters, named and sorted once in each language."""

from functools import cache

from tracker.http.labels import place
from tracker.http.language import locale_code
from tracker.http.list_queries import FilterOption
from tracker.reference.states import states
from tracker.web.lists.list_page import chosen_options


def state_options() -> tuple[FilterOption, ...]:
    """Return the States and areas in the order of their names in the reader's language."""
    return _options_in(locale_code())


@cache
def _options_in(language: str) -> tuple[FilterOption, ...]:
    """Return the options in the language, which is that of the reader who asks."""
    del language
    return chosen_options(FilterOption(code, place(code)) for code in states())
