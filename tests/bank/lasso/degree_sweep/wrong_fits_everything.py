# Fits training and validation data together.
# loses: test_degree_sweep, test_degree_sweep__degrees
def degree_sweep(estimator, x_train, y_train, x_val, y_val, degrees, length=20.0):
    x_all, y_all = np.concatenate([x_train, x_val]), np.concatenate([y_train, y_val])
    train, val = [], []
    for n in degrees:
        c = estimator(cosine_features(x_all, n, length), y_all)
        train.append(rmse(cosine_features(x_train, n, length), y_train, c))
        val.append(rmse(cosine_features(x_val, n, length), y_val, c))
    return np.array(train), np.array(val)
