# Mean squared errors, without the root.
# loses: test_degree_sweep, test_degree_sweep__degrees
def degree_sweep(estimator, x_train, y_train, x_val, y_val, degrees, length=20.0):
    train, val = [], []
    for n in degrees:
        phi = cosine_features(x_train, n, length)
        c = np.asarray(estimator(phi, y_train))
        train.append(np.mean((phi @ c - y_train) ** 2))
        val.append(np.mean((cosine_features(x_val, n, length) @ c - y_val) ** 2))
    return np.array(train), np.array(val)
