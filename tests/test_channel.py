"""Connections to kernels, where somebody else plays the kernel."""

import zmq

from graders.channel import Kernel
from graders.kernels import Limits

ROUNDS = 100  # when it went wrong, it did within thirty


def test_when_kernels_end_as_they_are_left_then_later_ones_are_still_heard(tmp_path):
    for number in range(ROUNDS):
        address = f"ipc://{tmp_path}/{number}"
        with zmq.Context() as theirs:
            socket = theirs.socket(zmq.ROUTER)
            socket.bind(address)
            kernel = Kernel(None, None, Limits())
            connection = kernel._connected(zmq.DEALER, address)
            connection.send(b"are you there?")
            assert socket.poll(5000), f"nothing was sent to kernel {number}"
            socket.close(0)
            kernel.end()
