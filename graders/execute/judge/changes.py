"""Changes arguments in place as a student's function did with its copies, where a test asks for it.

Runs in the judge's process. What comes back is plain data, and the values of the test's own objects
alone are replaced: a list stays that list, an array keeps its shape and dtype.
"""

import collections
from typing import Any

import numpy as np

from graders.execute.judge.proxies import ProxyError
from graders.execute.wire.encoding import Reference


def write_back(arguments: list[Any], after: Any, name: str) -> None:
    """Give arguments the values that they have after a call.

    Parameters
    ----------
    arguments : list
        The positional and the named ones.
    after : object
        From the student's process: for each argument None, or a list with its value.
    name : str
        Of the function, for messages.

    Raises
    ------
    ProxyError
        If a value does not fit into its argument.
    """
    if type(after) is not list or len(after) != len(arguments):
        raise ProxyError(f"{name} returned something that cannot be read")
    for number, (argument, new) in enumerate(zip(arguments, after, strict=True), 1):
        if new is None:
            continue
        if type(new) is not list or len(new) != 1 or not replaced(argument, new[0]):
            raise ProxyError(f"{name} made something else of its argument {number}")


def replaced(argument: Any, new: Any) -> bool:
    """Replace what an argument holds; return whether it could be done."""
    if isinstance(argument, np.ndarray):
        same = isinstance(new, np.ndarray) and new.shape == argument.shape
        if not same or new.dtype != argument.dtype or not argument.flags.writeable:
            return False
        argument[...] = new
        return True
    if type(argument) is not type(new) or _holds_reference(new):
        return False
    if isinstance(argument, list):
        argument[:] = new
    elif isinstance(argument, collections.deque):
        argument.clear()
        argument.extend(new)
    elif isinstance(argument, dict | set):
        argument.clear()
        argument.update(new)
    elif type(argument).__module__ == "__main__" and hasattr(argument, "__dict__"):
        vars(argument).clear()  # of one of the author's classes
        vars(argument).update(vars(new))
    else:
        return False
    return True


def _holds_reference(value: Any) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple | set):
        return any(map(_holds_reference, value))
    return isinstance(value, Reference)
