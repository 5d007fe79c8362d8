# Each tooth counted from its middle: |h - 1/2| and a constant that goes into the output bias.
def square_network(k):
    # h_{s+1} = 1 - |2 h_s - 1|, so x - sum h_s / 4^s = x - sum 1 / 4^s + sum |2 h_{s-1} - 1| / 4^s.
    network = [(np.array([[2.0, -2.0, 1.0]]), np.array([-1.0, 1.0, 0.0]))]
    for s in range(1, k):
        # tooth = 1 - (u + v); next units: relu(2 tooth - 1), relu(1 - 2 tooth), rest + (u + v) / 4^s
        W = np.array([[-2.0, 2.0, 4.0**-s], [-2.0, 2.0, 4.0**-s], [0.0, 0.0, 1.0]])
        network.append((W, np.array([1.0, -1.0, 0.0])))
    last = np.array([[4.0**-k], [4.0**-k], [1.0]])
    return network + [(last, np.array([-sum(4.0**-s for s in range(1, k + 1))]))]
