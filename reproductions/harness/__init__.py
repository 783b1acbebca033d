"""What all reproductions share: the record of a run, checkpoints, data, statistics, verdicts, pictures."""
