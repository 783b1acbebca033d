"""Data sets by name: found on this machine, downloaded and checked, or replaced in the open by a stand-in.

A file that is there and is not what its sha256 promises stops the run (DataCorrupt): it is never quietly
replaced. `manifest.yaml` lists them; a loader is a function of a module here, imported when it is called.
"""

from reproductions.datasets.loading import Generated, load
from reproductions.datasets.places import Place, download, home, locate, manifest, may_download, verified

__all__ = ["Generated", "Place", "download", "home", "load", "locate", "manifest", "may_download", "verified"]
