"""The tools that users could pick instead, each with the corpus in a form of its own."""

from typing import Final

from benchmarks.peers import (
    doorstop,
    elspais,
    mkdocs,
    mlx_traceability,
    ours,
    quarto_needs,
    sphinx_needs,
    strictdoc,
)
from benchmarks.peers.peer import Peer

PEERS: Final[dict[str, Peer]] = {
    peer.module: peer
    for peer in (
        ours.PEER,
        ours.EMPTY,
        quarto_needs.PEER,
        sphinx_needs.PEER,
        mlx_traceability.PEER,
        strictdoc.PEER,
        doorstop.PEER,
        elspais.PEER,
        mkdocs.PROSE,
        mkdocs.TABLES,
        mkdocs.MACROS,
    )
}
"""All of them, ours first, by the names of their modules."""
