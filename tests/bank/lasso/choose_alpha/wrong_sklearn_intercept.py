# LassoCV does it all: with an intercept, consecutive folds and no rng.
# loses: test_choose_alpha, test_choose_alpha__folds, test_choose_alpha__random, test_choose_alpha__best
from sklearn.linear_model import LassoCV


def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    model = LassoCV(alphas=np.asarray(alphas), cv=n_folds).fit(features, y)
    return model.alpha_, model.mse_path_.mean(axis=1)
