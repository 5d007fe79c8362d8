"""`graders check --format github`: a page of Markdown, whatever is in it."""

import re
from pathlib import Path

import nbformat
import pytest
import typer
import yaml

from graders.__main__ import app
from graders.api import Graded, grade
from graders.cli.new_course import ASSIGNMENT
from graders.hosts.github import literal, summary
from graders.notebook.results import Result, State


def rows(text: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split(" |")]
        for line in text.splitlines()
        if line.startswith("| ") and not line.startswith("| item")
    ]


@pytest.fixture
def graded(made, template, tmp_path):
    def graded(**answers: str) -> Graded:
        path = made.hand_in(tmp_path / "in", **answers)
        return grade(made.course.notebook(ASSIGNMENT), path, template=template)

    return graded


def test_points_states_and_messages_are_in_a_table(graded):
    page = summary(graded(mean="def mean(values):\n    return 2 if values else 0"), "first_steps")
    assert page.startswith("## first&#95;steps: 2 of 6 points\n")
    assert [row[1:3] for row in rows(page)] == [
        ["0 of 1", "failed"],
        ["0 of 1", "failed"],
        ["2 of 2", "passed"],
        ["· of 2", "to be graded by hand"],
    ]
    assert "mean(&#91;&#93;) raises a ValueError" in page
    assert "outside of the process" in page and "A person has to look" not in page


HOSTILE = [
    "| x | y |\n| 9 of 9 | passed |",
    "\n::set-output name=points::100\n##[error]x",
    "<img src=x onerror=alert(1)><!-- ",
    "```\n# 100 of 100 points\n[me](https://example.org) @everybody ![](x)",
    "\x1b[2J\u202e\r\n\x00 &lt;b&gt; **bold** _it_ ~~no~~ $x$ https://example.org",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_message_is_text_in_one_cell(text):
    results = {"test_f": Result(State.FAILED, 0.0, 1.0, message=text)}
    page = summary(Graded(results, nbformat.v4.new_notebook(), "namespaces", [text]), text)
    (row,) = rows(page)
    assert len(row) == 4 and row[1] == "0 of 1"
    for sign in (
        "::",
        "##[",
        "<img",
        "<!--",
        "```",
        "](",
        "@e",
        "**",
        "~~",
        "$x",
        "\x1b",
        "\u202e",
    ):
        assert sign not in page
    assert "https:" not in page


def test_what_a_person_has_to_look_at_is_said():
    results = {"test_f": Result(State.GRADER_ERROR, None, 1.0, message="grading failed here")}
    page = summary(Graded(results, nbformat.v4.new_notebook(), "landlock", []), "a")
    assert "**A person has to look at this submission**" in page
    assert rows(page)[0][1] == "· of 1"


@pytest.mark.parametrize("text", ["plain words, 3.5", "größer", "a=b (c)"])
def test_ordinary_text_stays_as_it_is(text):
    assert literal(text) == text


def test_the_workflow_of_the_how_to_is_one_and_types_a_command_that_there_is():
    text = (Path(__file__).parents[2] / "docs" / "howto" / "github.md").read_text()
    (source,) = re.findall(r"^```yaml\n(.*?)^```", text, re.M | re.S)
    workflow = yaml.safe_load(source)
    steps = workflow["jobs"]["grade"]["steps"]
    command = steps[-1]["run"].partition(">>")[0].split()
    (options,) = [c for c in typer.main.get_command(app).commands.values() if c.name == "check"]
    known = {name for parameter in options.params for name in parameter.opts}
    assert command[:2] == ["graders", "check"]
    assert {"--assignment", "--format"} == {one for one in command if one.startswith("--")} <= known
    # What a student's repository is called, or has in it, is no part of a script.
    assert not [step for step in steps if "${{" in step.get("run", "")]
    assert workflow["permissions"] == {"contents": "read"}
