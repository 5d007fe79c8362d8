# A table of the 256 possible values.
import numpy as np


def preprocess(images):
    table = np.linspace(0, 1, 256, dtype="float32")
    return table[np.asarray(images)][:, :, :, None]
