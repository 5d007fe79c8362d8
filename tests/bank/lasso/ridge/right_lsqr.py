# Damped LSQR to full accuracy.
from scipy.sparse.linalg import lsqr


def ridge(features, y, alpha):
    A = np.asarray(features, dtype=float)
    return lsqr(A, np.asarray(y, dtype=float), damp=np.sqrt(alpha * len(A)), atol=1e-15, btol=1e-15, iter_lim=20000)[0]
