# Slopes on a grid finer than the shortest piece; runs of equal slopes are counted, mixed cells are skipped.
def count_linear_pieces(network, low, high):
    h = 2.5e-6
    n = int(np.ceil((high - low) / h))
    x = low + (high - low) * np.arange(n + 1) / n
    y = realize(network, x[:, None])[:, 0]
    slopes = np.diff(y) / ((high - low) / n)
    noise = 4e-15 * (1e-300 + np.max(np.abs(y)) + np.max(np.abs(slopes)) * (high - low)) * n / (high - low) * 8
    pairs = np.maximum(np.abs(slopes[1:]), np.abs(slopes[:-1]))
    change = np.abs(np.diff(slopes)) > 1e-7 * pairs + noise
    # A kink inside a cell shows as two changes in a row: it is one.
    starts = np.flatnonzero(change)
    count, last = 1, -10
    for i in starts:
        if i == last + 1:
            last = -10
            continue
        count, last = count + 1, i
    return count
