# One row after the other, one entry after the other.
def heat_solution(t, x, sigma):
    trace = 0.0
    for row in sigma:
        for entry in row:
            trace += float(entry) ** 2
    times = [float(v) for v in np.ravel(t)]
    if len(times) == 1:
        times = times * len(x)
    values = []
    for time, point in zip(times, x):
        norm = 0.0
        for coordinate in point:
            norm += float(coordinate) ** 2
        values.append([norm + time * trace])
    return np.array(values)
