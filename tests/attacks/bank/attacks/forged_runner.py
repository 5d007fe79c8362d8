"""Patch all of the grader's own functions in the own process to return other things."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = (
    AIM
    + """
    if aim("graders.execute.interpreter.program:") is not None:
        aim("graders.execute.interpreter.responder:answer")
        aim("graders.execute.interpreter.shell:make")
        aim("graders.execute.wire.frames:send")
    for name, module in list(sys.modules.items()):
        if name == "graders" or name.startswith("graders."):
            for attribute, value in list(vars(module).items()):
                if callable(value) and not isinstance(value, type):
                    setattr(module, attribute, lambda *args, **kwargs: b"passed")

    def normalize(x):
        return np.asarray(x, dtype=float)
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
