"""The reader's language: of the cookie, the user or the browser, else the default."""

from typing import NamedTuple

from babel import Locale
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel

from tracker.http import context
from tracker.settings import LOCALES, ROOT
from tracker.words import CATALOGUES, reader_locale

COOKIE = "language"
PARAMETER = "lang"
A_YEAR = 365 * 24 * 60 * 60


class Language(NamedTuple):
    """A language to choose: its code, its own name and its direction."""

    code: str
    name: str
    direction: str


LANGUAGES = tuple(
    Language(code, name, "rtl" if code == "ar" else "ltr")
    for code, name in (
        ("ar", "العربية"),
        ("zh", "中文"),
        ("en", "English"),
        ("fr", "Français"),
        ("ru", "Русский"),
        ("es", "Español"),
    )
)
"""The official languages, in the order in which the United Nations lists them."""


def set_up_language(app: Flask, *, default: str, secure: bool) -> None:
    """Choose the language of each request, and store a choice in a cookie."""
    babel = Babel(
        app,
        default_locale=default,
        default_translation_directories=str(ROOT / "tracker" / "translations"),
        locale_selector=choose_locale,
    )
    babel.domain_instance = CATALOGUES
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined] # of the extension i18n
        gettext=lambda one: CATALOGUES.get_translations().ugettext(one),
        ngettext=lambda one, many, n: CATALOGUES.get_translations().ungettext(one, many, n),
        newstyle=True,
        pgettext=lambda where, one: CATALOGUES.get_translations().upgettext(where, one),
        npgettext=lambda where, one, many, n: CATALOGUES.get_translations().unpgettext(
            where, one, many, n
        ),
    )

    @app.after_request
    def keep_choice(response: Response) -> Response:
        chosen = _known(request.args.get(PARAMETER))
        if chosen and not context.is_embedded() and request.cookies.get(COOKIE) != chosen:
            response.set_cookie(
                COOKIE, chosen, max_age=A_YEAR, secure=secure, httponly=True, samesite="Lax"
            )
        return response


def choose_locale() -> str:
    """Choose among the six languages for this request; commands use the default one."""
    if not has_request_context():
        return context.settings().default_locale
    return (
        _known(request.args.get(PARAMETER))
        or _known(request.cookies.get(COOKIE))
        or _known(context.user().locale)
        or request.accept_languages.best_match(LOCALES)
        or context.settings().default_locale
    )


def asked_language() -> str | None:
    """Return the language that the request itself asks for; None where it asks for none."""
    return _known(request.args.get(PARAMETER)) or request.accept_languages.best_match(LOCALES)


def locale_code() -> str:
    """Return the code of the reader's language, such as "fr"."""
    return str(_locale().language)


def direction() -> str:
    """Return the direction of the reader's script, "ltr" or "rtl"."""
    return str(_locale().text_direction)


def format_locale() -> Locale:
    """Return the locale by which dates and numbers are written; English as the UN writes it."""
    locale = _locale()
    kept: tuple[Locale, Locale] | None = g.get("format_locale")
    if kept is None or kept[0] is not locale:  # letters to several readers are in several languages
        written = Locale("en", "GB") if locale.language == "en" else locale
        kept = g.format_locale = (locale, written)
    return kept[1]


def _locale() -> Locale:
    return reader_locale() or Locale("en")


def _known(code: str | None) -> str | None:
    """Return the code if it is one of the six languages."""
    return code if code in LOCALES else None
