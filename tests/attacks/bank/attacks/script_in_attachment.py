"""Hand in an attachment and a file name that close their attribute and open a script."""

from ...expectation import outcome
from ...submission import hostile, own, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed", explain_correlation="to be graded by hand")


def submit(release, folder):
    notebook = hostile(release)
    text = f"'\"><script>var {token()} = 1</script>"
    cell = own("![picture](attachment:a.png)", markdown=True)
    cell["attachments"] = {"a.png": {"image/png": text}}
    notebook.cells.append(cell)
    write(notebook, folder)
    (folder / f"<b onclick={token()}>.txt").write_text("x")
