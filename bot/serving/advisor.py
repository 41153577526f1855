"""The advisor as two services: the action server, and Rasa with the chat page."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.serving.console import ServingError, tell
from bot.serving.model import ensure_model
from bot.serving.model_card import model_id
from bot.serving.model_server import endpoint, serving_models
from bot.serving.processes import (
    LOOPBACK,
    Service,
    Supervisor,
    any_free_port,
    child_environment,
    hangs_up,
    is_free,
    preferred_port,
)
from bot.serving.promoted import promotions, served_model
from bot.serving.quietly import quiet_module

CHAT_PORT = 5005
ACTION_PORT = 5055
ACTION_SERVER_PATIENCE = 90.0
RASA_PATIENCE = 300.0


@dataclass(frozen=True)
class Installation:
    """Where the advisor stands and what it runs with."""

    root: Path
    python: Path
    environ: Mapping[str, str]

    @property
    def state(self) -> Path:
        """Folder of logs and other files that a running advisor writes."""
        return self.root / "var"


def port_setting(environ: Mapping[str, str], name: str, default: int) -> int:
    """A port number from the environment; raises ServingError if it is none."""
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise ServingError(f"{name}={text!r}: expected a port number from 1 to 65535.")
    return int(text)


def endpoints_for(text: str, action_port: int) -> str:
    """The content of `endpoints.yml` with the action server at the port really used.

    Raises ServingError where `action_endpoint` has no `url` line to replace.
    """
    url = f'url: "http://{LOOPBACK}:{action_port}/webhook"'
    lines: list[str] = []
    section, replaced = "", 0
    for line in text.splitlines():
        if line[:1].strip(" \t#"):
            section = line.split(":")[0]
        indent = line[: len(line) - len(line.lstrip())]
        if section == "action_endpoint" and indent and line.lstrip().startswith("url:"):
            line, replaced = indent + url, replaced + 1
        lines.append(line)
    if replaced != 1:
        raise ServingError("endpoints.yml: expected one `action_endpoint:` with a `url:` below it.")
    return "\n".join(lines) + "\n"


def write_endpoints(place: Installation, action_port: int, models_port: int | None = None) -> Path:
    """Write the endpoints for this start; returns the file.

    With `models_port`, Rasa takes its model from there (bot.serving.model_server).

    Named by the port, so that two advisors of one folder do not write over each other's file.
    """
    source = place.root / "endpoints.yml"
    target = place.state / "run" / f"endpoints-{action_port}.yml"
    target.parent.mkdir(parents=True, exist_ok=True)
    content = endpoints_for(source.read_text(encoding="utf-8"), action_port)
    content += endpoint(models_port) if models_port is not None else ""
    target.write_text(content, encoding="utf-8")
    return target


# --- the services ---------------------------------------------------------------------------


def action_server(place: Installation, port: int, model: Path | None = None) -> Service:
    """The action server; run by the SDK itself, because plain `rasa` would load TensorFlow.

    It loads the law before the first visitor comes, and names the model in what it logs.
    """
    command = [*quiet_module(place.python, "rasa_sdk"), "--actions", "actions"]
    return Service(
        name="action server",
        command=[*command, "--port", str(port)],
        environ={
            "SANIC_HOST": LOOPBACK,
            "FTA_WARM_UP": "1",
            "FTA_MODEL": model.name.partition(".")[0] if model else "",
            **child_environment(place.environ),
        },
        folder=place.root,
        log=place.state / "log" / "actions.log",
        health=f"http://{LOOPBACK}:{port}/health",
        patience=ACTION_SERVER_PATIENCE,
    )


def rasa_server(place: Installation, model: Path, endpoints: Path, port: int) -> Service:
    """Rasa with its channels; it opens its port only after the model is loaded."""
    command = [*quiet_module(place.python, "rasa"), "run", "--model", str(model)]
    command += ["--interface", LOOPBACK, "--port", str(port), "--endpoints", str(endpoints)]
    command += ["--credentials", "credentials.yml"]
    return Service(
        name="chat server",
        command=command,
        environ=child_environment(place.environ),
        folder=place.root,
        log=place.state / "log" / "rasa.log",
        health=f"http://{LOOPBACK}:{port}/",
        patience=RASA_PATIENCE,
    )


# --- the ways to use them -------------------------------------------------------------------


def build_data(place: Installation) -> None:
    """Bring the database up to date with the files of `data`; it is a copy of them."""
    command = [str(place.python), "-m", "bot", "data", "build"]
    environ = child_environment(place.environ)
    done = subprocess.run(command, cwd=place.root, env=environ, check=False)
    if done.returncode != 0:
        raise ServingError("The data could not be built; see the messages above.")


def train(place: Installation, force: bool) -> Path:
    """Train where no model fits, or always if `force` asks for it; returns the model."""
    return ensure_model(place.root, place.python, child_environment(place.environ), force)


def model_for_visitors(place: Installation) -> Path:
    """The model to serve (bot.serving.promoted), trained now if none suits the software."""
    return served_model(place.root, lambda: train(place, force=False), model_id)


def _model_in_service(place: Installation, first: Path) -> Path:
    """The promoted model as the list names it now; the first one if the list is gone."""
    listed = promotions(place.root)
    return place.root / "models" / listed[0].model if listed else first


def run(place: Installation) -> int:
    """Serve the chat page until SIGINT or SIGTERM; returns the exit status."""
    port = port_setting(place.environ, "PORT", CHAT_PORT)
    if not is_free(port):
        raise ServingError(f"Port {port} is taken. Choose another one:  make run PORT=5006")
    build_data(place)
    model = model_for_visitors(place)
    action_port = preferred_port(port_setting(place.environ, "ACTION_PORT", ACTION_PORT))
    with (
        serving_models(lambda: _model_in_service(place, model)) as models_port,
        Supervisor() as supervisor,
    ):
        endpoints = write_endpoints(place, action_port, models_port)
        tell("Starting the action server and the chat server (about half a minute) ...")
        supervisor.start(action_server(place, action_port, model))
        if not supervisor.stopping:
            supervisor.start(rasa_server(place, model, endpoints, port))
        if not supervisor.stopping:
            tell(f"\n  The advisor is ready:  http://{LOOPBACK}:{port}/\n\n  Stop it with Ctrl-C.")
            supervisor.watch()
        tell("Stopping ...")
    return 0


def shell(place: Installation, further: Sequence[str]) -> int:
    """Talk to the advisor in the terminal, with an action server of its own; returns Rasa's status.

    `further` are arguments handed on to `rasa shell`.
    """
    build_data(place)
    model = model_for_visitors(place)
    action_port = any_free_port()
    endpoints = write_endpoints(place, action_port)
    try:
        with Supervisor() as supervisor:
            supervisor.start(action_server(place, action_port, model))
            if supervisor.stopping:
                return 130
            return _foreground(place, shell_command(place, model, endpoints, further))
    finally:
        endpoints.unlink()


def shell_command(
    place: Installation, model: Path, endpoints: Path, further: Sequence[str]
) -> list[str]:
    """`rasa shell` on loopback, on a free port, with this action server."""
    command = [*quiet_module(place.python, "rasa"), "shell", "--quiet"]
    command += ["--interface", LOOPBACK, "--port", str(any_free_port())]
    command += ["--model", str(model), "--endpoints", str(endpoints)]
    return [*command, "--credentials", "credentials.yml", *further]


def _foreground(place: Installation, command: Sequence[str]) -> int:
    """Run a command on this terminal; Ctrl-C is its own to handle, a polite kill is passed on."""
    process = subprocess.Popen(list(command), cwd=place.root, env=child_environment(place.environ))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda _number, _frame: process.terminate())
    if hangs_up():
        # A closed terminal ends the talk; what was started for it is stopped, not left behind.
        signal.signal(signal.SIGHUP, lambda _number, _frame: process.terminate())
    return process.wait()
