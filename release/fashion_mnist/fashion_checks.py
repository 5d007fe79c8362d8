"""What the tests of this assignment have in common: models with known weights, their slopes.

Nothing here answers an exercise; tests call it so that they can be short.
"""

import time
import warnings
from contextlib import contextmanager
from itertools import pairwise

import fashion_data
import keras
import numpy as np


def expect(got, wanted, what, *mistakes, atol=1e-4, rtol=1e-5):
    """Fail if `got` does not have the shape and, up to rounding, the entries of `wanted`.

    `what` names it in the message. `mistakes` are pairs: other values, and what may be wrong where
    those came.
    """
    kind, got, wanted = type(got).__name__, np.asarray(got), np.asarray(wanted)
    assert got.dtype.kind in "biufc", f"{what} is {kind}, expected numbers"
    assert got.shape == wanted.shape, f"{what} has shape {got.shape}, expected {wanted.shape}"
    known = {"atol": atol, "rtol": rtol, "equal_nan": True}
    hint = [say for other, say in mistakes if np.allclose(got, other, **known)]
    assert np.allclose(got, wanted, atol=atol, rtol=rtol), (
        f"{what}{': ' + hint[0] if hint else ' is wrong'}\n"
        f"expected {np.round(wanted, 6).tolist()}\ngot {np.round(got, 6).tolist()}"
    )


def unchanged(name, before, now):
    """Fail if arguments are not what they were before a call."""
    assert all(np.array_equal(one, two) for one, two in zip(before, now, strict=True)), (
        f"{name} changed its arguments; work on a copy"
    )


@contextmanager
def refuses(call, why):
    """Fail if what is done meanwhile raises no ValueError."""
    try:
        yield
    except ValueError:
        return
    raise AssertionError(f"{call} raised no ValueError: {why}")


@contextmanager
def without_warning(call, hint):
    """Fail if what is done meanwhile warns that it divides by 0, or the like."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        try:
            yield
        except RuntimeWarning as warning:
            raise AssertionError(f"{call} warned: {warning}. {hint}") from None


@contextmanager
def timed(name):
    """Print it if what is done meanwhile takes half of the time that there is, or more."""
    clock = time.process_time()
    yield
    seconds = time.process_time() - clock
    if seconds > 15:
        print(
            f"{name} took {seconds:.0f} s of processor time here; "
            "a call that takes more than 30 s is stopped"
        )


def pictures(answer, count):
    """Return so many pictures with a channel, in float32, after a check that they are."""
    answer = np.asarray(answer)
    assert answer.shape == (count, 28, 28, 1), (
        f"preprocess of {count} images returned shape {answer.shape}, "
        f"expected {(count, 28, 28, 1)}: a channel comes last"
    )
    assert answer.dtype == np.float32, (
        f"preprocess returned entries of type {answer.dtype}, expected float32"
    )
    return answer


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


def expect_random(one, two, other):
    """Fail if one generator state gives different splits, or another generator the same."""
    assert np.array_equal(one[0], two[0]) and np.array_equal(one[1], two[1]), (
        "two generators in the same state gave different splits: is all randomness drawn from rng?"
    )
    assert set(one[1].tolist()) != set(other[1].tolist()), (
        "another generator gave the same validation part: is it drawn at random, from rng?"
    )


def accuracy_of_trained(model, allowed, x_new, y_new):
    """Return the accuracy of a trained model, after a check that it is not the least one.

    `allowed` is how many parameters it may have: those that it had before, at least 200,000.
    """
    count = int(model.count_params())
    assert count <= max(allowed, 200_000), (
        f"after train the model has {count:,} parameters, at most 200,000 are allowed"
    )
    p = np.asarray(model(x_new, training=False))
    assert p.shape == (len(x_new), 10) and np.all(np.isfinite(p)), (
        f"after train the model has an output of shape {p.shape} for {len(x_new)} pictures, "
        "or one that is not finite: did the loss become nan?"
    )
    accuracy = float(np.mean(np.argmax(p, axis=1) == y_new))
    least, enough = accuracies()
    assert accuracy > least, (
        f"after train the accuracy on {len(x_new)} new images is {accuracy:.1%}; "
        f"all points from {enough:.0%} on, a part from {least:.0%}{hint_for(p, y_new)}"
    )
    return accuracy


def points_for_accuracy(accuracy):
    """Return the points, None for all five of them, and say why; they fall linearly."""
    least, enough = accuracies()
    if accuracy >= enough:
        return None
    points = round(5 * min(1.0, (accuracy - least) / (enough - least)), 2)
    print(
        f"{points} of 5 points: accuracy {accuracy:.1%} on 900 new images; "
        f"full points from {enough:.0%}"
    )
    return points


def with_other_labels(kinds):
    """Return the places of 850 images with the labels of seven classes, and of 150 with others."""
    other = np.isin(kinds, [5, 7, 8])
    return np.concatenate([np.flatnonzero(~other)[:850], np.flatnonzero(other)[:150]])


def expect_history(answer):
    """Fail if a History has no accuracy for each epoch on 305 images, half with new labels.

    Who learns from the others alone never names a label that is not there: 155/305 = 51 % at most.
    """
    assert isinstance(answer, keras.callbacks.History), (
        f"train returned {type(answer).__name__}, expected the History that `fit` returns"
    )
    curves = {key: [float(value) for value in curve] for key, curve in answer.history.items()}
    found = [key for key in curves if key.startswith("val_") and "accuracy" in key]
    assert found, (
        f"the history has the keys {sorted(curves)}, but no validation accuracy: "
        "pass validation_data and metrics"
    )
    epochs = max(len(curve) for curve in curves.values())
    assert epochs > 0 and any(len(curves[key]) == epochs for key in found), (
        f"the history has {epochs} epochs, but not a validation accuracy for each"
    )
    assert any(
        all(0 <= v <= 1 and abs(305 * v - round(305 * v)) < 0.01 for v in curves[key])
        for key in found
    ), (
        f"the validation accuracies {np.round(curves[found[0]][:4], 4)} are not multiples of "
        "1/305: are they those of (x_val, y_val)?"
    )
    assert min(curves[key][-1] for key in found) < 0.56, (
        f"the last validation accuracy is {curves[found[0]][-1]:.1%}, where half of the labels in "
        "y_val are not in y_train: does the model learn from the validation images, too?"
    )


def saliency_map(answer):
    """Return a map as an array, after a check of its shape."""
    answer = np.asarray(answer)
    assert answer.shape == (28, 28), (
        f"saliency of a picture of shape (28, 28, 1) has shape {answer.shape}, expected (28, 28)"
    )
    return answer


def mistakes_of_saliency(p):
    """Return what may come where a logit has the slopes 2, -4 and 0, and the probability is p."""
    slopes = np.array([2.0, 4.0, 0.0])
    return [
        (p * (1 - p) * slopes * [1, -1, 1], "the absolute value is asked"),
        (slopes, "these are the derivatives of the logit, not of the probability"),
        ((1 - p) * slopes, "these are the derivatives of the logarithm of the probability"),
        (slopes / 4, "was the map rescaled?"),
    ]


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


def probability_slopes(layers, image):
    """Return absolute difference quotients of the probability of the winning class."""
    winner = int(np.argmax(probabilities(layers, image.reshape(1, 784))))
    return np.abs(slopes(lambda x: probabilities(layers, x)[:, winner], image))


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
