"""Hand in a zip with links, paths that lead out of it, and a notebook of zeros."""

import io
import zipfile

import nbformat

from ...expectation import outcome
from ...submission import hostile
from ...world import course

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    folder.mkdir(parents=True, exist_ok=True)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        link = zipfile.ZipInfo("linked.ipynb")
        link.external_attr = 0o120777 << 16
        file.writestr(link, f"{course()}/source/tiny/tiny.ipynb")
        file.writestr(f"{course()}/source/tiny/tiny.ipynb", "{}")
        file.writestr("../../../source/tiny/tiny.ipynb", "{}")
        file.writestr("zeros.ipynb", b"\0" * 10**8)
        file.writestr("work/tiny.ipynb", nbformat.v4.writes(hostile(release)))
    (folder / "tiny.ipynb").write_bytes(made.getvalue())
