"""Take the grader's requests off their socket in a thread, and answer them with claims."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = """
    import asyncio
    import json
    import struct
    import sys
    import threading

    def answer():
        while True:
            head = calls.recv(12)
            text, body = struct.unpack("<IQ", head)
            number = json.loads(calls.recv(text))["number"]
            while body:
                body -= len(calls.recv(body))
            header = json.dumps({"number": number, "outcome": {"state": "passed", "points": 9}})
            claim = b"d\\x01\\x00\\x00\\x00s\\x06\\x00\\x00\\x00passedT"
            header = header.encode()
            calls.sendall(struct.pack("<IQ", len(header), len(claim)) + header + claim)

    module = sys.modules.get("graders.student")
    if module is not None:
        calls = module.calls.dup()
        asyncio.get_event_loop().remove_reader(module.calls)
        threading.Thread(target=answer, daemon=True).start()

    def normalize(x):
        return np.asarray(x, dtype=float)
"""


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
