"""The fields of a query string: each read from its texts, with a fault for what cannot be."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from tracker.errors import Fault
from tracker.periods import KnownAt, utc_now
from tracker.reference.codes import Earmarking
from tracker.reference.instruments import Instrument
from tracker.reference.paragraphs import paragraphs
from tracker.reference.record_codes import CodesOnRecord
from tracker.reference.regions import chosen_regions
from tracker.reference.sessions import BodySession
from tracker.reference.states import states
from tracker.words import say

LENGTH_OF_A_DAY = len("2024-12-31")


class Arguments(Protocol):
    """The query string as a web framework provides it."""

    def getlist(self, key: str, /) -> list[str]:
        """Return all values under a name."""
        ...


class KnownCodes(NamedTuple):
    """The codes on record that a query may name."""

    donors: frozenset[str]
    programmes: frozenset[str]
    tools: frozenset[str] = frozenset()
    sessions: tuple[BodySession, ...] = ()


def read_day(arguments: Arguments, name: str, faults: list[Fault]) -> date | None:
    """Read one day, noting a fault when it is none or is given twice."""
    text = _only(arguments, name, faults)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = say("'%(text)s' is not a date; write it as 2024-12-31", text=text)
        faults.append(Fault(name, message))
        return None


def read_known_at(arguments: Arguments, today: date, faults: list[Fault]) -> KnownAt | None:
    """Read the day or the moment of knowledge; None where all that is known now counts."""
    text = _only(arguments, "known_at", faults)
    try:
        known = day_or_moment(text) if text else None
    except ValueError:
        message = say(
            "'%(text)s' is neither a date nor a moment in UTC; write it as 2024-12-31 or as"
            " 2024-12-31T10:04:31Z",
            text=text,
        )
        faults.append(Fault("known_at", message))
        return None
    if known is None or (known.whole_day and known.day == today):
        return None
    if (known.day > today) if known.whole_day else (known.moment > utc_now()):
        faults.append(to_come("known_at", text, today))
        return None
    return known


def read_session(
    arguments: Arguments, sessions: Sequence[BodySession], faults: list[Fault]
) -> BodySession | None:
    """Read the session that sets the days, noting a fault for an unknown one or several."""
    texts = [text for text in arguments.getlist("session") if text]
    if not texts:
        return None
    if len(texts) > 1:
        faults.append(Fault("session", say("name one session")))
        return None
    by_code = {one.code: one for one in sessions}
    found = by_code.get(CodesOnRecord(frozenset(by_code)).spelled(texts[0]))
    if found is None:
        faults.append(Fault("session", _unknown(texts[0])))
    return found


def read_codes(
    name: str, texts: Sequence[str], known: KnownCodes, faults: list[Fault]
) -> tuple[str, ...]:
    """Return the known codes that texts name, in any case; noting a fault for an unknown one."""
    if not any(texts):
        return ()
    lawful = lawful_codes(known)[name]
    on_record = CodesOnRecord(lawful)
    codes = sorted({on_record.spelled(text) for text in texts if text})
    faults.extend(Fault(name, _unknown(code)) for code in codes if code not in lawful)
    return tuple(code for code in codes if code in lawful)


def to_come(name: str, day: date | str | None, today: date) -> Fault:
    """Return the fault of a day or moment that has not come."""
    text = say("%(day)s has not come; figures are there up to %(today)s", day=str(day), today=today)
    return Fault(name, text)


def lawful_codes(known: KnownCodes) -> Mapping[str, frozenset[str]]:
    """Return the codes that each name of the query string may have."""
    return {
        "donor": known.donors,
        "region": frozenset(chosen_regions()),
        "country": frozenset(states()),
        "protocol": frozenset(Instrument),
        "programme": known.programmes,
        "earmarking": frozenset(Earmarking),
        "paragraph": frozenset(map(str, paragraphs())),
        "tool": known.tools,
    }


def day_or_moment(text: str) -> KnownAt:
    """Return what a text names; raises ValueError, also for a moment without its zone."""
    if len(text) <= LENGTH_OF_A_DAY:
        return KnownAt.end_of(date.fromisoformat(text))
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    try:
        return KnownAt.at(moment)
    except OverflowError as error:
        raise ValueError(text) from error


def _only(arguments: Arguments, name: str, faults: list[Fault]) -> str:
    """Return the one text under a name, "" for none, noting a fault when there are several."""
    texts = [text for text in arguments.getlist(name) if text]
    if len(texts) > 1:
        faults.append(Fault(name, say("the date is given more than once")))
    return texts[-1] if texts else ""


def _unknown(code: str) -> str:
    """Say that a code is not known."""
    return say("'%(code)s' is not known here", code=code)
