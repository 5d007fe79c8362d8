# Complete orthogonal decomposition: pivoted QR, then a QR of the rows that are left.
import scipy.linalg


def least_squares(features, y):
    a = np.array(features, dtype=float)
    q, r, pivots = scipy.linalg.qr(a, mode="economic", pivoting=True)
    size = np.abs(np.diag(r))
    rank = int(np.sum(size > 1e-12 * size[0]))
    q, r = q[:, :rank], r[:rank]
    z, t = np.linalg.qr(r.T)
    c = np.zeros(a.shape[1])
    c[pivots] = z @ scipy.linalg.solve_triangular(t.T, q.T @ np.asarray(y, dtype=float), lower=True)
    return c
