"""Written answers that stand outside their cell reach a person; other texts do not."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from graders.notebook.answers import written
from tests.intake.handed_in import filled, merged, released, source, submitted
from tests.small_course import find

TEXT = "Because the map is linear."


def after(notebook, name, cell):
    notebook.cells.insert(notebook.cells.index(find(notebook, name)) + 1, cell)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (new_markdown_cell(TEXT), TEXT),
        (new_raw_cell(TEXT), TEXT),
        (new_code_cell(f"# {TEXT}\n#\n# Twice."), f"{TEXT}\n\nTwice."),
        (new_code_cell(f'"""{TEXT}"""'), TEXT),
        (new_code_cell("The map doubles each number, and then it adds one."), "The map doubles"),
        (new_code_cell(f"%%markdown\n{TEXT}"), TEXT),
        (new_code_cell("%%latex\n$x$ is doubled"), "doubled"),
        (new_code_cell(f"print('{TEXT}')"), TEXT),
        (new_code_cell(f"from IPython import display\ndisplay.Markdown('{TEXT}')"), TEXT),
        (new_code_cell(f"display(HTML('''<b>{TEXT}</b>'''))"), TEXT),
        (new_code_cell(f"answer = 3\nprint('''{TEXT}''')"), TEXT),
        (new_code_cell(f"# {TEXT}\nprint(slow(3))"), TEXT),
        (new_code_cell(f"import math\n# {TEXT}\nx = 1"), TEXT),
        (new_code_cell(f"def answer():\n    '''{TEXT}'''"), TEXT),
        (new_code_cell("Image(filename='photo.jpg')"), "The picture photo.jpg is not shown"),
        (new_code_cell("当输入翻倍时,输出也翻倍,然后再加一"), "当输入翻倍时"),
    ],
)
@pytest.mark.parametrize("place", ["explain_statement", "explain"])
def test_a_text_in_a_cell_nearby_is_the_answer(cell, shown, place):
    notebook = filled(explain="# your answer")
    after(notebook, place, cell)
    found = find(merged(notebook), "explain")
    assert shown in found.source
    assert "From the grader" in found.source and "in a" in found.source.split(TEXT)[0]
    assert written(found).state == "to be graded by hand"


@pytest.mark.parametrize("name", ["explain_statement", ""])
def test_a_text_added_to_a_released_text_is_the_answer(name):
    notebook = filled(explain="# your answer")
    cell = find(notebook, name) if name else notebook.cells[-1]
    cell.source += f"\n\n{TEXT}"
    found = source(merged(notebook), "explain")
    assert found.endswith(f":*\n\n{TEXT}") and "in the" in found


def test_a_released_text_with_other_line_breaks_is_not_the_answer():
    notebook = filled(explain="# your answer")
    notebook.cells[-1].source = "## Room for experiments\n\nNot\ngraded. Enjoy."
    assert submitted(merged(notebook), "explain") == "unchanged"


def test_the_answers_cell_may_be_gone_or_empty():
    for gone in (True, False):
        notebook = filled(explain="")
        if gone:
            notebook.cells.remove(find(notebook, "explain"))
        after(notebook, "explain_statement", new_markdown_cell(TEXT))
        found = find(merged(notebook), "explain")
        assert ("is missing" if gone else "is empty") in found.source
        assert TEXT in found.source and written(found).points is None


def test_a_text_between_the_last_test_and_the_statement_is_taken_if_there_is_no_other():
    notebook = filled(explain="# your answer")
    after(notebook, "test_slow", new_markdown_cell("Above."))
    assert "Above." in source(merged(notebook), "explain")
    after(notebook, "explain", new_markdown_cell("Below."))
    found = source(merged(notebook), "explain")
    assert "Below." in found and "Above." not in found


def test_several_passages_are_shown_in_order():
    notebook = filled(explain="# your answer")
    after(notebook, "explain", new_markdown_cell("Second."))
    find(notebook, "explain_statement").source += "\n\nFirst."
    found = source(merged(notebook), "explain")
    assert found.index("First.") < found.index("Second.")


def test_an_answer_in_its_cell_stays_as_it_is():
    notebook = filled(explain="Mine.")
    after(notebook, "explain", new_markdown_cell(TEXT))
    assert source(merged(notebook), "explain") == "Mine."


@pytest.mark.parametrize(
    "cell",
    [
        new_code_cell("x = 1  # why"),
        new_code_cell("%matplotlib inline"),
        new_markdown_cell("---"),
        new_code_cell("x = ("),
        new_code_cell("#\n#"),
        new_code_cell("print('done')"),
        new_code_cell("# plot it\nplot(slow(3))"),
        new_code_cell("def g(x):\n    '''Twice as much.'''\n    return 2 * x"),
        new_markdown_cell("# your answer"),
    ],
)
def test_code_and_empty_texts_are_not_an_answer(cell):
    notebook = filled(explain="# your answer")
    after(notebook, "explain", cell)
    assert submitted(merged(notebook), "explain") == "unchanged"


@pytest.mark.parametrize("place", ["imports", "test_double", "slow"])
@pytest.mark.parametrize(
    "head", ["Exercise 4: ", "**Answer to 4.** ", "`explain`: ", "Aufgabe 4\n"]
)
def test_a_text_that_names_the_exercise_is_its_answer_wherever_it_stands(place, head):
    notebook = filled(explain="# your answer")
    after(notebook, place, new_markdown_cell(f"{head}{TEXT}"))
    found = find(merged(notebook), "explain")
    assert TEXT in found.source and written(found).state == "to be graded by hand"


@pytest.mark.parametrize("head", ["Exercise 14: ", "Exercise 4.1: ", "explained: ", "4 "])
def test_a_text_that_names_another_one_is_not(head):
    notebook = filled(explain="# your answer")
    after(notebook, "imports", new_markdown_cell(f"{head}{TEXT}"))
    assert submitted(merged(notebook), "explain") == "unchanged"


def test_a_comment_in_the_answers_cell_made_code_is_no_heading():
    notebook = filled(explain=f"# {TEXT}\n# Twice.")
    find(notebook, "explain").cell_type = "code"
    assert source(merged(json.dumps(notebook).encode()), "explain") == f"{TEXT}\nTwice."


def test_a_text_at_an_earlier_exercise_is_not_an_answer():
    notebook = filled(explain="# your answer")
    after(notebook, "test_double", new_markdown_cell(TEXT))
    assert submitted(merged(notebook), "explain") == "unchanged"


def test_what_was_released_is_not_an_answer():
    assert submitted(merged(released()), "explain") == "unchanged"


def test_without_any_metadata_cells_are_known_by_what_they_hold():
    notebook = filled()
    for cell in notebook.cells:
        cell.metadata = {}
    find_text = next(c for c in notebook.cells if c.source == "It doubles, then adds.")
    found = merged(notebook)
    assert {name: submitted(found, name) for name in ("double", "shifted", "slow", "explain")} == {
        name: "changed" for name in ("double", "shifted", "slow", "explain")
    }
    assert source(found, "explain") == find_text.source


def without_names(notebook, kept=()):
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") not in kept:
            cell.metadata = {}
    return notebook


@pytest.mark.parametrize("kept", [["imports"], ["double"], ["test_slow", "explain_statement"]])
def test_cells_without_metadata_among_others_are_known_as_well(kept):
    found = merged(without_names(filled(), kept))
    assert {name: submitted(found, name) for name in ("double", "shifted", "slow", "explain")} == {
        name: "changed" for name in ("double", "shifted", "slow", "explain")
    }
    assert "It doubles, then adds." in source(found, "explain")
    assert "Some cells came without nbgrader's metadata" in found.metadata.graders.notes[0]


def test_a_statement_without_metadata_is_not_the_answer():
    notebook = filled(explain="# your answer")
    find(notebook, "explain_statement").metadata = {}
    assert submitted(merged(notebook), "explain") == "unchanged"


def test_without_metadata_a_released_text_is_not_the_answer_and_a_heading_not_all_of_it():
    notebook = without_names(filled())
    place = next(i for i, c in enumerate(notebook.cells) if c.source == "It doubles, then adds.")
    notebook.cells.insert(place, new_markdown_cell("**My answer:**"))
    found = source(merged(notebook), "explain")
    assert "My answer" in found and "It doubles" in found
    notebook.cells = [*notebook.cells[:place], *notebook.cells[place + 2 :]]
    notebook.cells.append(new_markdown_cell(TEXT))
    found = source(merged(notebook), "explain")
    assert TEXT in found and released().cells[-1].source not in found


def test_a_copy_of_a_stub_without_metadata_undoes_nothing():
    notebook = filled()
    after(notebook, "slow", new_code_cell(find(released(), "slow").source))
    assert "# your answer" not in [cell.source for cell in merged(notebook).cells]
