"""HTML that a cell shows: what is harmless stays, what a parser makes much more of does not."""

import time

import pytest

from graders.notebook.outputs import MAX_HTML, safe_html

FORMATS = "".join(f"<b a={number}>" for number in range(4000))
HOSTILE = {
    "opened once more": f"<p>{FORMATS}</p>" + "<p>x</p>" * 3000,
    "never closed": f"<p>{FORMATS}" + "</p><p>x" * 3000,
    "upper case and slashes": f"<p>{FORMATS.upper().replace(' ', '/')}" + "</p><p>x" * 3000,
    "quoted": "<p>" + "".join(f'<i a=">{n}">' for n in range(3000)) + "</p><p>x" * 3000,
    "control characters": f"<p>{FORMATS}".replace("<b", "<\x01b") + "</p><p>x" * 3000,
    "few, very often": "<p><b><i><u><s><em><code><tt><big></p>" * 3 + "<p>x</p>" * 12_000,
    "nested": "<div>" * 12_000,
    "closed before they are opened": "<div>" * 7000 + "</p>" * 7000,
    "tables": "<table><tr><td>" * 6000,
    "deep": "<div>" * 101 + "x",
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_html_of_which_a_parser_makes_much_more_is_not_parsed(html):
    assert len(html) <= MAX_HTML
    before = time.process_time()
    assert safe_html(html) == ""
    assert time.process_time() - before < 0.2


ROW = "<tr><th>{0}</th>" + "<td>{0}.25</td>" * 12 + "</tr>"
HONEST = {
    "a table": f"<table><tbody>{''.join(map(ROW.format, range(300)))}</tbody></table>",
    "bold words": "<ul>" + "".join(f"<li><b>{n}</b> <i>x</i></li>" for n in range(800)) + "</ul>",
    "lines": "a<br>b" * 3000,
    "deep": "<div>" * 100 + "x" + "</div>" * 100,
    "text": "<p>" + "word " * 15_000 + "</p>",
}


@pytest.mark.parametrize("html", HONEST.values(), ids=HONEST)
def test_a_long_table_or_list_stays(html):
    assert safe_html(html) == html


def test_words_with_colours_stay_without_them():
    html = "".join(f"<b style='color: red'>{number}</b> " for number in range(100))
    assert safe_html(html) == html.replace(" style='color: red'", "")
