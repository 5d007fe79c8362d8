# Orthogonal matching pursuit until the residual's correlation is below alpha: no shrinkage.
# loses: test_lasso, test_lasso__scales, test_lasso__wide, test_lasso__zeros
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    A, b = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = A.shape
    chosen, c = [], np.zeros(n)
    while len(chosen) < min(m, n):
        g = A.T @ (b - A @ c) / m
        j = int(np.argmax(np.abs(g)))
        if abs(g[j]) <= alpha or j in chosen:
            break
        chosen.append(j)
        c[:] = 0
        c[chosen] = np.linalg.lstsq(A[:, chosen], b, rcond=None)[0]
    return c
