"""Sheets as a browser sends them, and what the pages of imports say."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from tests.exchange.making import Cell, write_sheet
from tests.support.pages import Element, PageClient

PROGRAMMES: Sequence[Mapping[str, Cell]] = [
    {"code": f"NAT-{state}", "title": f"Programme for {state}", "kind": "national", "place": state}
    for state in ("KEN", "UGA", "PRY", "MDA", "LAO")
]
FAULTY: Mapping[str, Cell] = {"code": "NAT-X", "title": "X", "kind": "local", "place": "TGO"}


def as_file(content: bytes, name: str) -> FileStorage:
    """Give bytes as a browser sends them."""
    return FileStorage(io.BytesIO(content), name)


def sheet(
    folder: Path, rows: Sequence[Mapping[str, Cell]], form: str = "csv", kind: str = "programmes"
) -> FileStorage:
    """Give rows as a file of one form or the other."""
    path = write_sheet(folder, form, kind, rows)
    return as_file(path.read_bytes(), path.name)


def upload(
    client: PageClient,
    file: FileStorage,
    kind: str = "programmes",
    profile: str = "",
    **named: str,
) -> str:
    """Upload a sheet through the form and return the address of its preview."""
    values = {"kind": kind, "file": file, "profile": profile, **named}
    answer = client.submit("/imports/new", values)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"]


def close_sent(answer: TestResponse) -> None:
    """Close the file into which the client of the tests put a large request."""
    answer.request.environ["wsgi.input"].close()


def press(client: PageClient, path: str, action: str) -> int:
    """Press the button of an import's page whose form leads to that action."""
    [form] = client.html(path).xpath(f"//main//form[@action='{path}/{action}']")
    data = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    return client.post(f"{path}/{action}", data=data).status_code


def actions(page: Element) -> set[str]:
    """Return what the page offers to do."""
    addresses = page.xpath("//main//form[@method='post']/@action")
    return {address.rsplit("/", 1)[1] for address in addresses}


def tiles(page: Element) -> dict[str, str]:
    """Return the counts of a preview by their labels."""
    labels = page.xpath("//dl[@class='tiles']//dt//text()")
    return dict(zip(labels, page.xpath("//dd[@class='tile-figure']//text()"), strict=True))


def cells(page: Element, table: str) -> list[list[str]]:
    """Return the cells of the table with that caption's id."""
    rows = page.xpath(f"//table[caption/@id='{table}-caption']/tbody/tr")
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row.xpath("th | td")]
        for row in rows
    ]


def said(page: Element) -> str:
    """Return the text of the page's main part."""
    return " ".join("".join(page.xpath("//main")[0].itertext()).split())
