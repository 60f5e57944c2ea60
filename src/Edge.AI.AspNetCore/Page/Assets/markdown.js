// Renders the Markdown of a model as elements. Text stays text: there is no HTML, no image, and a link is its text and its address.
import { copy, el, icon } from './dom.js';

// Renders into a container. Blocks that have not changed since the last call keep their elements, so that a growing text costs only its last block.
export function render(container, text) {
  const blocks = split(text);
  const known = container.blocks ?? [];
  let same = 0;
  while (same < known.length && same < blocks.length && known[same] === blocks[same].source) same++;
  while (container.children.length > same) container.lastChild.remove();
  for (const block of blocks.slice(same)) container.append(elementOf(block));
  container.blocks = blocks.map(block => block.source);
}

function split(text) {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const blocks = [];
  let at = 0;
  const take = (kind, end, extra = {}) => {
    const part = lines.slice(at, end);
    blocks.push({ kind, lines: part, source: kind + '\n' + part.join('\n'), ...extra });
    at = end;
  };
  const until = (from, stops) => { let end = from; while (end < lines.length && !stops(lines[end], end)) end++; return end; };

  while (at < lines.length) {
    const line = lines[at];
    const fence = /^\s{0,3}(`{3,}|~{3,})\s*([^`\s]*)/.exec(line);
    if (!line.trim()) at++;
    else if (fence) {
      const close = until(at + 1, next => next.trim().startsWith(fence[1]) && !next.trim().slice(fence[1].length).trim());
      take('code', Math.min(close + 1, lines.length), { language: fence[2], closed: close < lines.length });
    }
    else if (/^#{1,6}\s/.test(line)) take('heading', at + 1);
    else if (/^\s{0,3}([-*_])(\s*\1){2,}\s*$/.test(line)) take('rule', at + 1);
    else if (/^\s{0,3}>/.test(line)) take('quote', until(at, next => !/^\s{0,3}>/.test(next)));
    else if (isItem(line)) take('list', until(at, (next, i) => i > at && !isItem(next) && !/^\s{2,}\S/.test(next) && !(next.trim() === '' && (isItem(lines[i + 1] ?? '') || /^\s{2,}\S/.test(lines[i + 1] ?? '')))));
    else if (line.includes('|') && /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/.test(lines[at + 1] ?? '')) take('table', until(at, next => !next.includes('|')));
    else take('text', until(at + 1, next => !next.trim() || /^(#{1,6}\s|\s{0,3}(`{3,}|~{3,}|>))/.test(next) || isItem(next)));
  }
  return blocks;
}

function isItem(line) { return /^\s*([-*+]|\d{1,9}[.)])\s+\S/.test(line); }

function elementOf(block) {
  switch (block.kind) {
    case 'code': return code(block);
    case 'heading': {
      const [, marks, title] = /^(#{1,6})\s+(.*?)\s*#*\s*$/.exec(block.lines[0]) ?? [null, '#', block.lines[0]];
      return inline(el(`h${Math.min(marks.length + 1, 4)}`), title);
    }
    case 'rule': return el('hr');
    case 'quote': {
      const quote = el('blockquote', { class: 'markdown' });
      render(quote, block.lines.map(line => line.replace(/^\s{0,3}>\s?/, '')).join('\n'));
      return quote;
    }
    case 'list': return list(block.lines);
    case 'table': return table(block.lines);
    default: return inline(el('p'), block.lines.join('\n'));
  }
}

function code({ lines, language, closed }) {
  const text = lines.slice(1, closed ? -1 : undefined).join('\n');
  const trigger = el('button', { type: 'button', class: 'copy', 'aria-label': 'Copy the code', onclick: () => copy(text, trigger) }, icon('copy'), 'Copy');
  return el('div', { class: 'code' }, el('header', {}, el('span', {}, language || 'code'), trigger), el('pre', { tabindex: '0' }, el('code', {}, text)));
}

function list(lines) {
  const indentOf = line => /^\s*/.exec(line)[0].length;
  const base = indentOf(lines[0]);
  const ordered = /^\s*\d/.test(lines[0]);
  const holder = el(ordered ? 'ol' : 'ul', ordered ? { start: /\d+/.exec(lines[0])[0] } : {});
  let item = null, rest = [];
  const close = () => {
    if (!item) return;
    const nested = rest.findIndex(line => isItem(line));
    const own = nested < 0 ? rest : rest.slice(0, nested);
    inline(item, own.map(line => line.trim()).join('\n').trim());
    if (nested >= 0) item.append(list(rest.slice(nested).filter(line => line.trim())));
    holder.append(item);
  };
  for (const line of lines) {
    if (isItem(line) && indentOf(line) <= base + 1) {
      close();
      item = el('li');
      rest = [line.replace(/^\s*([-*+]|\d{1,9}[.)])\s+/, '')];
    }
    else rest.push(line);
  }
  close();
  return holder;
}

function table(lines) {
  const cells = line => line.trim().replace(/^\||\|$/g, '').split('|').map(cell => cell.trim());
  const row = (line, tag) => el('tr', {}, ...cells(line).map(cell => inline(el(tag), cell)));
  return el('div', { class: 'table', tabindex: '0' }, el('table', {}, el('thead', {}, row(lines[0], 'th')), el('tbody', {}, ...lines.slice(2).map(line => row(line, 'td')))));
}

const marks = /(`+)([\s\S]*?[^`])\1(?!`)|(\*\*|__)(?=\S)([\s\S]*?\S)\3|(\*|_)(?=\S)([^*_]*?\S)\5(?![A-Za-z0-9])|~~(?=\S)([\s\S]*?\S)~~|!?\[([^\]\n]*)\]\(([^()\s]*)(?:\s+"[^"]*")?\)|\\([\\`*_{}[\]()#+\-.!|~>])/g;

// Adds text with its emphasis, code and links to an element.
function inline(element, text, depth = 0) {
  let at = 0;
  for (const match of text.matchAll(marks)) {
    if (match[5] === '_' && /\w/.test(text[match.index - 1] ?? '')) continue;
    plain(element, text.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[1]) element.append(el('code', {}, match[2].trim() || match[2]));
    else if (match[3]) element.append(nest('strong', match[4], depth));
    else if (match[5]) element.append(nest('em', match[6], depth));
    else if (match[7]) element.append(nest('s', match[7], depth));
    else if (match[8] !== undefined) { plain(element, match[8]); element.append(el('span', { class: 'address' }, ` (${match[9]})`)); }
    else plain(element, match[10]);
  }
  plain(element, text.slice(at));
  return element;
}

function nest(tag, text, depth) { return depth > 8 ? el(tag, {}, text) : inline(el(tag), text, depth + 1); }

function plain(element, text) {
  text.split('\n').forEach((line, index) => {
    if (index > 0) element.append(el('br'));
    if (line) element.append(line);
  });
}
