# Built from both ends: the teeth of a half, mirrored; not merged with the first level but within the bounds.
def sawtooth(k):
    three = [
        (np.ones((1, 3)), np.array([0.0, -0.5, -1.0])),
        (np.array([[2.0], [-4.0], [2.0]]), np.zeros(1)),
    ]
    if k == 1:
        return three
    left = sawtooth(k // 2)
    right = sawtooth(k - k // 2)
    return compose(left, right)
