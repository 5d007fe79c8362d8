# Cholesky; the matrix is read row by row, so that lists serve.
from scipy.linalg import cho_factor, cho_solve


def ridge(features, y, alpha):
    rows = [list(map(float, row)) for row in features]
    A = np.array(rows)
    gram = A.T @ A
    gram.flat[:: len(gram) + 1] += alpha * len(rows)
    return cho_solve(cho_factor(gram), A.T @ np.array(y, dtype=float))
