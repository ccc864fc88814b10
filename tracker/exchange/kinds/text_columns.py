"""The columns of titles and descriptions in several languages, such as `title_fr`."""

from collections.abc import Mapping
from typing import Any

from tracker.assistance.texts import TextIn, Translated
from tracker.exchange.cells import Cells
from tracker.exchange.columns import SheetColumn, values_of
from tracker.reference.languages import TextLanguage
from tracker.text_limits import LONGEST_TEXT, LONGEST_TITLE
from tracker.words import say

ORIGINAL = "written_in"
PARTS = ("title", "description")
COLUMNS: Mapping[str, tuple[str, TextLanguage]] = {
    f"{part}_{language}": (part, language) for language in TextLanguage for part in PARTS
}
"""The part and the language of each column of a translation."""


def text_columns() -> tuple[SheetColumn, ...]:
    """Return the columns of the original language, and of the texts in others."""
    told = {
        "title": say("the title in that language, where it is not the original"),
        "description": say("the description in that language, where it is not the original"),
    }
    return (
        SheetColumn(
            ORIGINAL,
            say("the language of title and description"),
            False,
            "en",
            values_of(TextLanguage),
        ),
        *(SheetColumn(name, told[part]) for name, (part, _language) in COLUMNS.items()),
    )


def texts_in_cells(cells: Cells, before: Translated | None) -> dict[str, Any]:
    """Read the texts in other languages; what a sheet says nothing of stays."""
    found: dict[str, Any] = {}
    if cells.has(ORIGINAL):
        text = cells.text(ORIGINAL)
        found[ORIGINAL] = cells.choice(ORIGINAL, TextLanguage) if text else None
    named = {name: key for name, key in COLUMNS.items() if cells.has(name)}
    if named:
        kept = {one.language: one for one in (before.texts if before else ())}
        for name, (part, language) in named.items():
            width = LONGEST_TITLE if part == "title" else LONGEST_TEXT
            old, text = kept.get(language, TextIn(language)), cells.text(name, width)
            title = text if part == "title" else old.title
            description = text if part == "description" else old.description
            kept[language] = TextIn(language, title, description)
        found["texts"] = tuple(sorted(one for one in kept.values() if one.title or one.description))
    return found


def text_cells(draft: Translated) -> dict[str, str]:
    """Return the cells of a draft's languages."""
    by_language = {one.language: one for one in draft.texts}
    return {
        ORIGINAL: draft.written_in or "",
        **{
            name: getattr(by_language.get(language), part, "")
            for name, (part, language) in COLUMNS.items()
        },
    }
