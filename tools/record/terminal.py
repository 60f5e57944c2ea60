"""A small terminal: it understands what edge-ai, a shell and Spectre.Console write, and remembers every change of a row."""
import re
import unicodedata

_CSI = re.compile(r"\x1b\[([?>=]?)([0-9;:]*)([ -/]*)([@-~])")
_OSC = re.compile(r"\x1b\][^\x07\x1b]*(\x07|\x1b\\)")

# The sixteen colours, chosen to be readable on the dark frame.
PALETTE = ["#484f58", "#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf", "#c9d1d9",
           "#6e7681", "#ffa198", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#f0f6fc"]


def color_of(index):
    """The colour of an index of 256."""
    if index < 16:
        return PALETTE[index]
    if index < 232:
        red, green, blue = (index - 16) // 36, (index - 16) // 6 % 6, (index - 16) % 6
        return "#" + "".join(f"{0 if level == 0 else 55 + 40 * level:02x}" for level in (red, green, blue))
    return "#" + f"{8 + 10 * (index - 232):02x}" * 3


class Terminal:
    """A screen of cells. A cell is (character, style), a style is (foreground, background, bold, dim, underlined)."""

    PLAIN = (None, None, False, False, False)

    def __init__(self, columns, rows):
        self.columns, self.rows = columns, rows
        self.screen = [self._blank() for _ in range(rows)]
        self.row = self.column = 0
        self.style = self.PLAIN
        self.inverse = False
        self.shows_cursor = True
        self._rest = ""
        self._saved = (0, 0)

    def feed(self, text):
        text = self._rest + text
        self._rest = ""
        at = 0
        while at < len(text):
            letter = text[at]
            if letter == "\x1b":
                match = _CSI.match(text, at) or _OSC.match(text, at)
                if match:
                    at = match.end()
                    if match.re is _CSI:
                        self._control(*match.groups())
                    continue
                if len(text) - at < 64 and (at + 1 == len(text) or text[at + 1] in "[]"):
                    self._rest = text[at:]  # the sequence continues in the next piece
                    return
                if text[at + 1] in "78":
                    if text[at + 1] == "7":
                        self._saved = (self.row, self.column)
                    else:
                        self.row, self.column = self._saved
                at += 3 if text[at + 1] in "()" else 2
                continue
            self._put(letter)
            at += 1

    def rows_now(self):
        """The rows as they are now, each a tuple of cells, with the cursor."""
        rows = [list(row) for row in self.screen]
        if self.shows_cursor and self.column < self.columns:
            letter, style = rows[self.row][self.column]
            rows[self.row][self.column] = (letter, ("#0d1117", "#8b949e", False, False, False))
        return [tuple(row) for row in rows]

    def _blank(self):
        return [(" ", self.PLAIN)] * self.columns

    def _put(self, letter):
        if letter == "\n":
            self._line_feed()
        elif letter == "\r":
            self.column = 0
        elif letter == "\b":
            self.column = max(0, self.column - 1)
        elif letter == "\t":
            self.column = min(self.columns - 1, (self.column // 8 + 1) * 8)
        elif letter >= " " and unicodedata.combining(letter) == 0:
            if self.column >= self.columns:
                self.column = 0
                self._line_feed()
            style = self.style
            if self.inverse:
                style = (style[1] or "#0d1117", style[0] or "#c9d1d9") + style[2:]
            self.screen[self.row][self.column] = (letter, style)
            self.column += 1

    def _line_feed(self):
        if self.row == self.rows - 1:
            self.screen = self.screen[1:] + [self._blank()]
        else:
            self.row += 1

    def _control(self, private, text, _, command):
        numbers = [int(number) if number else 0 for number in re.split("[;:]", text)] if text else []
        first = numbers[0] if numbers else 0
        if private:
            if command in "hl" and 25 in numbers:
                self.shows_cursor = command == "h"
        elif command == "A":
            self.row = max(0, self.row - max(1, first))
        elif command == "B":
            self.row = min(self.rows - 1, self.row + max(1, first))
        elif command == "C":
            self.column = min(self.columns - 1, self.column + max(1, first))
        elif command == "D":
            self.column = max(0, min(self.column, self.columns - 1) - max(1, first))
        elif command == "E":
            self.row, self.column = min(self.rows - 1, self.row + max(1, first)), 0
        elif command == "F":
            self.row, self.column = max(0, self.row - max(1, first)), 0
        elif command == "G":
            self.column = min(self.columns, max(1, first)) - 1
        elif command in "Hf":
            self.row = min(self.rows, max(1, first)) - 1
            self.column = min(self.columns, max(1, numbers[1] if len(numbers) > 1 else 1)) - 1
        elif command == "J":
            self._erase_screen(first)
        elif command == "K":
            self._erase_row(first)
        elif command == "P":
            row = self.screen[self.row]
            self.screen[self.row] = (row[:self.column] + row[self.column + max(1, first):] + self._blank())[:self.columns]
        elif command == "@":
            row = self.screen[self.row]
            self.screen[self.row] = (row[:self.column] + [(" ", self.PLAIN)] * max(1, first) + row[self.column:])[:self.columns]
        elif command == "m":
            self._render(numbers or [0])

    def _erase_row(self, part):
        row, blank = self.screen[self.row], self._blank()
        if part == 0:
            self.screen[self.row] = row[:self.column] + blank[self.column:]
        elif part == 1:
            self.screen[self.row] = blank[:self.column + 1] + row[self.column + 1:]
        else:
            self.screen[self.row] = blank

    def _erase_screen(self, part):
        if part == 0:
            self._erase_row(0)
            for row in range(self.row + 1, self.rows):
                self.screen[row] = self._blank()
        else:
            self.screen = [self._blank() for _ in range(self.rows)]

    def _render(self, numbers):
        foreground, background, bold, dim, underlined = self.style
        at = 0
        while at < len(numbers):
            number = numbers[at]
            if number == 0:
                foreground, background, bold, dim, underlined = self.PLAIN
                self.inverse = False
            elif number == 1:
                bold = True
            elif number == 2:
                dim = True
            elif number == 4:
                underlined = True
            elif number == 7:
                self.inverse = True
            elif number == 22:
                bold = dim = False
            elif number == 24:
                underlined = False
            elif number == 27:
                self.inverse = False
            elif 30 <= number <= 37:
                foreground = color_of(number - 30)
            elif 90 <= number <= 97:
                foreground = color_of(number - 82)
            elif 40 <= number <= 47:
                background = color_of(number - 40)
            elif 100 <= number <= 107:
                background = color_of(number - 92)
            elif number in (38, 48) and at + 2 < len(numbers):
                if numbers[at + 1] == 5:
                    color, used = color_of(numbers[at + 2]), 2
                else:
                    color, used = "#" + "".join(f"{level:02x}" for level in numbers[at + 2:at + 5]), 4
                foreground, background = (color, background) if number == 38 else (foreground, color)
                at += used
            elif number == 39:
                foreground = None
            elif number == 49:
                background = None
            at += 1
        self.style = (foreground, background, bold, dim, underlined)
