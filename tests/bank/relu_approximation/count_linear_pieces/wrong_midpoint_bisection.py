# An interval whose midpoint lies on the chord is taken for affine: symmetric teeth deceive it.
# loses: test_count_linear_pieces, test_count_linear_pieces__fine, test_count_linear_pieces__realised
def count_linear_pieces(network, low, high):
    def f(x):
        return realize(network, np.array([[x]]))[0, 0]

    slopes = []

    def visit(left, right):
        middle = (left + right) / 2
        straight = abs(f(middle) - (f(left) + f(right)) / 2) < 1e-12 * (1 + abs(f(middle)))
        if straight or right - left < 1e-6:
            slopes.append((f(right) - f(left)) / (right - left))
        else:
            visit(left, middle)
            visit(middle, right)

    visit(low, high)
    return 1 + sum(abs(s - t) > 1e-7 * max(abs(s), abs(t)) for s, t in zip(slopes, slopes[1:]))
