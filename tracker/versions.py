"""Versions of records: what a form was filled from, compared with what is on record now.

A version covers what a record holds, its parts included, and nothing that the ledger moves: it is
a digest of the record's draft. Ids of parts are no content, so they are not in it.
"""

import hashlib
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any

import orjson
from pydantic import TypeAdapter

from tracker.errors import ChangedMeanwhile
from tracker.parts import Part
from tracker.words import say

NOTHING = (None, "", ())
LENGTH = 32
"""Letters of a version: 128 bits of SHA-256."""
_ADAPTERS: dict[type, TypeAdapter[Any]] = {}


def adapter_of(kind: type) -> TypeAdapter[Any]:
    """Return what reads and writes drafts of a kind, made once: making it takes longest."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def content_of(draft: Any) -> dict[str, Any]:  # noqa: ANN401 - a draft of any record
    """Return what a draft holds as plain JSON, without its empty fields."""
    values = ((field.name, getattr(draft, field.name)) for field in fields(draft))
    return {name: plain(value) for name, value in values if value not in NOTHING}


def plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a value of a draft as JSON holds it: days and codes as texts, parts as lists."""
    if isinstance(value, Part):
        return [plain(item) for item in value.values().values()]
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def version_of(draft: Any) -> str:  # noqa: ANN401 - a draft of any record
    """Return the version of a record that holds what the draft says; equal on every database."""
    spelled = orjson.dumps(content_of(draft), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(spelled).hexdigest()[:LENGTH]


def require_version(current: Any, version: str | None) -> None:  # noqa: ANN401 - a draft of any record
    """Refuse a change of another version than the current one; None asks for no version.

    To be called under the lock of all writers. Raises ChangedMeanwhile with the current draft.
    """
    if version is not None and version_of(current) != version:
        raise ChangedMeanwhile(
            say("somebody else has changed this since it was read; read it again"), current
        )
