// The model picker, and the progress of downloads.
import { $, announce, button, bytes, duration, el, icon } from './dom.js';
import * as api from './api.js';

const running = ['pending', 'downloading', 'paused', 'verifying'];
const watched = new Map(); // id -> the progress of a download that the page watches
const listeners = new Set();
let cards = [], served = [], choose = () => { }, chosen = '';

export function onChange(listener) { listeners.add(listener); }

const later = () => new Promise(done => { setTimeout(done, 500, true); });

function changed() { for (const listener of listeners) listener(); }

export const all = () => cards;
export const progressOf = id => watched.get(id);

export function cardOf(name) { return cards.find(card => card.servedAs === name || card.id === name || card.aliases?.includes(name)); }

export async function load() {
  served = await api.served();
  cards = api.hasCatalog ? await api.catalog() : [];
  const foreign = served.filter(entry => !cards.some(card => card.servedAs === entry.id))
    .map(entry => ({ id: entry.id, displayName: entry.id, servedAs: entry.id, foreign: true, capabilities: entry.capabilities ?? ['chat'], contextLength: entry.context_length }));
  const order = card => { const place = served.findIndex(entry => entry.id === card.servedAs); return place < 0 ? served.length : place; };
  cards = [...cards, ...foreign].sort((a, b) => order(a) - order(b));
  return served.map(entry => entry.id);
}

// Names that can chat: an embedding model cannot.
export const chatNames = () => cards.filter(card => card.servedAs && card.capabilities.includes('chat')).map(card => card.servedAs);

// Watches a download until its end. With a signal, the download belongs to a chat, which shows its own errors. The server may not have begun it yet, and
// then reports how the last one ended: the page asks again until the chat has ended.
export async function watch(id, signal) {
  if (watched.has(id) && running.includes(watched.get(id).state)) return;
  watched.set(id, { state: 'pending', fraction: 0, bytes: 0, totalBytes: cardOf(id)?.size ?? 0, bytesPerSecond: 0 });
  changed();
  try {
    do {
      for await (const progress of api.progress(id, signal)) {
        if (signal && ['failed', 'cancelled'].includes(progress.state)) break;
        watched.set(id, progress);
        changed();
      }
    } while (signal && watched.get(id)?.state !== 'completed' && await later());
  } catch (error) {
    if (signal?.aborted) watched.delete(id);
    else watched.set(id, { ...watched.get(id), state: 'failed', error: { code: error.code, message: error.message, hint: error.hint ?? '' } });
  }
  const end = watched.get(id);
  if (end) announce(end.state === 'completed' ? 'The model is on disk' : end.state === 'failed' ? `The download failed: ${end.error?.message ?? ''}` : 'The download has ended');
  if (end?.state !== 'failed') watched.delete(id);
  try { await load(); } catch { /* The next action reports it. */ }
  changed();
}

async function act(id, action) {
  try {
    await api.control(id, action);
    if (action === 'download') watch(id);
  } catch (error) {
    watched.set(id, { state: 'failed', fraction: 0, error: { code: error.code, message: error.message, hint: error.hint } });
  }
  changed();
}

// The bar of a download, with its buttons.
export function bar(id, name, progress) {
  const { state, fraction = 0, bytes: have = 0, totalBytes = 0, bytesPerSecond = 0, secondsLeft, error } = progress;
  if (state === 'failed')
    return el('div', { class: 'problem', role: 'alert' }, icon('alert'), el('div', {},
      el('strong', {}, `${name} could not be downloaded`),
      el('p', {}, `${error?.message ?? ''} ${error?.hint ?? ''}`.trim()),
      el('div', { class: 'buttons' }, button('Try again', 'again', () => { watched.delete(id); act(id, 'download'); }), button('Dismiss', 'close', () => { watched.delete(id); changed(); }))));

  const percent = Math.floor(fraction * 100);
  const words = { pending: 'Waiting', downloading: 'Downloading', paused: 'Paused', verifying: 'Verifying', completed: 'Done' }[state] ?? state;
  const numbers = [`${bytes(have)} of ${bytes(totalBytes)}`];
  if (state === 'downloading' && bytesPerSecond > 0) numbers.push(`${bytes(bytesPerSecond)}/s`);
  if (secondsLeft) numbers.push(`${duration(secondsLeft)} left`);
  const fill = el('div', { class: 'fill' });
  fill.style.setProperty('--part', `${fraction * 100}%`);
  return el('div', { class: `progress ${state}` },
    el('div', { class: 'line' }, el('strong', {}, `${words} ${name}`), el('span', {}, `${percent} %`)),
    el('div', { class: 'track', role: 'progressbar', 'aria-valuemin': '0', 'aria-valuemax': '100', 'aria-valuenow': percent, 'aria-label': `Download of ${name}` }, fill),
    el('div', { class: 'line' }, el('span', { class: 'numbers' }, numbers.join(' · '))),
    el('div', { class: 'buttons' },
      state === 'paused' ? button('Resume', 'play', () => act(id, 'resume'), { 'data-action': 'resume' }) : button('Pause', 'pause', () => act(id, 'pause'), { 'data-action': 'pause', disabled: state === 'verifying' }),
      button('Cancel', 'close', () => act(id, 'cancel'), { 'data-action': 'cancel' })));
}

// Replaces the content of an element without losing the focus of the button that was just used.
export function refresh(holder, ...children) {
  const active = holder.contains(document.activeElement) ? document.activeElement : null;
  const { action, id } = active?.dataset ?? {};
  holder.replaceChildren(...children);
  if (!active) return;
  const same = id ? holder.querySelector(`[data-id="${CSS.escape(id)}"]`) : holder;
  const other = { pause: 'resume', resume: 'pause', download: 'pause' }[action];
  (same?.querySelector(`[data-action="${action}"]`) ?? same?.querySelector(`[data-action="${other}"]`) ?? holder.querySelector('button'))?.focus();
}

export function openPicker(current, onChoose) {
  [chosen, choose] = [current, onChoose];
  $('model-search').value = '';
  draw();
  $('models').showModal();
}

export function draw() {
  const words = $('model-search').value.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = cards.filter(card => words.every(word => `${card.id} ${card.displayName} ${card.license ?? ''} ${card.family ?? ''} ${card.parameters ?? ''} ${card.aliases?.join(' ') ?? ''}`.toLowerCase().includes(word)));
  const [ready, others] = [matches.filter(card => card.servedAs && card.capabilities.includes('chat')), matches.filter(card => !card.servedAs || !card.capabilities.includes('chat'))];
  refresh($('model-list'),
    ...ready.length ? [el('h3', {}, 'This app chats with'), ...ready.map(cardElement)] : [],
    ...others.length ? [el('h3', {}, 'More models of the catalogue'), ...others.map(cardElement)] : [],
    ...matches.length ? [] : [el('p', { class: 'none' }, 'No model has these words.')]);
}

function cardElement(card) {
  const progress = watched.get(card.id) ?? (running.slice(1).includes(card.progress?.state) ? card.progress : null);
  const onDisk = card.progress?.state === 'completed';
  const partial = !onDisk && card.progress?.bytes > 0;
  const facts = [card.parameters, card.quantization, card.size && bytes(card.size), card.contextLength && `${card.contextLength.toLocaleString('en')} tokens of context`, card.license, ...card.capabilities.filter(name => name !== 'chat')].filter(Boolean);
  const isChosen = card.servedAs && card.servedAs === chosen;
  return el('article', { class: `card${isChosen ? ' chosen' : ''}`, 'data-id': card.id, 'aria-label': card.displayName },
    el('div', { class: 'top' },
      el('div', { class: 'names' }, el('strong', {}, card.displayName), el('code', {}, card.servedAs ?? card.id)),
      card.servedAs && card.capabilities.includes('chat')
        ? isChosen ? el('span', { class: 'in-use' }, icon('check'), 'In use')
        : el('button', { type: 'button', class: 'primary', 'data-action': 'use', 'aria-label': `Use ${card.displayName}`, onclick: () => { $('models').close(); choose(card.servedAs); } }, 'Use')
        : null),
    el('div', { class: 'facts' }, onDisk ? el('span', { class: 'disk' }, 'on disk') : null, partial ? el('span', {}, `${bytes(card.progress.bytes)} on disk`) : null, ...facts.map(fact => el('span', {}, fact))),
    progress ? bar(card.id, card.displayName, progress) : card.foreign ? null : el('div', { class: 'buttons' },
      onDisk ? button('Delete from disk', 'trash', () => remove(card), { 'data-action': 'delete' })
        : button(partial ? 'Continue download' : 'Download', 'get', () => act(card.id, 'download'), { 'data-action': 'download', 'aria-label': `${partial ? 'Continue the download of' : 'Download'} ${card.displayName}` })),
    card.servedAs || !card.capabilities.includes('chat') ? null : el('p', { class: 'hint' }, 'To chat with it, the app calls ', el('code', {}, `AddEdgeChatClient("${card.id}")`), '.'));
}

async function remove(card) {
  if (!confirm(`Delete ${card.displayName} (${bytes(card.size)}) from the disk of the server?`)) return;
  try { await api.remove(card.id); announce('Deleted'); }
  catch (error) { alert(`${error.message} ${error.hint ?? ''}`.trim()); }
  await load();
  changed();
}
