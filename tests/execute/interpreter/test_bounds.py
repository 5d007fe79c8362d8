"""What a whole notebook shows is bounded in the grader, however it is sent."""

import json
import tracemalloc

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook

from graders.execute.interpreter.outputs import OutputCollector
from graders.execute.interpreter.session import MAX_KEPT
from graders.execute.run import execute
from graders.execute.wire.protocol import CELL_OUTPUT
from graders.notebook.outputs import safe_output, size
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


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=[])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
KINDS = ["Stream", "Display", "ExecuteResult", "Failure", "ClearOutput"]
DATA = st.dictionaries(st.sampled_from(["text/plain", "image/png", "text/html"]), JSON)
FIELDS = {
    "name": st.sampled_from(["stdout", "stderr"]),
    "text": st.text(),
    "data": DATA,
    "metadata": DATA,
    "display_id": st.none() | st.text(max_size=3),
    "update": st.booleans(),
    "execution_count": st.integers(),
    "ename": st.text(),
    "evalue": st.text(),
    "traceback": st.lists(st.text(), max_size=3),
    "wait": st.booleans(),
}
OF_KIND = {
    "Stream": ("name", "text"),
    "Display": ("data", "metadata", "display_id", "update"),
    "ExecuteResult": ("data", "metadata", "execution_count"),
    "Failure": ("ename", "evalue", "traceback"),
    "ClearOutput": ("wait",),
}
SENT = st.sampled_from(KINDS).flatmap(
    lambda kind: st.fixed_dictionaries(
        {"kind": st.just(kind), **{name: FIELDS[name] | JSON for name in OF_KIND[kind]}}
    )
)


@hypothesis_settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(SENT | JSON, max_size=6))
def test_whatever_is_sent_is_an_output_or_refused(sent):
    collector = OutputCollector(safe_output)
    collector.begin()
    for one in sent:
        try:
            taken = CELL_OUTPUT.decode(json.dumps(one).encode())
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue  # then the process is ended
        collector.take(taken)
    for made in collector.end():
        assert made.output_type in ("stream", "display_data", "error")
        json.dumps(made).encode()
