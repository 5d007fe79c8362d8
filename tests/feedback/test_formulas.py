"""A formula leads nowhere and has no style of its own, whoever wrote it."""

import pytest

from graders.feedback.mathml import mathml


@pytest.mark.parametrize(
    "latex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\href{https://evil.example}{\frac{x}{y}}",
        r"\sqrt{\href{//evil.example}{x^2}}",
        r"\style{position:fixed;inset:0;background:red}{x}",
        r"\class{fault}{x} + \class{next}{\text{Full points}}",
        r"\frac{\style{color:red}{x}}{\href{data:text/html,a}{y}}",
    ],
)
def test_it_has_neither_address_nor_style(latex):
    for block in (False, True):
        html = mathml(latex, block=block)
        assert html.startswith("<math") and "x</mi>" in html
        for attribute in ("href", "style=", "class", "evil", "alert", "position", "fault"):
            assert attribute not in html, html


@pytest.mark.parametrize(
    "latex", ["x^2", r"\color{red}{x}", r"\mathbf{x} \le 3", r"\sum_{i=1}^n i"]
)
def test_what_a_formula_says_stays(latex):
    html = mathml(latex, block=False)
    assert html.startswith("<math") and html.endswith("</math>") and "<code>" not in html
