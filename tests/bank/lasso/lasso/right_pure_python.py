# Coordinate descent in lists and floats; ends by the duality gap.
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    rows = [[float(v) for v in row] for row in features]
    columns = list(map(list, zip(*rows)))
    r = [float(v) for v in y]
    m, n = len(rows), len(columns)
    c = [0.0] * n
    sizes = [sum(v * v for v in column) for column in columns]
    scale = sum(v * v for v in r) / (2 * m)
    target = list(r)
    for sweep in range(n_iter):
        for j, column in enumerate(columns):
            if sizes[j] == 0:
                continue
            rho = sum(p * q for p, q in zip(column, r)) + sizes[j] * c[j]
            shrunk = max(abs(rho) - m * alpha, 0.0)
            new = (shrunk if rho > 0 else -shrunk) / sizes[j]
            if new != c[j]:
                d = new - c[j]
                r = [p - d * q for p, q in zip(r, column)]
                c[j] = new
        if sweep % 5 == 4:
            top = max(abs(sum(p * q for p, q in zip(column, r))) / m for column in columns)
            s = min(1.0, alpha / top) if top > 0 else 1.0
            primal = sum(v * v for v in r) / (2 * m) + alpha * sum(map(abs, c))
            dual = scale - sum((t - s * v) ** 2 for t, v in zip(target, r)) / (2 * m)
            if primal - dual <= 1e-13 * scale:
                break
    return np.array([v if v else 0.0 for v in c])
