# z[…] is assigned and abs taken on a list: fails for lists.
# loses: test_soft_threshold__shapes
def soft_threshold(z, threshold):
    return (z > threshold) * (z - threshold) + (z < -threshold) * (z + threshold)
