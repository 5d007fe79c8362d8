# i + 1 features for the i-th degree, whatever the degree.
# loses: test_degree_sweep, test_degree_sweep__degrees
def degree_sweep(estimator, x_train, y_train, x_val, y_val, degrees, length=20.0):
    train, val = [], []
    for i, _ in enumerate(degrees):
        A, B = cosine_features(x_train, i + 1, length), cosine_features(x_val, i + 1, length)
        c = estimator(A, y_train)
        train.append(rmse(A, y_train, c))
        val.append(rmse(B, y_val, c))
    return np.array(train), np.array(val)
