"""IPython's shell, made once in the template and taken over by each kernel.

Making it is half of the start of a kernel, and hardly any of it depends on where it happens. The
class stays IPython's own, for libraries ask for its name.
"""

import atexit
import builtins
import contextlib
import copy
import gc
import importlib
import os
import sys
import warnings
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.profiledir import ProfileDir
from traitlets.config import Config

# A history of other sessions, which there are none of, would take a file and a thread.
CONFIG = Config(HistoryManager={"enabled": False})


class PreparedShell:
    """A shell that belongs to no kernel yet, and of which nothing shows outside of it."""

    def __init__(self):
        self._config = config = copy.deepcopy(CONFIG)  # to which the shell adds
        before = len(warnings.filters)
        with _left_as_it_was():
            self._shell = shell = ZMQInteractiveShell(
                config=config,
                ipython_dir="",
                profile_dir=ProfileDir(),
                compiler_class=XCachingCompiler,
            )
            shell.extension_manager.load_extension("storemagic")  # as each kernel would
            self._filters = warnings.filters[: len(warnings.filters) - before]
        atexit.unregister(shell.atexit_operations)
        # The shell and its parts share the configuration; these are the attributes of each.
        self._sharing = [
            values
            for values in gc.get_referrers(config)
            if type(values) is dict and values.get("config") is config and values is not vars(self)
        ]
        self._modules = set(sys.modules)

    def fits(self, kernel: Any) -> bool:
        """Tell whether a kernel would make the same shell: it has no configuration of its own."""
        return kernel.config == CONFIG and kernel.user_module is kernel.user_ns is None

    def give_to(self, kernel: Any) -> None:
        """Make it the shell of this process, as if it had been made here."""
        shell, config = self._shell, kernel.config
        for values in self._sharing:
            values["config"] = config
        for name, section in self._config.items():
            config.setdefault(name, section)
        shell.parent = shell.kernel = kernel
        # What depends on the surroundings, in the order of `InteractiveShell.__init__`.
        shell.init_ipython_dir(None)
        shell.init_profile_dir(kernel.profile_dir)
        shell.starting_dir = os.getcwd()
        shell.init_environment()
        shell.save_sys_module_state()
        shell.init_sys_modules()
        history = shell.history_manager
        history.hist_file = history._get_hist_file_name()
        history.dir_hist[:] = [Path.cwd()]  # the list that the student knows as _dh
        shell.init_encoding()
        shell.init_pushd_popd_magic()
        shell.init_builtins()
        shell.sys_excepthook = sys.excepthook
        shell.init_prompts()
        atexit.register(shell.atexit_operations)
        warnings.filters[:0] = self._filters
        for kind in ZMQInteractiveShell._walk_mro():
            kind._instance = shell

    def known_modules(self) -> set[str]:
        """Return the names of all modules, having looked only at those imported since."""
        added = max(0, len(sys.modules) - len(self._modules))
        self._modules.update(islice(reversed(sys.modules), added))
        return self._modules


@contextlib.contextmanager
def _left_as_it_was() -> Iterator[None]:
    """Undo what making a shell changes in this process: the judge is forked from it too."""
    places = (vars(builtins), vars(sys))
    before = [dict(place) for place in places]
    environment, main = dict(os.environ), sys.modules["__main__"]
    try:
        with warnings.catch_warnings():
            yield
    finally:
        sys.modules["__main__"] = main
        for place, old in zip(places, before, strict=True):
            for name in place.keys() - old.keys():
                del place[name]
            place.update(old)
        os.environ.clear()
        os.environ.update(environment)


class WarmShell(ZMQInteractiveShell):
    """What a kernel asks for its shell."""

    @classmethod
    def instance(cls, *args: Any, **options: Any) -> ZMQInteractiveShell:
        """Return the prepared shell, or make one if none is there that fits."""
        if prepared is not None and prepared.fits(options["kernel"]):
            prepared.give_to(options["kernel"])
        return ZMQInteractiveShell.instance(*args, **options)


prepared: PreparedShell | None = None


def prepare() -> None:
    """Make the shell that the kernels forked from this process take over."""
    global prepared
    sys.modules["debugpy"] = None  # as in a kernel
    importlib.import_module("ipykernel.debugger")
    del sys.modules["debugpy"]
    prepared = PreparedShell()
