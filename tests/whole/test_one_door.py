"""Money moves by one door: only the ledger and the preparation of drafts make orders of entries."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAKERS = frozenset(
    {
        "Allocation", "ContributionMovement", "Heading", "InterestCredit", "NewEntry",
        "PostingInstruction", "Transfer", "UseOfFunds",
    }
)  # fmt: skip
"""What an order of an entry is made of; all else reads text into an EntryDraft."""
DOORS = ("tracker/fund/ledger/", "tracker/fund/preparation/")
FOUND = sorted(
    path.relative_to(ROOT).as_posix()
    for room in ("tracker", "dashboards")
    for path in (ROOT / room).rglob("*.py")
)


def orders_made(source: str) -> list[int]:
    """Return the lines on which an order, its heading or an entry is made."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in MAKERS
    ]


def test_only_the_doors_make_orders_of_entries() -> None:
    found = {path: orders_made((ROOT / path).read_text(encoding="utf-8")) for path in FOUND}
    made = {path: lines for path, lines in found.items() if lines}
    others = {path: lines for path, lines in made.items() if not path.startswith(DOORS)}
    assert others == {}, "make an EntryDraft and prepare it"
    assert "tracker/fund/preparation/orders.py" in made
    assert "tracker/fund/ledger/posting_instructions.py" in made


def test_each_way_to_an_order_is_found() -> None:
    for text in ("PostingInstruction(kind)", "entries.Heading(on, 'R1')", "UseOfFunds(1, 2)"):
        assert orders_made(text), text
    assert not orders_made("EntryDraft(kind, 'R1')")
