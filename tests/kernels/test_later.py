"""What a library imports for few of its users waits until one of them comes."""

import inspect
import subprocess
import sys
from textwrap import dedent

import pytest

from graders.kernels import later


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with a module that says when it is run."""
    (tmp_path / "lib_with_extras").mkdir()
    (tmp_path / "lib_with_extras/__init__.py").write_text("from lib_with_extras import extras\n")
    (tmp_path / "lib_with_extras/extras.py").write_text(
        "import sys\nsys.extras_ran = True\nx = 1\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(later, "MODULES", ("lib_with_extras.extras",))
    monkeypatch.setattr(sys, "extras_ran", False, raising=False)
    with later.imported_later():
        import lib_with_extras
    yield lib_with_extras
    for name in ("lib_with_extras", "lib_with_extras.extras"):
        del sys.modules[name]


def test_a_module_is_run_when_something_in_it_is_used(package):
    assert not sys.extras_ran
    assert package.extras.x == 1
    assert sys.extras_ran


def test_it_is_imported_from_as_ever(package):
    from lib_with_extras.extras import x

    assert x == 1


def test_going_through_all_modules_runs_none(package):
    inspect.getmodule(compile("0", "nowhere", "exec"))
    assert package.extras.__file__.endswith("extras.py")
    assert not hasattr(package.extras, "__wrapped__")
    assert not sys.extras_ran


def test_what_is_not_in_it_is_missed_as_ever(package):
    for _ in range(2):
        with pytest.raises(AttributeError, match=r"lib_with_extras\.extras.*nothing"):
            _ = package.extras.nothing


def test_keras_has_its_classes_for_scikit_learn_all_the_same():
    program = dedent("""
        import sys
        from graders.kernels.later import imported_later
        with imported_later():
            import keras
        assert "sklearn" not in sys.modules, "imported at once"
        model = keras.wrappers.SKLearnClassifier(keras.Sequential())
        assert isinstance(model, sys.modules["sklearn"].base.BaseEstimator)
    """)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
