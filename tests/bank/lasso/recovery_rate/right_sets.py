# Supports as sets of indices, positions by a permutation, signs from bits.
def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    def trial():
        positions = rng.permutation(n_features)[:sparsity]
        signs = 2 * rng.integers(0, 2, sparsity) - 1
        phi = rng.normal(size=(n_samples, n_features))
        y = sum(s * phi[:, p] for s, p in zip(signs, positions))
        found = {j for j, v in enumerate(lasso(phi, y, alpha)) if abs(v) > 0.1}
        return found == set(positions.tolist())

    return np.mean([trial() for _ in range(n_trials)])
