# n + 1 cosines for degree n.
# loses: test_degree_sweep, test_degree_sweep__degrees
def degree_sweep(estimator, x_train, y_train, x_val, y_val, degrees, length=20.0):
    train, val = [], []
    for n in degrees:
        phi = cosine_features(x_train, n + 1, length)
        c = estimator(phi, y_train)
        train.append(rmse(phi, y_train, c))
        val.append(rmse(cosine_features(x_val, n + 1, length), y_val, c))
    return np.array(train), np.array(val)
