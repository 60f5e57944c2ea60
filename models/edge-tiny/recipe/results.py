"""What tools return, and what edge-tiny says about it: the result in plain words, and nothing more.

| result | answer |
|---|---|
| a sentence (begins with an upper-case letter, has several words) | the sentence |
| a fragment, a number, a single word | The result is: … |
| a JSON object | The key is value, and so on |
| a list, several results | The results are: a, b and c. |
| an error | The tool failed: … |
| nothing, in any form | Nothing was found. |
"""
import json

from words import COLOURS, DAYS, Words, cap

NOTHING = ["", "[]", "{}", "null", "None", "not found", "Not found", "Not found.", "No results", "No results.", "No results found.", "no results found", "nothing found", "Nothing found.", "nothing", '""']
UNITS = "degrees percent km euros minutes hours items points kg metres files results users messages".split()


class Results(Words):
    def result(self):
        """Returns (the result as the tool sends it, the answer)."""
        return self.r.choices([self.plain, self.said, self.data, self.listed, self.rows, self.failed, self.nothing, self.quoted], [40, 22, 13, 9, 3, 5, 4, 4])[0]()

    def plain(self):
        text = self.fragment() + self.pick("", "", "", "", "", "", "", ".")
        return text, self.answer(text)

    def said(self):
        sentences = [self.sentence() for _ in range(self.r.choices([1, 2, 3], [.75, .2, .05])[0])]
        ends = [self.pick(".", ".", ".", ".", "!") for _ in sentences]
        text = " ".join(s + e for s, e in zip(sentences, ends))
        text = text[:-1] if self.r.random() < .35 else text
        return text, self.answer(text)

    @staticmethod
    def answer(text):
        ended = text if text[-1] in ".!?" else text + "."
        return ended if text[0].isupper() and " " in text else f"The result is: {ended}"

    def data(self):
        entries = {self.key(): self.scalar() for _ in range(self.r.choices([1, 2, 3, 4], [.35, .35, .2, .1])[0])}
        if self.r.random() < .12:
            inner = {self.key(): self.scalar() for _ in range(self.r.randint(1, 2))}
            return self.json({self.key(): inner}), self.told(inner)
        return self.json(entries), self.told(entries)

    def listed(self):
        values = [self.scalar() for _ in range(self.r.randint(1, 4))]
        if self.r.random() < .3:
            values = [self.fragment(short=True) for _ in range(self.r.randint(2, 4))]
            return "\n".join(self.pick("", "- ") + v for v in values), self.joined(values)
        return self.json(values), self.joined(values)

    def rows(self):
        keys = list({self.key() for _ in range(self.r.randint(1, 3))})
        rows = [{k: self.scalar() for k in keys} for _ in range(self.r.randint(1, 3))]
        return self.json(rows), "The " + ("result is: " if len(rows) == 1 else "results are: ") + "; ".join(", ".join(f"{k} {spoken(v)}" for k, v in row.items()) for row in rows) + "."

    def failed(self):
        text = self.pick(f"{self.any_word()} {self.any_word()}", f"{self.any_word()} not found", f"no {self.any_word()} with this {self.any_word()}", f"the {self.any_word()} is {self.any_word()}", "timeout", "Function failed.", f"Could not read {self.any_word()}",
                         f"{cap(self.any_word())} is missing", "connection refused", "access denied", f"status {self.pick(400, 401, 404, 500, 503)}", f"invalid {self.any_word()} {self.code()}", f'Requested function "{self.any_word()}" not found.')
        raw = self.pick(f"Error: {text}", f"Error: {text}", f"error: {text}", f"ERROR: {text}", self.json({"error": text}))
        return raw, f"The tool failed: {text.rstrip('.')}."

    def nothing(self):
        return self.pick(*NOTHING), "Nothing was found."

    def quoted(self):
        raw, answer = self.plain() if self.r.random() < .6 else self.said()
        return json.dumps(raw, ensure_ascii=False).replace("'", self.pick("'", "\\u0027")), answer

    def joined(self, values):
        values = [spoken(v) for v in values]
        return f"The result is: {values[0]}." if len(values) == 1 else f"The results are: {', '.join(values[:-1])} and {values[-1]}."

    def told(self, entries):
        parts = [f"the {k} is {spoken(v)}" for k, v in entries.items()]
        return cap(", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else parts[0]) + "."

    def json(self, value):
        return json.dumps(value, ensure_ascii=False, **self.pick({}, {}, {"separators": (",", ":")}, {"separators": (",", ":")}, {"indent": 2}))

    # parts

    def key(self):
        a, b = self.any_word(), self.any_word()
        return self.pick("temp", "value", "state", "city", "name", "id", "count", "total", "time", "status", "message", "temperature", "wind", "sum", "CallId", "Result", "result", "price", a, a, a, cap(a), f"{a}_{b}", a + cap(b))

    def scalar(self):
        return self.pick(self.number(), self.number(), self.any_word(), self.any_word(), self.name(), self.city(), self.fragment(short=True), self.code(), True, False)

    def number(self):
        return self.pick(self.r.randint(0, 9), self.r.randint(-20, 40), self.r.randint(0, 100), self.r.randint(0, 99999), round(self.r.uniform(-20, 99), 1), round(self.r.uniform(0, 999), 2))

    def weather(self):
        return self.pick("sunny", "rainy", "cloudy", "windy", "dry", self.any_word())

    def fragment(self, short=False):
        w, n = self.any_word, self.number
        phrase = lambda: self.pick(f"{n()} {self.pick(*UNITS)}", f"{n()}°C", f"{n()} {w()}", w(), f"{w()} {w()}", self.time(), self.r.choice(DAYS), self.weather(), f"{w()} in {self.city()}", f"{w()} {self.r.choice(COLOURS)}")
        if short or self.r.random() < .25:
            return self.pick(phrase(), w(), f"{w()} {w()}")
        if self.r.random() < .25:
            return self.pick(", ", ", ", "; ", " and ", " ").join(phrase() for _ in range(self.r.randint(2, 3)))
        return self.pick(
            f"{self.r.randint(-10, 35)} degrees and {self.weather()}", f"{self.r.randint(-10, 35)} degrees and {self.weather()}", f"{self.weather()} in {self.city()}, {self.r.randint(-10, 35)} degrees", f"{self.weather()}, {n()}°C", self.time(), self.time(),
            "done", "ok", "true", "false", "unknown", f"{self.r.randint(1, 99)} results", str(n()), str(n()), w(), w(), f"{w()} {w()}", f"{w()} {w()} {w()}", self.name(), self.city(), cap(w()), self.code(), f"{w()} {self.code()}",
            f"{n()} of {n()} {w()}", f"{w()}: {w()}", f"{w()}: {n()}", f"{w()} until {self.r.choice(DAYS)}", f"{w()} at {self.time()}", f"sent to {self.name()}", f"{w()} for {self.name()}", f"{n()} %", f"{n()} {self.pick('EUR', 'USD', 'kWh', 'MB')}",
            f"20{self.r.randint(10, 40)}-{self.r.randint(1, 12):02}-{self.r.randint(1, 28):02}", f"{self.r.choice(DAYS)}, {self.r.randint(1, 28)} May", f"{w()}.{self.pick('txt', 'md', 'pdf', 'cs')}", f"{w()}/{w()}.txt", f"{w()}@{w()}.com",
            f"{w()}, {w()} and {w()}", f"{w()} is {w()}", f"the {w()} of {self.name()}", f"it is {self.weather()}", f"no {w()} today", f"{w()} {w()}, {w()} {n()}", f"{w()} and {w()} in {self.city()}", f"{n()} {w()}, {n()} {w()}")

    def time(self):
        return f"{self.r.randint(0, 23)}:{self.r.randint(0, 59):02}"

    def sentence(self):
        """Without its full stop."""
        w, c, n, p = self.any_word, self.city, self.number, self.name
        if self.r.random() < .25:
            return cap(" ".join(self.pick(w(), w(), w(), str(n()), self.pick("the", "of", "in", "and", "is", "with", "to")) for _ in range(self.r.randint(2, 7))))
        return self.pick(
            f"It's {self.weather()}", f"It's {self.weather()}", f"It is {self.weather()}", f"It is {self.weather()} in {c()}", f"It's {self.weather()} in {c()}, {n()} degrees", f"It is {self.time()}", f"It is {self.time()} in {c()}", f"The {w()} is {w()}", f"The {w()} is {w()} and {w()}",
            f"The {w()} in {c()} is {w()}", f"{p()} has {n()} {w()}", f"{p()} is in {c()}", f"There are {n()} {w()} in the {w()}", f"There is no {w()}", f"The {w()} was {self.pick('sent', 'opened', 'closed', 'started', 'deleted', w())}", f"Light {self.pick('on', 'off')}", f"Today is {self.r.choice(DAYS)}",
            f"You have {n()} new {w()}", f"We found {n()} {w()} for you", f"Your {w()} costs {n()} euros", f"Your {w()} is {w()}", f"{cap(w())} {w()}", f"{cap(w())} {w()} {w()}", f"{cap(w())}: {n()} {w()}", f"{cap(w())} and {w()}", f"{c()} has {n()} {w()}", f"{p()} {p()}", f"{cap(w())}, {w()} and {w()}",
            f"I sent the {w()} to {p()}", f"Message sent to {p()}", f"Don't forget the {w()}", f"The {w()} will be {w()} at {self.time()}", f"{p()} says {w()} {w()}", f"Set to {n()}", f"Now playing {w()}", f"Table for {n()} on {self.r.choice(DAYS)}", f"The {w()} of {p()} comes from {c()} and has {n()} {w()}",
            f"In {c()} it's {self.weather()}, with {n()} degrees and a {w()} {w()}", f"Order {self.code()} is {w()}", f"At {self.time()} the {w()} leaves for {c()}", f"Temperature: {n()} degrees", f"High of {n()}, low of {n()}", f"That's {n()} {w()}", f"They're {w()}", f"He's {w()}")


def spoken(value):
    return "unknown" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
