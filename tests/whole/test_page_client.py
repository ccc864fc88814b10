"""The page client finds the faults that it is there to find."""

import pytest
from flask import Flask, Response, request

from tests.support.outlines import outline, strict_fault, syntax_fault
from tests.support.pages import PageClient

GOOD = """<!doctype html>
<html lang="en" dir="ltr"><head><title>A page</title></head>
<body><main><h1>A page</h1>{}</main></body></html>"""
POLICY = "default-src 'self'"
FORM = """<form method="post" action="/kept"><input type="hidden" name="token" value="t">
<label for="a">A</label><input id="a" name="a" value="1">
<label>B <select name="b"><option value="x">X</option><option value="y" selected>Y</option>
</select></label><label>C <textarea name="c">old</textarea></label><button>Save</button></form>"""


def client_of(html: str, policy: str = POLICY) -> PageClient:
    """Give a client of an application whose only page is that one."""
    app = Flask(__name__)

    @app.get("/")
    def page() -> Response:
        headers = {"Content-Security-Policy": policy} if policy else {}
        return Response(html, headers=headers)

    @app.post("/kept")
    def kept() -> dict[str, list[str]]:
        return request.form.to_dict(flat=False)

    return PageClient(app.test_client())


@pytest.mark.parametrize("body", ["", FORM, '<script src="/a.js"></script>', "<svg></svg>"])
def test_a_good_page_is_let_through(body: str) -> None:
    assert client_of(GOOD.format(body)).get("/").status_code == 200


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<p><div></p>", "not valid HTML"),
        ("<h1>Again</h1>", "2 h1 headings"),
        ('<input name="amount">', "the field amount has no label"),
        ("<script>go()</script>", "a script stands in the page"),
        ("<style>p { color: red }</style>", "a style element stands in the page"),
        ('<p style="color: red">a</p>', "p has the attribute style"),
        ('<button onclick="go()">a</button>', "button has the attribute onclick"),
        ('<a href="javascript:go()">a</a>', "is code"),
        ('<p id="a">a</p><p id="a">b</p>', "the id a stands twice"),
        ('<p aria-describedby="b">a</p>', "the id b is referred to"),
        ('<img src="/a.png">', "has no alt"),
    ],
)
def test_a_fault_in_the_page_is_named(body: str, fault: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        client_of(GOOD.format(body)).get("/")


@pytest.mark.parametrize("attribute", ["lang", "dir"])
def test_a_page_tells_its_language_and_direction(attribute: str) -> None:
    with pytest.raises(AssertionError, match=f"no {attribute}"):
        client_of(GOOD.format("").replace(f"{attribute}=", "data-x=")).get("/")


@pytest.mark.parametrize("policy", ["", "default-src 'self' 'unsafe-inline'", "img-src *"])
def test_a_page_has_a_strict_policy(policy: str) -> None:
    with pytest.raises(AssertionError, match="Content-Security-Policy"):
        client_of(GOOD.format(""), policy).get("/")


def test_a_fragment_is_lawful_only_for_htmx() -> None:
    client = client_of("<p>part</p>")
    assert client.get("/", headers={"HX-Request": "true"}).status_code == 200
    with pytest.raises(AssertionError, match="no whole page"):
        client.get("/")


def test_a_form_is_sent_with_what_stood_in_it() -> None:
    answer = client_of(GOOD.format(FORM)).submit("/", {"a": "2"})
    assert answer.get_json() == {"token": ["t"], "a": ["2"], "b": ["y"], "c": ["old"]}


def test_a_form_without_the_field_is_not_sent() -> None:
    with pytest.raises(AssertionError, match="no form on the page has the fields d"):
        client_of(GOOD.format(FORM)).submit("/", {"d": "2"})


@pytest.mark.parametrize(
    "part",
    [
        "<ul><li>a</li> <li>b</li><li>c</div></li></ul>",
        "<table><tr><td>a</td></tr> <tr><p>b</p></tr></table>",
        "<p>a &nosuch; b</p>",
        "<p class='a'class='b'>a</p>",
        '<p id="a" class="b" id="c">a</p>',
        '<p title="&nosuch; b">a</p>',
        "<p>a\x0bb</p>",
        '<p title="a\ufdd0">a</p>',
        "<select><option>a</option> <option>b</select></option></select>",
        "<p>a</p><br></br>",
    ],
)
def test_a_slip_is_found_in_the_outline_as_in_the_page(part: str) -> None:
    """Texts, values and rows alike are not looked at where the outline is known."""
    for good in ("<ul><li>x</li> <li>y</li></ul>", '<p title="a">b</p>'):
        assert syntax_fault(GOOD.format(good)) == ""
    page = GOOD.format(part)
    assert syntax_fault(page) == strict_fault(page) != ""


def test_like_rows_are_one_in_the_outline() -> None:
    lists = [
        "<ul>" + "".join(f'<li id="{n}">{n}</li>' for n in range(rows)) + "</ul>"
        for rows in (2, 40)
    ]
    assert {outline(one) for one in lists} == {'<ul><li id="">x</li></ul>'}
