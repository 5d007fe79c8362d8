# Slopes between ten thousand random points; the pairs across a kink count as pieces of their own.
# loses: test_count_linear_pieces, test_count_linear_pieces__fine, test_count_linear_pieces__realised
def count_linear_pieces(network, low, high):
    x = np.sort(np.random.default_rng(0).uniform(low, high, 10000))
    y = realize(network, x[:, None])[:, 0]
    slopes = np.diff(y) / np.diff(x)
    return 1 + int(np.sum(np.abs(np.diff(slopes)) > 1e-6 * np.abs(slopes[1:])))
