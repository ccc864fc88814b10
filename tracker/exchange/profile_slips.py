"""Slips in a profile, each as one sentence: the file, the table, the key, and what is meant."""

from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from pydantic import ValidationError

from tracker.words import say

Step = str | int
UNKNOWN = "unexpected_keyword_argument"
MISSING = ("missing", "missing_argument")
EXAMPLES: Mapping[str, str] = {
    "source": 'source = "who publishes it"',
    "sheet": 'sheet = "Data"',
    "heading_row": "heading_row = 4",
    "columns": 'columns.donor = "Donor" or columns.donor = ["Donor", "Donor name"]',
    "optional": 'optional = ["received"]',
    "constants": 'constants.currency = "USD"',
    "fallback": 'fallback.amount = ["Amount (USD)"]',
    "codes": 'codes.earmarking = { "Core" = "1", "Other" = "3" }',
    "unknown_codes": 'unknown_codes = ["currency"]',
    "derive": 'derive.reference = "X-{_year}-{donor_key}"',
    "number_like": 'number_like = ["Donor", "Year"]',
    "sums": 'sums.amount = ["Paid", "Pledged"]',
    "joins": 'joins.title = ["Title", "Subtitle"]',
    "splits": '[[KIND.splits]] with column = "All", separator = "#", into = ["men", "women"]',
    "patterns": "patterns.code = { column = \"No\", find = '^0*', replace = 'P-' }",
    "needs": 'needs.received_on = "received"',
    "ahead": 'ahead.actual_end = "planned_end"',
    "add_up": 'add_up = ["amount"]',
    "round": 'round = ["amount"]',
    "unused": 'unused.Remarks = "why it is not used"',
    "nulls": 'nulls = ["", "N/A"]',
    "dates": 'dates = ["%d/%m/%Y"]',
    "decimal": 'decimal = ","',
    "thousands": 'thousands = "."',
    "grouping": 'grouping = "2-2-3"',
    "take": '[[KIND.take]] with column = "Status", values = ["paid"], reason = "not paid"',
    "leave_out": '[[KIND.leave_out]] with column = "Donor", values = ["Total"], reason = "a sum"',
    "leave_out_sum": 'leave_out_sum = "Amount"',
    "known_programmes": (
        '[[known_programmes]] with code = "F-KEN", title = "Fund for Kenya", kind = "national", '
        'place = "KEN"'
    ),
    "negative": 'negative = "correct"',
    "undecided_donors": 'undecided_donors = "keep"',
    "fund_from": 'fund_from = "programme"',
    "asked": 'asked = "warn"',
    "days_below_zero": 'days_below_zero = "mark"',
    "only_until": 'only_until = "today"',
}
"""How each key is written, as an example."""


def table_named(file: str, *names: str) -> str:
    """Name a table of a profile: its file, and the table as TOML writes it."""
    return f"{file}, [{'.'.join(names)}]"


def nearest(name: str, known: Collection[str]) -> str:
    """Propose the known name that is nearest, else list them all."""
    near = get_close_matches(name.casefold(), {one.casefold(): one for one in known}, n=1)
    if near:
        meant = next(one for one in known if one.casefold() == near[0])
        return say("is '%(near)s' meant?", near=meant)
    return say("there are %(all)s", all=", ".join(f"'{one}'" for one in known))


def slip_of(error: ValidationError, file: str, kind: str, keys: Sequence[str]) -> str:
    """Return the first slip of a table as a sentence; `keys` are those that a table may have."""
    slips = error.errors(include_url=False, include_context=False)
    slip = next((one for one in slips if one["type"] == UNKNOWN), slips[0])
    steps: tuple[Step, ...] = slip["loc"]
    key = str(steps[0]) if steps else kind
    inner = [str(step) for step in steps[1:] if isinstance(step, str)]
    where = table_named(file, *([key] if key == "known_programmes" else [kind]))
    example = EXAMPLES.get(key, "").replace("KIND", kind)
    if slip["type"] == UNKNOWN and len(steps) == 1:
        return say(
            "%(where)s: '%(key)s' is no key of a profile; %(meant)s",
            where=where,
            key=key,
            meant=nearest(key, keys),
        )
    if slip["type"] == UNKNOWN:
        return say(
            "%(where)s: '%(name)s' is no key of %(key)s; write it like %(example)s",
            where=where,
            name=inner[-1],
            key=key,
            example=example,
        )
    if slip["type"] in MISSING:
        return say(
            "%(where)s: %(key)s lacks '%(name)s'; write it like %(example)s",
            where=where,
            key=key,
            name=inner[-1] if inner else key,
            example=example,
        )
    return say(
        "%(where)s: %(key)s cannot be read as it is written; write it like %(example)s",
        where=where,
        key=".".join([key, *inner]),
        example=example,
    )
