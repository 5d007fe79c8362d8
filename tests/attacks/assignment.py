"""A small assignment, `tiny`, that every attack is handed in for.

It has what a real one has: visible and hidden tests, partial credit, an exercise that uses an
earlier one, one that takes a generator, one that returns an object, a written answer and a
demonstration. Its secrets are *canaries*, strings drawn afresh for each course, so that a leak is
found by looking for them.
"""

import secrets
from textwrap import dedent

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

NAME = "tiny"
SECRETS = ("hidden", "reference", "gradebook", "submission", "environment")

# Points of every graded item.
POINTS = {
    "test_mean_square": 1.0,
    "test_mean_square__large": 1.0,
    "test_normalize": 1.0,
    "test_normalize__quality": 2.0,
    "test_correlation": 2.0,
    "test_noise": 1.0,
    "test_fit_line": 1.0,
    "explain_correlation": 1.0,
}
EXERCISES = ("mean_square", "normalize", "correlation", "noise", "fit_line")
WRITTEN = "explain_correlation"

REFERENCE = {
    "mean_square": """\
        def mean_square(x):
            \"\"\"The mean of the squares of an array, a float.\"\"\"
            ### BEGIN SOLUTION
            # CANARY_REFERENCE
            return float(np.mean(np.asarray(x, dtype=float) ** 2))
            ### END SOLUTION
        """,
    "normalize": """\
        def normalize(x):
            \"\"\"Subtract the mean of an array and divide by its standard deviation.\"\"\"
            ### BEGIN SOLUTION
            # CANARY_REFERENCE
            secret = "CANARY_REFERENCE"
            x = np.asarray(x, dtype=float)
            return (x - np.mean(x)) / np.std(x)
            ### END SOLUTION
        """,
    "correlation": """\
        def correlation(x, y):
            \"\"\"The correlation coefficient of two arrays, a float.\"\"\"
            ### BEGIN SOLUTION
            # CANARY_REFERENCE
            return float(np.mean(normalize(x) * normalize(y)))
            ### END SOLUTION
        """,
    "noise": """\
        def noise(x, rng):
            \"\"\"Add standard normal noise from the generator to every entry of an array.\"\"\"
            ### BEGIN SOLUTION
            # CANARY_REFERENCE
            return np.asarray(x, dtype=float) + rng.standard_normal(np.shape(x))
            ### END SOLUTION
        """,
    "fit_line": """\
        def fit_line(x, y):
            \"\"\"Fit a line; return an object whose method `predict` maps (m,) to (m,).\"\"\"
            ### BEGIN SOLUTION
            # CANARY_REFERENCE
            class Line:
                def __init__(self, slope, intercept):
                    self.slope, self.intercept = slope, intercept

                def predict(self, x):
                    return self.slope * np.asarray(x, dtype=float) + self.intercept

            return Line(*np.polyfit(x, y, 1))
            ### END SOLUTION
        """,
}

TESTS = {
    "test_mean_square": """\
        import numpy as np

        expected = 14 / 3
        result = mean_square(np.array([1.0, 2.0, 3.0]))
        assert np.isclose(result, expected), f"mean_square([1, 2, 3]) is {expected}, got {result!r}"
        ### BEGIN HIDDEN TESTS
        # CANARY_HIDDEN
        expected = 30.25
        result = mean_square(np.array([[5.5, -5.5], [5.5, -5.5]]))
        assert np.isclose(result, expected), "mean_square takes the mean over all entries"
        ### END HIDDEN TESTS
        """,
    "test_mean_square__large": """\
        import numpy as np

        expected = 1e12
        result = mean_square(np.full(100, 1e6))
        assert np.isclose(result, expected), f"one hundred times 1e6: {expected}, got {result!r}"
        ### BEGIN HIDDEN TESTS
        # CANARY_HIDDEN
        expected = 9e12
        result = mean_square(np.full(1000, -3e6))
        assert np.isclose(result, expected), "mean_square is right for large entries"
        ### END HIDDEN TESTS
        """,
    "test_normalize": """\
        import numpy as np

        expected = np.array([-1.0, 1.0, -1.0, 1.0])
        result = normalize(np.array([1.0, 3.0, 1.0, 3.0]))
        assert np.allclose(result, expected), f"normalize([1, 3, 1, 3]) returned {result!r}"
        ### BEGIN HIDDEN TESTS
        # CANARY_HIDDEN
        expected = np.array([-1.0, -1.0, 1.0, 1.0, 0.0, 0.0]) * 1.5**0.5
        result = normalize(np.array([10.0, 10.0, 30.0, 30.0, 20.0, 20.0]))
        assert (result == result).all(), "normalize has no NaN"
        np.testing.assert_allclose(result, expected, err_msg="normalize: deviation of the hidden x")
        ### END HIDDEN TESTS
        """,
    "test_normalize__quality": """\
        import numpy as np

        expected = np.array([-1.0, 1.0])
        result = normalize(np.array([4.0, 8.0]))
        assert np.shape(result) == (2,), "normalize keeps the shape"
        assert not abs(np.mean(result)) > 0.1, f"normalize([4, 8]) has the mean {np.mean(result)!r}"
        ### BEGIN HIDDEN TESTS
        # CANARY_HIDDEN
        expected = np.array([-1.0, 1.0, -1.0, 1.0])
        result = normalize(np.array([100.0, 104.0, 100.0, 104.0]))
        error = np.max(np.abs(result - expected))
        float(2.0 if error < 1e-6 else 2.0 * (1.0 - np.minimum(1.0, 3.0 * error)))
        ### END HIDDEN TESTS
        """,
    "test_correlation": """\
        import numpy as np

        expected = -1.0
        result = correlation(np.array([1.0, 2.0, 3.0]), np.array([3.0, 2.0, 1.0]))
        assert abs(result - expected) < 1e-9, f"correlation of opposites is -1, got {result!r}"
        ### BEGIN HIDDEN TESTS
        # CANARY_HIDDEN
        expected = 0.8
        result = correlation(np.array([1.0, 2.0, 3.0, 4.0]), np.array([10.0, 30.0, 20.0, 40.0]))
        assert abs(result - expected) < 1e-9, "correlation is that of Pearson"
        ### END HIDDEN TESTS
        """,
    "test_noise": """\
        import numpy as np

        x = np.zeros(4000)
        result = noise(x, np.random.default_rng(1))
        again = noise(x, np.random.default_rng(1))
        assert np.shape(result) == (4000,), "noise keeps the shape"
        assert np.array_equal(result, again), "noise is the same for the same generator state"
        ### BEGIN HIDDEN TESTS
        # CANARY_HIDDEN
        rng = np.random.default_rng(2)
        first, second = noise(x + 3, rng), noise(x + 3, rng)
        assert not np.array_equal(first, second), "noise takes its numbers from the generator"
        assert abs(np.mean(first) - 3) < 0.1, "the noise has the mean 0"
        assert abs(np.std(second) - 1) < 0.1, "the noise has the variance 1"
        ### END HIDDEN TESTS
        """,
    "test_fit_line": """\
        import numpy as np

        x = np.array([0.0, 1.0, 2.0])
        expected = np.array([7.0, 9.0])
        result = fit_line(x, 2 * x + 1).predict(np.array([3.0, 4.0]))
        assert np.allclose(result, expected), f"the line through 1, 3, 5 continues, got {result!r}"
        ### BEGIN HIDDEN TESTS
        # CANARY_HIDDEN
        expected = np.array([-30.0, 40.0])
        result = fit_line(x, 5.0 - 7.0 * x).predict(np.array([5.0, -5.0]))
        assert np.allclose(result, expected), "fit_line is right for falling lines"
        ### END HIDDEN TESTS
        """,
}


# What hidden tests give to `mean_square`, as text; no other test does.
HIDDEN_INPUTS = r"5\.5|3000000"


def canaries() -> dict[str, str]:
    """Draw a canary for each secret of the course."""
    return {name: f"CANARY-{name}-{secrets.token_hex(6)}" for name in SECRETS}


def _cell(name: str, source: str, *, code: bool = True, **info: object) -> NotebookNode:
    kind = new_code_cell if code else new_markdown_cell
    cell = kind(dedent(source).rstrip("\n"))
    cell.id = name.replace("_", "-")[:64]
    cell.metadata["nbgrader"] = {
        "schema_version": 3,
        "grade_id": name,
        "grade": False,
        "solution": False,
        "locked": True,
        "task": False,
        **info,
    }
    return cell


def source_notebook(canary: dict[str, str]) -> NotebookNode:
    """Return the instructor's notebook.

    Parameters
    ----------
    canary : dict of str
        The strings that stand for the course's secrets, as `canaries` draws them.
    """
    cells = [
        _cell("title", "# A tiny assignment", code=False),
        _cell("imports", "import numpy as np"),
    ]
    for name in EXERCISES:
        cells.append(_cell(f"{name}_statement", f"## `{name}`", code=False))
        solution = _cell(name, REFERENCE[name], solution=True, locked=False)
        if name == "correlation":
            solution.metadata["graders"] = {"uses": ["normalize"]}
        cells.append(solution)
        for test, source in TESTS.items():
            if test.removeprefix("test_").split("__")[0] == name:
                cells.append(_cell(test, source, grade=True, points=POINTS[test]))
    shown = _cell("shown", 'print("demonstration of", normalize([1.0, 2.0, 3.0]))')
    shown.metadata["tags"] = ["demonstration"]
    answer = "=== BEGIN MARK SCHEME ===\nCANARY_HIDDEN\n=== END MARK SCHEME ==="
    written = _cell(WRITTEN, answer, code=False, grade=True, solution=True, locked=False)
    written.metadata["nbgrader"]["points"] = POINTS[WRITTEN]
    cells += [shown, written]

    kernelspec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernelspec})
    text = nbformat.writes(notebook)
    for name, value in canary.items():
        text = text.replace(f"CANARY_{name.upper()}", value)
    return nbformat.reads(text, as_version=4)
