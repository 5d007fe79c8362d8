# On [0, 1], whatever the interval.
# loses: test_count_linear_pieces, test_count_linear_pieces__realised
def count_linear_pieces(network, low, high):
    low, high = 0.0, 1.0
    points = np.array([low, high])
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
    noise = 1e-9 * np.max(np.abs(slopes))
    return 1 + int(np.sum(~np.isclose(slopes[1:], slopes[:-1], rtol=1e-7, atol=noise)))
