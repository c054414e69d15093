"""fastcascade, the R package of the method's authors, on shocks drawn; where R has it.

Called as the authors' examples call it (repository ch-diem/misestimation_from_aggregation):
`GLcascade::GL_cascade` with `use_rcpp = TRUE`, which hands the loops to fastcascade, on one core,
firms replaceable within their industry, output as weights. Its two packages come as archives in
that repository: ``R CMD INSTALL`` with Rcpp, RcppArmadillo and Matrix puts them in place.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from jilian_engine.chain import Chain

SCRIPT = """
suppressPackageStartupMessages({library(GLcascade); library(fastcascade); library(Matrix)})
most_held <- function() {  # in GB; of this process alone, unlike what its parent is told
  told <- readLines("/proc/self/status")
  as.numeric(gsub("[^0-9]", "", told[grepl("^VmHWM", told)])) / 2^20
}
idle <- most_held()
links <- read.csv("links.csv")
labels <- read.csv("firms.csv", colClasses = "character")$industry
classes <- as.matrix(read.csv("essential.csv", row.names = 1, check.names = FALSE,
                              colClasses = c("character")))
mode(classes) <- "numeric"
hit <- read.csv("hit.csv")$firm
n <- length(labels)
W <- sparseMatrix(i = links$supplier, j = links$buyer, x = links$amount, dims = c(n, n))
psi <- sparseMatrix(i = hit, j = seq_along(hit), x = 1, dims = c(n, length(hit)))
begin <- proc.time()
found <- GL_cascade(W = W, p = labels, p_market = labels, p_sec_impacts = FALSE,
  ess_mat_sec = classes, h_weights = cbind(rowSums(W)), sec_aggr_weights = FALSE, psi_mat = psi,
  revenue = FALSE, costs = FALSE, track_h = FALSE, track_sector_impacts = FALSE,
  track_conv = TRUE, conv_type = 1, eps = EPSILON, use_rcpp = TRUE, ncores = 0,
  run_id = "jilian", load_balance = FALSE)
took <- proc.time() - begin
options(digits = 17)
write.csv(data.frame(esri = as.numeric(found$ESRI[, "ESRI_weight_1"]),
  steps = as.numeric(found$ESRI_conv[, 3]), wall = took[["elapsed"]],
  cpu = took[["user.self"]] + took[["sys.self"]], idle = idle, peak = most_held()),
  "found.csv", row.names = FALSE)
"""


class Peer(NamedTuple):
    """What fastcascade found, the seconds it took for all of it, and what its process held.

    In GB: `idle` once its packages are loaded, `peak` at most.
    """

    esri: np.ndarray
    steps: np.ndarray
    wall: float
    busy: float
    idle: float
    peak: float


def missing() -> str | None:
    """Why fastcascade cannot be run here; None where it can."""
    found = shutil.which("Rscript")
    if not found:
        return "fastcascade (R): Rscript is not installed here; not tried, nothing is claimed"
    for package in ("GLcascade", "fastcascade", "Matrix"):
        asks = [found, "-e", f"quit(status = !requireNamespace('{package}', quietly = TRUE))"]
        if subprocess.run(asks, check=False, capture_output=True).returncode:
            return f"fastcascade (R): {package} is not installed; not tried, nothing is claimed"
    return None


def lay_files(chain: Chain, place: Path) -> None:
    """The network as files that both sides read; firms are named by their numbers from 1."""
    here = np.unique(chain.industry)
    names = [f"{kind:05}" for kind in range(len(chain.essential))]
    pl.DataFrame({
        "firm": np.arange(1, chain.firm_count + 1),
        "industry": [names[kind] for kind in chain.industry],
    }).write_csv(place / "firms.csv")  # fmt: skip
    pl.DataFrame({
        "supplier": chain.suppliers + 1, "buyer": chain.buyers + 1, "amount": chain.amounts,
    }).write_csv(place / "links.csv")  # fmt: skip
    pl.DataFrame({
        "of": [names[kind] for kind in here],
        **{names[kind]: chain.essential[here, kind] for kind in here},
    }).write_csv(place / "essential.csv")  # fmt: skip


def run(chain: Chain, hit: np.ndarray, epsilon: float) -> Peer | str:
    """Its index of these firms, or why there is none."""
    with tempfile.TemporaryDirectory() as given:
        lay_files(chain, Path(given))
        return run_files(Path(given), hit, epsilon)


def run_files(place: Path, hit: np.ndarray, epsilon: float) -> Peer | str:
    """The same for a network in files."""
    _lay_job(place, hit, epsilon)
    told = subprocess.run(
        ["Rscript", "run.R"], cwd=place, check=False, capture_output=True, text=True
    )
    if told.returncode or not (place / "found.csv").exists():
        return "fastcascade (R): could not be run: " + (told.stderr.strip()[-300:] or "no word")
    found = pl.read_csv(place / "found.csv")
    return Peer(
        found["esri"].to_numpy(),
        found["steps"].to_numpy(),
        *(found[name][0] for name in ("wall", "cpu", "idle", "peak")),
    )


def watch_all(place: Path, firms: int, epsilon: float, seconds: float) -> tuple[float, int]:
    """Begin the index of all firms and end it after so long: GB held at most, shocks done."""
    _lay_job(place, np.arange(firms), epsilon)
    peak, until = 0.0, time.monotonic() + seconds
    with (place / "said").open("w") as said:
        asks = subprocess.Popen(["Rscript", "run.R"], cwd=place, stdout=said, stderr=said)
        try:
            while asks.poll() is None and time.monotonic() < until:
                told = Path(f"/proc/{asks.pid}/status").read_text()
                held = [row.split()[1] for row in told.splitlines() if row.startswith("VmHWM")]
                peak = max([peak, *(int(one) / 2**20 for one in held)])
                time.sleep(0.5)
        finally:
            asks.kill()
            asks.wait()
    words = (place / "said").read_text().split("Iteration ")
    return peak, max((int(word.split()[0]) for word in words[1:]), default=0)


def _lay_job(place: Path, hit: np.ndarray, epsilon: float) -> None:
    pl.DataFrame({"firm": hit + 1}).write_csv(place / "hit.csv")
    (place / "run.R").write_text(SCRIPT.replace("EPSILON", repr(epsilon)), encoding="utf-8")
