"""Student code is held by the sandbox at both levels, as root and not."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from graders.doctor.examination import _try, examine
from graders.doctor.surroundings import Surroundings
from graders.doctor.trials import Trial
from graders.execute.sandbox import Level, SandboxUnavailable, Template
from graders.execute.sandbox.linux import seccomp
from tests.execute.sandbox.running import run, session

HERE = Path(__file__).parent
DOCTOR = """
import sys
from graders.doctor.examination import examine
from graders.execute.sandbox import Level
examination = examine(highest=Level(sys.argv[1]))
print("LEVEL", examination.level)
sys.exit(not examination.healthy)
"""


def test_every_promise_holds(capsys):
    examination = examine()
    if examination.level is Level.NONE:
        pytest.skip("this machine offers no isolation")
    assert examination.healthy, capsys.readouterr().out


@pytest.mark.exhaustive  # ten seconds, as each examination takes
def test_behind_a_filter_like_dockers_the_second_level_holds():
    output = examined([sys.executable, str(HERE / "docker_like.py"), sys.executable])
    assert f"LEVEL {Level.LANDLOCK}" in output


@pytest.mark.exhaustive
@pytest.mark.parametrize("level", [Level.NAMESPACES, Level.LANDLOCK], ids=lambda p: p.name)
def test_every_promise_holds_for_a_grader_who_is_not_root(level):
    with python_of_nobody() as command:
        output = examined(command, level)
    assert f"LEVEL {level}" in output


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("os.write(SOCKET, b'nonsense' * 100); time.sleep(60)", "no answer"),
        ("os.close(SOCKET); time.sleep(60)", "no answer"),
        ("while True: print('x' * 10**6)", "no answer"),
        ("os._exit(3)", "it died"),
    ],
)
def test_a_trial_that_ends_in_disorder_is_a_finding(code, said, tmp_path):
    find = "SOCKET = get_ipython().sender._connection.fileno()\n"
    template = Template(imports=())
    try:
        with Surroundings(tmp_path, template.level) as around:
            found = _try(template, Trial("order", find + code), around)
    finally:
        template.close()
    assert not found.held and said in found.detail


def test_where_nothing_isolates_the_template_refuses():
    with pytest.raises(SandboxUnavailable):
        Template(imports=(), highest=Level.NONE)


def test_where_nothing_isolates_the_doctor_tries_nothing_and_says_so(capsys):
    examination = examine(highest=Level.NONE)
    assert not examination.healthy
    assert "none (unsafe)" in capsys.readouterr().out


def test_an_unsafe_process_has_to_be_asked_for_and_warns():
    template = Template(imports=(), highest=Level.NONE, allow_unsafe=True)
    try:
        with pytest.warns(RuntimeWarning, match="NOT ISOLATED"):
            assert run(template, "1 + 1") == "2"
    finally:
        template.close()


def test_processes_at_the_same_time_do_not_see_each_other(template):
    leave = """
    import os
    for folder in (".", "/tmp", os.environ["HOME"], os.environ["TMPDIR"]):
        try:
            open(os.path.join(folder, "note"), "w").close()
        except OSError:
            pass
    print(os.getcwd())
    """

    with session(template) as one, session(template) as other:
        folder = one.run(leave)
        code = f"""
        import os
        done = []
        for folder in (".", "..", {folder!r}, "/tmp", os.environ["HOME"], os.environ["TMPDIR"]):
            try:
                done += [folder] if "note" in os.listdir(folder) else []
            except OSError:
                pass
        try:
            os.kill({one.pid}, 9)
            done.append("kill")
        except OSError:
            pass
        done
        """
        assert other.run(code) == "[]"
        assert one.run("'alive'") == "'alive'"


def test_without_landlocks_help_the_filter_keeps_signals_inside():
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            own = os.getpid()
            filters = [*seccomp.everywhere(), *seccomp.without_namespaces(signals=own)]
            seccomp.install(filters)
            os.kill(own, 0)
            for target in (os.getppid(), -1, 0, 1):
                with contextlib.suppress(PermissionError):
                    os.kill(target, 0)
                    os._exit(2)
            os.kill(own, signal.SIGTERM)
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGTERM


def examined(command: list[str], level: Level = Level.NAMESPACES) -> str:
    """Run the doctor in another process; return its output."""
    result = subprocess.run(
        [*command, "-c", DOCTOR, level], capture_output=True, text=True, timeout=120, cwd=HERE
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@contextlib.contextmanager
def python_of_nobody():
    """Give a command that runs this Python, with its libraries, as a user without privileges.

    Python may lie where only root can go: there it is mounted where everybody can.
    """
    tools = ("unshare", "setpriv", "mount")
    if os.geteuid() != 0 or not all(map(shutil.which, tools)):
        pytest.skip("needs root, and the tools " + ", ".join(tools))
    repository = HERE.parents[2]
    if not all(folder.stat().st_mode & 0o001 for folder in (repository, *repository.parents)):
        pytest.skip("only root can reach this repository")
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = f"lib/{version}/site-packages"
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(0o755)
        base, venv = folder / "base", folder / "venv"
        base.mkdir()
        (venv / "bin").mkdir(parents=True)
        (venv / packages).mkdir(parents=True)
        (venv / "pyvenv.cfg").write_text(f"home = {base}/bin\n")
        (venv / "bin/python").symlink_to(base / "bin" / version)
        script = f"""
        mount --bind {sys.base_prefix} {base} &&
        mount --bind {Path(sys.prefix) / packages} {venv / packages} &&
        HOME=/nonexistent exec setpriv --reuid 65534 --regid 65534 --clear-groups \
            --inh-caps=-all --bounding-set=-all {venv}/bin/python "$@"
        """
        yield ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, "sh"]
    finally:
        shutil.rmtree(folder)
