# Conjugate gradients on the normal equations, written out.
def ridge(features, y, alpha):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m = a.shape[0]
    c = np.zeros(a.shape[1])
    r = a.T @ y / m
    p, size = r.copy(), r @ r
    for _ in range(20 * a.shape[1] + 100):
        if size <= 1e-40:
            break
        q = a.T @ (a @ p) / m + alpha * p
        step = size / (p @ q)
        c = c + step * p
        r = r - step * q
        new = r @ r
        p, size = r + new / size * p, new
    return c
