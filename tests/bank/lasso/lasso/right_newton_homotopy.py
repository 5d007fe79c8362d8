# Homotopy: follows the path of solutions from large alpha down, solving for the active set exactly.
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape
    b = a.T @ y / m
    c = np.zeros(n)
    level = np.abs(b).max()
    if level <= alpha:
        return c
    j = int(np.argmax(np.abs(b)))
    active, signs = [j], [np.sign(b[j])]
    while True:
        sub = a[:, active]
        s = np.array(signs)
        direction = np.linalg.solve(sub.T @ sub / m, s)
        correlation = a.T @ (y - a @ c) / m
        slope = a.T @ (sub @ direction) / m
        step, event = level - alpha, None
        for k in range(n):
            if k in active:
                continue
            for num, den in ((level - correlation[k], 1 - slope[k]), (level + correlation[k], 1 + slope[k])):
                if den > 1e-12 and -1e-14 < num / den < step and num / den > 1e-14:
                    step, event = num / den, ("add", k)
        for i, k in enumerate(active):
            if direction[i] != 0 and c[k] != 0 and 0 < -c[k] / direction[i] < step:
                step, event = -c[k] / direction[i], ("drop", i)
        c[active] += step * direction
        level -= step
        if event is None:
            return c
        kind, k = event
        if kind == "add":
            active.append(k)
            signs.append(np.sign(a[:, k] @ (y - a @ c)))
        else:
            c[active[k]] = 0.0
            del active[k], signs[k]
