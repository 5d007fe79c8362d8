"""What several test modules share."""

import pytest

from graders.kernels import Template

# Few imports, so that it starts at once; tests that need TensorFlow ask for it.
IMPORTS = ("numpy", "ipykernel.kernelapp", "cloudpickle", "graders.student", "graders.judge")


@pytest.fixture(scope="session")
def template():
    """A warm process without TensorFlow."""
    template = Template(imports=IMPORTS)
    yield template
    template.close()
