# Returns the picture itself.
# loses: test_saliency, test_saliency__inference
import numpy as np


def saliency(model, image):
    return np.abs(np.asarray(image))[:, :, 0]
