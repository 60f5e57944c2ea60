// Shows the messages of a conversation.
import { button, copy, el, icon, iconButton } from './dom.js';
import { render } from './markdown.js';

export function user(message) {
  return el('li', { class: 'message user' }, el('span', { class: 'hidden' }, 'You:'), el('div', { class: 'body' }, message.content));
}

// The element of an answer has a method that shows the message as it is now.
export function assistant(message, actions) {
  const reasoningText = el('p');
  const reasoning = el('details', { class: 'reasoning', hidden: true }, el('summary', {}, 'Reasoning'), reasoningText);
  const body = el('div', { class: 'body markdown' });
  const after = el('div', { class: 'after' });
  const element = el('li', { class: 'message assistant' }, el('span', { class: 'avatar' }, icon('mark')), el('span', { class: 'author' }, message.model ?? 'Assistant'), reasoning, body, after);

  element.show = isRunning => {
    element.setAttribute('aria-busy', isRunning);
    reasoning.hidden = !message.reasoning;
    reasoningText.textContent = message.reasoning ?? '';
    if (message.content) render(body, message.content);
    else if (isRunning) body.replaceChildren(el('span', { class: 'waiting', role: 'img', 'aria-label': 'The model is thinking' }, el('i'), el('i'), el('i')));
    else body.replaceChildren();
    if (!message.content) body.blocks = [];
    body.hidden = !message.content && !isRunning;
    if (message.error) element.querySelector('.problem') ?? body.after(problem(message.error, actions));
    after.replaceChildren(...(isRunning || (!message.content && !message.reasoning) ? [] : tools(message, actions)));
    return element;
  };
  return element.show(false);
}

function problem(error, { again }) {
  return el('div', { class: 'problem', role: 'alert' }, icon('alert'), el('div', {},
    el('strong', {}, error.message),
    el('p', {}, [error.hint, `Code: ${error.code}`].filter(Boolean).join(' ')),
    button('Try again', 'again', again)));
}

function tools(message, { again }) {
  const take = iconButton('Copy the answer', 'copy', () => copy(message.content, take));
  return [take, iconButton('Answer again', 'again', again), el('span', { class: 'stats' }, stats(message))];
}

function stats({ usage, seconds, first, finish, stopped }) {
  const parts = [];
  if (usage?.completion_tokens && seconds > 0) parts.push(`${(usage.completion_tokens / seconds).toFixed(1)} tokens/s`);
  if (usage) parts.push(`${usage.completion_tokens} tokens`);
  if (first !== undefined) parts.push(`first after ${first < 1 ? `${Math.round(first * 1000)} ms` : `${first.toFixed(1)} s`}`);
  if (usage?.prompt_tokens_details?.cached_tokens) parts.push(`${usage.prompt_tokens_details.cached_tokens} of ${usage.prompt_tokens} prompt tokens cached`);
  if (stopped) parts.push('stopped');
  else if (finish === 'length') parts.push('cut off at the token limit');
  return parts.map(part => part.replaceAll(' ', '\u00a0')).join('\u00a0· '); // a line ends only between two of them
}
