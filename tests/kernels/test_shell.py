"""The shell that a kernel takes over from the template is as one made in the kernel."""

import asyncio

from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from running import run, session

from graders.run import run as grade
from tests.small_course import solution, test_cell

LOADED = "import sys; taken = sys.modules['graders.kernels.shell'].prepared._shell"


def test_a_kernel_takes_over_the_prepared_shell(template):
    assert run(template, f"{LOADED}\ntaken is get_ipython()") == "True"


def test_a_kernel_with_a_configuration_of_its_own_makes_its_shell(template):
    async def configured():
        manager = template.kernel_manager()
        arguments = ["--InteractiveShell.ast_node_interactivity=all"]
        await manager.start_kernel(extra_arguments=arguments)
        client = manager.client()
        client.start_channels()
        shown = []
        try:
            await client.wait_for_ready(timeout=30)
            await client.execute_interactive(
                f"{LOADED}\n1\ntaken is get_ipython()",
                output_hook=lambda message: shown.append(message["content"].get("data")),
            )
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)
        return [data["text/plain"] for data in shown if data]

    assert asyncio.run(configured()) == ["1", "False"]


FACTS = """
import IPython, os, pickle, sys, warnings
shell = get_ipython()
class Cell: pass
assert type(shell).__name__ == "ZMQInteractiveShell"
assert IPython.get_ipython() is shell
assert shell.parent is shell.kernel
assert shell.config is shell.kernel.config is shell.Completer.config
assert shell.log is shell.kernel.log
assert str(_dh[0]) == os.getcwd() == shell.starting_dir == sys.path[-1]
assert shell.home_dir == os.environ["HOME"]
assert shell.ipython_dir == os.path.expanduser("~/.ipython")
assert shell.profile_dir.location == shell.ipython_dir + "/profile_default"
assert str(shell.history_manager.hist_file).startswith(shell.profile_dir.location)
assert (os.environ["PAGER"], os.environ["TERM"]) == ("cat", "xterm-color")
assert vars(sys.modules["__main__"]) is globals() and __name__ == "__main__"
assert type(pickle.loads(pickle.dumps(Cell()))) is Cell
assert sys.ps1 == "In : "
assert shell.sys_excepthook == shell.kernel.parent.excepthook
assert sum("Trio" in str(entry[1]) for entry in warnings.filters) == 1
"""


def test_the_shell_knows_the_kernel_and_its_folders(template):
    assert run(template, FACTS) == ""


CELLS = [
    ("%who", "Interactive namespace is empty."),
    ("x = 1\n%who", "x\t"),
    ("%%time\nx = 2", "CPU times"),
    ("%%capture out\nprint(5)", ""),
    ("out.stdout", r"'5\n'"),
    ("%cd -q ..\n%cd -q -\nimport os; os.getcwd() == str(_dh[0])", "True"),
    ("get_ipython().db['a'] = 1; get_ipython().db['a']", "1"),
    ("%store", "Stored variables and their in-db values:"),
    ("%load_ext storemagic", "The storemagic extension is already loaded."),
    ("%config HistoryManager.enabled", "False"),
    ("import asyncio\nawait asyncio.sleep(0, 7)", "7"),
    ("1 / 0", "ZeroDivisionError: division by zero"),
    ("def f(:", "SyntaxError: invalid syntax"),
]


def test_cells_do_what_they_should(template):
    async def outputs():
        async with session(template) as kernel:
            return [await kernel.run(code) for code, _ in CELLS]

    for (code, shown), output in zip(CELLS, asyncio.run(outputs()), strict=True):
        # Nothing else where nothing is expected.
        assert output.startswith(shown.strip()) if shown else output == "", (code, output)


def test_results_are_kept_and_forgotten(template):
    async def cells():
        async with session(template) as kernel:
            await kernel.run("6 * 7")
            kept = await kernel.run("_, Out[1], In[1], _i1")
            await kernel.run("%reset -f")
            return kept, await kernel.run("len(Out), '_1' in globals(), get_ipython() is not None")

    kept, forgotten = asyncio.run(cells())
    assert kept == "(42, 42, '6 * 7', '6 * 7')"
    assert forgotten == "(0, False, True)"


def test_an_aggressive_reset_leaves_only_what_was_loaded_at_the_start(template):
    async def cells():
        async with session(template) as kernel:
            await kernel.run("import this")
            await kernel.run("%reset -f --aggressive")
            return await kernel.run("import sys; 'this' in sys.modules, 'debugpy' in sys.modules")

    assert asyncio.run(cells()) == "(False, True)"  # the other comes with the kernel


def test_a_script_runs_in_a_main_module_of_its_own(template, tmp_path):
    (tmp_path / "script.py").write_text("import sys\ny = __name__, len(sys.argv)\n")
    assert run(template, "%run script.py a\ny", files=tmp_path) == "('__main__', 2)"


def test_names_are_completed(template):
    async def complete():
        async with session(template) as kernel:
            await kernel.run("long_name = 1")
            reply = await kernel.client.complete("long_n", reply=True, timeout=30)
            return reply["content"]["matches"]

    assert asyncio.run(complete()) == ["long_name"]


def test_pictures_widgets_and_tracebacks_arrive(template):
    codes = [
        "%matplotlib inline\n%config InlineBackend.figure_format = 'svg'",
        "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()",
        "import ipywidgets; display(ipywidgets.IntSlider())",
        "from IPython.display import HTML; display(HTML('<b>'))",
        "def f():\n    return 1 / 0\nf()",
        "input()",
    ]
    cells = [new_code_cell(code, metadata={"tags": ["raises-exception"]}) for code in codes]
    notebook = new_notebook(cells=cells)
    manager = template.kernel_manager()
    NotebookClient(notebook, km=manager, timeout=60).execute(cleanup_kc=True)
    _, picture, slider, html, error, refusal = ((cell.outputs or [None])[-1] for cell in cells)
    assert "image/svg+xml" in picture.data
    assert "application/vnd.jupyter.widget-view+json" in slider.data
    assert html.data["text/html"] == "<b>"
    assert error.ename == "ZeroDivisionError" and "Cell" in error.traceback[2]
    assert refusal.ename == "StdinNotImplementedError"


def test_the_judge_sees_nothing_of_the_shell(template):
    test = """
import builtins, os, sys, warnings
assert not {"get_ipython", "display", "__IPYTHON__"} & set(vars(builtins))
assert not hasattr(sys, "ps1")
assert sys.excepthook is sys.__excepthook__ and sys.displayhook is sys.__displayhook__
assert sys.modules["__main__"].__spec__.name == "graders.kernels.template"
assert "PAGER" not in os.environ
assert not any("Trio" in str(entry[1]) for entry in warnings.filters)
assert sys.modules["IPython"].get_ipython() is None
"""
    cells = [solution("f", "f = 1"), test_cell("test_f", test)]
    done = grade(new_notebook(cells=cells), None, template=template)
    assert done.cells[1].metadata.graders.state == "passed", done.cells[1]
