"""Look for other kernels' connection files and sockets, and shut those kernels down."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    import json
    from pathlib import Path

    from ipykernel.connect import get_connection_file
    from jupyter_client import BlockingKernelClient

    try:
        own = Path(get_connection_file()).name
    except RuntimeError:
        own = ""
    folders = [Path.home() / ".local/share/jupyter/runtime", *Path("/tmp").glob("*")]
    for folder in folders:
        for file in folder.glob("kernel-*.json") if folder.is_dir() else ():
            if file.name != own:
                client = BlockingKernelClient(connection_file=str(file))
                client.load_connection_file()
                client.start_channels()
                client.shutdown()
"""


def submit(release, folder):
    write(hostile(release, last=LAST), folder)
