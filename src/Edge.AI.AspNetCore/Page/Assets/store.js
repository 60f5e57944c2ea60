// What the browser keeps: conversations and settings. The key of the server is forgotten with the tab.

const Conversations = 'edge-ai.conversations', Settings = 'edge-ai.settings', Key = 'edge-ai.key';
const most = 100;

export const defaults = { system: '', temperature: '', topP: '', maxTokens: '', seed: '', effort: '', theme: '', model: '' };

function read(storage, name, otherwise) {
  try { return JSON.parse(storage.getItem(name)) ?? otherwise; }
  catch { return otherwise; }
}

export function loadConversations() {
  const read_ = read(localStorage, Conversations, []);
  return Array.isArray(read_) ? read_.filter(one => typeof one?.id === 'string' && Array.isArray(one.messages)) : [];
}

// The oldest conversations go first when the browser has no more room.
export function saveConversations(all) {
  const kept = all.filter(one => one.messages.length > 0).slice(0, most);
  for (;;) {
    try { localStorage.setItem(Conversations, JSON.stringify(kept)); return; }
    catch { if (kept.length < 2) return; kept.pop(); }
  }
}

export function loadSettings() { return { ...defaults, ...read(localStorage, Settings, {}) }; }

export function saveSettings(settings) { try { localStorage.setItem(Settings, JSON.stringify(settings)); } catch { /* A private window keeps nothing. */ } }

export function loadKey() { try { return sessionStorage.getItem(Key) ?? ''; } catch { return ''; } }

export function saveKey(key) { try { sessionStorage.setItem(Key, key); } catch { /* A private window keeps nothing. */ } }
