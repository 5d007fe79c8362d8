"""What the tests of this assignment have in common: models with known weights, their slopes."""

from itertools import pairwise

import fashion_data
import keras
import numpy as np


def accuracies():
    """Return from which accuracy on there are points for `train`, and from which on all.

    The garments that the loader draws are easier to tell apart than the real ones.
    """
    return (0.5, 0.76) if "stand-in" not in fashion_data.source() else (0.5, 0.8)


def other_images(pictures, count, seed):
    """Return images that are not among the given ones, with their labels."""
    known = {picture.tobytes() for picture in pictures}
    for many in (count, 4400):  # of a small collection most are among the given ones
        _, (x, y) = fashion_data.load(0, many, seed=seed, quiet=True)
        new = [k for k, picture in enumerate(x) if picture.tobytes() not in known][:count]
        if len(new) == count:
            return x[new], y[new]
    raise ValueError(f"there are no {count} other images")


def hint_for(p, labels):
    """Return what may be wrong with a trained classifier, for the end of a message."""
    guessed = np.argmax(p, axis=1)
    if len(np.unique(guessed)) == 1:
        return ": the model always says the same class; is the learning rate too large?"
    if max(np.mean(guessed == (labels + shift) % 10) for shift in (1, -1)) > 0.5:
        return ": the answers are off by one; labels start at 0"
    if np.mean(guessed == labels) < 0.2:
        return ": that is guessing; is it the model passed in that was fitted?"
    return ""


def expect_split(result, labels, fraction, case):
    """Return both parts as arrays, after a check that they are a stratified partition."""
    assert len(result) == 2, (
        f"{case} returned {len(result)} things, expected two: (train_indices, validation_indices)"
    )
    train, validation = (np.asarray(part) for part in result)
    for name, part in [("train", train), ("validation", validation)]:
        assert part.ndim == 1 and (part.dtype.kind in "iu" or part.size == 0), (
            f"{case}: the {name} indices have shape {part.shape} and type {part.dtype}, "
            "expected one row of integers"
        )
    train, validation = train.astype(int), validation.astype(int)
    both = np.sort(np.concatenate([train, validation]))
    assert np.array_equal(both, np.arange(len(labels))), (
        f"{case}: the two parts together do not have each of 0, ..., {len(labels) - 1} exactly once"
    )
    for kind in np.unique(labels):
        size = int(np.sum(np.asarray(labels) == kind))
        got = int(np.sum(np.asarray(labels)[validation] == kind))
        hint = ""
        if abs(size - got - fraction * size) <= 2:
            hint = ": are the two parts swapped?"
        assert size == 1 or abs(got - fraction * size) <= 2, (
            f"{case}: of {size} samples of one class {got} are in the validation part, "
            f"expected about {fraction * size:g}{hint}"
        )
    return train, validation


def random_weights(rng, hidden, size=1.0):
    """Return random weights for pixels, hidden units (0 for none) and ten classes.

    Probabilities stay moderate.
    """
    sizes = [784, hidden, 10] if hidden else [784, 10]
    return [
        (
            (size * rng.standard_normal((a, b)) / np.sqrt(a)).astype("float32"),
            (0.3 * rng.standard_normal(b)).astype("float32"),
        )
        for a, b in pairwise(sizes)
    ]


def keras_model(layers, dropout=0.0, norm=None):
    """Return the Keras model with these weights.

    `norm` holds the four arrays of a batch normalisation.
    """
    model = keras.Sequential([keras.Input((28, 28, 1)), keras.layers.Flatten()])
    flat = []
    for number, (W, b) in enumerate(layers):
        last = number == len(layers) - 1
        model.add(keras.layers.Dense(len(b), activation="softmax" if last else "tanh"))
        flat += [W, b]
        if not last and norm is not None:
            model.add(keras.layers.BatchNormalization(epsilon=1e-3))
            flat += list(norm)
        if not last and dropout:
            model.add(keras.layers.Dropout(dropout))
    model.set_weights(flat)
    return model


def probabilities(layers, x, norm=None):
    """Return what the model computes in inference mode, in float64, for rows of pixels."""
    for W, b in layers[:-1]:
        x = np.tanh(x @ W.astype(float) + b)
        if norm is not None:
            scale, offset, mean, variance = (part.astype(float) for part in norm)
            x = (x - mean) / np.sqrt(variance + 1e-3) * scale + offset
    z = x @ layers[-1][0].astype(float) + layers[-1][1]
    p = np.exp(z - np.max(z, axis=1, keepdims=True))
    return p / np.sum(p, axis=1, keepdims=True)


def slopes(function, image):
    """Return difference quotients of a function of rows of pixels, at one picture."""
    row, steps = image.reshape(1, 784).astype(float), 1e-5 * np.eye(784)
    return ((function(row + steps) - function(row - steps)) / 2e-5).reshape(28, 28)


def random_norm(rng, hidden):
    """Return the four arrays of a random batch normalisation."""
    return [
        rng.uniform(0.5, 1.5, hidden).astype("float32"),
        rng.normal(0, 0.3, hidden).astype("float32"),
        rng.normal(0, 0.5, hidden).astype("float32"),
        rng.uniform(0.2, 2.0, hidden).astype("float32"),
    ]


def loss_slopes(layers, image, label, norm=None):
    """Return difference quotients of the loss at a label."""
    return slopes(lambda x: -np.log(probabilities(layers, x, norm)[:, label]), image)


def expect_step(answer, image, slopes, epsilon, case):
    """Compare the pixels whose derivative is not tiny."""
    answer = np.asarray(answer)
    assert answer.shape == (28, 28, 1), (
        f"{case}: the result has shape {answer.shape}, expected (28, 28, 1) like the image"
    )
    assert np.all(np.isfinite(answer)), f"{case}: the result is not finite"
    assert np.min(answer) >= -1e-6 and np.max(answer) <= 1 + 1e-6, (
        f"{case}: the result has values from {np.min(answer):.3g} to {np.max(answer):.3g}; "
        "a picture has values in [0, 1]"
    )
    clear = np.abs(slopes) > 1e-2 * np.max(np.abs(slopes))
    before = image[:, :, 0].astype(float)
    good = np.clip(before + epsilon * np.sign(slopes), 0, 1)
    bad = np.clip(before - epsilon * np.sign(slopes), 0, 1)
    got = answer[:, :, 0]
    share = np.mean(np.abs(got - good)[clear] < 1e-4)
    hint = ""
    if np.mean(np.abs(got - bad)[clear] < 1e-4) > 0.9:
        hint = ": this step lowers the loss at the label"
    elif np.mean(np.abs(got - before)[clear] < 1e-6) > 0.9:
        hint = ": the picture did not change"
    assert share == 1, (
        f"{case}: {share:.0%} of the pixels whose derivative is not tiny moved by epsilon in the "
        f"direction that raises the loss, and were clipped to [0, 1]; expected all{hint}"
    )
