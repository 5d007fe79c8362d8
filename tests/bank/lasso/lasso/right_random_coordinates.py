# Coordinates in random order, a class holds the state; relative change of the objective ends it.
class _Descent:
    def __init__(self, features, y, alpha):
        self.a = np.asfortranarray(np.array(features, dtype=float))
        self.m, self.n = self.a.shape
        self.r = np.array(y, dtype=float)
        self.alpha = alpha
        self.c = np.zeros(self.n)
        self.size = np.einsum("ij,ij->j", self.a, self.a) / self.m
        self.rng = np.random.default_rng()

    def sweep(self):
        largest = 0.0
        for j in self.rng.permutation(self.n):
            if self.size[j] > 0:
                z = self.a[:, j] @ self.r / self.m + self.size[j] * self.c[j]
                new = np.copysign(max(abs(z) - self.alpha, 0), z) / self.size[j]
                step = new - self.c[j]
                self.r -= step * self.a[:, j]
                self.c[j] = new
                largest = max(largest, abs(step) * self.size[j])
        return largest


def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    descent = _Descent(features, y, alpha)
    for _ in range(n_iter):
        if descent.sweep() <= 1e-8 * alpha:
            break
    return descent.c
