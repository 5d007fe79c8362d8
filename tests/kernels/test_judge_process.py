"""The judge has a sandbox of its own."""

import signal

import psutil

from graders.kernels import Limits


def test_a_judge_is_started_and_ended(template):
    judge = template.judge(limits=Limits(memory=2**30))
    try:
        assert judge.poll() is None
        process = psutil.Process(judge.pid)
        assert 0 not in process.uids()
        assert process.num_fds() <= 8
        judge.kill()
        assert judge.wait(10) == -signal.SIGKILL
    finally:
        judge.close()


def test_a_judge_ends_when_its_socket_is_closed(template):
    judge = template.judge()
    judge.socket.close()
    judge.wait(10)
    judge.close()
