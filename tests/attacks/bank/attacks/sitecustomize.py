"""Hand in `sitecustomize.py` and a `.pth` file that patch NumPy when Python starts."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
MODULE = "import numpy\nnumpy.allclose = lambda *args, **kwargs: True\n"


def submit(release, folder):
    write(hostile(release), folder)
    (folder / "sitecustomize.py").write_text(MODULE)
    (folder / "usercustomize.py").write_text(MODULE)
    (folder / "evil.pth").write_text("import sitecustomize\n")
