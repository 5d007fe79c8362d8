# The validation error is taken relative to the training error.
# loses: test_degree_sweep, test_degree_sweep__degrees
def degree_sweep(estimator, x_train, y_train, x_val, y_val, degrees, length=20.0):
    train, val = [], []
    for n in degrees:
        A, B = cosine_features(x_train, n, length), cosine_features(x_val, n, length)
        c = estimator(A, y_train)
        train.append(rmse(A, y_train, c))
        val.append(rmse(B, y_val, c) / train[-1])
    return np.array(train), np.array(val)
