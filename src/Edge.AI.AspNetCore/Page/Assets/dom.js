// Builds elements without markup in strings.

export const $ = id => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.className = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

export function button(label, symbol, onclick, attributes = {}) {
  return el('button', { type: 'button', class: 'quiet', onclick, ...attributes }, icon(symbol), label);
}

export function iconButton(label, symbol, onclick, attributes = {}) {
  return el('button', { type: 'button', class: 'icon', 'aria-label': label, title: label, onclick, ...attributes }, icon(symbol));
}

// Tells a screen reader, without moving the focus.
export function announce(text) { $('status').textContent = text; }

export function bytes(count) {
  if (count < 1e6) return `${Math.max(1, Math.round(count / 1e3))} KB`;
  return count < 1e9 ? `${(count / 1e6).toFixed(count < 1e7 ? 1 : 0)} MB` : `${(count / 1e9).toFixed(1)} GB`;
}

export function duration(seconds) {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s` : `${Math.floor(seconds / 3600)} h ${Math.round(seconds % 3600 / 60)} min`;
}

export async function copy(text, trigger) {
  try { await navigator.clipboard.writeText(text); announce('Copied'); }
  catch { announce('The browser did not allow copying'); return; }
  const use = trigger.querySelector('use');
  const before = use.getAttribute('href');
  if (before === '#i-check') return;
  use.setAttribute('href', '#i-check');
  setTimeout(() => use.setAttribute('href', before), 1500);
}
