"""What neither emulator answers: for each service, the least that the provider needs to create a resource and to read
back what it wrote."""

import importlib
import os
import sys

import patches
from call import AMENDMENTS, STUBS
from stubs import accounts, billing, detection, dns, members, monitoring, platform, signing

CORRECTIONS = (patches, accounts, billing, detection, dns, members, monitoring, platform, signing)


def newest():
    return max(os.stat(module.__file__).st_mtime for module in CORRECTIONS)


class Fresh:
    """Loads the corrections again when a file has changed: a run of an hour goes on while it is corrected."""

    def __init__(self):
        self.loaded = newest()

    def check(self):
        if newest() <= self.loaded:
            return
        self.loaded = newest()
        known = dict(STUBS), dict(AMENDMENTS)
        STUBS.clear()
        AMENDMENTS.clear()
        try:
            for module in CORRECTIONS:
                importlib.reload(module)
        # A half-written file must not end the emulators.
        except Exception as error:  # noqa: BLE001
            STUBS.update(known[0])
            AMENDMENTS.update(known[1])
            print(f"not loaded: {error!r}", file=sys.stderr, flush=True)
