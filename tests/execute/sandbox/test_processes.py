"""Forked processes behave as fresh ones, and what one sends out of turn ends it."""

import os
import signal
import time

import pytest

from graders.execute.interpreter.client import InterpreterUnresponsive, OutputLimitExceeded
from graders.execute.sandbox import Template
from tests.execute.sandbox.running import run, session


def test_a_process_computes(template):
    assert run(template, "1 + 1") == "2"


@pytest.mark.exhaustive
def test_a_process_with_everything_imported_runs_tensorflow(full_template):
    assert full_template.missing == {}
    code = """
    import sys
    assert "tensorflow" in sys.modules and "keras" in sys.modules
    import tensorflow as tf, keras, numpy as np
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0)
    float(tf.reduce_sum(tf.ones((3, 3))))
    """
    assert run(full_template, code) == "9.0"


def test_a_missing_library_is_left_out():
    other = Template(imports=["no_such_library"])
    try:
        assert list(other.missing) == ["no_such_library"]
        assert run(other, "1 + 1") == "2"
    finally:
        other.close()


def test_two_processes_draw_different_random_numbers(template):
    code = "import random, numpy as np; random.random(), np.random.rand()"
    assert run(template, code) != run(template, code)


def test_cells_share_what_they_define(template):
    with session(template) as process:
        assert process.run("x = 20") == ""
        assert process.run("x + 1") == "21"


def test_an_error_in_a_cell_is_shown_and_the_next_one_runs(template):
    with session(template) as process:
        assert process.run("1 / 0") == "ZeroDivisionError: division by zero"
        assert process.run("'still here'") == "'still here'"


@pytest.mark.parametrize("waits", ["import time; time.sleep(600)", "while True: pass"])
def test_an_interrupt_ends_a_cell_that_takes_too_long_and_not_the_process(template, waits):
    with session(template) as process:
        with pytest.raises(TimeoutError):
            process.run(f"print('on', flush=True)\n{waits}", timeout=0.5)
        assert process.shown().startswith("on\nKeyboardInterrupt")
        assert process.run("'still here'") == "'still here'"


def test_an_interrupt_ends_a_cell_that_awaits_and_not_the_process(template):
    with session(template) as process:
        with pytest.raises(TimeoutError):
            process.run("import asyncio\nx = 1\nawait asyncio.sleep(600)", timeout=0.5)
        assert process.run("x") == "1"
        assert process.run("await asyncio.sleep(0, 'still here')") == "'still here'"


@pytest.mark.exhaustive
def test_a_cell_that_cannot_be_interrupted_ends_with_its_process(template):
    endless = """
    import time
    while True:
        try:
            while True:
                time.sleep(0.01)
        except KeyboardInterrupt:
            pass
    """
    with session(template) as process:
        with pytest.raises(TimeoutError):
            process.run(endless, timeout=0.5)
        assert not process.interpreter.alive()
        assert process.process.returncode == -signal.SIGKILL


def test_a_signal_has_been_sent_when_send_signal_returns(template):
    block = "import signal; _ = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})"
    with session(template) as process:
        process.run(block)
        process.process.send_signal(signal.SIGUSR1)
        with open(f"/proc/{process.pid}/status") as status:
            (pending,) = (line.split()[1] for line in status if line.startswith("ShdPnd:"))
        assert int(pending, 16) & 1 << signal.SIGUSR1 - 1
        assert process.run("signal.sigpending()") == "{<Signals.SIGUSR1: 10>}"


def test_a_woken_thread_does_not_displace_the_one_that_woke_it(template):
    assert run(template, "import os; os.sched_getscheduler(0) == os.SCHED_BATCH") == "True"


def test_another_process_knows_nothing_of_the_one_before(template):
    run(template, "x = 1; open('left', 'w').close()")
    assert run(template, "import os; 'x' in dir(), os.listdir()") == "(False, [])"


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [
        ("import os; os._exit(3)", 3),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -9),
        ("import ctypes; ctypes.string_at(0)", -11),
    ],
)
def test_the_death_of_a_process_is_noticed(template, code, exit_code):
    with session(template) as process:
        assert process.death(code) == exit_code


FORKS = {
    "returns": "'of the child'",
    "prints": "print('of the child', flush=True)",
    "raises": "1 / 0",
    "leaves": "raise SystemExit(3)",
    "awaits": "import asyncio; await asyncio.sleep(0.1)",
    "ends Python": "exit()",
}


@pytest.mark.parametrize("rest", FORKS.values(), ids=FORKS)
def test_a_cell_that_goes_on_in_a_forked_process_as_well_is_answered_once(template, rest):
    code = f"""
import os
print("before")
child = os.fork()
if not child:
    {rest}
else:
    os.waitpid(child, 0)
    print("after")
"""
    with session(template) as process:
        assert process.run(code) == "before\nafter"
        # What the child had sent would come now, and end the process.
        assert process.run("'still here'") == "'still here'"


def test_a_message_over_the_limit_ends_the_process(template):
    show = "from IPython.display import display; display({{'text/plain': {} * 'x'}}, raw=True)"
    with session(template) as process:
        assert len(process.run(show.format(2**18))) == 2**18
        with pytest.raises(OutputLimitExceeded):
            process.run(show.format(2**24))
        assert not process.interpreter.alive()


SENDER = """
import time
from graders.execute.wire import frames, protocol
sender = get_ipython().sender
def send(message, body=b""):
    frames.send(sender._connection, message, body)
"""
OUT_OF_TURN = {
    "an answer before the question": "send(protocol.Finished(sender.number + 1))",
    "a second answer": "send(protocol.Finished(sender.number))",
    "an answer to a call": "send(protocol.Reply(sender.number), bytes(8))",
    "an output of another cell": "send(protocol.Output(sender.number - 1), b'{}')",
    "an output that is none": "send(protocol.Output(sender.number), b'{}')",
    "an output that is not UTF-8": r"""
body = b'{"kind":"Stream","name":"stdout","text":"\xff"}'
send(protocol.Output(sender.number), body)
""",
    "an output nested too deeply": """
body = b'{"kind":"Display","metadata":{},"data":' + b'{"a":' * 1_000_000
send(protocol.Output(sender.number), body)
""",
    "a message of the grader's": "send(protocol.RunCell(sender.number), b'1 + 1')",
    "no frame": "sender._connection.send(b'HTTP/1.1 200 OK\\r\\n\\r\\n')",
    "a closed socket": "sender._connection.shutdown(2); time.sleep(600)",
}


@pytest.mark.parametrize("code", OUT_OF_TURN.values(), ids=OUT_OF_TURN)
def test_what_a_process_sends_out_of_turn_ends_it(template, code):
    with session(template) as process:
        assert process.run(SENDER) == ""
        with pytest.raises((InterpreterUnresponsive, OutputLimitExceeded)):
            process.run(code)
            process.run("'still here'")
        assert not process.interpreter.alive()


def test_what_a_thread_sends_between_cells_ends_the_process(template):
    late = """
import threading
number = sender.number
threading.Timer(0.3, lambda: send(protocol.Finished(number))).start()
"""
    with session(template) as process:
        process.run(SENDER)
        process.run(late)
        time.sleep(1)
        with pytest.raises(InterpreterUnresponsive):
            process.run("'still here'")


def test_the_environment_tells_nothing(template, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "secret")
    code = "import os; {**os.environ, 'block': open('/proc/self/environ').read()}"
    shown = run(template, code)
    assert "secret" not in shown
    assert os.environ["HOME"] not in run(template, "import os; os.environ['HOME']")
