# Two units and one more ReLU that cuts off what is negative: depth 3.
def hat():
    return [
        (np.array([[1.0, 1.0]]), np.array([0.0, -0.5])),
        (np.array([[2.0], [-4.0]]), np.array([0.0])),
        (np.array([[1.0]]), np.array([0.0])),
    ]
