# The largest matrices once, shorter ones are their first columns; errors with matrix products.
def degree_sweep(estimator, x_train, y_train, x_val, y_val, degrees, length=20.0):
    top = max(degrees)
    A, B = cosine_features(x_train, top, length), cosine_features(x_val, top, length)
    A, B = np.asarray(A), np.asarray(B)
    y, z = np.asarray(y_train, dtype=float), np.asarray(y_val, dtype=float)
    rows = []
    for n in degrees:
        c = np.asarray(estimator(A[:, :n], y))
        rows.append((np.linalg.norm(A[:, :n] @ c - y) / len(y) ** 0.5, np.linalg.norm(B[:, :n] @ c - z) / len(z) ** 0.5))
    train, val = np.array(rows).T
    return train, val
