# Solves for one zero of each unit, as if each were affine on the whole interval.
# loses: test_count_linear_pieces, test_count_linear_pieces__realised, test_count_linear_pieces__fine
def count_linear_pieces(network, low, high):
    breaks = [low, high]
    for depth in range(1, len(network)):
        u, v = realize(network[:depth], np.array([[low], [high]], dtype=float))
        for p, q in zip(u, v):
            if p * q < 0:
                breaks.append(low + (high - low) * p / (p - q))
    return len(np.unique(np.round(breaks, 9))) - 1
