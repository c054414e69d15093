"""The bridge to pymcdm, which gives the scores, distances and normalised values.

Loading the library draws matplotlib in (its drawings), for a second or so: it is loaded when the
first ranking is asked for, never when the engine or the platform starts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scored:
    """What the library returns; the distances are empty for the weighted sum."""

    normalised: Floats
    scores: Floats
    to_best: Floats | None
    to_worst: Floats | None


def score(
    columns: Sequence[Sequence[Fraction]],
    directions: Sequence[str],
    weights: Sequence[Fraction],
    method: str,
    normalisation: str,
) -> Scored:
    """Score comparable firms; columns in which all are alike count as 1 for everybody."""
    from pymcdm import methods, normalizations  # type: ignore[import-untyped]

    flat = [min(column) == max(column) for column in columns]
    matrix = np.array(
        [[1.0 if same else float(one) for one in column]
         for same, column in zip(flat, columns, strict=True)]
    ).T  # fmt: skip
    types = np.array([1 if one == "benefit" else -1 for one in directions])
    shares = np.array([float(one) for one in weights])
    by = (
        normalizations.vector_normalization
        if normalisation == "vector"
        else normalizations.minmax_normalization
    )
    chosen: Any = methods.TOPSIS(by) if method == "topsis" else methods.WSM(by)
    with np.errstate(invalid="ignore"):  # all firms alike: no distance either way
        results = chosen._method(matrix, shares, types)  # every step, not the score alone
    if method == "weighted_sum":
        return Scored(results[0], results[-1], None, None)
    normalised, _weighted, _nis, _pis, to_worst, to_best, scores = results
    return Scored(normalised, np.nan_to_num(scores), to_best, to_worst)


def versions() -> tuple[tuple[str, str], ...]:
    """Return what a score depends on besides its inputs."""
    import platform
    from importlib.metadata import version

    named = ("jilian", "pymcdm", "numpy")
    return (*((one, version(one)) for one in named), ("python", platform.python_version()))
