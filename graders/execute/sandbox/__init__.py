"""Sandboxed processes, forked from a warm template.

Theory of operation
-------------------

Five kinds of processes. Only the last one runs what a student wrote, and only in an interpreter::

    owner               the grader, or a worker of its: `Template`, `SandboxedProcess`
    └─ template         imports the libraries once, runs nothing of them (`template_process`)
       └─ supervisor    a fork of the template for each sandbox, outside of it (`supervisor`)
          ├─ process 1  of the sandbox's process table; waits for orphans ("namespaces" only)
          └─ program    inside: the interpreter or the judge (`entry`), and what it starts

Who holds which socket, and what crosses it:

* *control*, owner and template, packets. The owner sends one byte and the supervisor's end of a new
  *channel*. The template forks; it reads nothing else, so no sandbox inherits what was meant for
  another one.
* *channel*, owner and supervisor, packets of JSON. First the request: program, folders, limits,
  environment. Then signals to be sent, and questions for the processor time used (`meter`); back
  come the program's number, "ready", "sent" for each signal, the times, and at last the exit code
  with the limit that was the reason, if one was.
* *connection*, owner and program, a stream of frames (`graders.execute.wire`). It passes through
  the supervisor at the start, which keeps nothing of it. What comes from an interpreter is trusted
  by nobody.
* *report*, a pipe from the program to its supervisor: "ready", or the traceback of a start that
  failed.
* *lifeline*, a pipe from the supervisor to process 1, over which nothing is ever sent.

What ends what:

* The owner closes the channel, or dies: the supervisor kills the program and process 1. When
  process 1 ends, Linux kills every process of its table. At the level "landlock+seccomp", which has
  no table of its own, the supervisor is the reaper of all descendants; it stops them, then kills
  them.
* The supervisor dies: the lifeline closes, process 1 ends, and with it the sandbox. At the second
  level the program is killed by its parent-death signal.
* A limit is exceeded: most limits are the system's (`limits`), and raise an exception in the
  program or kill it; the memory (`memory`: also what the kernel takes) and the files of a sandbox
  as a whole are looked at by the `watchdog`, and the supervisor ends the sandbox with the reason.
  What many processes take of the processor from others is bounded by their priority (`share`).
* The owner closes control: the template ends when its supervisors have ended.

How a sandbox is entered: the supervisor makes the namespaces and builds the root
(`linux.namespaces`), forks process 1 and then the program. The program closes all files but its own
two, applies the limits, becomes a user of its own without capabilities (`linux.credentials`),
installs the filter of system calls (`linux.seccomp`), and only then reads the environment that it
was given and prepares. Which levels a machine offers is found by trying (`probe`).
"""

from graders.execute.sandbox.handle import START, SandboxedProcess, SandboxFailed
from graders.execute.sandbox.levels import Level, SandboxUnavailable
from graders.execute.sandbox.limits import Limits
from graders.execute.sandbox.meter import Usage
from graders.execute.sandbox.template import Template, shared_template

__all__ = [
    "START",
    "Level",
    "Limits",
    "SandboxFailed",
    "SandboxUnavailable",
    "SandboxedProcess",
    "Template",
    "Usage",
    "shared_template",
]
