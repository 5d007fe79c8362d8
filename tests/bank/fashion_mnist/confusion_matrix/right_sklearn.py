# scikit-learn with all classes named.
import numpy as np
from sklearn import metrics


def confusion_matrix(labels, predictions, n_classes=10):
    return metrics.confusion_matrix(labels, predictions, labels=np.arange(n_classes))
