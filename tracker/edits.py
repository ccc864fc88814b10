"""Two edits of one record: what differs, field by field and part by part, and what is decided.

Three drafts are compared: `before` (what the second editor's form was filled from), `theirs`
(what is on record now) and `yours` (what the second editor entered). What only one of them
changed is proposed; what both changed has to be decided.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, NamedTuple

from tracker.parts import Part

Draft = Any  # a frozen dataclass of a record


class Side(StrEnum):
    """The side whose value is taken."""

    THEIRS = "theirs"  # what is on record now
    YOURS = "yours"  # what the second editor entered


class EditDifference(NamedTuple):
    """A value, or a part, that differs between the two edits; None is nothing.

    `proposed` is the side that alone has changed it; without one both have.
    """

    name: str
    field: str
    before: Any
    theirs: Any
    yours: Any
    proposed: Side | None


@dataclass(frozen=True, slots=True)
class EditConflict:
    """An edit that was overtaken by another; `before` is None where it is not known."""

    before: Draft | None
    theirs: Draft
    yours: Draft

    def differences(self) -> tuple[EditDifference, ...]:
        """Return what has to be looked at, in the order of the record.

        What the second editor alone has changed is left out: nobody contradicts it.
        """
        return tuple(
            one for one in self._compared() if one.theirs != one.yours and one.proposed is not YOURS
        )

    def merged(self, decided: Mapping[str, Side]) -> Draft:
        """Return the draft that is wanted; `decided` names the sides of all differences."""
        values: dict[str, Any] = {}
        for one in self._compared():
            side = decided.get(one.name) or one.proposed
            taken = one.yours if side is YOURS else one.theirs
            if not isinstance(getattr(self.theirs, one.field), tuple):
                values[one.field] = taken
            else:
                values.setdefault(one.field, [])
                values[one.field] += [] if taken is None else [taken]
        return replace(self.theirs, **{name: _arranged(found) for name, found in values.items()})

    def _compared(self) -> Iterable[EditDifference]:
        """Yield every value and every part of either edit."""
        for field in fields(self.theirs):
            drafts = (self.before, self.theirs, self.yours)
            before, theirs, yours = (_value(draft, field.name) for draft in drafts)
            if not isinstance(theirs, tuple):
                yield self._difference(field.name, field.name, before, theirs, yours)
                continue
            old, their, your = _by_key(before or ()), _by_key(theirs), _by_key(yours)
            your = _same_rows(your, their, old)
            keys = [*their, *(key for key in your if key not in their)]
            for number, key in enumerate(keys):
                parts = (old.get(key), their.get(key), your.get(key))
                yield self._difference(f"{field.name}-{number}", field.name, *parts)

    def _difference(
        self,
        name: str,
        field: str,
        before: object,
        theirs: object,
        yours: object,
    ) -> EditDifference:
        """Compare one value, or one part."""
        proposed = None
        if theirs == yours or (self.before is not None and before == yours):
            proposed = THEIRS
        elif self.before is not None and before == theirs:
            proposed = YOURS
        return EditDifference(name, field, before, theirs, yours, proposed)


def _value(draft: Draft, name: str) -> Any:  # noqa: ANN401 - whatever a draft holds
    """Return a value of a draft; nothing of no draft."""
    return getattr(draft, name, None)


THEIRS, YOURS = Side.THEIRS, Side.YOURS
Keyed = dict[Hashable, Any]


def _by_key(parts: Iterable[Any]) -> Keyed:
    """Return parts by what tells them apart: a row's id, a code, or the value itself."""
    return {_key(part): part for part in parts}


def _key(part: Any) -> Hashable:  # noqa: ANN401 - whatever a draft lists
    """Return what tells a part apart; one without a row is told by its content."""
    if isinstance(part, Part) and part.id is not None:
        return ("row", part.id)
    key: Hashable = getattr(part, "key", part)
    return key


def _same_rows(yours: Keyed, theirs: Keyed, before: Keyed) -> Keyed:
    """Give a new part of yours the row of the same new part of theirs."""
    new = {part: key for key, part in theirs.items() if key not in before}
    return {
        (new[part] if isinstance(part, Part) and part.id is None and part in new else key): part
        for key, part in yours.items()
    }


def _arranged(value: Any) -> Any:  # noqa: ANN401 - a value or a list of parts
    """Return parts as a tuple, in the order that their kind asks for."""
    if not isinstance(value, list):
        return value
    by = next((part.IN_ORDER_OF for part in value if isinstance(part, Part)), "")
    return tuple(sorted(value, key=lambda part: getattr(part, by)) if by else value)
