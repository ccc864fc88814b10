"""Sentences are in the reader's language, with the days, codes and amounts inside them."""

import ast
import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale

from tracker.fund.ledger.entries import EntryKind
from tracker.fund.ledger.refusals import in_units, period_is_closed
from tracker.fund.preparation.entry_draft import EntryDraft
from tracker.fund.preparation.kind_rules import field_faults
from tracker.http.labels import label
from tracker.settings import ROOT
from tracker.words import say

SAYS = frozenset({"say", "_", "gettext", "ngettext"})
REFUSALS = frozenset(
    {
        "Conflict", "DraftQuestion", "Fault", "InvalidInput", "LedgerRefusal", "LimitReached",
        "MissingRate", "NotAllowed", "NotFound", "TooLarge", "Unreadable",
    }
)  # fmt: skip
WRITTEN_BEFORE = re.compile(r"\.isoformat\(|\.strftime\(|\.value\b|:%Y")
AS_SHEETS_WRITE_THEM = {
    ("tracker/exchange/cells.py", "codes"): "the codes that a cell of the column takes",
    ("tracker/fund/contributions/term_rules.py", "modality"): "the letter of the modality",
    ("tracker/exchange/preview_outcomes.py", "at"): "a moment in UTC",
}
"""Values that are codes on purpose, by their module and name, with the reason."""
COUNTED = re.compile(
    r"%\((count|rows)\)s (rows|columns|activities|cells|requests|donors)\b(?! and)"
)
"""A number and what is counted; what spans rows and columns is never one."""
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ODD = EntryDraft(
    EntryKind.PLEDGE, "R-1", date(2026, 3, 1), 5, "XXX", contribution="C", to_contribution="D",
    activity="A", letter="L", consent_on=date(2026, 2, 1), receipt="R", corrects="R",
    first_on=date(2026, 1, 1), last_on=date(2026, 1, 2), settles_minor=5, reverses="E",
    among=("C",), against_commitment=True,
)  # fmt: skip


def calls(names: frozenset[str]) -> Iterator[tuple[str, ast.Call]]:
    """Yield the calls of functions and classes in the product, each with its module."""
    for path in sorted((ROOT / "tracker").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in names
            ):
                yield path.relative_to(ROOT).as_posix(), node


def test_days_and_codes_are_given_to_sentences_as_they_are() -> None:
    written = [
        f"{module}:{value.value.lineno} {value.arg}"
        for module, call in calls(SAYS)
        for value in call.keywords
        if WRITTEN_BEFORE.search(ast.unparse(value.value))
        and (module, value.arg) not in AS_SHEETS_WRITE_THEM
    ]
    assert written == []


def test_what_is_counted_is_written_for_one_and_for_several() -> None:
    """Sentences of a result ask for the number: "1 rows wait" stood in a note."""
    counted = [
        f"{module}:{call.lineno}"
        for module, call in calls(SAYS - {"ngettext"})
        if call.args and COUNTED.search(str(getattr(call.args[0], "value", "")))
    ]
    assert counted == []


def test_no_refusal_is_written_in_english_alone() -> None:
    english = [
        f"{module}:{call.lineno}"
        for module, call in calls(REFUSALS)
        if not module.startswith("tracker/cli/")
        for argument in call.args
        if any(
            isinstance(one, ast.Constant)
            and isinstance(one.value, str)
            and " " in one.value.strip()
            for one in (argument.values if isinstance(argument, ast.JoinedStr) else [argument])
        )
    ]
    assert english == []


@pytest.mark.parametrize("language", ["fr", "ru", "es", "ar", "zh"])
def test_a_day_a_code_and_an_amount_stand_in_the_readers_language(
    app: Flask, language: str
) -> None:
    with app.app_context(), force_locale(language):
        texts = [
            period_is_closed(date(2025, 12, 31)),
            *(fault.message for kind in EntryKind for fault in field_faults(_of(kind), None)),
        ]
        amount = in_units(123_456_789, "USD")
        names = {label(kind).lower() for kind in EntryKind}
    codes = "|".join(kind.value for kind in EntryKind if kind.value not in names)
    assert [text for text in texts if ISO_DAY.search(text)] == []
    assert [text for text in texts if re.search(rf"\b({codes})\b", text)] == []
    assert (amount == "1,234,567.89") is (language in {"ar", "zh"})


def _of(kind: EntryKind) -> EntryDraft:
    """Return a draft of a kind with every field that only some kinds have."""
    values = {name: getattr(ODD, name) for name in ODD.__dataclass_fields__ if name != "kind"}
    return EntryDraft(kind, **values)


def test_an_english_sentence_keeps_days_in_iso_form(app: Flask) -> None:
    with app.app_context():
        assert say("from %(day)s on", day=date(2025, 12, 31)) == "from 2025-12-31 on"


@pytest.mark.parametrize("field", ["against_commitment", "rate_source"])
def test_what_a_kind_does_not_use_is_refused_and_not_ignored(field: str) -> None:
    values = {"against_commitment": True, "rate_source": "Treasury"}
    draft = EntryDraft(EntryKind.TRANSFER, "T-1", date(2026, 3, 1), 5, **{field: values[field]})  # type: ignore[arg-type] # one field each
    assert field in {fault.field for fault in field_faults(draft, None)}
