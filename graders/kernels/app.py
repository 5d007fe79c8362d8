"""The program of a warm kernel: ipykernel without what touches the template's memory for nothing.

A page that is written to, if only to count one more reference to an object in it, is copied.
"""

import types
from typing import Any

from ipykernel import ipkernel
from ipykernel.kernelapp import IPKernelApp

_STREAM = "graders.kernels.outstream.ShortMessages"


class WarmKernel(ipkernel.IPythonKernel):
    """Does not list the modules that are loaded, each of which is on another page.

    The list is for a debugger, and there is none.
    """

    def __init__(self, **options: Any):
        python, ipkernel.sys = ipkernel.sys, types.SimpleNamespace(modules={})
        try:
            super().__init__(**options)
        finally:
            ipkernel.sys = python


class WarmApp(IPKernelApp):
    """Makes no parser where there is no command line; it takes a fifth of the start."""

    def __init__(self, **options: Any):
        super().__init__(kernel_class=WarmKernel, outstream_class=_STREAM, **options)

    def parse_command_line(self, argv: list[str] | None = None) -> None:
        """Parse it if it is not empty."""
        if argv:
            super().parse_command_line(argv)
