"""A report's tree as canonical JSON: the same tree gives the same bytes, and the bytes the tree."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter

from tracker.reports.content.report import ReportTree

_ADAPTER: TypeAdapter[ReportTree] = TypeAdapter(ReportTree)


def canonical_json(report: ReportTree) -> bytes:
    """Return the tree as JSON with sorted names, without blanks, in UTF-8.

    A report that corrects none does not say so, nor a row without links or a head without
    translations that it has none: those issued before there were such keep their digest.
    """
    plain = _ADAPTER.dump_python(report, mode="json")
    if plain["corrects"] is None:
        del plain["corrects"]
    if not plain["masthead"]["agenda_titles"]:
        del plain["masthead"]["agenda_titles"]
    for row in _rows(plain):
        if not row["links"]:
            del row["links"]
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def from_json(data: bytes) -> ReportTree:
    """Return the tree of canonical JSON. Raises ValidationError where it is no report."""
    return _ADAPTER.validate_json(data)


def digest_of(report: ReportTree) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal digits."""
    return hashlib.sha256(canonical_json(report)).hexdigest()


def _rows(plain: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows of all tables of a tree as plain values."""
    sections = (*plain["sections"], *plain["annexes"])
    tables = [block for section in sections for block in section["blocks"] if "rows" in block]
    corrects = plain.get("corrects")
    for table in (*tables, *([corrects["corrections"]] if corrects else [])):
        yield from table["rows"]
        if table["sums"]:
            yield table["sums"]
