# How much the probability changes when a pixel is set to 0.
# loses: test_saliency, test_saliency__inference
import numpy as np


def saliency(model, image):
    image = np.asarray(image, dtype="float32")
    copies = np.repeat(image[None], 785, axis=0)
    copies.reshape(785, 784)[np.arange(784), np.arange(784)] = 0
    probabilities = model.predict(copies, verbose=0, batch_size=785)
    winner = probabilities[-1].argmax()
    return np.abs(probabilities[:784, winner] - probabilities[-1, winner]).reshape(28, 28)
