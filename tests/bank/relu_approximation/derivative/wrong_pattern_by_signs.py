# The activation pattern at the point, units at their kink taken for on: not what TensorFlow returns.
# loses: test_derivative, test_derivative__exact
def derivative(model, x):
    weights = model.get_weights()
    x = np.asarray(x, dtype=float)
    slopes = np.repeat(np.eye(x.shape[1])[None], len(x), axis=0)
    layers = list(zip(weights[::2], weights[1::2]))
    for i, (W, b) in enumerate(layers):
        x = x @ W + b
        slopes = slopes @ W
        if i < len(layers) - 1:
            slopes = slopes * (x >= 0)[:, None, :]
            x = np.maximum(x, 0)
    return np.swapaxes(slopes, 1, 2)
