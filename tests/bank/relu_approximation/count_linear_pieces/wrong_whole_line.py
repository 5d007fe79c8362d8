# Counts on the whole line, whatever the interval.
# loses: test_count_linear_pieces, test_count_linear_pieces__realised, test_count_linear_pieces__fine
def count_linear_pieces(network, low, high):
    breaks = np.array([-50.0, 50.0], dtype=float)
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
    return 1 + int(np.sum(np.abs(np.diff(slope)) > 1e-7 * np.abs(slope[1:]) + 1e-9 * np.max(np.abs(slope))))
