// node install.mjs FOLDER PACKAGE: the packages of package-lock.json that fit this host, PACKAGE among them, installed into FOLDER.
// npm works in a private folder and one rename publishes it, so builds that run side by side
// need no lock: the first rename wins, and a build that was killed leaves nothing half done.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

const [folder, wanted] = process.argv.slice(2);
const target = resolve(folder);
const parent = dirname(target);
mkdirSync(parent, { recursive: true });
const staging = mkdtempSync(join(parent, 'staging-'));

try {
  for (const file of ['package.json', 'package-lock.json'])
    copyFileSync(join(import.meta.dirname, file), join(staging, file));

  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: staging,
    stdio: 'inherit',
    shell: process.platform === 'win32', // npm is a .cmd file there
  });
  if (npm.error) throw npm.error;
  if (npm.status !== 0) throw new Error(`npm ci ended with ${npm.status}`);
  if (!existsSync(join(staging, 'node_modules', '@node-llama-cpp', wanted))) // npm passes over optional packages that it can't fetch
    throw new Error(`npm did not bring @node-llama-cpp/${wanted} onto this ${process.platform}-${process.arch} machine`);

  try {
    renameSync(staging, target);
  } catch (error) {
    if (!existsSync(target)) throw error; // another build published first: its folder is as good as ours
  }
  removeOutdated();
} catch (error) {
  console.error(`install.mjs: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(staging, { recursive: true, force: true });
}

function removeOutdated() {
  for (const name of readdirSync(parent))
    if (name !== basename(target) && !name.startsWith('staging-'))
      rmSync(join(parent, name), { recursive: true, force: true });
}
