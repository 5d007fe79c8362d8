"""How large what is handed in may be: one table, looked at before anything is parsed.

What is larger is never a quiet zero. Either the submission cannot be read, so nobody gets or loses
points and an instructor is called; or the piece is left out and named where it was. The limits of
outputs are in `graders.notebook.outputs`, those of a page in `graders.feedback.filters`.
"""

MB = 2**20


class Limit(int):
    """A number that is not to be exceeded, and what is said if it is."""

    message: str

    def __new__(cls, most: int, message: str) -> "Limit":
        """Make one; `{most}` and `{mb}` in the message stand for the number."""
        limit = super().__new__(cls, most)
        limit.message = message.format(most=f"{most:,}", mb=most // MB)
        return limit


# Files.
MAX_FILE = Limit(200 * MB, "The file is larger than {mb} MB.")
MAX_TIMESTAMP = Limit(100, "The file is longer than {most} bytes.")
MAX_FILES = Limit(1000, "There are more than {most} files in the folder.")
MAX_FOLDER = Limit(400 * MB, "The files in the folder are larger than {mb} MB together.")
MAX_CANDIDATES = Limit(20, "It was not looked at: there are more than {most} notebooks.")
MAX_TOGETHER = Limit(400 * MB, "It was not looked at: the notebooks are larger than {mb} MB.")

# A notebook. Its saved outputs are thrown away, and left out before it is parsed if need be.
MAX_NOTEBOOK = Limit(32 * MB, "The notebook is larger than {mb} MB, even without its outputs.")
MAX_TOKENS = Limit(5_000_000, "The notebook is too large: it has too many parts.")
# As deep as the parser of JSON goes: about the depth to which Python nests calls.
TOO_DEEP = "The notebook is damaged: its parts are nested too deeply."
MAX_CELLS = Limit(2000, "The notebook has more than {most} cells.")
MAX_CHARACTERS = Limit(4_000_000, "The cells of the notebook have more than {most} characters.")
MAX_SOURCE = Limit(500_000, "A code cell of the notebook has more than {most} characters.")

# Pictures in texts.
MAX_PICTURE = Limit(8 * MB, "it is larger than {mb} MB")
MAX_PICTURES = Limit(30, "there are more than {most} pictures in this cell")
MAX_ALL_PICTURES = Limit(64 * MB, "the pictures in the notebook are larger than {mb} MB together")

# Seconds of processor time to read one submission, see `graders.bounded`. A notebook with 200 MB of
# saved outputs takes some seconds.
SECONDS = 30.0
TOO_LONG = "It takes the grader too long, or too much memory, to read what was handed in."
