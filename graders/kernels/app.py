"""The program of a warm kernel: ipykernel without what touches the template's memory for nothing.

A page that is written to, if only to count one more reference to an object in it, is copied.
"""

import contextlib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any, ClassVar

from ipykernel import ipkernel
from ipykernel.kernelapp import IPKernelApp
from IPython.core import shellapp
from traitlets import List, Type, Unicode

from graders.kernels import shell

_STREAM = "graders.kernels.outstream.ShortMessages"


class _EmptySys:
    """The module ``sys``, but that no modules are loaded."""

    modules: ClassVar[dict[str, ModuleType]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(sys, name, value)


@contextlib.contextmanager
def _no_modules_seen_by(module: Any) -> Iterator[None]:
    """Keep a module from going through all that are loaded, each of which is on another page."""
    module.sys = _EmptySys()
    try:
        yield
    finally:
        module.sys = sys


class WarmKernel(ipkernel.IPythonKernel):
    """Takes over the shell of the template, and does not list the modules that are loaded.

    The list is for a debugger, and there is none.
    """

    shell_class = Type(shell.WarmShell)

    def __init__(self, **options: Any):
        with _no_modules_seen_by(ipkernel):
            super().__init__(**options)


class WarmApp(IPKernelApp):
    """Makes no parser where there is no command line; it takes a fifth of the start."""

    # By the name under which the prepared shell has loaded it.
    default_extensions = List(Unicode(), ["IPython.extensions.storemagic"]).tag(config=True)

    def __init__(self, **options: Any):
        super().__init__(kernel_class=WarmKernel, outstream_class=_STREAM, **options)
        self.config.merge(shell.CONFIG)

    def parse_command_line(self, argv: list[str] | None = None) -> None:
        """Parse it if it is not empty."""
        if argv:
            super().parse_command_line(argv)

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """Look for none: a sandbox shows none of the folders where one could be."""

    def init_code(self) -> None:
        """Run what is to run first, and note which modules ``%reset`` leaves alone."""
        if shell.prepared is None:
            super().init_code()
            return
        with _no_modules_seen_by(shellapp):
            super().init_code()
        self.shell._sys_modules_keys = shell.prepared.known_modules()
