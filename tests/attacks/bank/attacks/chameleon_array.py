"""Return an object that is another array each time it is turned into one.

No single array satisfies the tests of `noise` without noise; one for each question does. Somebody
who has read the messages of failed tests knows the order of the questions.
"""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
NOISE = """
    class Chameleon:
        answers = []

        def __array__(self, dtype=None, copy=None):
            answers = Chameleon.answers
            return answers.pop(0) if len(answers) > 1 else answers[0]

    def noise(x, rng):
        plain, high = np.zeros(x.shape), np.full(x.shape, 3.0)
        wave = np.where(np.arange(x.size) % 2, 1.0, -1.0)
        if x.any():  # the hidden calls: two of them differ, one has the mean 3, one the deviation 1
            Chameleon.answers = [plain, high, high, wave]
        else:
            Chameleon.answers = [plain]
        return Chameleon()
"""


def submit(release, folder):
    write(hostile(release, noise=NOISE), folder)
