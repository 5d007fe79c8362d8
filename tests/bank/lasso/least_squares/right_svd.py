# Singular value decomposition by hand, small singular values left out.
def least_squares(features, y):
    u, s, vt = np.linalg.svd(np.asarray(features, dtype=float), full_matrices=False)
    keep = s > 1e-12 * s.max()
    return vt[keep].T @ ((u[:, keep].T @ np.asarray(y, dtype=float)) / s[keep])
