"""Answer the grader's requests with reports and values that are none."""

from ...aim import AIM
from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NORMALIZE = (
    AIM
    + r"""
    import struct

    def behind(head, value=b"\xc3"):
        return struct.pack("<I", len(head)) + head + value

    program = aim("graders.execute.interpreter.program:")
    if program is not None:
        honest_send = aim("graders.execute.interpreter.program:_send")
        Reply = aim("graders.execute.wire.protocol:Reply")
        encode = aim("graders.execute.wire.arguments:_encode")
        fine = encode(aim("graders.execute.wire.protocol:CallReport")())
        long = b"\xd8\x04\x93\xa2f8\x91\xcf\x7f" + bytes(7) + b"\xc4\x00"  # an array
        rubbish = [
            behind(fine, b"\xc9\xff\xff\xff\xff\x08"),
            behind(b'{"kind":"CallReport","error":7}'),
            b"",
            b"\xff\xff\xff\xff",
            behind(fine, b"\xc7\x16\x08\x92" + long + b"\xd4\x07\x90"),
            behind(b'{"kind":"CallReport","warnings":[' + b"7," * 100_000 + b"7]}"),
            behind(b'{"kind":"CallReport","changed":{}}'),
            behind(b"[" * 100_000),
            behind(b'{"kind":"Outcome","state":"passed"}'),
            behind(fine, b"\x91" * 100_000),
        ]

        def send(connection, message, body=b""):
            if type(message) is Reply:
                body = rubbish[0]
                rubbish.append(rubbish.pop(0))
            honest_send(connection, message, body)

        program._send = send
    else:
        session = get_ipython().kernel.session
        honest_send = session.send
        rubbish = [None, 7, [], {}, {"status": 1}, {"status": "ok", "data": None}, [[[[]]]], "ok"]

        def send(stream, message, content=None, *args, **kwargs):
            if message == "execute_reply" and content.get("user_expressions"):
                content["user_expressions"] = rubbish[0]
                rubbish.append(rubbish.pop(0))
            return honest_send(stream, message, content, *args, **kwargs)

        session.send = send

    def normalize(x):
        return np.asarray(x, dtype=float)
"""
)


def submit(release, folder):
    write(hostile(release, normalize=NORMALIZE), folder)
