# A helper for one degree, map over them, transposed at the end.
def degree_sweep(estimator, x_train, y_train, x_val, y_val, degrees, length=20.0):
    def one(n):
        phi_train = cosine_features(x_train, n, length)
        coefficients = estimator(phi_train, y_train)
        phi_val = cosine_features(x_val, n, length)
        return rmse(phi_train, y_train, coefficients), rmse(phi_val, y_val, coefficients)

    pairs = np.array(list(map(one, degrees)), dtype=float)
    return tuple(pairs.T)
