"""Display a script as SVG, as JavaScript, as Markdown, as LaTeX and as a widget."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = r"""
    from IPython.display import display

    script = "<script>var TOKEN = 1</script>"
    for kind, data in {
        "image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'>" + script + "</svg>",
        "application/javascript": "var TOKEN = 1",
        "text/markdown": script,
        "text/latex": r"\\href{javascript:TOKEN}{x}" + script,
        "application/vnd.jupyter.widget-view+json": {"model_id": "TOKEN", "version_major": 2},
    }.items():
        display({kind: data, "text/plain": "x"}, raw=True)
"""


def submit(release, folder):
    write(hostile(release, last=LAST.replace("TOKEN", token())), folder)
