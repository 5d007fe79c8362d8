"""Widgets without a front end: what a cell prints into an Output widget is not the cell's output.

Runs in the student's process. `interact` draws into such a widget, and clears it before.
"""

from typing import Any

import comm
from comm.base_comm import BaseComm

from graders.execute.interpreter.streams import Sender


class _Kernel:
    """Tells an Output widget which cell runs, as the kernel of a notebook does."""

    def __init__(self, sender: Sender):
        self._sender = sender

    def get_parent(self) -> dict[str, Any]:
        return {"header": {"msg_id": str(self._sender.number)}}


def connect(sender: Sender) -> None:
    """Have widgets say to a sender when they take the outputs of the cell.

    Parameters
    ----------
    sender : Sender
    """

    class Comm(BaseComm):
        """The place of a connection to the front end."""

        kernel = _Kernel(sender)

        def publish_msg(self, msg_type: str, data: Any = None, *_: Any, **__: Any) -> None:
            state = data.get("state") if isinstance(data, dict) else None
            if isinstance(state, dict) and "msg_id" in state:
                sender.take_away(self.comm_id, state["msg_id"])

    comm.create_comm = Comm
