"""What a Bluesky server told the world: the independent witness of what was ever made, by whomever."""

import libipld
from pds_server import PdsServer
from websockets.sync.client import connect


def commits(pds: PdsServer, did: str) -> list[list[tuple[str, str]]]:
    """Every commit of *did* that did anything, in order: what it did, ``create`` say, to which collection/key.

    The whole record of the server is read, to an event that is made for that.
    Source: https://atproto.com/specs/sync (``com.atproto.sync.subscribeRepos``)
    """
    end = pds.account().did
    url = f"{pds.direct.replace('http', 'ws', 1)}/xrpc/com.atproto.sync.subscribeRepos?cursor=0"
    found = []
    with connect(url, proxy=None, max_size=None) as stream:
        while True:
            _, event = libipld.decode_dag_cbor_multi(stream.recv(30))
            if event.get("did") == end:
                return found
            if event.get("repo") == did and event.get("ops"):
                found.append([(each["action"], each["path"]) for each in event["ops"]])
