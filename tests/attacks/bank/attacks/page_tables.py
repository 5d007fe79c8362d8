"""Fill the machine's memory with page tables of an empty area, in a call."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(normalize="killed (memory)", explain_correlation="to be graded by hand")
TOLD = {"test_normalize": r"memory"}
DANGEROUS = True
NORMALIZE = """
    import mmap
    import time

    def normalize(x):
        kept = []
        for _ in range(40):
            flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000
            area = mmap.mmap(-1, 2**36, flags, mmap.PROT_READ)
            for start in range(0, 2**36, 2**21):
                area[start]
            kept.append(area)
        time.sleep(10**6)
"""


def submit(release, folder):
    write(right(release, normalize=NORMALIZE), folder)
