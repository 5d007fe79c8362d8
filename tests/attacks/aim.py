"""Aiming at the grader's own code in the student's process.

An attack that patches a name which is no longer there would attack nothing, and nobody would
notice. So it takes hold of names by ``aim("…")``, which prints what is not there: then the
measurement fails, and so does a test for all attacks together. Plain nbgrader has none of them;
there `aim` returns None.
"""

import inspect
import re
from types import ModuleType

MISSED = "NOTHING TO AIM AT: "

# To be put before the source of a cell, which is indented as much.
AIM = f"""
    import sys

    def aim(path):
        '''Return what is called MODULE:NAME.NAME, or SHELL:NAME.NAME for the shell's own.'''
        where, _, names = path.partition(":")
        if hasattr(get_ipython(), "kernel"):
            return None
        try:
            found = get_ipython() if where == "SHELL" else sys.modules[where]
            for name in filter(None, names.split(".")):
                found = getattr(found, name)
        except (KeyError, AttributeError):
            print({MISSED!r} + path)
            return None
        return found
"""


def aims(attack: ModuleType) -> list[str]:
    """Return what an attack takes hold of, the messages that it makes included."""
    source = inspect.getsource(attack)
    messages = re.findall(r"(?<![\w.])protocol\.(\w+)", source)
    named = [f"graders.execute.wire.protocol:{message}" for message in messages]
    return re.findall(r'aim\("([^"]+)"\)', source) + named
