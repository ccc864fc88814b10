"""Money moves by one door: only the ledger and the preparation of drafts make orders of entries."""

import ast
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("path", [path for path in FOUND if not path.startswith(DOORS)])
def test_no_other_module_makes_an_order_of_an_entry(path: str) -> None:
    lines = orders_made((ROOT / path).read_text(encoding="utf-8"))
    assert not lines, f"{path}: {lines}: make an EntryDraft and prepare it"


def test_the_doors_make_orders() -> None:
    made = {path for path in FOUND if orders_made((ROOT / path).read_text(encoding="utf-8"))}
    assert "tracker/fund/preparation/orders.py" in made
    assert "tracker/fund/ledger/posting_instructions.py" in made


def test_each_way_to_an_order_is_found() -> None:
    for text in ("PostingInstruction(kind)", "entries.Heading(on, 'R1')", "UseOfFunds(1, 2)"):
        assert orders_made(text), text
    assert not orders_made("EntryDraft(kind, 'R1')")
