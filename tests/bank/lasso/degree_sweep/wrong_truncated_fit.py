# One fit of the largest degree, its coefficients cut off at n.
# loses: test_degree_sweep, test_degree_sweep__degrees
def degree_sweep(estimator, x_train, y_train, x_val, y_val, degrees, length=20.0):
    c = np.asarray(estimator(cosine_features(x_train, max(degrees), length), y_train))
    train, val = [], []
    for n in degrees:
        train.append(rmse(cosine_features(x_train, n, length), y_train, c[:n]))
        val.append(rmse(cosine_features(x_val, n, length), y_val, c[:n]))
    return np.array(train), np.array(val)
