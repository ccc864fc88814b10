"""A report's tree as canonical JSON: the same tree gives the same bytes, and the bytes the tree."""

import hashlib
import json

from pydantic import TypeAdapter

from tracker.reports.content.report import ReportTree

_ADAPTER: TypeAdapter[ReportTree] = TypeAdapter(ReportTree)


def canonical_json(report: ReportTree) -> bytes:
    """Return the tree as JSON with sorted names, without blanks, in UTF-8."""
    plain = _ADAPTER.dump_python(report, mode="json")
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def from_json(data: bytes) -> ReportTree:
    """Return the tree of canonical JSON. Raises ValidationError where it is no report."""
    return _ADAPTER.validate_json(data)


def digest_of(report: ReportTree) -> str:
    """Return the SHA-256 of the canonical JSON, in hexadecimal digits."""
    return hashlib.sha256(canonical_json(report)).hexdigest()
