"""What the assignment on Fashion-MNIST is tested on: real images, and those that it draws itself.

The real ones are looked for in the folder that FASHION_MNIST_DIR names, or else beside the
repository, in shared/data (an .npz, or the four files); where they are not, tests say so.
"""

import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from tests.bank.solutions import REPOSITORY

REAL = Path(os.environ.get("FASHION_MNIST_DIR") or REPOSITORY.parent / "shared" / "data").absolute()
# Each kind by the environment in which the loader takes it. Without a cache, and behind a proxy
# that nobody answers at, it draws.
KINDS = {
    "stand-ins": {
        "FASHION_MNIST_DIR": "",
        "KERAS_HOME": os.devnull,
        "https_proxy": "http://127.0.0.1:9",
    },
    "real": {"FASHION_MNIST_DIR": str(REAL)},
}
ABSENT = f"no real images of Fashion-MNIST in {REAL}; FASHION_MNIST_DIR names another folder"


def kinds(assignment: str) -> list[str]:
    """Return the kinds of images that an assignment is tested on; one empty name if it has none."""
    loader = REPOSITORY / "source" / assignment / "fashion_data.py"
    return list(KINDS) if loader.exists() else [""]


def absent(kind: str) -> bool:
    """Return whether images of this kind are not on this machine."""
    return kind == "real" and not any([*REAL.glob("*.npz"), *REAL.glob("*-ubyte.gz")])


@contextmanager
def chosen(kind: str) -> Iterator[None]:
    """Let this process, and those that it starts, take images of one kind."""
    before = {name: os.environ.get(name) for name in KINDS.get(kind, {})}
    os.environ.update(KINDS.get(kind, {}))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def loader() -> ModuleType:
    """Import the assignment's loader, anew."""
    folder = REPOSITORY / "source" / "fashion_mnist"
    spec = importlib.util.spec_from_file_location("fashion_data", folder / "fashion_data.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(folder))  # it imports a file beside it
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(folder))
    return module
