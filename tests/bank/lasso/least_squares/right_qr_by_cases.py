# Householder QR when the columns are independent, of the transpose when the rows are; else by the SVD.
import scipy.linalg


def least_squares(features, y):
    A = np.array(features, dtype=float)
    b = np.array(y, dtype=float)
    m, n = A.shape
    rank = np.linalg.matrix_rank(A, tol=1e-12 * np.linalg.norm(A, 2))
    if rank == n:
        Q, R = np.linalg.qr(A)
        return scipy.linalg.solve_triangular(R, Q.T @ b)
    if rank == m:
        Q, R = np.linalg.qr(A.T)
        return Q @ scipy.linalg.solve_triangular(R.T, b, lower=True)
    U, s, V = np.linalg.svd(A, full_matrices=False)
    return V[:rank].T @ (U[:, :rank].T @ b / s[:rank])
