"""Where a run's process lives: on this machine, on a node that Slurm picks, or on several ranks at once."""
