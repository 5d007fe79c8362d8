"""Send the grader outputs of the right form with contents that no library would send."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = (
    AIM
    + """
    sender = aim("SHELL:sender")
    if sender is not None:
        protocol = aim("graders.execute.wire.protocol:")
        output = aim("SHELL:sender.output")
        script = "<script>TOKEN()</script>"
        size = {"width": '1" onload="TOKEN()', "height": script}
        bundles = [
            {"text/html": [script, {"a": 1}], "text/plain": None},
            {"image/png": 7, "image/svg+xml": f"<svg onload='TOKEN()'>{script}</svg>"},
            {"image/png": [script], "image/jpeg": {"a": script}},
            {"text/latex": [1, None], "text/markdown": {script: script}},
            {script: script, "": "", "application/json": {"a": [[[script]]]}},
            {"text/plain": "\\x1b]0;TOKEN\\x07"},
        ]
        for bundle in bundles:
            types = {kind: size for kind in bundle}
            output(protocol.Display(bundle, types, "TOKEN"))
            output(protocol.Display(bundle, {"image/png": 7, **size}, "TOKEN", True))
            output(protocol.ExecuteResult(bundle, types, -(2**62)))
        output(protocol.Stream("stderr", "\\x1b]0;TOKEN\\x07" + script))
        output(protocol.ClearOutput(True))
        for bundle in bundles:
            output(protocol.Display(bundle, {kind: size for kind in bundle}))
        output(protocol.Failure(script, "\\x1b]0;TOKEN\\x07", [script, "\\x1b[31m" + script]))
"""
)


def submit(release, folder):
    write(hostile(release, last=LAST.replace("TOKEN", token())), folder)
