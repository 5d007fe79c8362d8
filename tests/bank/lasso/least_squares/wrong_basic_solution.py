# Pivoted QR and zeros elsewhere: a minimiser, not the one of least norm.
# loses: test_least_squares__underdetermined, test_least_squares__rank
import scipy.linalg


def least_squares(features, y):
    a = np.asarray(features, dtype=float)
    q, r, pivots = scipy.linalg.qr(a, mode="economic", pivoting=True)
    size = np.abs(np.diag(r))
    rank = int(np.sum(size > 1e-12 * size[0]))
    c = np.zeros(a.shape[1])
    c[pivots[:rank]] = np.linalg.solve(r[:rank, :rank], q[:, :rank].T @ np.asarray(y))
    return c
