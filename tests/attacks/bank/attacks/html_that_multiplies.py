"""Display HTML of 100 kB, of which a parser makes gigabytes, or takes minutes over."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
DANGEROUS = True
LAST = """
    from IPython.display import HTML, display

    formats = "".join(f"<b a={number}>" for number in range(4000))
    display(HTML(f"<p>{formats}</p>" + "<p>x</p>" * 5000))
    quoted = "".join(f'<i class=">{number}">' for number in range(3000))
    display(HTML(f"<p>{quoted}" + "</p><p>x" * 5000))
    for _ in range(20):
        display(HTML("<div>" * 10_000 + "</p>" * 10_000))
        display(HTML("<div>" * 5800 + "x"))
"""


def submit(release, folder):
    write(right(release, last=LAST), folder)
