# The training error is returned for both.
# loses: test_degree_sweep, test_degree_sweep__degrees
def degree_sweep(estimator, x_train, y_train, x_val, y_val, degrees, length=20.0):
    train = []
    for n in degrees:
        phi = cosine_features(x_train, n, length)
        train.append(rmse(phi, y_train, estimator(phi, y_train)))
    return np.array(train), np.array(train)
