# A grid of step 1e-4, mixed cells skipped: several kinks in one cell are missed.
# loses: test_count_linear_pieces__fine
def count_linear_pieces(network, low, high):
    n = int(round((high - low) * 10000))
    y = realize(network, (low + (high - low) * np.arange(n + 1) / n)[:, None])[:, 0]
    s = np.diff(y) * n / (high - low)
    change = np.abs(np.diff(s)) > 1e-7 * np.maximum(np.abs(s[1:]), np.abs(s[:-1])) + 1e-9 * np.max(np.abs(s)) + 1e-14 * n * np.max(np.abs(y))
    count, last = 1, -10
    for i in np.flatnonzero(change):
        if i == last + 1:
            last = -10
            continue
        count, last = count + 1, i
    return count
