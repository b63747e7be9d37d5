"""Where a person hands over secrets: a file, the environment, systemd; never the command line."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from scheduler.core.errors import SecretError
from scheduler.core.limits import Network, Secret
from scheduler.secrets import files

CREDENTIALS = "CREDENTIALS_DIRECTORY"
"""Where systemd puts what ``LoadCredential=`` names: https://systemd.io/CREDENTIALS/"""


def variable(network: Network, secret: Secret) -> str:
    """The environment variable of *secret*; with ``_FILE`` after it, the one that names a file."""
    return f"DRUMBEAT_{network.name}_{secret.name}".upper()


def found(network: Network, environ: Mapping[str, str], file: Path | None) -> dict[str, str]:
    """What is there of the network's secrets, by name: *file* first, then the environment, then systemd.

    *file* is TOML with a line for each secret. Raises ``SecretError``.
    """
    given = _in_file(network, file) if file else {}
    for secret in network.secrets:
        value = given.get(secret.name) or _in_environment(variable(network, secret), environ)
        if value:
            given[secret.name] = value
    return given


def _in_file(network: Network, file: Path) -> dict[str, str]:
    try:
        given = tomllib.loads(files.read(file))
    except tomllib.TOMLDecodeError as error:
        example = f'{network.secrets[0].name} = "…"'
        raise SecretError(f"{file} is no TOML: {error}.", remedy=f"Write lines such as {example}") from error
    names = [secret.name for secret in network.secrets]
    for name, value in given.items():
        if name not in names:
            raise SecretError(
                f"{file}: {network.title} has no secret called {name!r}.",
                remedy=f"Names: {', '.join(names)}.",
            )
        if not isinstance(value, str) or not value:
            raise SecretError(f"{file}: {name} must be text in quotes.", remedy="Mend the file.")
    return dict(given)


def _in_environment(name: str, environ: Mapping[str, str]) -> str | None:
    if environ.get(name):
        return environ[name]
    if environ.get(f"{name}_FILE"):
        return files.read(Path(environ[f"{name}_FILE"]))
    credential = Path(environ.get(CREDENTIALS, "")) / name.lower().replace("_", "-")
    return files.read(credential) if environ.get(CREDENTIALS) and credential.exists() else None


def missing(network: Network, given: Mapping[str, str]) -> Sequence[Secret]:
    """The secrets of *network* that are not *given*."""
    return [secret for secret in network.secrets if secret.name not in given]


def how_to_give(network: Network, secrets: Sequence[Secret]) -> str:
    """How a person hands over *secrets* where nobody can be asked."""
    names = ", ".join(variable(network, secret) for secret in secrets)
    return f"Set {names}, or each with _FILE, or give --secrets FILE."


def placed(text: str, environ: Mapping[str, str]) -> str:
    """What *text* stands for: ``env:NAME`` and ``file:PATH`` say where it is, anything else is itself.

    Raises ``SecretError``.
    """
    kind, _, where = text.partition(":")
    if kind == "file":
        return files.read(Path(where))
    if kind != "env":
        return text
    found = _in_environment(where, environ)
    if not found:
        raise SecretError(f"{where} is not set.", remedy=f"Set {where}, or {where}_FILE to a file of 0600.")
    return found
