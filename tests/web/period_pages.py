"""What the pages of periods say, and a closing that a second person approves."""

from tests.support.pages import PageClient


def table(client: PageClient, path: str, caption: str) -> list[list[str]]:
    """Return the cells of a table's body."""
    rows = client.html(path).xpath(f"//table[.//caption[@id='{caption}']]//tbody/tr")
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in rows]


def approved(client: PageClient, number: int) -> str:
    """Approve a request as its page shows it, and return what the page then says."""
    page = client.html(f"/approvals/{number}")
    data = {
        name: page.xpath(f"//form[contains(@action, '/approve')]//input[@name='{name}']/@value")
        for name in ("csrf_token", "shown")
    }
    answer = client.post(f"/approvals/{number}/approve", data=data, follow_redirects=True)
    return answer.get_data(as_text=True)
