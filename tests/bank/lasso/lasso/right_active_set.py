# Coordinate descent on a growing active set, checked against the optimality conditions.
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape
    gram, b = a.T @ a / m, a.T @ y / m
    c = np.zeros(n)
    active = []
    while True:
        gradient = np.abs(b - gram @ c)
        gradient[active] = 0
        worst = int(np.argmax(gradient))
        if gradient[worst] <= alpha * (1 + 1e-6) or len(active) == n:
            return c
        active.append(worst)
        for _ in range(n_iter):
            biggest = 0.0
            for j in active:
                z = b[j] - gram[j] @ c + gram[j, j] * c[j]
                new = np.sign(z) * max(abs(z) - alpha, 0.0) / gram[j, j]
                biggest = max(biggest, abs(new - c[j]))
                c[j] = new
            if biggest < 1e-10 * max(np.abs(c).max(), 1e-300):
                break
