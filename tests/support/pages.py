"""The one client through which tests ask for pages; it checks the HTML of every answer."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.outlines import syntax_fault, tree_of
from tracker.http.context import EMBED

Element = Any  # lxml has no public name for what it builds
UNLABELLED = ("hidden", "submit", "button", "reset", "image")
DATA_SCRIPTS = ("application/json", "application/ld+json")
CODE_IN_ATTRIBUTES = (
    "//@*[name()='style' or starts-with(name(), 'on') or starts-with(name(), 'hx-on')]"
)


class NotHtmlError(Exception):
    """A page is not valid HTML."""


class PageClient:
    """Asks for pages and refuses HTML that a careful reader of standards would refuse."""

    def __init__(self, client: FlaskClient) -> None:
        self.http = client

    def get(self, path: str, **options: Any) -> TestResponse:  # noqa: ANN401 - werkzeug's own
        """Get a page."""
        return self._checked(self.http.get(path, **options))

    def post(self, path: str, **options: Any) -> TestResponse:  # noqa: ANN401 - werkzeug's own
        """Post the data of the options, without a CSRF token of its own."""
        return self._checked(self.http.post(path, **options))

    def submit(self, path: str, values: Mapping[str, Any], *, follow: bool = False) -> TestResponse:
        """Fill in the form of the page, with its hidden fields, and send it.

        Values are text, lists of text, or files as werkzeug takes them; their names have to be
        fields of the form. The form is the one that has all these fields.
        """
        page = self.get(path)
        assert page.status_code == 200, f"{path} answers {page.status}"
        return self.send_again(page, values, follow=follow)

    def send_again(
        self, page: TestResponse, values: Mapping[str, Any], *, follow: bool = False
    ) -> TestResponse:
        """Fill in the form of a page that was answered, with its hidden fields, and send it."""
        path = page.request.full_path.rstrip("?")
        form = form_with(parse(page.get_data(as_text=True)), values)
        action = form.get("action") or path
        data = {**prefilled(form), **values}
        assert form.get("method", "get").lower() == "post", (
            f"the form on {path} is not sent by POST"
        )
        return self.post(_local(action), data=data, follow_redirects=follow)

    def html(self, path: str) -> Element:
        """Get an existing page, and return its tree for XPath."""
        page = self.get(path)
        assert page.status_code == 200, f"{path} answers {page.status}"
        return parse(page.get_data(as_text=True))

    def _checked(self, response: TestResponse) -> TestResponse:
        redirects = 300 <= response.status_code < 400  # its body is Werkzeug's and nobody sees it
        if response.mimetype == "text/html" and response.data and not redirects:
            faults = faults_of(response)
            assert not faults, f"{response.request.path}: " + "; ".join(faults)
        return response


@lru_cache(maxsize=16)
def parse(text: str) -> Element:
    """Read a whole page, strictly; whoever asks for the tree of a checked page gets the same."""
    fault = syntax_fault(text)
    if fault:
        raise NotHtmlError(fault)
    return tree_of(text)


def faults_of(response: TestResponse) -> list[str]:
    """List the faults of an HTML answer; a fragment for htmx is no whole page."""
    text = response.get_data(as_text=True)
    faults = _header_faults(response)
    whole = "<html" in text[:2000].lower()
    if not whole and "HX-Request" not in response.request.headers:
        return [*faults, "an answer to a plain request is no whole page"]
    try:
        tree = parse(text if whole else f"<!doctype html><title>-</title><body>{text}")
    except NotHtmlError as error:
        return [*faults, f"not valid HTML: {error}"]
    if whole:
        faults += _page_faults(tree)
        faults += _summary_faults(tree)
        faults += _landmark_faults(tree)
    return faults + _label_faults(tree) + _inline_faults(tree) + _id_faults(tree)


def _header_faults(response: TestResponse) -> list[str]:
    policy = response.headers.get("Content-Security-Policy", "")
    if not policy:
        return ["no Content-Security-Policy"]
    if response.request.path.startswith(EMBED):
        policy = policy.replace("frame-ancestors *", "frame-ancestors 'none'")
    loose = ("'unsafe-inline'", "'unsafe-eval'", "https:", "http:", "*")
    return [
        f"the Content-Security-Policy allows {word}" for word in loose if word in policy.split()
    ]


def _page_faults(tree: Element) -> list[str]:
    faults = []
    if len(tree.xpath("//h1")) != 1:
        faults.append(f"{len(tree.xpath('//h1'))} h1 headings instead of one")
    if not "".join(tree.xpath("/html/head/title//text()")).strip():
        faults.append("no title")
    if len(tree.xpath("//main")) != 1:
        faults.append(f"{len(tree.xpath('//main'))} main elements instead of one")
    faults += [f"no {name} on the html element" for name in ("lang", "dir") if not tree.get(name)]
    return faults


def _landmark_faults(tree: Element) -> list[str]:
    """List the regions that have the name of another one, which a reader cannot tell apart."""
    regions = tree.xpath("//section[@aria-labelledby or @aria-label] | //*[@role='region']")
    texts = {one.get("id"): one.text_content() for one in tree.xpath("//*[@id]")} if regions else {}
    names = [
        region.get("aria-label")
        or " ".join(
            " ".join(
                texts.get(one, "") for one in region.get("aria-labelledby", "").split()
            ).split()
        )
        for region in regions
    ]
    return [
        f"{names.count(name)} regions are called '{name}'"
        for name in sorted(set(names))
        if names.count(name) > 1
    ]


def _label_faults(tree: Element) -> list[str]:
    labelled = set(tree.xpath("//label/@for"))
    fields = tree.xpath("//input | //select | //textarea")
    return [
        f"the field {field.get('name') or field.get('id')} has no label"
        for field in fields
        if (field.tag != "input" or field.get("type", "text") not in UNLABELLED)
        and field.get("id") not in labelled
        and not (field.get("aria-label") or field.get("aria-labelledby"))
        and not field.xpath("ancestor::label")
    ] + [f"the image {image.get('src')} has no alt" for image in tree.xpath("//img[not(@alt)]")]


def _inline_faults(tree: Element) -> list[str]:
    scripts = [
        "a script stands in the page"
        for script in tree.xpath("//script[not(@src)]")
        if script.get("type") not in DATA_SCRIPTS
    ]
    styles = ["a style element stands in the page" for _ in tree.xpath("//style")]
    attributes = [
        f"{value.getparent().tag} has the attribute {value.attrname}"
        for value in tree.xpath(CODE_IN_ATTRIBUTES)
    ]
    addresses = [
        f"{address} is code"
        for address in tree.xpath("//@href")
        if address.startswith("javascript:")
    ]
    return scripts + styles + attributes + addresses


def _id_faults(tree: Element) -> list[str]:
    ids = list(tree.xpath("//@id"))
    twice = sorted(name for name, times in Counter(ids).items() if times > 1)
    named = tree.xpath("//label/@for") + [
        name
        for attribute in tree.xpath("//@aria-labelledby | //@aria-describedby | //@aria-controls")
        for name in attribute.split()
    ]
    return [f"the id {name} stands twice" for name in twice] + [
        f"the id {name} is referred to and not there" for name in sorted(set(named) - set(ids))
    ]


def _summary_faults(tree: Element) -> list[str]:
    """Say which errors of a summary lead to no field, and which fields have errors it lacks."""
    links = [href[1:] for href in tree.xpath("//div[@id='error-summary']//li//a/@href")]
    faulty = tree.xpath("//*[@aria-invalid='true' or contains(@class, 'field-faulty')]")
    known = set(tree.xpath("//@id"))
    told = [f"an error leads to {link}, which is not there" for link in links if link not in known]
    return told + [
        f"the error of {field.get('id')} is not in the summary"
        for field in faulty
        if field.get("id") and field.get("id") not in links
    ]


def form_with(tree: Element, values: Mapping[str, Any]) -> Element:
    """Return the form of a page that has all these fields, the search of every page aside."""
    for form in tree.xpath("//form[not(@class='find')]"):
        if set(values) <= set(form.xpath(".//@name")):
            return form
    raise AssertionError(f"no form on the page has the fields {', '.join(values)}")


def forms_at(tree: Element, path: str) -> list[Element]:
    """Return the forms of a page that are sent to an address."""
    sent_to = urlsplit(path).path
    forms = tree.xpath("//main//form[@method='post']")
    return [one for one in forms if urlsplit(one.get("action") or path).path == sent_to]


def prefilled(form: Element) -> dict[str, Any]:
    """Collect the values that a browser would send of the form."""
    data: dict[str, Any] = {}
    for field in form.xpath(".//input[@name and not(@disabled)]"):
        kind = field.get("type", "text")
        if kind in ("submit", "button", "image", "reset", "file"):
            continue
        if kind in ("checkbox", "radio") and field.get("checked") is None:
            continue
        data.setdefault(field.get("name"), []).append(field.get("value", ""))
    for area in form.xpath(".//textarea[@name]"):
        data[area.get("name")] = ["".join(area.itertext())]
    for choice in form.xpath(".//select[@name]"):
        chosen = choice.xpath(".//option[@selected]")
        if not chosen and choice.get("multiple") is None:
            chosen = choice.xpath(".//option")[:1]
        data[choice.get("name")] = [
            option.get("value", "".join(option.itertext()).strip()) for option in chosen
        ]
    return data


def _local(action: str) -> str:
    """Drop scheme and host of a form's action."""
    parts = urlsplit(action)
    return parts.path + (f"?{parts.query}" if parts.query else "")
