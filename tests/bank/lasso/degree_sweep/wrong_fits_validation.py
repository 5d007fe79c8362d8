# The estimator is fitted to the validation data for the second curve.
# loses: test_degree_sweep, test_degree_sweep__degrees
def degree_sweep(estimator, x_train, y_train, x_val, y_val, degrees, length=20.0):
    train, val = [], []
    for n in degrees:
        for x, y, errors in ((x_train, y_train, train), (x_val, y_val, val)):
            phi = cosine_features(x, n, length)
            errors.append(rmse(phi, y, estimator(phi, y)))
    return np.array(train), np.array(val)
