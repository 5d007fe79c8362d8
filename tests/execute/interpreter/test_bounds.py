"""What a whole notebook shows is bounded in the grader, however it is sent."""

import tracemalloc

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from graders.execute.interpreter.session import MAX_KEPT
from graders.execute.run import execute
from graders.notebook.outputs import size
from tests.conftest import SETTINGS

CELLS = 6
MUCH = 8 * 2**20
SENDER = """import sys
sender = get_ipython().sender
protocol = sys.modules['graders.execute.wire.protocol']
"""
WAYS = {
    "printed": f"print('x' * {MUCH})",
    "printed in turns": f"""
import sys
for _ in range({MUCH} // 2**16):
    print('x' * 2**15)
    print('y' * 2**15, file=sys.stderr)
""",
    "displayed": f"display({{'text/plain': 'x' * {MUCH}}}, raw=True)",
    "pictures": f"""
for _ in range(2):
    display({{'image/png': 'A' * ({MUCH} // 2)}}, raw=True)
""",
    "names of outputs": f"""
for n in range(8):
    display('x', display_id=str(n) + 'x' * {MUCH // 8})
""",
    "updates": f"""
h = display('x', display_id='one')
h.update({{'text/plain': 'x' * {MUCH}}}, raw=True)
""",
    "an error": f"raise ValueError('x' * {MUCH // 4})",
    "forged names of outputs": SENDER
    + f"sender.output(protocol.Display({{'text/plain': 'x'}}, {{}}, 'x' * {MUCH}))",
}


@pytest.mark.parametrize("way", WAYS)
def test_outputs_of_many_cells_do_not_pile_up(template, tmp_path, way):
    cells = [new_code_cell(f"# {n}\n{WAYS[way]}") for n in range(CELLS)]
    tracemalloc.start()
    try:
        done = execute(new_notebook(cells=cells), tmp_path, template=template, settings=SETTINGS)
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # All cells together have sent more than this; one cell is decoded at a time.
    assert sum(size(cell.outputs) for cell in done.cells) <= MAX_KEPT + 10**5
    assert kept < 1.5 * MAX_KEPT and peak < 5 * MUCH, (kept, peak)
