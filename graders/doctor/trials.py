"""Attempts on each promise of the sandbox, made from within it by `graders.doctor.examination`.

The code of a trial runs in a sandboxed process. It finds the dictionary `facts` (see
`graders.doctor.surroundings`) and leaves in `broken` a list of what it managed to do.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Trial:
    """One promise, as the table says it, and the code that tries to break it."""

    promise: str
    code: str
    limits: dict = field(default_factory=dict)  # fields of `Limits`, besides the defaults
    may_die: bool = False  # the process may be killed for it and the promise is kept


# What the code of each trial begins with.
PRELUDE = """
import ctypes, mmap, os, signal, socket, sys, time
broken = []
libc = ctypes.CDLL(None, use_errno=True)
def attempt(what, action):
    try:
        done = action()
    except Exception:
        return
    if done != -1:  # what a refused call of the C library returns
        broken.append(what)
"""

_MiB = 2**20


NETWORK = Trial(
    "no network",
    """
for kind, address in facts["listening"]:
    family = getattr(socket, kind)
    address = tuple(address) if isinstance(address, list) else address
    attempt(f"connected to {address!r}", lambda: socket.socket(family).connect(address))
def datagram():
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"", ("192.0.2.1", 9))
attempt("sent a datagram", datagram)
attempt("opened a raw socket", lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))
""",
)

COURSE = Trial(
    "course, gradebook and other submissions cannot be read",
    """
for path in facts["secrets"]:
    attempt(f"read {path}", lambda: open(path, "rb").read(1))
for folder, names in facts["hidden"].items():
    attempt(f"listed {folder}", lambda: 0 if set(os.listdir(folder)) & set(names) else -1)
""",
)

OTHERS = Trial(
    "other processes cannot be looked into",
    """
own = os.getpid(), os.getppid()
for pid in facts["processes"]:
    for name in ("environ", "cmdline", "mem", "maps", "fd"):
        path = f"/proc/{pid}/{name}"
        if pid not in own:
            attempt(f"opened {path}", lambda: (os.listdir if name == "fd" else open)(path))
    attempt(f"traced {pid}", lambda: libc.ptrace(16, pid, 0, 0))
def look():
    return 0 if len([name for name in os.listdir("/proc") if name.isdigit()]) > 3 else -1
attempt("saw other processes", look)
""",
)

WRITING = Trial(
    "nothing outside can be written or changed",
    """
for path in facts["new_files"]:
    if os.path.isdir(os.path.dirname(path)):
        attempt(f"wrote {path}", lambda: open(path, "w").close())
for path in facts["files"]:
    attempt(f"wrote {path}", lambda: open(path, "r+").close())
    attempt(f"truncated {path}", lambda: os.truncate(path, 0))
    try:
        os.chmod(path, 0)
        os.utime(path, (0, 0))
    except OSError:
        pass
for path in ("/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname"):
    attempt(f"wrote {path}", lambda: open(path, "w").close())
""",
)

SIGNALS = Trial(
    "no other process can be signalled or slowed down",
    """
import resource
for pid in facts["processes"]:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except OSError:
            pass
    if pid != os.getpid():
        attempt(f"limited {pid}", lambda: resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0)))
""",
)

SURVIVING = Trial(
    "nothing outlives the process",
    """
if os.fork() == 0:
    attempt("left its session", os.setsid)
    if os.fork() == 0:
        libc.prctl(15, facts["survivor"].encode(), 0, 0, 0)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        while True:
            time.sleep(60)
    os._exit(0)
os.wait()
time.sleep(0.1)
""",
)

PRIVILEGES = Trial(
    "no privileges, and none to be had",
    """
status = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
if 0 in os.getresuid() or 0 in os.getresgid() or 0 in os.getgroups():
    broken.append("is root")
allowed = facts["allowed_capabilities"]
for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
    if int(status[name], 16) & ~allowed and (name != "CapBnd" or facts["was_root"]):
        broken.append(f"{name} is {status[name].strip()}")
if int(status["NoNewPrivs"]) != 1 or int(status["Seccomp"]) != 2:
    broken.append("no system call filter")
attempt("made a user namespace", lambda: libc.unshare(0x10000000))
attempt("made a mount namespace", lambda: libc.unshare(0x20000))
attempt("mounted", lambda: libc.mount(b"tmpfs", b"/tmp", b"tmpfs", 0, None))
attempt("changed root", lambda: os.chroot("/tmp"))
attempt("became root", lambda: os.setuid(0))
""",
)

MEMORY = Trial(
    "memory is limited",
    """
attempt("had more memory than the limit", lambda: len(bytearray(facts["limits"]["memory"])))
""",
    limits={"memory": 768 * _MiB},
)

SHARED_MEMORY = Trial(
    "memory shared between processes is limited",
    """
size = 2 * facts["limits"]["memory"]
area = mmap.mmap(-1, size)
for start in range(0, size, 4096):
    area[start] = 1
time.sleep(2)
broken.append("had more shared memory than the limit")
""",
    limits={"memory": 256 * _MiB},
    may_die=True,
)

KERNEL_MEMORY = Trial(
    "memory of the kernel is limited: page tables",
    """
kept = []
for _ in range(8):
    area = mmap.mmap(-1, 2**36, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000, mmap.PROT_READ)
    for start in range(0, 2**36, 2**21):
        area[start]
    kept.append(area)
time.sleep(5)
broken.append("had larger page tables than the limit")
""",
    limits={"memory": 256 * _MiB},
    may_die=True,
)

BUFFERS = Trial(
    "memory of the kernel is limited: sockets and pipes",
    """
import fcntl
attempt("made a pipe larger", lambda: fcntl.fcntl(os.pipe()[1], 1031, 2**20))
def full():
    ends = socket.socketpair()
    for end in ends:
        end.setblocking(False)
        try:
            while end.send(bytes(2**16)):
                pass
        except BlockingIOError:
            pass
    return ends
for _ in range(6):
    if os.fork() == 0:
        try:
            kept = [full() for _ in range(200)]
        finally:
            time.sleep(60)
            os._exit(0)
time.sleep(10)
broken.append("had more in sockets than the limit")
""",
    limits={"memory": 256 * _MiB},
    may_die=True,
)

SHARE = Trial(
    "many processes get no more of the processor than one",
    """
started = []
for _ in range(12):
    pid = os.fork()
    if pid == 0:
        while True:
            pass
    started.append(pid)
before, end = os.getpriority(os.PRIO_PROCESS, 0), time.monotonic() + 30
while os.getpriority(os.PRIO_PROCESS, started[0]) <= before and time.monotonic() < end:
    time.sleep(0.1)
if time.monotonic() >= end:
    broken.append("twelve processes kept the priority of one")
attempt("took it back", lambda: os.setpriority(os.PRIO_PROCESS, started[0], before))
for pid in started:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
""",
)

PROCESSES = Trial(
    "processes are limited",
    """
limit, started = facts["limits"]["processes"], []
try:
    while len(started) <= limit + 5:
        pid = os.fork()
        if pid == 0:
            time.sleep(60)
            os._exit(0)
        started.append(pid)
    broken.append(f"started {len(started)} processes")
except OSError:
    pass
for pid in started:
    os.kill(pid, signal.SIGKILL)
for pid in started:
    os.waitpid(pid, 0)
""",
    limits={"processes": 64},
)

FILES = Trial(
    "room for files is limited",
    """
size, written = facts["limits"]["tmp_size"], 0
block = bytes(2**20)
for folder in {os.getcwd(), os.environ["HOME"], os.environ["TMPDIR"], "/tmp", "/dev/shm"}:
    for n in range(2 * size // facts["limits"]["file_size"] + 1):
        try:
            path = os.path.join(folder, f"fill{folder.replace('/', '-')}{n}")
            with open(path, "wb", buffering=0) as file:
                while file.write(block) == len(block):
                    written += len(block)
        except OSError:
            pass
time.sleep(1)
if written > size:
    broken.append(f"wrote {written >> 20} MiB")
""",
    limits={"tmp_size": 64 * _MiB, "file_size": 32 * _MiB},
    may_die=True,
)

LEAVING = Trial(
    "the next process finds nothing of the one before",
    """
folders = {os.getcwd(), os.environ["HOME"], os.environ["TMPDIR"], "/tmp", "/dev/shm"}
paths = [os.path.join(folder, facts["survivor"]) for folder in folders]
broken += [f"found {path}" for path in paths if os.path.exists(path)]
for path in paths:
    try:
        open(path, "w").close()
    except OSError:
        pass
""",
)

TRIALS = (
    *(NETWORK, COURSE, OTHERS, WRITING, SIGNALS, PRIVILEGES),
    *(MEMORY, SHARED_MEMORY, KERNEL_MEMORY, BUFFERS, PROCESSES, SHARE, FILES, SURVIVING),
    *(LEAVING, LEAVING),  # the second one looks for what the first left
)
