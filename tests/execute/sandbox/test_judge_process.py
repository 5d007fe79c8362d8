"""The judge has a sandbox of its own."""

import signal

import psutil
from nbformat.v4 import new_notebook

from graders.execute.judge.client import PROGRAM
from graders.execute.run import execute
from graders.execute.sandbox import Limits
from graders.execute.settings import Settings
from tests.small_course import solution, test_cell


def test_a_judge_is_started_and_ended(template):
    judge = template.start(PROGRAM, Limits(memory=2**30))
    try:
        judge.wait_until_ready()
        assert judge.poll() is None
        process = psutil.Process(judge.pid)
        assert 0 not in process.uids()
        assert process.num_fds() <= 8
        judge.kill()
        assert judge.wait(10) == -signal.SIGKILL
    finally:
        judge.close()


def test_a_judge_ends_when_its_socket_is_closed(template):
    judge = template.start(PROGRAM)
    judge.wait_until_ready()
    judge.socket.close()
    judge.wait(10)
    judge.close()


def test_tests_read_released_files_and_data_that_student_code_does_not_see(template, tmp_path):
    released, images = tmp_path / "released", tmp_path / "images"
    for folder in (released, images):
        folder.mkdir()
    (released / "loader.py").write_text(
        "import os\n"
        "def load():\n"
        "    return sum(entry.stat().st_size for entry in os.scandir(os.environ['DATA']))\n"
    )
    (images / "images.bin").write_bytes(bytes(1000))
    images.chmod(0o700)
    answer = f"""
import os, pathlib, loader
def f():
    return [name for name in (os.environ.get("DATA"), {str(images)!r}) if name and os.listdir(name)]
"""
    test = """
import loader
assert loader.load() == 1000
try:
    found = f()
except OSError:
    found = []
assert found == []
"""
    cells = [solution("f", answer), test_cell("test_f", test)]
    settings = Settings(data={"DATA": images})
    done = execute(new_notebook(cells=cells), released, settings=settings, template=template)
    assert done.cells[1].metadata.graders.state == "passed", done.cells[1]
