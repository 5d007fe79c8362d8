# Units scaled differently, whole numbers as entries.
def hat():
    W1 = np.array([[2, 4, 2]])
    b1 = np.array([0, -2, -2])
    return [(W1, b1), (np.array([[1], [-1], [1]]), np.array([0]))]
