# Finite differences in double precision on a copy of the weights, so 1/2 where a ReLU has its kink.
# loses: test_derivative, test_derivative__exact
def derivative(model, x):
    x = np.asarray(x, dtype=float)
    parts = [np.asarray(w, dtype=float) for w in model.get_weights()]

    def value(z):
        for W, b in zip(parts[:-2:2], parts[1:-2:2]):
            z = np.maximum(z @ W + b, 0)
        return z @ parts[-2] + parts[-1]

    h = 1e-7
    return np.stack([(value(x + h * e) - value(x - h * e)) / (2 * h) for e in np.eye(x.shape[1])], axis=2)
