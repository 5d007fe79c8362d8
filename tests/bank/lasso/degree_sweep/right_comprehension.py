# Fits first, both errors by comprehension afterwards; keyword arguments for length.
def degree_sweep(estimator, x_train, y_train, x_val, y_val, degrees, length=20.0):
    degrees = [int(n) for n in degrees]
    fits = [estimator(cosine_features(x_train, n, length=length), y_train) for n in degrees]

    def curve(x, y):
        return np.array([
            rmse(cosine_features(x, n, length=length), y, c) for n, c in zip(degrees, fits)
        ])

    return curve(x_train, y_train), curve(x_val, y_val)
