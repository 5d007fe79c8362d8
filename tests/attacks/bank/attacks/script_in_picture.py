"""Hand in as PNG what closes the attribute of the picture and opens a script."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    from IPython.display import display

    text = "'><script>var TOKEN = 1</script>\\"><script>var TOKEN = 2</script>"
    display({"image/png": text, "text/plain": "x"}, raw=True)
    display({"image/jpeg": text}, raw=True, metadata={"image/jpeg": {"width": text, "alt": text}})
"""


def submit(release, folder):
    write(hostile(release, last=LAST.replace("TOKEN", token())), folder)
