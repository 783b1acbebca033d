"""What a job of the cluster runs: the same command as on a laptop, made to survive the cluster's signals.

Slurm sends SIGUSR2 ninety seconds before a job's time is up, and SIGTERM when it preempts or cancels one.
Both ask the run to stop after its current step with a checkpoint. After SIGUSR2 the job then goes back into
the queue; after SIGTERM that is Slurm's affair. When it begins again, it goes on from the checkpoint.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from reproductions import rundir

__all__ = ["Job"]

PATIENCE = 45  # seconds that a step has to end; then the run is cut off, and goes on from its last checkpoint


class Job:
    """The run in one folder, as a callable that can be pickled and put back into the queue."""

    def __init__(self, path: str, paper: str) -> None:
        self.path, self.paper = path, paper

    def __call__(self) -> None:
        """Run, or go on with, the folder; leaves with the run's exit code where it failed."""
        import submitit

        surroundings = submitit.JobEnvironment()
        if surroundings.num_tasks > 1:  # the environment that torchrun makes, for processes that share seeds
            submitit.helpers.TorchDistributedEnvironment().export(False, overwrite=True)
        first = surroundings.global_rank == 0
        if first:
            self._update(lambda record: {"scheduler": record["scheduler"] | {"job": surroundings.job_id}})
        requeue = signal.getsignal(signal.SIGUSR2)  # submitit's: store the job again, requeue, leave
        warned: list[int] = []
        _stop_when_warned(warned)
        code = self._run()
        signal.alarm(0)
        if code == 130:
            self._interrupted(first, requeue if warned else None)
        elif code:
            sys.exit(code)

    def _interrupted(self, first: bool, requeue: Any) -> None:
        """Back into the queue, unless somebody cancelled the run; Slurm itself requeues what it preempts."""
        if first and not (Path(self.path) / "cancel").exists():
            self._update(lambda _record: {"status": "queued", "error": None})
        if callable(requeue):
            requeue(signal.SIGUSR2, None)

    def _run(self) -> int:
        from reproductions.__main__ import main
        from reproductions.harness.recorder import Cancelled

        try:
            code: int = main([self.paper, "--run-dir", self.path, "--prepared"])
            return code
        except Cancelled:  # cut off before the run had begun
            return 130

    def checkpoint(self) -> Any:
        """What submitit stores before it requeues: the same job, whose state is in its folder."""
        from submitit.helpers import DelayedSubmission

        return DelayedSubmission(self)

    def _update(self, change: Any) -> None:
        record = rundir.read_json(Path(self.path) / "run.json")
        rundir.write_json(Path(self.path) / "run.json", {**record, **change(record)})


def _stop_when_warned(warned: list[int]) -> None:
    def warn(number: int, _frame: Any) -> None:
        warned.append(number)
        signal.alarm(PATIENCE)
        os.kill(os.getpid(), signal.SIGTERM)  # which the run listens to

    signal.signal(signal.SIGUSR2, warn)
    signal.signal(signal.SIGALRM, _cut_off)


def _cut_off(_number: int, _frame: Any) -> None:
    from reproductions.harness.recorder import Cancelled

    raise Cancelled
