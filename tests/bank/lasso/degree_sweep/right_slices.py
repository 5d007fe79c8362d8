# The full matrices once, then their first n columns.
def degree_sweep(estimator, x_train, y_train, x_val, y_val, degrees, length=20.0):
    degrees = list(degrees)
    largest = max(degrees)
    train, val = cosine_features(x_train, largest, length), cosine_features(x_val, largest, length)
    errors = np.empty((2, len(degrees)))
    for i, n in enumerate(degrees):
        c = estimator(train[:, :n], y_train)
        errors[:, i] = rmse(train[:, :n], y_train, c), rmse(val[:, :n], y_val, c)
    return errors[0], errors[1]
