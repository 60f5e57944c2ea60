#!/usr/bin/env python3
"""Records edge-ai in a real terminal, and draws what the terminal showed as an animated SVG in docs/images.

    tools/record/record.py              records every scenario of tools/record/scenarios
    tools/record/record.py serve        records one of them

It needs Linux or macOS, Python 3.9 or newer, bash, curl, and the .NET 10 SDK, with which it publishes the tool. Nothing is installed: the tool, its models
and its home folder are in a temporary folder. No request leaves this machine.

A scenario is a JSON file: "title", "rows", and "steps", each with one of
    "type": text      types it like a person; "\\n" is Enter
    "key": "ctrl-c"   presses a key: ctrl-c, ctrl-d, tab, up or down
    "wait": text      waits until the text appears on the screen, in what was written after the last step
    "pause": seconds  does nothing
"hub" lists files of the repository acme/bot-GGUF in a copy of the Hugging Face hub on this machine.
"""
import codecs
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

import hub
import svg
from terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = Path(__file__).resolve().parent / "scenarios"
IMAGES = ROOT / "docs" / "images"
COLUMNS = 100
PROMPT = r"\[\e[38;5;43m\]❯\[\e[0m\] "
KEYS = {"ctrl-c": "\x03", "ctrl-d": "\x04", "tab": "\t", "up": "\x1b[A", "down": "\x1b[B"}
TYPING, FRAME, LONGEST_IDLE, LAST = 0.045, 0.08, 1.6, 5.0
PATIENCE = 60  # seconds; a scenario whose text never appears fails


class Recording:
    """A shell in a pseudo-terminal, and everything that it writes."""

    def __init__(self, rows, environment, folder):
        self.output = []  # (second, text)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._start = time.monotonic()
        self._seen = 0
        self.process, self._terminal = pty.fork()
        if self.process == 0:
            os.chdir(folder)
            os.execvpe("bash", ["bash", "--norc", "--noprofile", "-i"], environment)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, COLUMNS, 0, 0))

    def play(self, steps):
        self._wait("❯")
        for step in steps:
            if "type" in step:
                for letter in step["type"]:
                    os.write(self._terminal, ("\r" if letter == "\n" else letter).encode())
                    self._read(TYPING * (8 if letter == "\n" else 1))
            elif "key" in step:
                os.write(self._terminal, KEYS[step["key"]].encode())
                self._read(TYPING)
            elif "wait" in step:
                self._wait(step["wait"])
            else:
                self._read(step["pause"])
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self._terminal)

    def _wait(self, text):
        end = time.monotonic() + PATIENCE
        while text not in self._plain():
            if time.monotonic() > end:
                raise SystemExit(f"'{text}' did not appear. The terminal has:\n{self._plain()[-2000:]}")
            self._read(0.05)
        self._seen = len(self.output)

    def _plain(self):
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", "".join(text for _, text in self.output[self._seen:]))

    def _read(self, seconds):
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self._terminal], [], [], left)[0]:
                self.output.append((time.monotonic() - self._start, self._decoder.decode(os.read(self._terminal, 65536))))


def changes_of(output, rows):
    """For each row its states as (second, cells), with idle times shortened, and the whole time."""
    terminal = Terminal(COLUMNS, rows)
    states = [[(0.0, cells)] for cells in terminal.rows_now()]
    now = shown = last = 0.0
    for place, (second, text) in enumerate(output):
        now += min(second - last, LONGEST_IDLE)
        last = second
        terminal.feed(text)
        following = output[place + 1][0] - second if place + 1 < len(output) else LONGEST_IDLE
        if now - shown < FRAME and following < FRAME:
            continue  # the next piece comes before anyone sees this one
        shown = now
        for row, cells in enumerate(terminal.rows_now()):
            if states[row][-1][1] != cells:
                states[row].append((now, cells))
    return states, now + LAST


def publish(folder):
    subprocess.run(["dotnet", "publish", str(ROOT / "src" / "Edge.AI.Cli"), "-c", "Release", "-o", str(folder), "--nologo", "-v", "q"], check=True)


def record(name, home):
    scenario = json.loads((SCENARIOS / f"{name}.json").read_text("utf-8"))
    environment = {"HOME": str(home), "PATH": f"{home}/.local/bin:{os.environ['PATH']}", "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "PS1": PROMPT, "USER": "you",
                   "BASH_SILENCE_DEPRECATION_WARNING": "1", "DOTNET_ROOT": os.environ.get("DOTNET_ROOT", ""), "DOTNET_CLI_HOME": str(home), "HISTFILE": "/dev/null"}
    if "hub" in scenario:
        content = (ROOT / "models" / "edge-tiny" / "edge-tiny-q8_0.gguf").read_bytes()
        environment["HF_ENDPOINT"] = hub.serve("acme/bot-GGUF", {file: content for file in scenario["hub"]}, bytes_per_second=1_600_000)
    recording = Recording(scenario["rows"], environment, home)
    recording.play(scenario["steps"])
    output = [(second, text.replace(str(home.parent.parent), "")) for second, text in recording.output]  # a user's home is /home/you
    changes, duration = changes_of(output, scenario["rows"])
    target = IMAGES / f"{name}.svg"
    target.write_text(svg.draw(changes, duration, COLUMNS, scenario["title"]), "utf-8")
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1000:.0f} KB, {duration:.0f} s")


def main():
    names = sys.argv[1:] or sorted(path.stem for path in SCENARIOS.glob("*.json"))
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary) / "home" / "you"
        tool = Path(os.environ.get("EDGE_AI_RECORDED_TOOL", home / ".dotnet" / "tools" / "edge-ai"))
        home.mkdir(parents=True)
        if "EDGE_AI_RECORDED_TOOL" in os.environ:
            shutil.copytree(tool, home / ".dotnet" / "tools" / "edge-ai")
        else:
            publish(tool)
        command = home / ".local" / "bin" / "edge-ai"
        command.parent.mkdir(parents=True)
        command.write_text(f'#!/bin/sh\nexec dotnet "$HOME/.dotnet/tools/edge-ai/edge-ai.dll" "$@"\n')
        command.chmod(0o755)
        for name in names:
            record(name, home)


if __name__ == "__main__":
    main()
