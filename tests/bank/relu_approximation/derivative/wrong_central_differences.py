# Central differences with a step of 1e-3.
# loses: test_derivative, test_derivative__exact
def derivative(model, x):
    x = np.asarray(x, dtype="float32")
    h = 1e-3
    columns = []
    for j in range(x.shape[1]):
        e = np.zeros(x.shape[1], dtype="float32")
        e[j] = h
        columns.append((np.asarray(model(x + e)) - np.asarray(model(x - e))) / (2 * h))
    return np.stack(columns, axis=2)
