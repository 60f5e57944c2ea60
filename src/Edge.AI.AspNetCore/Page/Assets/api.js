// Speaks with the server: OpenAI's protocol for chats, and the catalogue.
import { loadKey } from './store.js';

const { openai, models } = document.documentElement.dataset;

export const hasCatalog = models !== '';

export class ApiError extends Error {
  constructor(message, code, hint = '') { super(message); Object.assign(this, { code, hint }); }
}

async function send(address, { method = 'GET', body, signal } = {}) {
  const headers = {};
  const key = loadKey();
  if (key) headers.Authorization = `Bearer ${key}`;
  if (body) headers['Content-Type'] = 'application/json';
  let response;
  try { response = await fetch(address, { method, headers, body: body && JSON.stringify(body), signal, cache: 'no-store' }); }
  catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError('The server does not answer.', 'unreachable', 'Is it still running?');
  }
  if (response.ok) return response;

  const problem = await response.json().catch(() => ({}));
  throw new ApiError(
    problem.error?.message ?? problem.detail ?? `The server answered with status ${response.status}.`,
    problem.error?.code ?? problem.code ?? String(response.status),
    response.status === 401 ? 'Enter the API key in the settings.' : '');
}

// Reads the data of server-sent events.
async function* events(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const parts = (rest + value).split('\n\n');
      rest = parts.pop();
      for (const part of parts)
        for (const line of part.split('\n'))
          if (line.startsWith('data: ')) yield line.slice(6);
    }
  } finally { reader.cancel().catch(() => { }); }
}

export async function served() {
  if (!openai) throw new ApiError('This app has no chat endpoints.', 'not_mapped', 'Call app.MapOpenAI() beside app.MapEdgeChatPage().');
  return (await (await send(`${openai}/models`)).json()).data;
}

// Yields the deltas of an answer, then its usage.
export async function* chat(body, signal) {
  const response = await send(`${openai}/chat/completions`, { method: 'POST', body: { ...body, stream: true, stream_options: { include_usage: true } }, signal });
  for await (const data of events(response)) {
    if (data === '[DONE]') return;
    const piece = JSON.parse(data);
    if (piece.error) throw new ApiError(piece.error.message, piece.error.code);
    const [choice] = piece.choices;
    if (choice) yield { text: choice.delta.content ?? '', reasoning: choice.delta.reasoning_content ?? '', finish: choice.finish_reason };
    if (piece.usage) yield { usage: piece.usage };
  }
  throw new ApiError('The answer ended early.', 'incomplete', 'Is the server still running?');
}

export async function catalog() { return (await send(models)).json(); }

export async function control(id, action) { return (await send(`${models}/${encodeURIComponent(id)}/${action}`, { method: 'POST' })).json(); }

export async function remove(id) { return (await send(`${models}/${encodeURIComponent(id)}`, { method: 'DELETE' })).json(); }

export async function* progress(id, signal) {
  for await (const data of events(await send(`${models}/${encodeURIComponent(id)}/progress`, { signal }))) yield JSON.parse(data);
}
