"""Write the made-up system for one of the tools, and print what its broken references name, as JSON.

It is a process of its own, so that the one that measures stays small.
"""

import argparse
import json
from pathlib import Path

from benchmarks.generate import made_up
from benchmarks.peers import PEERS


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.peers", description="Write a made-up system for one of the tools."
    )
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--items", type=int, default=1_000)
    parser.add_argument("--sound", action="store_true", help="without broken references")
    parser.add_argument("--pages", action="store_true", help="with a page of prose for each area")
    options = parser.parse_args()
    corpus = made_up(options.items, pages=options.pages, broken=not options.sound)
    peer = PEERS[options.peer]
    peer.write(corpus, options.folder)
    print(json.dumps(peer.names(corpus)))


if __name__ == "__main__":
    main()
