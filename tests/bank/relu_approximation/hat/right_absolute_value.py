# max(1 - |2x - 1|, 0), with lists for the pairs and a tuple around them.
def hat():
    return (
        [np.array([[2.0, -2.0]]), np.array([-1.0, 1.0])],
        [np.array([[-1.0], [-1.0]]), np.array([1.0])],
        [np.array([[1.0]]), np.array([0.0])],
    )
