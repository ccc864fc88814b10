"""The facts of every page's layout: navigation, languages, the status of the record."""

from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, g, request

from tracker.fund.record_status import RecordStatus, record_status
from tracker.http import context
from tracker.http.language import LANGUAGES, PARAMETER, direction, locale_code
from tracker.http.navigation import has_search, in_groups, navigation
from tracker.http.passkeys import has_passkeys
from tracker.http.single_sign_on import provider_name

OF_A_PATH = "/:@!$&'()*+,;=~"
"""The signs that an address spells as they are; any other, a hidden one too, is encoded."""


def set_up_page_facts(app: Flask) -> None:
    """Give the templates the facts of the layout."""
    app.jinja_env.globals.update(
        record=record,
        has_search=has_search,
        has_passkeys=has_passkeys,
        provider_name=provider_name,
        navigation=navigation,
        in_groups=in_groups,
        languages=LANGUAGES,
        in_language=in_language,
        locale_code=locale_code,
        direction=direction,
        with_arguments=with_arguments,
        user=context.user,
        may=context.may,
        may_change_of=context.may_change_of,
        may_be_signed_in=context.may_be_signed_in,
    )
    app.jinja_env.add_extension("jinja2.ext.do")


def record() -> RecordStatus | None:
    """Return the status of the record; None on the page of an error that did not read it before."""
    if "record_status" not in g:
        g.record_status = None if context.reads_no_more() else record_status(context.session())
    found: RecordStatus | None = g.record_status
    return found


def in_language(code: str) -> str:
    """Return the address of this page in another language."""
    return with_arguments(**{PARAMETER: code})


def with_arguments(**changes: Any) -> str:  # noqa: ANN401 - whatever stands in a query string
    """Return this page's address with some arguments changed, without those that are None."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in changes]
    added = [(name, value) for name, value in changes.items() if value is not None]
    query = urlencode([*kept, *added])
    path = quote(request.path, safe=OF_A_PATH)
    return f"{path}?{query}" if query else path
