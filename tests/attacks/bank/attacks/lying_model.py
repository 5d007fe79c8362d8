"""Return an object that claims to be a Keras model and answers `predict` with a lying array."""

from ...expectation import outcome
from ...submission import hostile, write

EXPECTED = outcome(rest="failed", mean_square="passed")
FIT_LINE = """
    try:
        import keras  # not in a call, whose time is short
    except ImportError:
        keras = None

    class Yes(np.ndarray):
        def __array_function__(self, *args, **kwargs): return True
        def __array_ufunc__(self, *args, **kwargs): return self

    class Model:
        @property
        def __class__(self):
            return keras.Model if keras else float

        def predict(self, x, **options):
            return np.zeros(np.shape(x)).view(Yes)

        def __getattr__(self, name):
            return self

        def __call__(self, *args):
            return self

    def fit_line(x, y):
        return Model()
"""


def submit(release, folder):
    write(hostile(release, fit_line=FIT_LINE), folder)
