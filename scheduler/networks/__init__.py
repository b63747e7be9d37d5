"""The networks that Drumbeat knows: one module each, found by looking into this folder.

A module is a network if it declares ``NETWORK``, a ``scheduler.core.limits.Network``. Adding one is
adding a file; nothing else names them. Importing this package, and any network's module, is cheap:
what measures or connects is imported when it is first used.
"""

import difflib
import pkgutil
from importlib import import_module
from types import ModuleType

from scheduler.core.errors import NotFound
from scheduler.core.limits import Network
from scheduler.core.ports import Access, Identity, NetworkConnection


def names() -> list[str]:
    """What a person types for each network, sorted."""
    return sorted(_declared())


def load(name: str) -> Network:
    """The network called *name*. Raises ``NotFound``, naming the nearest, if there is none."""
    declared = _declared()
    if name in declared:
        return declared[name]
    near = difflib.get_close_matches(name.casefold(), declared, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise NotFound(
        f"There is no network called {name!r}.", remedy=f"{hint}Networks: {', '.join(sorted(declared))}."
    )


def connect(name: str, access: Access) -> NetworkConnection:
    """A connection to the network called *name*; makes no request yet."""
    connection: NetworkConnection = _module(name).connect(access)
    return connection


def identify(name: str, access: Access) -> Identity:
    """Who the network called *name* says that *access* is; raises ``NetworkError``."""
    identity: Identity = _module(name).identify(access)
    return identity


def _module(name: str) -> ModuleType:
    return import_module(f"{__name__}.{load(name).name}")


def _declared() -> dict[str, Network]:
    modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    declared = (getattr(module, "NETWORK", None) for module in modules)
    return {network.name: network for network in declared if network is not None}
