# The bound from the theory, not the number.
# loses: test_count_linear_pieces, test_count_linear_pieces__realised, test_count_linear_pieces__fine
def count_linear_pieces(network, low, high):
    return int(np.prod([len(b) + 1 for _, b in network[:-1]], dtype=float))
