// node install.mjs NATIVES: installs the version of node-llama-cpp that package-lock.json pins into this folder, once. Its own copies of the native
// packages are left out. It gets a link to NATIVES, the folder of packages that the build installed, so that all contestants use the same files.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const here = import.meta.dirname;
const link = join(here, 'node_modules', '@node-llama-cpp');
const stamp = join(here, 'node_modules', '.installed-for');
const wanted = `${resolve(process.argv[2])}\n${readFileSync(join(here, 'package-lock.json'), 'utf8')}`;

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.log('Installing node-llama-cpp (npm ci, once) ...');
  rmSync(link, { force: true });
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: here,
    stdio: 'inherit',
    shell: process.platform === 'win32', // npm is a .cmd file there
  });
  if (npm.error || npm.status !== 0) {
    console.error(`install.mjs: ${npm.error?.message ?? `npm ci ended with ${npm.status}`}. It needs the npm registry (or a filled npm cache) once.`);
    process.exit(1);
  }
  rmSync(link, { force: true, recursive: true });
  symlinkSync(resolve(process.argv[2]), link, 'junction');
  writeFileSync(stamp, wanted);
}
