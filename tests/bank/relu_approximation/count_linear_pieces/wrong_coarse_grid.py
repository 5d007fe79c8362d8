# Slopes on a grid of 1000 points: short pieces are missed.
# loses: test_count_linear_pieces, test_count_linear_pieces__realised, test_count_linear_pieces__fine
def count_linear_pieces(network, low, high):
    x = np.linspace(low, high, 1001)
    y = realize(network, x[:, None])[:, 0]
    slopes = np.diff(y) / np.diff(x)
    return 1 + int(np.sum(~np.isclose(slopes[1:], slopes[:-1], rtol=1e-7, atol=1e-9)))
