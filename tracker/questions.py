"""Questions: what is lawful but unlikely is asked about before it is recorded.

A form shows a question and takes a tick, a row of a sheet says yes in its column `sure`, a program
names the code in `"sure"`, and a profile may let such rows through with a warning.
"""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from tracker.errors import Fault, InvalidDraft, InvalidInput


class QuestionCode(StrEnum):
    """What is asked about; its value answers the question."""

    ZERO_AMOUNT = "ZERO_AMOUNT"  # a contribution of nothing
    FAR_AHEAD = "FAR_AHEAD"  # a promise more than ten years ahead
    INVERSE_RATE = "INVERSE_RATE"  # a rate that is nearly the inverse of the one before it
    CANCELLED_WITH_MONEY = "CANCELLED_WITH_MONEY"  # an activity with money, or requests
    NOBODY_AGAIN = "NOBODY_AGAIN"  # a count of people like those of another day, none of them again
    ANOTHER_RECEIPT = "ANOTHER_RECEIPT"  # a receipt that is likely to repeat another one


class DraftQuestion(NamedTuple):
    """A question about one field of a draft, in the reader's language."""

    code: QuestionCode
    field: str
    message: str

    @property
    def part(self) -> str:
        """The field, or the part of the draft to which the cell belongs."""
        return self.field.partition("-")[0]


class AskedAbout(InvalidInput):
    """A draft with questions that nobody has answered, all of them listed."""

    title = "This is asked about"

    def __init__(self, questions: Sequence[DraftQuestion]) -> None:
        super().__init__("; ".join(one.message for one in questions), questions[0].field)
        self.questions = tuple(questions)


class FaultyAndAskedAbout(InvalidDraft):
    """A draft with faults, and with questions beside them that nobody has answered."""

    def __init__(self, faults: Sequence[Fault], questions: Sequence[DraftQuestion]) -> None:
        super().__init__(faults)
        self.questions = tuple(questions)


def faulty(faults: Sequence[Fault], questions: Sequence[DraftQuestion] = ()) -> InvalidDraft:
    """Return the refusal of a draft with faults, together with its open questions."""
    return FaultyAndAskedAbout(faults, questions) if questions else InvalidDraft(faults)


def unanswered(
    questions: Iterable[DraftQuestion], sure: Collection[str]
) -> tuple[DraftQuestion, ...]:
    """Return the questions whose code is not among the answers."""
    return tuple(one for one in questions if one.code not in sure)


def expect_answered(questions: Iterable[DraftQuestion], sure: Collection[str]) -> None:
    """Refuse questions that nobody has answered; raises AskedAbout."""
    left = unanswered(questions, sure)
    if left:
        raise AskedAbout(left)
