#!/usr/bin/env python3
"""Measures the time to the first token of conversations, at several addresses by turns.

    tools/fleet/first-token.py affinity=http://localhost:5000 "round robin=http://localhost:5010" --model edge-tiny

Each conversation has a system prompt of its own, so that a server knows only the conversations that it has answered before. With --shared, all have the same one,
like the users of one app. The first conversation at each address does not count. It needs Python 3.9 or newer, and nothing else.
"""
import argparse
import json
import random
import statistics
import time
import urllib.request

WORDS = "the weather in a small town by sea is cold and rainy today but people like to walk along old harbour where many boats wait for spring".split()
QUESTIONS = ["What is this text about?", "Which season do the people wait for?", "Tell me more about the harbour.", "Who walks there?", "What do the boats do?", "Sum it up in one sentence."]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("addresses", nargs="+", metavar="NAME=ADDRESS")
    parser.add_argument("--model", default="edge-tiny")
    parser.add_argument("--words", type=int, default=900, help="words of the system prompt; default 900, which are about 1,000 tokens")
    parser.add_argument("--turns", type=int, default=6)
    parser.add_argument("--conversations", type=int, default=7)
    parser.add_argument("--max-tokens", type=int, default=32)
    parser.add_argument("--shared", action="store_true", help="the same system prompt for all conversations")
    options = parser.parse_args()

    addresses = dict(pair.split("=", 1) for pair in options.addresses)
    turns = {name: [] for name in addresses}
    for number in range(1 + options.conversations):
        order = list(addresses.items())
        for name, address in order[number % len(order):] + order[:number % len(order)]:
            conversation = talk(address, options)
            if number > 0:
                turns[name].append(conversation)

    for name, conversations in turns.items():
        print(f"{name}: {len(conversations)} conversations")
        for number, turn in enumerate(zip(*conversations), 1):
            times = [first * 1000 for first, _, _ in turn]
            print(f"  turn {number}: first token {statistics.median(times):5.0f} ms ({min(times):.0f}-{max(times):.0f}), "
                  f"cached {statistics.median(cached for _, cached, _ in turn):.0f} of {statistics.median(tokens for _, _, tokens in turn):.0f} tokens")
        later = [first * 1000 for conversation in conversations for first, _, _ in conversation[1:]]
        print(f"  turns after the first: {statistics.median(later):.0f} ms")


def talk(address, options):
    """Returns (seconds to the first token, cached tokens, prompt tokens) of each turn."""
    choice = random.Random("shared" if options.shared else time.time_ns())
    system = " ".join(choice.choice(WORDS) for _ in range(options.words))
    messages = [{"role": "system", "content": system}]
    turns = []
    for number in range(options.turns):
        # With a shared system prompt, only the first message of the user makes conversations different.
        start = f"I am user {time.time_ns()}. " if number == 0 else ""
        messages.append({"role": "user", "content": start + QUESTIONS[number % len(QUESTIONS)]})
        turn, answer = ask(address, options, messages)
        turns.append(turn)
        messages.append({"role": "assistant", "content": answer})
    return turns


def ask(address, options, messages):
    body = {"model": options.model, "messages": messages, "max_tokens": options.max_tokens, "temperature": 0, "stream": True, "stream_options": {"include_usage": True}}
    request = urllib.request.Request(address + "/v1/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"})
    begun, first, text, usage = time.perf_counter(), None, "", None
    with urllib.request.urlopen(request) as response:
        for line in response:
            if not line.startswith(b"data: {"):
                continue
            piece = json.loads(line[6:])
            usage = piece.get("usage") or usage
            for choice in piece["choices"]:
                content = choice["delta"].get("content")
                if content:
                    first = first or time.perf_counter() - begun
                    text += content
    return (first or time.perf_counter() - begun, usage["prompt_tokens_details"]["cached_tokens"], usage["prompt_tokens"]), text


if __name__ == "__main__":
    main()
