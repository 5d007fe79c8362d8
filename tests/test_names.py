"""Which names may be a student's or an assignment's, and how they are shown."""

import os

import pytest

from graders.names import (
    fault_of_assignment,
    fault_of_student,
    look_alikes,
    printable,
    shown_name,
    warn_of_patterns,
)
from tests import odd_names


@pytest.mark.parametrize("name", odd_names.ALLOWED.values(), ids=odd_names.ALLOWED)
def test_an_unusual_name_may_be_a_students(name):
    assert not fault_of_student(name)


@pytest.mark.parametrize(
    "name",
    [*odd_names.REFUSED.values(), *odd_names.PATHS.values()],
    ids=[*odd_names.REFUSED, *odd_names.PATHS],
)
def test_a_name_that_may_be_no_students_has_a_reason(name):
    assert len(fault_of_student(name).split()) > 1


@pytest.mark.parametrize("name", ["123 [abc]", "[week 1]", "why?", "week *", "Übung 3", "{0}"])
def test_an_assignment_may_be_called_so(name):
    assert not fault_of_assignment(name)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "a+b", " x", "x ", "x\n", "-f", ".x", "a\0", "\udcff"]
)
def test_no_assignment_may_be_called_so(name):
    assert fault_of_assignment(name)


def test_every_name_can_be_shown_on_one_line():
    for name in odd_names.ALL.values():
        shown = shown_name(name)
        assert shown.isprintable() and shown.encode() is not None
    assert shown_name("\x1b[31mada\ncarl\u202e") == "?[31mada?carl?"
    assert printable("one\n\ttwo\x1b[0m\x9b\udcff") == "one\n\ttwo?[0m??"


def test_names_that_look_alike_are_told():
    names = ["ada", "ADA", "M\u00fcller", "Mu\u0308ller", "carl", "\uff43arl2", "carl2", "adam"]
    assert look_alikes(names) == {
        "ada": ["ADA"],
        "ADA": ["ada"],
        "M\u00fcller": ["Mu\u0308ller"],
        "Mu\u0308ller": ["M\u00fcller"],
        "carl2": ["\uff43arl2"],
        "\uff43arl2": ["carl2"],
    }


@pytest.mark.parametrize(
    ("folder", "arguments", "said"),
    [
        ("[test] course", ["nbgrader", "autograde", "lasso"], 1),
        ("what? course", ["/bin/nbgrader", "generate_assignment", "lasso"], 1),
        ("course", ["nbgrader", "generate_assignment", "123 [def]"], 1),
        ("course", ["nbgrader-autograde", "lasso"], 0),
        ("[other] course", ["/x/graders/__main__.py", "grade", "lasso"], 0),
    ],
)
def test_where_nbgraders_commands_find_nothing_they_say_why(
    folder, arguments, said, tmp_path, monkeypatch, capsys
):
    (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path / folder)
    warn_of_patterns(arguments)
    warn_of_patterns(arguments)  # a command reads its configuration twice
    assert capsys.readouterr().err.count("python -m graders release") == said


def test_the_list_is_long_and_holds_no_name_twice():
    names = list(odd_names.ALL.values())
    assert len(names) == len(set(names)) >= 80
    assert all(len(os.fsencode(name)) < 256 for name in odd_names.EXCEPT_PATHS.values())
