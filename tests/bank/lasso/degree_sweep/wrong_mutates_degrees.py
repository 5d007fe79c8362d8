# Sorts the caller's degrees in place and empties nothing else.
# loses: test_degree_sweep__degrees
def degree_sweep(estimator, x_train, y_train, x_val, y_val, degrees, length=20.0):
    order = np.argsort(degrees, kind="stable")
    degrees = degrees if hasattr(degrees, "sort") else list(degrees)
    degrees.sort()
    train, val = np.zeros(len(order)), np.zeros(len(order))
    for i, n in zip(order, degrees):
        phi = cosine_features(x_train, n, length)
        c = estimator(phi, y_train)
        train[i] = rmse(phi, y_train, c)
        val[i] = rmse(cosine_features(x_val, n, length), y_val, c)
    return train, val
