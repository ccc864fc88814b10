"""The file in which a command keeps what a dry run showed, for the import that follows it."""

import json
from pathlib import Path
from typing import Any

from tracker.errors import InvalidInput
from tracker.exchange.import_result import ImportResult
from tracker.exchange.outcomes import FieldChange, Outcome, RowResult
from tracker.exchange.preview_outcomes import Place, PreviewOutcomes, RowOutcome, preview_of_result
from tracker.words import say


def write_preview(path: Path, result: ImportResult) -> None:
    """Write what a dry run showed, in place of an earlier preview."""
    shown = preview_of_result(result)
    rows = [
        [*place, *one.result[:2], [list(change) for change in one.result.changes], one.result.why,
         sorted(one.faults)]
        for place, one in sorted(shown.rows().items())
    ]  # fmt: skip
    content = {"digest": shown.digest, "last_record": shown.last_record, "rows": rows}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def read_preview(path: Path) -> PreviewOutcomes:
    """Read what a dry run showed; raises InvalidInput for a file that is none of a preview."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        rows = dict(_row(one) for one in content["rows"])
        return PreviewOutcomes(str(content["digest"]), int(content["last_record"]), lambda: rows)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidInput(
            say(
                "%(file)s holds no preview; write one with --dry-run --preview %(file)s",
                file=path.name,
            )
        ) from error


def _row(written: Any) -> tuple[Place, RowOutcome]:  # noqa: ANN401 - JSON
    """Return the outcome of a row, by its place."""
    file, row, outcome, key, changes, why, faults = written
    result = RowResult(Outcome(outcome), key, tuple(FieldChange(*one) for one in changes), why)
    return (file, row), RowOutcome(result, frozenset(_fault(one) for one in faults))


def _fault(written: list[str]) -> tuple[str, str, str]:
    """Return a fault of a row."""
    column, value, message = written
    return column, value, message
