# The hat of 2^(k-1) x: one tooth only.
# loses: test_sawtooth, test_sawtooth__size
def sawtooth(k):
    (V, a), (W, b) = hat()
    return [(2 ** (k - 1) * V, a), (W, b)]
