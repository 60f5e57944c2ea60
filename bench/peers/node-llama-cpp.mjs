// node node-llama-cpp.mjs SETUP API: the counterpart of Contestants/ContestantProcess.cs, in JavaScript.
// It reads a line of work and writes a line of results; times are in milliseconds since the work began.
import { createInterface } from 'node:readline';
import { getLlama, LlamaChatSession, LlamaLogLevel, resolveChatWrapper } from 'node-llama-cpp';

const setup = JSON.parse(process.argv[2]);
const api = process.argv[3];
const sampling = { temperature: 0.8, topK: 40, topP: 0.95, minP: 0.05 };
let loaded;

async function load() {
  const llama = await getLlama({ gpu: false, build: 'never', maxThreads: setup.threads, logLevel: LlamaLogLevel.error, progressLogs: false });
  const model = await llama.loadModel({ modelPath: setup.modelPath, gpuLayers: 0 });
  const context = await model.createContext({
    sequences: setup.sequences, contextSize: setup.contextSize, batchSize: setup.batchSize, threads: setup.threads,
  });
  // Resolved once, because it takes longer than some prompts.
  return { model, chatWrapper: resolveChatWrapper(model), sequences: Array.from({ length: setup.sequences }, () => context.getSequence()) };
}

async function run({ asks }) {
  loaded ??= await load();
  await Promise.all(loaded.sequences.map(sequence => sequence.clearHistory()));
  const start = performance.now();
  const answers = await Promise.all(asks.map((ask, index) => (api === 'chat' ? chat : evaluate)(loaded.sequences[index], ask, start)));
  return { answers };
}

/** LlamaChatSession: what people use for chats. Template, detokenizing and stopping are its own. */
async function chat(sequence, ask, start) {
  const times = [];
  const started = performance.now() - start;
  const before = sequence.tokenMeter.getState();
  const session = new LlamaChatSession({ contextSequence: sequence, chatWrapper: loaded.chatWrapper, systemPrompt: '' });
  await session.prompt(ask.turns[0], {
    ...sampling, seed: ask.seed, maxTokens: ask.tokens, trimWhitespaceSuffix: false, onTextChunk: () => times.push(performance.now() - start),
  });
  const used = sequence.tokenMeter.diff(before);
  session.dispose({ disposeSequence: false });
  return { started, times, promptTokens: used.usedInputTokens, cachedTokens: 0, tokens: used.usedOutputTokens };
}

/** The loop below that: tokens only, and no template. */
async function evaluate(sequence, ask, start) {
  const times = [];
  const started = performance.now() - start;
  const prompt = loaded.model.tokenize(ask.turns[0]);
  for await (const _ of sequence.evaluate(prompt, { ...sampling, seed: ask.seed, yieldEogToken: true })) {
    times.push(performance.now() - start);
    if (times.length === ask.tokens)
      break;
  }
  return { started, times, promptTokens: prompt.length, cachedTokens: 0, tokens: times.length };
}

console.log('{}'); // ready; the model is not loaded yet
for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(await run(JSON.parse(line))));
process.exit(0);
