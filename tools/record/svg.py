"""Draws a recording as an animated SVG, without scripts and without anything from elsewhere."""
from html import escape

CELL, LINE, SIZE, MARGIN, BAR = 8.4, 20, 14, 18, 40
TEXT, FRAME, EDGE, TITLE = "#c9d1d9", "#0d1117", "#30363d", "#8b949e"
FONT = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono','DejaVu Sans Mono',monospace"


def draw(changes, duration, columns, title):
    """
    changes: for each row a list of (second, cells), the first at 0. Rows that are never used at the end are left out.

    Each row is a window on a strip with its states, one below the other. Steps of an animation move the strip. Without animation, the last state is visible.
    """
    while len(changes) > 1 and all(not _runs(cells) for _, cells in changes[-1]):
        changes = changes[:-1]

    width = round(columns * CELL + 2 * MARGIN)
    height = BAR + len(changes) * LINE + MARGIN
    styles, rows, shared = [], [], {}
    for number, states in enumerate(changes):
        strip = []
        for _, cells in states:
            if cells not in strip:
                strip.append(cells)
        top = BAR + number * LINE
        drawn = "".join(_state(cells, place, shared) for place, cells in enumerate(strip))
        if not drawn:
            continue
        last = strip.index(states[-1][1]) * LINE
        if len(states) > 1:
            steps = "".join(f"{100 * second / duration:.2f}%{{transform:translateY({-strip.index(cells) * LINE}px)}}" for second, cells in states)
            styles.append(f"@keyframes r{number}{{{steps}100%{{transform:translateY({-last}px)}}}}#r{number}{{transform:translateY({-last}px);animation:r{number} {duration:.2f}s step-end infinite}}")
        rows.append(f'<svg x="{MARGIN}" y="{top}" width="{width - MARGIN}" height="{LINE}"><g id="r{number}">{drawn}</g></svg>')

    dots = "".join(f'<circle cx="{MARGIN + 4 + 20 * place}" cy="20" r="6" fill="{color}"/>' for place, color in enumerate(("#ff5f56", "#ffbd2e", "#27c93f")))
    definitions = "".join(f'<g id="{name}">{text}</g>' for text, name in shared.items() if name)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{escape(title)}" font-family="{FONT}" font-size="{SIZE}" fill="{TEXT}">'
        f"<title>{escape(title)}</title><style>text{{white-space:pre}}@media(prefers-reduced-motion:reduce){{*{{animation:none!important}}}}{''.join(styles)}</style>"
        f"<defs>{definitions}</defs>"
        f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="10" fill="{FRAME}" stroke="{EDGE}"/>{dots}'
        f'<text x="{width / 2}" y="25" text-anchor="middle" font-size="13" fill="{TITLE}">{escape(title)}</text>'
        f"{''.join(rows)}</svg>\n")


def _state(cells, place, shared):
    """A row, at its place in the strip."""
    parts = []
    for column, text, (foreground, background, bold, dim, underlined) in _runs(cells):
        x, run = round(column * CELL, 1), round(len(text) * CELL, 1)
        if background:
            parts.append(f'<rect x="{x}" y="{place * LINE + 1}" width="{run}" height="{LINE - 1}" fill="{background}"/>')
        if not text.strip():
            continue
        style = (f' fill="{foreground}"' if foreground else "") + (' font-weight="700"' if bold else "") + (' opacity=".6"' if dim else "") + (' text-decoration="underline"' if underlined else "")
        bare = text.rstrip()
        parts.append(f'<text x="{x}" y="{place * LINE + 15}" textLength="{round(len(bare) * CELL, 1)}"{style}>{escape(bare, quote=False)}</text>')
    return "".join(parts)


def _runs(cells):
    """Cells of one style, as (column, text, style). Blank ones at the end are left out."""
    runs, begin = [], 0
    for column in range(1, len(cells) + 1):
        if column == len(cells) or cells[column][1] != cells[begin][1]:
            text = "".join(letter for letter, _ in cells[begin:column])
            if text.strip() or cells[begin][1][1]:
                lead = 0 if cells[begin][1][1] else len(text) - len(text.lstrip())
                runs.append((begin + lead, text[lead:], cells[begin][1]))
            begin = column
    return runs
