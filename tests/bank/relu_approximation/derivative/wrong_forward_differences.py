# Forward differences with a step that float32 cannot resolve.
# loses: test_derivative, test_derivative__exact
def derivative(model, x):
    x = np.asarray(x, dtype=float)
    h = 1e-6
    y = np.asarray(model(x))
    return np.stack([(np.asarray(model(x + h * np.eye(x.shape[1])[j])) - y) / h for j in range(x.shape[1])], axis=2)
