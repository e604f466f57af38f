"""Logistic regression with weights of rows, for both scripts of this folder."""

from __future__ import annotations

import numpy as np

_STEPS = 30
_ENOUGH = 1e-6  # of the loss, or of a weight


def fitted(rows: np.ndarray, labels: np.ndarray, weights: np.ndarray, ridge: float) -> np.ndarray:
    """Give the weight of each column of `rows`, the constant last.

    Newton's method (iteratively reweighted least squares) with a ridge on standardised columns.
    A step that makes the loss larger is halved: on rare signs whole steps run away.
    """
    mean, spread = rows.mean(0), np.maximum(rows.std(0), 1e-9)
    table = np.c_[(rows - mean) / spread, np.ones(len(rows))]
    heavy = weights / weights.mean()
    bound = np.diag([ridge] * rows.shape[1] + [0.0])
    share = (heavy * labels).sum() / heavy.sum()
    beta = np.r_[np.zeros(rows.shape[1]), np.log(share / (1 - share))]

    def loss(at: np.ndarray) -> float:
        score = table @ at
        faults = np.logaddexp(0, score) - labels * score
        return float((heavy * faults).sum() + at @ bound @ at / 2)

    before = loss(beta)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-table @ beta))
        curve = heavy * chance * (1 - chance) + 1e-9
        slope = table.T @ (heavy * (labels - chance)) - bound @ beta
        step = np.linalg.solve(table.T @ (table * curve[:, None]) + bound, slope)
        while loss(beta + step) > before and np.abs(step).max() > _ENOUGH:
            step /= 2
        beta = beta + step
        now = loss(beta)
        if before - now < _ENOUGH:
            break
        before = now
    plain = beta[:-1] / spread
    return np.r_[plain, beta[-1] - plain @ mean]
