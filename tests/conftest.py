"""What several test modules share."""

from textwrap import dedent

import pytest
from nbformat.v4 import new_notebook

from graders.kernels import Template
from graders.run import run
from graders.session import Times

from .small_course import solution, test_cell

# Few imports, so that it starts at once; tests that need TensorFlow ask for it.
IMPORTS = ("numpy", "ipykernel.kernelapp", "cloudpickle", "graders.student", "graders.judge")


@pytest.fixture(scope="session")
def template():
    """A warm process without TensorFlow."""
    template = Template(imports=IMPORTS)
    yield template
    template.close()


@pytest.fixture(scope="session")
def full_template():
    """A warm process with all that notebooks import."""
    template = Template()
    yield template
    template.close()


@pytest.fixture
def judged(template, tmp_path):
    """Judge one test cell, or several, of an exercise `f`; return what became of it."""

    def judged(answer, *tests, points=2.0, template=template, **options):
        options = {"times": Times(cell=6, call=2)} | options
        cells = [solution("f", "import numpy as np\n" + dedent(answer))]
        cells += [
            test_cell(f"test_f__{i}", "import numpy as np\n" + dedent(test), points)
            for i, test in enumerate(tests)
        ]
        done = run(new_notebook(cells=cells), tmp_path, template=template, **options)
        found = [cell.metadata.graders for cell in done.cells[1:]]
        return found[0] if len(found) == 1 else found

    return judged
