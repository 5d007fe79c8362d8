"""Hand in a kernelspec and ask for it: its command marks the machine."""

import json

from ...expectation import outcome
from ...submission import hostile, write
from ...world import token

EXPECTED = outcome(rest="failed", mean_square="passed")


def submit(release, folder):
    notebook = hostile(release)
    notebook.metadata["kernelspec"] = {"name": "evil", "display_name": "evil", "language": "python"}
    write(notebook, folder)
    command = ["sh", "-c", f"touch /tmp/{token()}-kernelspec"]
    spec = json.dumps({"argv": command, "display_name": "evil", "language": "python"})
    for base in ("share/jupyter", ".local/share/jupyter", "."):
        place_of_spec = folder / base / "kernels" / "evil"
        place_of_spec.mkdir(parents=True)
        (place_of_spec / "kernel.json").write_text(spec)
