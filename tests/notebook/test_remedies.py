"""Why a test fails outside, read off its source."""

import pytest

from graders.notebook.crossing import kinds_in
from graders.notebook.remedies import remedy

WHY = {
    "plot(3)\nax = plt.gca()\nassert ax.get_title()": "line 2 takes the current figure",
    "fig = plt.gcf()": "line 1 takes the current figure",
    "save('a')\nassert open('a').read()": "line 2 reads or writes a file",
    "import os\nassert os.path.exists('a.json')": "line 2 reads or writes a file",
    "p = folder / 'x'\np.write_text('a')": "line 2 reads or writes a file",
    "import inspect\ninspect.getsource(f)": "line 2 asks about the student's function itself",
    "with mock.patch('builtins.input'):\n    f()": "line 1 replaces something",
    "random.setstate(s)": "line 1 sets the state of random numbers",
    "calls = []\ndef g(x):\n    calls.append(x)\nf(g)": "line 4 passes the function `g`",
    "f(lambda x: x)": "line 1 passes a function to `f`",
    "@f\ndef g(x):\n    return x": "line 2 passes the function `g`",
    "f.cache['a'] = 1": "line 1 changes `f`",
    "import builtins\nbuiltins.print = None": "line 2 changes `builtins`",
}


@pytest.mark.parametrize("source", WHY)
def test_what_keeps_a_test_inside_is_named_with_its_line(source):
    assert remedy(source, {"f", "plot", "save"}).startswith(WHY[source])


@pytest.mark.parametrize(
    "source", ["assert f(3) == 4", "a = [1]\na[0] = 2\nf(a)", "f(3", "%%time\nf(3)"]
)
def test_of_an_ordinary_test_nothing_is_said(source):
    assert remedy(source, {"f"}) == ""


def test_a_kind_crosses_where_the_authors_cells_speak_of_it():
    assert "pandas" in kinds_in(["x = 1", "import pandas as pd"])
    assert "sparse" in kinds_in(["from scipy import linalg, sparse"])
    assert "masked" in kinds_in(["x = np.ma.masked_less(a, 0)"])
    assert "polynomials" in kinds_in(["from numpy.polynomial import Polynomial"])
    assert kinds_in(["# the Chebyshev polynomial"]) == []
    assert kinds_in(["# pandas_like, sparse, masked\nimport numpy as np"]) == []
