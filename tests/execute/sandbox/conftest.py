"""Templates that the tests share; those without TensorFlow start in a fraction of a second."""

import pytest

from graders.execute.sandbox import Level, Template

LIGHT_IMPORTS = ("numpy",)


@pytest.fixture(
    scope="session",
    params=[Level.NAMESPACES, pytest.param(Level.LANDLOCK, marks=pytest.mark.exhaustive)],
    ids=lambda p: p.name,
)
def template(request):
    """A template without TensorFlow, at each level of isolation that this machine offers."""
    template = Template(imports=LIGHT_IMPORTS, highest=request.param, allow_unsafe=True)
    if template.level is not request.param:
        template.close()
        pytest.skip(f"this machine offers only {template.level}")
    yield template
    template.close()
