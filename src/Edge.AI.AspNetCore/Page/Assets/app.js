// The chat page: keeps conversations, sends messages, shows answers while they arrive.
import { $, announce, bytes, el, iconButton } from './dom.js';
import * as api from './api.js';
import * as messages from './messages.js';
import * as models from './models.js';
import * as store from './store.js';

const ideas = ['What is the capital of France?', 'Count from 1 to 15.', 'Tell me a joke.', 'What can you do?'];

const settings = store.loadSettings();
let conversations = store.loadConversations();
let current = null; // the conversation on the screen
let answer = null;  // the answer that is being received
let connected;      // the models of the server are known

// ---- conversations

function start() {
  if (answer) stop();
  current = { id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, title: '', updated: Date.now(), messages: [] };
  show();
}

function open(id) {
  if (answer) stop();
  current = conversations.find(one => one.id === id) ?? current;
  if (models.chatNames().includes(current.model)) select(current.model);
  closeSidebar();
  show();
  $('prompt').focus();
}

function remove(id) {
  if (current.id === id && answer) stop();
  conversations = conversations.filter(one => one.id !== id);
  store.saveConversations(conversations);
  if (current.id === id) start(); else showHistory();
  announce('The conversation is deleted');
  $('new-chat').focus();
}

function keep() {
  current.updated = Date.now();
  current.model = settings.model;
  conversations = [current, ...conversations.filter(one => one.id !== current.id)];
  store.saveConversations(conversations);
  showHistory();
}

// ---- the screen

function show() {
  $('welcome').hidden = current.messages.length > 0;
  $('messages').replaceChildren(...current.messages.map(message => message.role === 'user' ? messages.user(message) : messages.assistant(message, { again })));
  showHistory();
  toEnd();
}

function showHistory() {
  $('history').replaceChildren(...conversations.map(one => el('li', { class: one.id === current.id ? 'current' : '' },
    el('button', { type: 'button', class: 'title', 'aria-current': one.id === current.id ? 'true' : null, onclick: () => open(one.id) }, one.title),
    iconButton(`Delete “${one.title}”`, 'trash', () => remove(one.id)))));
  $('clear-history').hidden = conversations.length === 0;
}

function showModel() {
  const card = models.cardOf(settings.model);
  $('model-name').textContent = card?.displayName ?? settings.model ?? 'No model';
  $('open-models').setAttribute('aria-label', `Model: ${card?.displayName ?? settings.model}. Choose another`);
  const facts = card ? [card.parameters, card.size && bytes(card.size), card.license].filter(Boolean).join(' · ') : '';
  $('model-facts').textContent = facts;
  $('model-facts').hidden = !facts;
  $('welcome-text').textContent = card ? `You are talking to ${card.displayName}, on this server.` : 'Choose a model to begin.';
}

function showProvisioning() {
  const card = models.cardOf(settings.model);
  const progress = card && models.progressOf(card.id);
  $('provisioning').hidden = !progress;
  models.refresh($('provisioning'), ...progress ? [models.bar(card.id, card.displayName, progress)] : []);
}

function select(name) {
  settings.model = name;
  store.saveSettings(settings);
  showModel();
  showProvisioning();
}

function isAtEnd() { const { scrollTop, scrollHeight, clientHeight } = $('main'); return scrollHeight - scrollTop - clientHeight < 80; }

function toEnd() { $('main').scrollTop = $('main').scrollHeight; }

function setRunning(isRunning) {
  $('send').hidden = isRunning;
  $('stop').hidden = !isRunning;
  $('send').disabled = !isRunning && !$('prompt').value.trim();
}

// ---- a message and its answer

async function send(text) {
  await connected;
  if (answer || !text.trim()) return;
  current.title ||= text.trim().slice(0, 80);
  current.messages.push({ role: 'user', content: text.trim() });
  $('welcome').hidden = true;
  $('messages').append(messages.user(current.messages.at(-1)));
  receive();
}

function again() {
  if (answer) return;
  if (current.messages.at(-1)?.role === 'assistant') {
    current.messages.pop();
    $('messages').lastChild.remove();
  }
  receive();
}

async function receive() {
  const conversation = current;
  const message = { role: 'assistant', content: '', reasoning: '', model: settings.model };
  const element = messages.assistant(message, { again });
  const request = requestOf(conversation);
  conversation.messages.push(message);
  answer = { abort: new AbortController(), message };
  const mine = answer;
  $('messages').append(element.show(true));
  setRunning(true);
  toEnd();
  keep();
  announce('The answer begins');
  watchFirstDownload(mine.abort.signal);

  const begin = performance.now();
  let firstAt, frame = 0;
  const draw = () => { frame = 0; const follow = isAtEnd(); element.show(mine === answer); if (follow) toEnd(); };
  try {
    for await (const { text = '', reasoning = '', finish, usage } of api.chat(request, mine.abort.signal)) {
      if (text || reasoning) firstAt ??= performance.now();
      message.content += text;
      message.reasoning += reasoning;
      message.finish = finish ?? message.finish;
      message.usage = usage ?? message.usage;
      frame ||= requestAnimationFrame(draw);
    }
    announce('The answer is complete');
  } catch (error) {
    if (mine.abort.signal.aborted) message.stopped = true;
    else message.error = { message: error.message, code: error.code ?? 'error', hint: error.hint };
  }

  cancelAnimationFrame(frame);
  if (firstAt) {
    message.first = (firstAt - begin) / 1000;
    message.seconds = (performance.now() - begin) / 1000;
  }
  if (answer === mine) answer = null;
  mine.abort.abort();
  setRunning(answer !== null);
  draw();
  keepAfter(conversation);
}

function keepAfter(conversation) { if (conversation === current) keep(); else store.saveConversations(conversations); }

function requestOf(conversation) {
  const number = text => text === '' ? undefined : Number(text);
  const history = conversation.messages.filter(message => message.content && !message.error).map(({ role, content }) => ({ role, content }));
  return {
    model: settings.model,
    messages: settings.system.trim() ? [{ role: 'system', content: settings.system.trim() }, ...history] : history,
    temperature: number(settings.temperature),
    top_p: number(settings.topP),
    max_completion_tokens: number(settings.maxTokens),
    seed: number(settings.seed),
    reasoning_effort: settings.effort || undefined,
  };
}

// The first message to a model may start its download: the page shows how far it is.
function watchFirstDownload(signal) {
  const card = models.cardOf(settings.model);
  if (api.hasCatalog && card && !card.foreign && card.progress.state !== 'completed') models.watch(card.id, signal);
}

function stop() {
  if (!answer) return;
  answer.abort.abort();
  answer = null;
  setRunning(false);
  announce('The answer is stopped');
}

// ---- settings

const fields = ['system', 'temperature', 'topP', 'maxTokens', 'seed', 'effort', 'theme'];

let keyBefore = '';

function openSettings() {
  for (const name of fields) $(`s-${name}`).value = settings[name];
  keyBefore = store.loadKey();
  $('s-key').value = keyBefore;
  $('settings').showModal();
}

function readSettings() {
  for (const name of fields) settings[name] = $(`s-${name}`).value;
  store.saveSettings(settings);
  store.saveKey($('s-key').value.trim());
  showTheme();
}

function resetSettings() {
  for (const name of fields) $(`s-${name}`).value = store.defaults[name];
  readSettings();
}

function showTheme() {
  if (settings.theme) document.documentElement.dataset.theme = settings.theme;
  else delete document.documentElement.dataset.theme;
}

function openSidebar() { $('sidebar').classList.add('open'); $('sidebar-open').setAttribute('aria-expanded', 'true'); $('sidebar-close').focus(); }

function closeSidebar() { $('sidebar').classList.remove('open'); $('sidebar-open').setAttribute('aria-expanded', 'false'); }

// ---- the beginning

async function connect() {
  try {
    await models.load();
    const names = models.chatNames();
    select(names.includes(settings.model) ? settings.model : names[0] ?? '');
    for (const card of models.all())
      if (['downloading', 'paused', 'verifying'].includes(card.progress?.state)) models.watch(card.id);
  } catch (error) {
    $('model-name').textContent = 'No model';
    $('welcome-text').textContent = `${error.message} ${error.hint ?? ''}`.trim();
    announce(error.message);
  }
}

function grow() {
  const prompt = $('prompt');
  prompt.style.setProperty('height', 'auto');
  prompt.style.setProperty('height', `${prompt.scrollHeight}px`);
  $('send').disabled = !prompt.value.trim();
}

$('form').addEventListener('submit', event => {
  event.preventDefault();
  if (answer) return;
  const text = $('prompt').value;
  $('prompt').value = '';
  grow();
  send(text);
});
$('prompt').addEventListener('input', grow);
$('prompt').addEventListener('keydown', event => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $('form').requestSubmit();
});
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || document.querySelector('dialog[open]')) return;
  if ($('sidebar').classList.contains('open')) { closeSidebar(); $('sidebar-open').focus(); }
  else if (answer) { stop(); $('prompt').focus(); }
});
$('stop').addEventListener('click', () => { stop(); $('prompt').focus(); });
$('new-chat').addEventListener('click', () => { start(); closeSidebar(); $('prompt').focus(); });
$('clear-history').addEventListener('click', () => {
  if (!confirm('Delete all conversations from this browser?')) return;
  conversations = [];
  store.saveConversations(conversations);
  start();
});
$('open-models').addEventListener('click', () => models.openPicker(settings.model, name => { select(name); announce(`Model: ${models.cardOf(name)?.displayName ?? name}`); $('prompt').focus(); }));
$('model-search').addEventListener('input', models.draw);
$('open-settings').addEventListener('click', openSettings);
$('settings').addEventListener('input', readSettings); // the next message may be sent before the browser says that the dialog has closed
$('settings').addEventListener('close', () => { if (store.loadKey() !== keyBefore) connect(); });
$('reset-settings').addEventListener('click', resetSettings);
$('sidebar-open').addEventListener('click', openSidebar);
$('sidebar-close').addEventListener('click', () => { closeSidebar(); $('sidebar-open').focus(); });
$('scrim').addEventListener('click', closeSidebar);
for (const close of document.querySelectorAll('[data-close]')) close.addEventListener('click', () => close.closest('dialog').close());
models.onChange(() => { showProvisioning(); showModel(); if ($('models').open) models.draw(); });

$('ideas').append(...ideas.map(idea => el('button', { type: 'button', onclick: () => send(idea) }, idea)));
showTheme();
start();
grow();
connected = connect();
