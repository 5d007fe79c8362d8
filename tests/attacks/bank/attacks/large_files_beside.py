"""Hand in many large files without any content, to be read and copied again and again."""

from ...expectation import outcome
from ...submission import right, write

EXPECTED = outcome(explain_correlation="to be graded by hand")
DANGEROUS = True


def submit(release, folder):
    write(right(release), folder)
    for number in range(40):
        (folder / f"f{number}").mkdir()
        for path in (folder / f"{number}.csv", folder / f"f{number}" / "data.csv"):
            with path.open("wb") as file:
                file.truncate(190 * 2**20)
