"""Texts of editors in a report's tree: in place of a paragraph, or at the end of a section."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from tracker.reports.content.blocks import Block, NumberedParagraph, ReportSection
from tracker.reports.content.report import ReportTree
from tracker.reports.content.texts import PlainText

AT_END = "+"
"""Follows the id of a section at whose end a text stands."""
_PARAGRAPH: TypeAdapter[NumberedParagraph] = TypeAdapter(NumberedParagraph)


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A text with its anchor, and the digest of what was drawn there when it was written."""

    anchor: str
    text: str
    of_digest: str = ""


def with_texts(report: ReportTree, texts: Mapping[str, WrittenText]) -> ReportTree:
    """Return a tree with the texts of editors; blank lines part the paragraphs of a text."""
    return replace(
        report,
        summary=tuple(
            one for one in _replaced(report.summary, texts) if isinstance(one, NumberedParagraph)
        ),
        sections=tuple(_section(one, texts) for one in report.sections),
        annexes=tuple(_section(one, texts) for one in report.annexes),
    )


def anchors(report: ReportTree) -> Mapping[str, str]:
    """Return the anchors at which a text can stand, with the digest of what is drawn there."""
    paragraphs = [*report.summary, *report.blocks]
    own = {
        one.id: digest_of_paragraph(one) for one in paragraphs if isinstance(one, NumberedParagraph)
    }
    return {**own, **{section.id + AT_END: "" for section in report.all_sections}}


def changed_under(report: ReportTree, texts: Mapping[str, WrittenText]) -> frozenset[str]:
    """Return the anchors of texts under which the drawn paragraph has changed since, or is gone."""
    now = anchors(report)
    return frozenset(
        anchor
        for anchor, own in texts.items()
        if own.of_digest and now.get(anchor) != own.of_digest
    )


def digest_of_paragraph(paragraph: NumberedParagraph) -> str:
    """Return the SHA-256 of a paragraph's words and values."""
    plain = _PARAGRAPH.dump_python(paragraph, mode="json")
    plain.pop("behind")
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _section(section: ReportSection, texts: Mapping[str, WrittenText]) -> ReportSection:
    added = texts.get(section.id + AT_END)
    more = _paragraphs(added) if added else ()
    return replace(section, blocks=(*_replaced(section.blocks, texts), *more))


def _replaced(blocks: Iterable[Block], texts: Mapping[str, WrittenText]) -> Iterator[Block]:
    """Yield blocks, those paragraphs in whose place a text stands replaced by its paragraphs."""
    for block in blocks:
        own = texts.get(block.id) if isinstance(block, NumberedParagraph) else None
        if own is None:
            yield block
        else:
            yield from _paragraphs(own)


def _paragraphs(own: WrittenText) -> Iterator[NumberedParagraph]:
    """Yield the paragraphs of a text, the first under its anchor's id."""
    parts = [" ".join(part.split()) for part in own.text.replace("\r", "").split("\n\n")]
    for number, part in enumerate((part for part in parts if part), 1):
        identity = own.anchor if number == 1 else f"{own.anchor}-{number}"
        yield NumberedParagraph(identity, (PlainText(part),), written=True)
