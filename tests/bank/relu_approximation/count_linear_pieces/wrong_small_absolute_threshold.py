# Slopes count as equal if they differ by less than 1e-8, however small or large they are.
# loses: test_count_linear_pieces__fine
def count_linear_pieces(network, low, high):
    breaks = np.array([low, high], dtype=float)
    for depth in range(1, len(network)):
        units = realize(network[:depth], breaks[:, None])
        left, right = units[:-1], units[1:]
        where, which = np.nonzero(left * right < 0)
        u, v = left[where, which], right[where, which]
        breaks = np.union1d(breaks, breaks[where] + (breaks[where + 1] - breaks[where]) * u / (u - v))
        breaks = breaks[np.append(np.diff(breaks) > 1e-9, True)]
    x = (breaks[1:, None] + breaks[:-1, None]) / 2
    slope = np.ones_like(x)
    for number, (W, b) in enumerate(network, 1):
        x, slope = x @ W + b, slope @ W
        if number < len(network):
            x, slope = x * (x > 0), slope * (x > 0)
    return 1 + int(np.sum(np.abs(np.diff(slope[:, 0])) > 1e-8))
