# One-sided Jacobi rotations in plain loops make the columns orthogonal; no linear algebra library.
def least_squares(features, y):
    a = np.array(features, dtype=float)
    y = np.asarray(y, dtype=float)
    n = a.shape[1]
    v = np.eye(n)
    for _ in range(60):
        rotated = False
        for p in range(n - 1):
            for q in range(p + 1, n):
                alpha, beta, gamma = a[:, p] @ a[:, p], a[:, q] @ a[:, q], a[:, p] @ a[:, q]
                if abs(gamma) <= 1e-15 * np.sqrt(alpha * beta) or gamma == 0 or min(alpha, beta) < 1e-300:
                    continue
                rotated = True
                zeta = (beta - alpha) / (2 * gamma)
                t = (1.0 if zeta >= 0 else -1.0) / (abs(zeta) + np.hypot(1, zeta))
                cos = 1 / np.hypot(1, t)
                sin = cos * t
                for matrix in (a, v):
                    left = matrix[:, p].copy()
                    matrix[:, p] = cos * left - sin * matrix[:, q]
                    matrix[:, q] = sin * left + cos * matrix[:, q]
        if not rotated:
            break
    sizes = np.sqrt((a**2).sum(axis=0))
    c = np.zeros(n)
    for j in range(n):
        if sizes[j] > 1e-12 * sizes.max():
            c += v[:, j] * (a[:, j] @ y) / sizes[j] ** 2
    return c
