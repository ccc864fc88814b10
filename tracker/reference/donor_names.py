"""Decides which donor a name and the code beside it mean; contradictions stay undecided."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from tracker.reference.data_files import read_table
from tracker.reference.organisations import giver_name, organisations
from tracker.reference.states import states, states_by_iso2


@dataclass(frozen=True, slots=True)
class NameDecision:
    """The code of a decision, or None; and the reason in words."""

    code: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class ListedAlias:
    """Another spelling; `with_code` is a code beside it that does not contradict it."""

    alias: str
    with_code: str
    code: str
    source: str
    note: str


def normalise(name: str) -> str:
    """Bring a name to a key without case, accents, punctuation and "Government of"."""
    apart = unicodedata.normalize("NFKD", name.casefold().replace("&", " and ")).casefold()
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    words = re.sub(r"[\W_]+", " ", plain.replace("'", "").replace("\u2019", "")).strip()
    return re.sub(r"^(the )?government of (the )?", "", words)


@cache
def aliases() -> tuple[ListedAlias, ...]:
    """Return the other spellings on file."""
    return tuple(
        ListedAlias(row["alias"], row["with_code"], row["code"], row["source"], row["note"])
        for row in read_table("donor_aliases")
    )


def decide(name: str, code: str = "") -> NameDecision:
    """Decide which donor a name and the code beside it mean.

    The name decides; a code alone decides only where there is no name. A name and a code that
    contradict each other stay undecided.
    """
    name, code = name.strip(), code.strip()
    written = code_written(code)
    if not name:
        if written is None:
            return NameDecision(None, "there is no name")
        return NameDecision(written, f"code {code}")
    named = _names().get(normalise(name), frozenset())
    if not named:
        return NameDecision(None, _unknown(name, code, written))
    if len(named) > 1:
        return NameDecision(None, f"'{name}' may be any of {', '.join(sorted(named))}")
    (decided,) = named
    if written not in {None, decided} and (normalise(name), code.upper()) not in _pairs():
        return NameDecision(
            None,
            f"'{name}' is {giver_name(decided)}, but code {code} means {giver_name(str(written))}",
        )
    return NameDecision(decided, f"name '{name}'")


def _unknown(name: str, code: str, written: str | None) -> str:
    if written is None:
        return f"'{name}' is not a known name"
    return f"'{name}' is not a known name; code {code} beside it means {giver_name(written)}"


def agrees(code: str, written: str) -> bool:
    """Tell whether a code that is written beside a name does not mean another donor."""
    return code_written(written) in {None, code}


def code_written(code: str) -> str | None:
    """Read alpha-3, an organisation's code or alpha-2; None for any other text."""
    upper = code.upper()
    if upper in states() or upper in organisations():
        return upper
    by_iso2 = states_by_iso2().get(upper)
    return by_iso2.iso3 if by_iso2 else None


@cache
def _names() -> dict[str, frozenset[str]]:
    """Return the codes that each key may mean: all languages, aliases and the codes themselves."""
    found: dict[str, set[str]] = {}
    givers = [(code, state.names) for code, state in states().items()]
    givers += [(code, organisation.names) for code, organisation in organisations().items()]
    for code, names in givers:
        for spelling in (*names, code):
            found.setdefault(normalise(spelling), set()).add(code)
    for alias in aliases():
        found.setdefault(normalise(alias.alias), set()).add(alias.code)
    found.pop("", None)
    return {key: frozenset(codes) for key, codes in found.items()}


@cache
def _pairs() -> frozenset[tuple[str, str]]:
    """Return the spellings and codes that do not contradict each other."""
    return frozenset((normalise(alias.alias), alias.with_code) for alias in aliases())
