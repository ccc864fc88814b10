"""Nodes of pandoc's document tree, as plain JSON values.

Text goes in as strings and blanks, never as markup, and there is no raw node: what people have
typed cannot become a heading, a link or a command of any format.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

API_VERSION = [1, 23, 1]
Node = dict[str, Any]
Inlines = list[Node]

_BLANKS = re.compile(r"[\t\n\v\f\r \x1c-\x1f\x85\u2028\u2029]+")


def text(written: str) -> Inlines:
    """Return a text as strings with blanks between them."""
    parts = _BLANKS.split(written)
    nodes: Inlines = []
    for place, part in enumerate(parts):
        if place:
            nodes.append({"t": "Space"})
        if part:
            nodes.append({"t": "Str", "c": part})
    return nodes


def attributes(
    identity: str = "", classes: Sequence[str] = (), pairs: Iterable[tuple[str, str]] = ()
) -> list[Any]:
    """Return the attributes of a node."""
    return [identity, list(classes), [list(pair) for pair in pairs]]


NO_ATTRIBUTES = attributes()


def para(inlines: Inlines) -> Node:
    """Return a paragraph."""
    return {"t": "Para", "c": inlines}


def heading(level: int, identity: str, inlines: Inlines) -> Node:
    """Return a heading."""
    return {"t": "Header", "c": [level, attributes(identity), inlines]}


def note(inlines: Inlines) -> Node:
    """Return the call of a footnote with its text."""
    return {"t": "Note", "c": [para(inlines)]}


def link(inlines: Inlines, address: str) -> Node:
    """Return a link to an address of ours."""
    return {"t": "Link", "c": [NO_ATTRIBUTES, inlines, [address, ""]]}


def span(inlines: Inlines, pairs: Iterable[tuple[str, str]]) -> Node:
    """Return a text with attributes of its own, such as its language."""
    return {"t": "Span", "c": [attributes(pairs=pairs), inlines]}


def emphasis(inlines: Inlines) -> Node:
    """Return a text in italics."""
    return {"t": "Emph", "c": inlines}


def strong(inlines: Inlines) -> Node:
    """Return a text in bold."""
    return {"t": "Strong", "c": inlines}


def div(blocks: Sequence[Node], attribute: list[Any]) -> Node:
    """Return blocks with attributes of their own."""
    return {"t": "Div", "c": [attribute, list(blocks)]}


def styled(style: str, *blocks: Node, classes: Sequence[str] = (), **typst: str) -> Node:
    """Return blocks in a style of the DOCX, with properties of a block of typst."""
    own = [("typst:" + name, value) for name, value in typst.items()]
    return div(blocks, attributes("", classes, [("custom-style", style), *own]))


def figure(path: str, alternative: str, caption: Inlines, *, wide: bool) -> Node:
    """Return a picture with its alternative text and its caption, `wide` as the page's text."""
    own = attributes("", (), [("width", "100%")] if wide else [])
    image = {"t": "Image", "c": [own, text(alternative), [path, ""]]}
    plain = {"t": "Plain", "c": [image]}
    return {"t": "Figure", "c": [NO_ATTRIBUTES, [None, [{"t": "Plain", "c": caption}]], [plain]]}


def cell(inlines: Inlines, classes: Sequence[str] = ()) -> list[Any]:
    """Return a cell of a table."""
    content = [{"t": "Plain", "c": inlines}] if inlines else []
    return [attributes("", classes), {"t": "AlignDefault"}, 1, 1, content]


def row(cells: Sequence[list[Any]], classes: Sequence[str] = ()) -> list[Any]:
    """Return a row of cells."""
    return [attributes("", classes), list(cells)]


def table(
    identity: str,
    caption: Inlines,
    columns: Sequence[tuple[bool, float | None]],
    head: list[Any],
    body: Sequence[list[Any]],
    foot: Sequence[list[Any]] = (),
) -> Node:
    """Return a table; of each column whether it is aligned at its end, its part of the width."""
    specs = [
        [
            {"t": "AlignRight" if at_end else "AlignDefault"},
            {"t": "ColWidth", "c": width} if width else {"t": "ColWidthDefault"},
        ]
        for at_end, width in columns
    ]
    return {
        "t": "Table",
        "c": [
            attributes(identity),
            [None, [{"t": "Plain", "c": caption}] if caption else []],
            specs,
            [NO_ATTRIBUTES, [head]],
            [[NO_ATTRIBUTES, 0, [], list(body)]],
            [NO_ATTRIBUTES, list(foot)],
        ],
    }


def document(blocks: Sequence[Node], **texts: str) -> dict[str, Any]:
    """Return a document with texts for its template."""
    meta = {name: {"t": "MetaInlines", "c": text(own)} for name, own in texts.items() if own}
    return {"pandoc-api-version": API_VERSION, "meta": meta, "blocks": list(blocks)}
