# Pieces on which the function is constant are not counted.
# loses: test_count_linear_pieces, test_count_linear_pieces__fine, test_count_linear_pieces__realised
def count_linear_pieces(network, low, high):
    points = np.array([low, high], dtype=float)
    for depth in range(1, len(network)):
        z = points[:, None]
        for W, b in network[: depth - 1]:
            z = np.maximum(z @ W + b, 0)
        z = z @ network[depth - 1][0] + network[depth - 1][1]
        new = [points]
        for p, q, u, v in zip(points, points[1:], z, z[1:]):
            crossing = u * v < 0
            new.append(p + (q - p) * u[crossing] / (u[crossing] - v[crossing]))
        points = np.unique(np.concatenate(new))
        points = points[np.diff(points, prepend=-np.inf) > 1e-11]
    y = realize(network, points[:, None])[:, 0]
    slopes = np.diff(y) / np.diff(points)
    merged = [slopes[0]]
    for s in slopes[1:]:
        if not np.isclose(s, merged[-1], rtol=1e-7, atol=1e-9):
            merged.append(s)
    return sum(abs(s) > 1e-9 for s in merged)
