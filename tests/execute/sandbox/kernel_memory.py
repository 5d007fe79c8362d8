"""Ways to take memory of the machine that is no process's own, and what each of them takes.

``python -m tests.execute.sandbox.kernel_memory [LEVEL ...]`` tries them under a limit of 1 GiB and
prints how much less memory the machine had at the worst moment, and how the process ended. Each of
them stops by itself at some gigabytes.
"""

import os
import sys
import time

from graders.execute.interpreter.client import InterpreterDied
from graders.execute.sandbox import Level, Limits, Template
from tests.execute.sandbox.running import Session, session
from tests.machine_memory import available, lowest

MiB = 2**20

# What the code of each begins with. Those that take memory by processes keep it until the end.
PRELUDE = """
import contextlib, ctypes, fcntl, mmap, os, resource, socket, struct, time
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
libc.vmsplice.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_uint]
libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
def in_processes(number, take):
    pids = []
    for _ in range(number):
        try:
            pid = os.fork()
        except OSError:
            break
        if not pid:
            try:
                kept = take()
                time.sleep(600)
            finally:
                os._exit(1)
        pids.append(pid)
    return pids
def fill(fd, block=bytes(2**16)):
    os.set_blocking(fd, False)
    with contextlib.suppress(OSError):
        while True:
            os.write(fd, block)
def many(make, number=230):
    made = []
    with contextlib.suppress(OSError):
        for _ in range(number):
            made.append(make())
    return made
def burst(size=3 * 2**30):
    area = mmap.mmap(-1, size)
    def take(half):
        for start in range(half * size // 2, (half + 1) * size // 2, 4096):
            area[start] = 1
    for half in range(2):
        in_processes(1, lambda: take(half))
    time.sleep(6)
"""

# At every level. What takes long to take much is not here: a limit is reached within seconds.
EVERYWHERE = {
    "page tables": """
for _ in range(24):
    area = mmap.mmap(-1, 2**36, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000, mmap.PROT_READ)
    for start in range(0, 2**36, 2**21):
        area[start]
    globals().setdefault("kept", []).append(area)
""",
    "page tables of many processes": """
def take():
    area = mmap.mmap(-1, 2**35, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000, mmap.PROT_READ)
    for start in range(0, 2**35, 2**21):
        area[start]
    return area
in_processes(50, take)
""",
    "socket buffers": """
def pair():
    both = socket.socketpair()
    for end in both:
        fill(end.fileno())
    return both
in_processes(30, lambda: many(pair))
""",
    "a process whose first thread has ended": """
import threading
def hold():
    area = mmap.mmap(-1, 2**36, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000, mmap.PROT_READ)
    for start in range(0, 2**36, 2**21):
        area[start]
    time.sleep(600)
def take():
    for _ in range(20):
        threading.Thread(target=hold).start()
    libc.pthread_exit(None)
in_processes(1, take)
time.sleep(8)
""",
    "socket buffers made larger": """
def pair():
    both = socket.socketpair()
    for end in both:
        for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, option, 2**30)
        fill(end.fileno())
    return both
in_processes(20, lambda: many(pair))
""",
    "socket buffers that are hidden": """
def pair():
    both = socket.socketpair()
    for end in both:
        fill(end.fileno())
    return both
def take():
    libc.prctl(4, 0, 0, 0, 0)
    return many(pair)
in_processes(30, take)
""",
    "sockets on their way": """
def nested():
    outer = socket.socketpair()
    for _ in range(100):
        inner = socket.socketpair()
        for end in inner:
            fill(end.fileno())
        socket.send_fds(outer[0], [b"."], [end.fileno() for end in inner])
        for end in inner:
            end.close()
    return outer
in_processes(30, lambda: many(nested, 30))
""",
    "pipes": """
def pipe():
    ends = os.pipe()
    with contextlib.suppress(OSError):
        fcntl.fcntl(ends[1], 1031, 2**20)
    fill(ends[1])
    return ends
in_processes(200, lambda: many(pipe))
""",
    "pipes with names": """
def pipe():
    name = f"{os.getpid()}-{len(os.listdir())}"
    os.mkfifo(name)
    end = os.open(name, os.O_RDWR)
    os.unlink(name)
    fill(end)
    return end
in_processes(200, lambda: many(pipe, 450))
""",
    "huge pages in pipes": """
def pipe():
    ends = os.pipe()
    for _ in range(16):
        size = 2**22
        first = libc.mmap(None, size, 3, 0x22, -1, 0)
        huge = (first + 2**21 - 1) // 2**21 * 2**21
        libc.madvise(ctypes.c_void_p(huge), ctypes.c_size_t(2**21), 14)
        ctypes.memset(huge, 1, 2**21)
        part = (ctypes.c_size_t * 2)(huge, 1)
        done = libc.vmsplice(ends[1], ctypes.addressof(part), 1, 0)
        libc.munmap(first, size)
        if done < 0:
            raise OSError("refused")
    return ends
kept = many(pipe, 90)
""",
    "mappings": """
def take():
    size = 60_000 * 4096
    first = libc.mmap(None, size, 1, 0x4022, -1, 0)
    for start in range(first, first + size, 8192):
        libc.mprotect(ctypes.c_void_p(start), ctypes.c_size_t(4096), 0)
in_processes(150, take)
""",
    "events that nobody reads": """
os.mkdir("watched")
names = ["n" * 240 + str(number) for number in range(40)]
def take():
    watching = [libc.inotify_init1(0) for _ in range(120)]
    if min(watching) < 0:
        raise OSError("refused")
    for fd in watching:
        libc.inotify_add_watch(fd, b"watched", 0x100 | 0x200)
    for _ in range(220):
        for name in names:
            open(f"watched/{name}", "w").close()
        for name in names:
            os.unlink(f"watched/{name}")
    return watching
kept = in_processes(1, take)
""",
    "memory shared between processes": """
area = mmap.mmap(-1, 2**31)
for start in range(0, 2**31, 4096):
    area[start] = 1
""",
    "memory while shared memory is added up": """
size = resource.getrlimit(resource.RLIMIT_DATA)[0] // 2  # the libraries need room, too
first = libc.mmap(None, size, 3, 0x22, -1, 0)
libc.madvise(ctypes.c_void_p(first), ctypes.c_size_t(size), 15)
ctypes.memset(first, 1, size)
in_processes(180, lambda: None)
time.sleep(1)
burst()
""",
    "memory while open files are added up": """
ends = os.pipe()
kept = many(lambda: os.dup(ends[0]), 450)
in_processes(200, lambda: None)
time.sleep(1)
burst()
""",
    "memory while mappings are added up": """
size = 60_000 * 4096
first = libc.mmap(None, size, 1, 0x4022, -1, 0)
for start in range(first, first + size // 2, 8192):
    libc.mprotect(ctypes.c_void_p(start), ctypes.c_size_t(4096), 0)
in_processes(100, lambda: None)
time.sleep(2)
burst()
""",
    "locks of files": """
def take():
    for number in range(60):
        file = open(f"locked-{os.getpid()}-{number}", "w")
        kept.append(file)
        for start in range(1500):
            fcntl.lockf(file, fcntl.LOCK_EX, 1, 2 * start)
kept = []
in_processes(40, take)
time.sleep(8)
""",
}

# Where there are namespaces; without them what they need is refused.
IN_NAMESPACES = {
    "connections that nobody accepts": """
def listener():
    name = f"{os.getpid()}-{time.monotonic_ns()}"
    heard = socket.socket(socket.AF_UNIX)
    heard.bind(name)
    heard.listen(4096)
    for _ in range(1000):
        caller = socket.socket(socket.AF_UNIX)
        caller.setblocking(False)
        caller.connect(name)
        fill(caller.fileno())
        caller.close()
    return heard
kept = many(listener, 20)
""",
    "datagrams of many senders": """
def mailbox():
    name = f"{os.getpid()}-{time.monotonic_ns()}"
    box = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    box.bind(name)
    for _ in range(11):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            sender.sendto(bytes(200_000), name)
    return box
in_processes(4, lambda: many(mailbox, 300))
""",
    "lists of access rights": """
def entry(tag, rights, who):
    return struct.pack("<HHI", tag, rights, who)
nobody = 2**32 - 1
rights = struct.pack("<I", 2) + entry(1, 7, nobody) + entry(2, 7, os.getuid()) * 8000
rights += entry(4, 5, nobody) + entry(16, 7, nobody) + entry(32, 5, nobody)
for number in range(15_000):
    open(f"f{number}", "w").close()
    os.setxattr(f"f{number}", "system.posix_acl_access", rights)
""",
    "files in memory": """
held = bytearray(b"x") * (resource.getrlimit(resource.RLIMIT_DATA)[0] // 2)
block = bytes(2**20)
for number in range(500):
    with open(f"f{number // 100}", "ab") as file:
        file.write(block)
""",
}


def kinds(level: Level) -> dict[str, str]:
    """Return what is to be tried at a level: names and code."""
    return EVERYWHERE | (IN_NAMESPACES if level is Level.NAMESPACES else {})


def attempt(process: Session, code: str, seconds: float = 60) -> str:
    """Run one of them, and wait; return how it ended."""
    try:
        shown = process.run(PRELUDE + code + "\ntime.sleep(2)", seconds)
    except InterpreterDied:
        return process.interpreter.reason or "died"
    except Exception as error:
        return type(error).__name__
    return shown.splitlines()[-1][:60] if shown else "went on"


def main() -> None:
    """Try everything, and print a table."""
    chosen = [Level(name) for name in sys.argv[1:]] or [Level.NAMESPACES, Level.LANDLOCK]
    for level in chosen:
        template = Template(imports=("numpy",), highest=level)
        print(f"{template.level}, as user {os.geteuid()}")
        for name, code in kinds(level).items():
            with session(template, limits=Limits(memory=1024 * MiB)) as process:
                time.sleep(0.5)
                before = available()
                with lowest() as least:
                    how = attempt(process, code)
            print(f"  {name:34} {(before - least[0]) // MiB:6} MiB  {how}", flush=True)
        template.close()


if __name__ == "__main__":
    main()
