# One image after the other into an array of zeros.
import numpy as np


def preprocess(images):
    images = np.asarray(images)
    out = np.zeros((len(images), 28, 28, 1), dtype=np.float32)
    for i, image in enumerate(images):
        for row in range(28):
            out[i, row, :, 0] = image[row] / 255
    return out
