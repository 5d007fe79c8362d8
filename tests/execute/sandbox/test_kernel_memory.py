"""Memory that the kernel takes for a sandbox is the sandbox's, and honest work goes on."""

import pytest

from graders.execute.interpreter.client import InterpreterDied
from graders.execute.sandbox import Level, Limits
from tests.execute.sandbox.kernel_memory import EVERYWHERE, IN_NAMESPACES, PRELUDE, attempt
from tests.execute.sandbox.running import run, session

MiB = 2**20
QUICK = ("page tables", "socket buffers", "pipes", "files in memory")
# Their means are refused (below), or the system bounds them by user: there is nothing to end.
HELD_OTHERWISE = (
    "sockets on their way",
    "huge pages in pipes",
    "events that nobody reads",
    "datagrams of many senders",
    "lists of access rights",
    "locks of files",  # they are answered, and not made
)
ENDED = [
    pytest.param(name, id=name, marks=[] if name in QUICK else pytest.mark.exhaustive)
    for name in (*EVERYWHERE, *IN_NAMESPACES)
    if name not in HELD_OTHERWISE
]

# What would make something hold more than it is counted for.
REFUSED = {
    "a larger pipe": "fcntl.fcntl(os.pipe()[1], 1031, 2**20)",
    "pages given to a pipe": """
if libc.vmsplice(os.pipe()[1], ctypes.addressof((ctypes.c_size_t * 2)(id(os), 1)), 1, 0) < 0:
    raise OSError
""",
    "pages of a file": """
open("f", "w").write("text")
os.sendfile(socket.socketpair()[0].fileno(), os.open("f", os.O_RDONLY), 0, 4)
""",
    "watching for changes": "if libc.inotify_init1(0) < 0: raise OSError",
    "datagrams": "socket.socketpair(type=socket.SOCK_DGRAM)",
    "an odd kind of socket": "socket.socket(38, socket.SOCK_SEQPACKET)",
    "an attribute of a file": """
open("f", "w").close()
os.setxattr("f", "user.name", b"value")
""",
    "a filter of its own": "if libc.prctl(22, 2, 0, 0, 0) < 0: raise OSError",
    "a session of its own": """
if not os.fork():
    try:
        os.setsid()
    except PermissionError:
        os._exit(7)
    os._exit(0)
if os.wait()[1] >> 8 == 7: raise OSError
""",
}


@pytest.mark.parametrize("name", ENDED)
def test_what_the_kernel_holds_for_a_sandbox_counts(template, name):
    code = EVERYWHERE.get(name) or IN_NAMESPACES[name]
    if name in IN_NAMESPACES and template.level is not Level.NAMESPACES:
        pytest.skip("what it needs is refused at this level")
    with session(template, limits=Limits(memory=256 * MiB)) as process:
        how = attempt(process, code)
    ended = {"memory", "files"} if template.level is not Level.NAMESPACES else {"memory"}
    assert how in ended


@pytest.mark.parametrize("code", REFUSED.values(), ids=REFUSED)
def test_what_would_hold_more_is_refused(template, code):
    indented = "".join(f"    {line}\n" for line in code.strip().split("\n"))
    tried = f"try:\n{indented}except OSError:\n    print('refused')\nelse:\n    print('done')"
    assert run(template, PRELUDE + tried) == "refused"


def test_a_buffer_stays_as_large_as_it_was(template):
    code = """
one = socket.socketpair()[0]
sizes = []
for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
    before = one.getsockopt(socket.SOL_SOCKET, option)
    one.setsockopt(socket.SOL_SOCKET, option, 1000)
    sizes.append(one.getsockopt(socket.SOL_SOCKET, option) == before)
print(sizes)
"""
    assert run(template, PRELUDE + code) == "[True, True]"


def test_what_forked_processes_share_counts_once(template):
    code = """
held = bytearray(b"x") * 2**27
def take():
    time.sleep(1.5)
    os._exit(0)
for pid in in_processes(6, take):
    os.waitpid(pid, 0)
print("done")
"""
    with session(template, limits=Limits(memory=512 * MiB)) as process:
        assert attempt(process, code) == "done"


@pytest.mark.exhaustive
def test_what_forked_processes_share_counts_once_also_while_they_end(template):
    code = """
held = bytearray(b"x") * 2**27
def take():
    time.sleep(0.1)
    os._exit(0)
for _ in range(15):
    for pid in in_processes(6, take):
        os.waitpid(pid, 0)
print("done")
"""
    with session(template, limits=Limits(memory=512 * MiB)) as process:
        assert attempt(process, code) == "done"


def test_files_are_copied_as_ever(template):
    code = """
import shutil
open("one", "wb").write(bytes(100_000))
for number, copy in enumerate((shutil.copy, shutil.copy2, shutil.copyfile)):
    copy("one", f"two{number}")
os.mkdir("folder")
shutil.copytree("folder", "other")
print([os.path.getsize(f"two{number}") for number in range(3)])
"""
    assert run(template, PRELUDE + code) == "[100000, 100000, 100000]"


def test_processes_that_work_together_go_on(template):
    if template.level is not Level.NAMESPACES:
        pytest.skip("locks between processes need a folder that is out of reach at this level")
    code = """
import multiprocessing
def work(seed):
    import numpy
    return numpy.random.default_rng(seed).normal(size=(500, 500)).shape[0]
with multiprocessing.get_context("fork").Pool(4) as pool:
    print(sum(pool.map(work, range(40))))
"""
    with session(template, limits=Limits(memory=512 * MiB)) as process:
        try:
            assert process.run(code) == "20000"
        except InterpreterDied:
            pytest.fail(f"ended: {process.interpreter.reason}")
