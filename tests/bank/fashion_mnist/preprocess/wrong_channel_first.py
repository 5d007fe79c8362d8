# The channel in front of the pixels, as in PyTorch.
# loses: test_preprocess, test_preprocess__range
import numpy as np


def preprocess(images):
    return (np.asarray(images) / 255).astype("float32")[:, None]
