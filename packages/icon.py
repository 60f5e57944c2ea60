"""Draws icon.png, the icon of every package: python3 icon.py. A speech bubble that stays inside its box, with an E in it."""
import struct
import zlib
from pathlib import Path

SIZE, FINE = 128, 4  # pixels, and samples per pixel in each direction
BLUE, NAVY, WHITE = (46, 128, 242), (20, 52, 120), (255, 255, 255)


def in_rounded(x, y, left, top, right, bottom, radius):
    dx = max(left + radius - x, x - right + radius, 0)
    dy = max(top + radius - y, y - bottom + radius, 0)
    return left <= x <= right and top <= y <= bottom and dx * dx + dy * dy <= radius * radius


def colour(x, y):
    if not in_rounded(x, y, 0, 0, 128, 128, 26):
        return (0, 0, 0, 0)
    bars = [(44, 38, 84, 47), (44, 54, 76, 63), (44, 70, 84, 79), (44, 38, 53, 79)]
    in_bubble = in_rounded(x, y, 22, 22, 106, 95, 16) or (y >= 90 and 38 <= x and x - 38 + (y - 90) <= 24)
    if in_bubble and not any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in bars):
        return (*WHITE, 255)
    share = y / SIZE
    return (*(round(a + (b - a) * share) for a, b in zip(BLUE, NAVY)), 255)


def pixel(column, row):
    samples = [colour(column + (i + 0.5) / FINE, row + (j + 0.5) / FINE) for i in range(FINE) for j in range(FINE)]
    alpha = sum(sample[3] for sample in samples)
    channels = [sum(sample[i] * sample[3] for sample in samples) // alpha if alpha else 0 for i in range(3)]
    return bytes([*channels, alpha // len(samples)])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + b"".join(pixel(x, y) for x in range(SIZE)) for y in range(SIZE))
header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
Path(__file__).with_name("icon.png").write_bytes(
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))
