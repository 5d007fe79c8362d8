# Gaussian elimination in lists, without NumPy.
def ridge(features, y, alpha):
    rows = [[float(v) for v in row] for row in features]
    m, n = len(rows), len(rows[0])
    system = []
    for i in range(n):
        line = [sum(row[i] * row[j] for row in rows) / m + (alpha if i == j else 0.0) for j in range(n)]
        line.append(sum(row[i] * float(t) for row, t in zip(rows, y)) / m)
        system.append(line)
    for i in range(n):
        pivot = max(range(i, n), key=lambda k: abs(system[k][i]))
        system[i], system[pivot] = system[pivot], system[i]
        for k in range(i + 1, n):
            factor = system[k][i] / system[i][i]
            for j in range(i, n + 1):
                system[k][j] -= factor * system[i][j]
    c = [0.0] * n
    for i in reversed(range(n)):
        c[i] = (system[i][n] - sum(system[i][j] * c[j] for j in range(i + 1, n))) / system[i][i]
    return np.array(c)
