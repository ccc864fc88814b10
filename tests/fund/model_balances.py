"""What the model of the small fund holds: balances by day, entries, and what waits."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from tests.fund.model_parts import (
    TWO_PERSONS,
    Done,
    Key,
    Levels,
    Move,
    Planned,
    Waiting,
    is_inside,
)


class ModelBalances:
    """Balances, what each entry changed, what waits, and how far the periods are closed."""

    def __init__(self) -> None:
        self.held: Counter[Key] = Counter()
        self.entries: list[Done] = []
        self.undone: set[int] = set()
        self.waiting: dict[int, Waiting] = {}
        self.closed_until = date.min
        self.cancelled: set[str] = set()
        self.day = date.min
        self.tried: list[tuple[date, Move]] = []
        self.shortages: set[tuple[date, int]] = set()

    # What waits, and what is left beside it

    def free_by_day(self, key: Key, day: date | None = None) -> Levels:
        """Return what nothing that waits has reserved, on a day and on each later one."""
        day = day or self.day
        changes = [
            (on, move[key])
            for on, move in [*((done.day, done.move) for done in self.entries), *self.tried]
            if key in move
        ]
        reserved = {on for one in self.waiting.values() for on in one.holds.get(key, {})}
        days = {day, *(on for on, _ in changes), *reserved}
        return {
            each: sum(change for on, change in changes if on <= each)
            - sum(one.reserved(key, each) for one in self.waiting.values())
            for each in sorted(days)
            if each >= day
        }

    def free(self, key: Key, day: date | None = None) -> int:
        """Return the least of what nothing that waits has reserved, from a day on."""
        return min(self.free_by_day(key, day).values())

    def lawful(self, move: Move) -> Move | None:
        """Return the move, unless it takes something below zero or from what is reserved."""
        self.shortages = {
            min((day, there) for day, there in self.free_by_day(key).items() if there + change < 0)
            for key, change in move.items()
            if change < 0 and is_inside(key) and self.free(key) + change < 0
        }
        if self.shortages:
            return None
        for key, change in move.items():
            if change < 0 and key[0] != "transferred" and self.held[key] + change < 0:
                return None
        for (kind, who, _), change in move.items():
            after = self.held[kind, who, ""] + change
            given_up = self.held[kind.replace("pledged", "pledge_written_off"), who, ""]
            if kind in {"pledged", "pledged#"} and after < given_up:
                return None
        return move

    def spoken_for(self) -> set[int]:
        """Return the entries that were reversed, or whose reversal waits."""
        waiting = {each.undoes for one in self.waiting.values() for each in one.entries}
        return self.undone | (waiting - {0})

    def moves(self, planned: Iterable[Planned]) -> list[Move] | None:
        """Return what the entries would change one after the other; None when one is unlawful."""
        before, moves = self.held.copy(), []
        self.shortages = set()
        try:
            for one in planned:
                self.day = self.day_of(one)
                closed = self.day <= self.closed_until and not one.reason.strip()
                taken = one.undoes and one.undoes in self.spoken_for()
                move = None if closed or taken else one.plan()
                if move is None:
                    return None
                moves.append(move)
                self.held.update(move)
                self.tried.append((self.day, move))
        finally:
            self.held = before
            self.tried = []
        return moves

    def day_of(self, one: Planned) -> date:
        """Return the day of an entry: a reversal never counts before what it undoes."""
        return max(one.day, self.entries[one.undoes - 1].day) if one.undoes else one.day

    def takes_two(self, planned: Iterable[Planned]) -> bool:
        """Tell whether a second person has to approve."""
        return any(one.kind in TWO_PERSONS or one.day <= self.closed_until for one in planned)

    def keep(self, planned: Sequence[Planned], moves: Sequence[Move]) -> None:
        """Carry entries out."""
        for one, move in zip(planned, moves, strict=True):
            self.held.update(move)
            self.entries.append(Done(one.kind, self.day_of(one), move))
            if one.undoes:
                self.undone.add(one.undoes)
            if one.kind == "pledge_cancellation":
                self.cancel_states(who for _, who, _ in move)

    def cancel_states(self, owners: Iterable[str]) -> None:
        """Cancel contributions of which nothing is promised and nothing has arrived."""
        for who in owners:
            promised = self.held["pledged#", who, ""] - self.held["pledge_written_off#", who, ""]
            if promised <= 0 and self.held["received#", who, ""] <= 0:
                self.cancelled.add(who)

    def usable(self, who: str, day: date | None = None) -> bool:
        """Tell whether the contribution is open, and the day lies in its period of use."""
        in_period = day is None or date(2024, 1, 1) <= day <= date(2024, 5, 31)
        return who not in self.cancelled and (who != "POOL" or in_period)

    def wait(self, number: int, planned: Sequence[Planned], moves: Sequence[Move]) -> None:
        """Let entries wait and reserve the most that any of them finds taken, on each day."""
        days = [self.day_of(one) for one in planned]
        holds: dict[Key, Levels] = {}
        for key in {key for move in moves for key in move if is_inside(key)}:
            changes = [
                (day, move[key]) for day, move in zip(days, moves, strict=True) if key in move
            ]
            holds[key] = {
                each: max(
                    0,
                    *(
                        -sum(change for day, change in changes[:some] if day <= each)
                        for some in range(1, len(changes) + 1)
                    ),
                )
                for each in {day for day, _ in changes}
            }
        for one in planned:
            if one.parts:
                one.parts.keep()
        self.waiting[number] = Waiting(planned, holds, moves)
