"""Warm kernels behave as ordinary ones."""

import asyncio
import os

import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat.v4 import new_code_cell, new_notebook
from running import run, session

from graders.kernels import Limits


def test_a_kernel_computes(template):
    assert run(template, "1 + 1") == "2"


def test_a_kernel_with_everything_imported_runs_tensorflow(full_template):
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


def test_a_missing_library_is_left_out(template):
    from graders.kernels import Template

    other = Template(imports=["no_such_library"])
    try:
        assert list(other.missing) == ["no_such_library"]
        assert run(other, "1 + 1") == "2"
    finally:
        other.close()


def test_two_kernels_draw_different_random_numbers(template):
    code = "import random, numpy as np; random.random(), np.random.rand()"
    assert run(template, code) != run(template, code)


def test_an_interrupt_ends_a_cell_and_not_the_kernel(template):
    async def interrupted():
        async with session(template) as kernel:
            await kernel.run("import time")
            endless = asyncio.ensure_future(kernel.run("print('on', flush=True)\ntime.sleep(600)"))
            await asyncio.sleep(0.5)
            await kernel.manager.interrupt_kernel()
            return await endless, await kernel.run("'still here'")

    output, after = asyncio.run(interrupted())
    assert "KeyboardInterrupt" in output
    assert after == "'still here'"


def test_a_woken_thread_does_not_displace_the_one_that_woke_it(template):
    assert run(template, "import os; os.sched_getscheduler(0) == os.SCHED_BATCH") == "True"


def test_a_restarted_kernel_has_forgotten_everything(template):
    async def restarted():
        async with session(template) as kernel:
            await kernel.run("x = 1; open('left', 'w').close()")
            await kernel.manager.restart_kernel(now=True)
            await kernel.client.wait_for_ready(timeout=30)
            return await kernel.run("import os; 'x' in dir(), os.listdir()")

    assert asyncio.run(restarted()) == "(False, [])"


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [
        ("import os; os._exit(3)", 3),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -9),
        ("import ctypes; ctypes.string_at(0)", -11),
    ],
)
def test_the_death_of_a_kernel_is_noticed(template, code, exit_code):
    async def dying():
        async with session(template) as kernel:
            kernel.client.execute(code)
            return await kernel.death()

    assert asyncio.run(dying()) == exit_code


def test_a_message_over_the_limit_does_not_arrive(template):
    async def flooded():
        async with session(template, limits=Limits(message_size=2**20)) as kernel:
            show = (
                "from IPython.display import display; display({{'text/plain': {} * 'x'}}, raw=True)"
            )
            await kernel.run(show.format(2**18))
            with pytest.raises(TimeoutError):
                await kernel.run(show.format(2**22), timeout=2)

    asyncio.run(flooded())


def test_nbclient_runs_a_notebook_in_a_warm_kernel(template):
    notebook = new_notebook(cells=[new_code_cell("x = 20"), new_code_cell("x + 1")])
    NotebookClient(notebook, km=template.kernel_manager()).execute(cleanup_kc=True)
    assert notebook.cells[1].outputs[0].data["text/plain"] == "21"


def test_nbclient_reports_an_error_in_a_cell(template):
    notebook = new_notebook(cells=[new_code_cell("1 / 0")])
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        NotebookClient(notebook, km=template.kernel_manager()).execute(cleanup_kc=True)


def test_nbclient_ends_a_cell_that_takes_too_long(template):
    notebook = new_notebook(cells=[new_code_cell("while True: pass")])
    with pytest.raises(CellTimeoutError):
        NotebookClient(notebook, km=template.kernel_manager(), timeout=1).execute(cleanup_kc=True)


def test_the_environment_tells_nothing(template, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "secret")
    code = "import os; {**os.environ, 'block': open('/proc/self/environ').read()}"
    shown = run(template, code)
    assert "secret" not in shown
    assert os.environ["HOME"] not in run(template, "import os; os.environ['HOME']")
