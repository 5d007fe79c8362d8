"""The working folder: what gets in, and what it cannot do there."""

import os

import pytest

from graders.execute.sandbox import Limits, SandboxFailed
from tests.execute.sandbox.running import run, session


def test_released_files_can_be_imported_read_and_changed(template, tmp_path):
    (tmp_path / "helper.py").write_text("answer = 42")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "numbers.csv").write_text("1,2")
    code = """
    import helper
    text = open("data/numbers.csv").read()
    open("data/numbers.csv", "w").write("changed")
    (helper.answer, text)
    """
    assert run(template, code, files=tmp_path) == "(42, '1,2')"
    assert (tmp_path / "data" / "numbers.csv").read_text() == "1,2"


def test_a_file_that_shadows_a_module_does_nothing(template, tmp_path):
    for name in ("numpy", "json", "sitecustomize", "usercustomize", "csv", "IPython"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('shadowed')")
    code = "import numpy, json, csv, IPython, sys; numpy.ones(2).sum(), 'sitecustomize.py' in dir()"
    assert run(template, code, files=tmp_path) == "(np.float64(2.0), False)"


def test_a_startup_file_does_nothing(template, tmp_path):
    startup = tmp_path / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("started = True")
    (tmp_path / "ipython_kernel_config.py").write_text("raise SystemExit")
    assert run(template, "'started' in dir()", files=tmp_path) == "False"


def test_notebooks_links_and_devices_stay_behind(template, tmp_path):
    (tmp_path / "hidden_tests.ipynb").write_text("secret")
    (tmp_path / "link").symlink_to("/etc/passwd")
    (tmp_path / "folder").symlink_to("/etc")
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "kept.txt").write_text("")
    assert run(template, "import os; os.listdir()", files=tmp_path) == "['kept.txt']"


def test_files_over_the_limit_are_refused(template, tmp_path):
    (tmp_path / "large").write_bytes(bytes(2**21))

    limits = Limits(tmp_size=2**20)
    with (
        pytest.raises(SandboxFailed, match="larger than the limits"),
        session(template, files=tmp_path, limits=limits),
    ):
        pass


def test_nothing_stays_on_the_machine(template):
    with session(template) as process:
        process.run("import os; os.mkdir('x'); os.chmod('x', 0); open('y', 'w').close()")
        assert os.path.isdir(process.folder)
    assert not os.path.exists(process.folder)
