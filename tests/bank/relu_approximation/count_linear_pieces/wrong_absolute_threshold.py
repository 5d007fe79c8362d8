# Slopes count as equal if they differ by less than 0.01.
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
    middle = (breaks[1:] + breaks[:-1]) / 2
    step = np.diff(breaks) / 8
    slope = (realize(network, (middle + step)[:, None]) - realize(network, (middle - step)[:, None]))[:, 0] / (2 * step)
    return 1 + int(np.sum(np.abs(np.diff(slope)) > 0.01))
