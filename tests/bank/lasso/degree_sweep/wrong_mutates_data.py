# Turns x into angles in the caller's arrays.
# loses: test_degree_sweep, test_degree_sweep__degrees
def degree_sweep(estimator, x_train, y_train, x_val, y_val, degrees, length=20.0):
    x_train, x_val = np.asarray(x_train, dtype=float), np.asarray(x_val, dtype=float)
    x_train *= np.pi / length
    x_val *= np.pi / length
    train, val = [], []
    for n in degrees:
        phi = np.cos(np.outer(x_train, np.arange(n)))
        c = estimator(phi, y_train)
        train.append(rmse(phi, y_train, c))
        val.append(rmse(np.cos(np.outer(x_val, np.arange(n))), y_val, c))
    return np.array(train), np.array(val)
