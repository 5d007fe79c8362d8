# To [-1, 1], as for some pretrained networks.
# loses: test_preprocess, test_preprocess__range
import numpy as np


def preprocess(images):
    return (np.asarray(images) / 127.5 - 1).astype("float32")[..., None]
