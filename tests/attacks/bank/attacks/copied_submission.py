"""Run the answers found in another student's submitted notebook."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import course

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    import json
    from pathlib import Path

    def normalize(x):
        return np.asarray(x, dtype=float)

    for folder in [Path("COURSE"), *Path.cwd().parents]:
        for file in folder.glob("submitted/*/*/*.ipynb"):
            if "m_attack" not in str(file):
                text = file.read_text()
                print(text[text.find("CANARY-"):][:40])
                for cell in json.loads(text)["cells"]:
                    if "def normalize" in "".join(cell["source"]):
                        exec("".join(cell["source"]), globals())
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE.replace("COURSE", course())), folder)
