"""The catalogues: they hold what the code says, whole, and nothing that breaks a sentence."""

import re
import subprocess
import sys
from collections.abc import Iterator
from gettext import c2py
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tracker.http.language import LANGUAGES
from tracker.settings import ROOT

ENGLISH = "en"  # what the code itself is written in
TRANSLATED = 0.95  # the least part of a language that readers are offered
KEYWORDS = ("_l", "say", "sentence", "counted:1,2")  # beside those that Babel knows
TEMPLATE = ROOT / "tracker" / "translations" / "messages.pot"
OFFERED = sorted(language.code for language in LANGUAGES if language.code != ENGLISH)
PLURAL_TAGS = ("zero", "one", "two", "few", "many", "other")  # the order of the forms
NUMBERS = range(201)

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]")
TAG = re.compile(r"</?[a-z][^>]*>")

Id = tuple[str, ...]


def catalogue_path(code: str) -> Path:
    """Return where the catalogue of a language stands."""
    return TEMPLATE.parent / code / "LC_MESSAGES" / "messages.po"


def read(path: Path, code: str | None = None) -> Catalog:
    """Read a catalogue or the template."""
    with path.open("rb") as file:
        return read_po(file, locale=code)


def ids(message: Message) -> Id:
    """Return the text of the code, and its plural where it has one."""
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def texts(message: Message) -> Id:
    """Return the translation in all its forms; what is not translated is empty."""
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(text or "" for text in message.string or ("",))


def messages(catalogue: Catalog) -> list[Message]:
    """Return all messages but the header."""
    return [message for message in catalogue if message.id]


def all_ids(catalogue: Catalog) -> set[Id]:
    """Return what a catalogue translates."""
    return {ids(message) for message in messages(catalogue)}


def translated(catalogue: Catalog) -> Iterator[tuple[Id, Id]]:
    """Yield the texts that are translated, with their translations."""
    for message in messages(catalogue):
        if all(texts(message)):
            yield ids(message), texts(message)


def names(text: str) -> set[str]:
    """Return the names of the placeholders of a text."""
    return set(PLACEHOLDER.findall(text))


def say_all_wrong(of: Id, form: str) -> Iterator[str]:
    """Yield what a form of a translation gets wrong; a form for one number need not show it."""
    known = set().union(*map(names, of))
    if not names(form) <= known:
        yield "holds an unknown placeholder"
    if not names(of[0]) - ({"num"} if len(of) > 1 else set()) <= names(form):
        yield "lacks a placeholder"
    if len(of) == 1 and sorted(PLACEHOLDER.findall(form)) != sorted(PLACEHOLDER.findall(of[0])):
        yield "repeats a placeholder"
    if sorted(TAG.findall(form)) != sorted(TAG.findall(of[0])):
        yield "changes the markup"
    if (form[0].isspace(), form[-1].isspace()) != (of[0][0].isspace(), of[0][-1].isspace()):
        yield "changes the blanks around it"
    if known:
        try:
            form % dict.fromkeys(known, "")
        except (KeyError, TypeError, ValueError):
            yield "cannot be filled in"


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> set[Id]:
    """Collect anew what the code says."""
    output = tmp_path_factory.mktemp("texts") / "messages.pot"
    pybabel = (sys.executable, "-m", "babel.messages.frontend", "-q")
    keywords = (part for word in KEYWORDS for part in ("--keywords", word))
    options = ("--mapping", "pyproject.toml", *keywords, "--output", str(output))
    subprocess.run((*pybabel, "extract", *options, "tracker", "dashboards"), cwd=ROOT, check=True)
    return all_ids(read(output))


@pytest.fixture(params=OFFERED)
def code(request: pytest.FixtureRequest) -> str:
    """Give each language that readers are offered."""
    return str(request.param)


@pytest.fixture
def catalogue(code: str) -> Catalog:
    """Give the catalogue of the language."""
    return read(catalogue_path(code), code)


def test_only_languages_that_are_offered_have_a_catalogue() -> None:
    """Find no catalogue that no reader can choose, and none missing."""
    found = sorted(path.parent.parent.name for path in TEMPLATE.parent.glob("*/*/messages.po"))
    assert found == OFFERED


def test_the_template_holds_what_the_code_says(said: set[Id]) -> None:
    """Compare the template with the code; `make translations` brings it up to date."""
    assert all_ids(read(TEMPLATE)) == said


def test_a_catalogue_is_in_step_with_the_code(catalogue: Catalog, said: set[Id]) -> None:
    """Find every text of the code in the catalogue, and no text that the code says no more."""
    assert said - all_ids(catalogue) == set()
    assert all_ids(catalogue) - said == set()
    assert not catalogue.obsolete


def test_a_language_that_is_offered_is_translated(catalogue: Catalog) -> None:
    """Count the texts that a reader meets in English."""
    whole = len(messages(catalogue))
    assert sum(1 for _ in translated(catalogue)) >= TRANSLATED * whole


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    """Find no text marked as fuzzy: it would be shown in English."""
    assert not [ids(message) for message in messages(catalogue) if message.fuzzy]


def test_translations_keep_placeholders_and_markup(catalogue: Catalog) -> None:
    """Fill in every translation as the code does."""
    wrong = [
        (of, form, fault)
        for of, forms in translated(catalogue)
        for form in forms
        for fault in say_all_wrong(of, form)
    ]
    assert not wrong


def test_plurals_have_all_forms_of_the_language(catalogue: Catalog) -> None:
    """Find a form of each plural text for each kind of number, and no form too many."""
    counts = {len(forms) for of, forms in translated(catalogue) if len(of) > 1}
    assert counts == {catalogue.num_plurals}


def test_plural_forms_stand_in_the_order_of_the_language(code: str, catalogue: Catalog) -> None:
    """Compare the rule of the catalogue with that of Unicode, number by number."""
    form, tag = c2py(catalogue.plural_expr), Locale(code).plural_form
    used = [name for name in PLURAL_TAGS if name in {tag(number) for number in NUMBERS}]
    assert {number: used[form(number)] for number in NUMBERS} == {
        number: tag(number) for number in NUMBERS
    }
    assert len(used) == catalogue.num_plurals


@pytest.mark.parametrize(
    ("of", "form"),
    [
        (("the most is %(most)s",), "le maximum est"),
        (("the most is %(most)s",), "le maximum est %(plus)s"),
        (("%(sum)s %%",), "%(sum)s %"),
        (("a <b>word</b>",), "un mot"),
        (("of ",), "de"),
        (("%(name)s: %(num)s", "%(name)s: %(num)s"), "%(num)s"),
    ],
)
def test_a_broken_translation_is_noticed(of: Id, form: str) -> None:
    """Prove that the check of translations can fail."""
    assert list(say_all_wrong(of, form))
