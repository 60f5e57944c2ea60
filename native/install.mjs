// node install.mjs FOLDER PACKAGE...: installs packages of package-lock.json into FOLDER/PACKAGE, unless they are there, for any platform.
// npm works in a private folder, and one rename publishes each package. Builds that run in parallel therefore
// need no lock: the first rename wins, and a build that is killed leaves nothing half done.
// A file .PACKAGE.installed beside each package marks it as installed by this script. In the folders beside FOLDER, only such packages are deleted,
// and a folder only if nothing else is in it, because FOLDER may be among files of the user.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

const scope = '@node-llama-cpp';
const [folder, ...wanted] = process.argv.slice(2);
const target = resolve(folder);
const parent = dirname(target);
const missing = wanted.filter(name => !existsSync(join(target, name)));
mkdirSync(target, { recursive: true });
const staging = mkdtempSync(join(parent, 'staging-'));

try {
  if (missing.length > 0) {
    install();
    missing.forEach(publish);
  }
  removeOutdated();
} catch (error) {
  console.error(`install.mjs: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(staging, { recursive: true, force: true });
}

function install() {
  const pinned = JSON.parse(readFileSync(join(import.meta.dirname, 'package-lock.json'), 'utf8'));
  const { lockfileVersion, requires } = pinned;
  const root = { name: pinned.name, dependencies: {} };
  const packages = { '': root };
  for (const name of missing) {
    // Without os, cpu and libc, npm also installs packages of other platforms. Because the dependency is not optional, npm cannot skip it.
    const { version, integrity } = pinned.packages[`node_modules/${scope}/${name}`];
    packages[`node_modules/${scope}/${name}`] = { version, integrity };
    root.dependencies[`${scope}/${name}`] = version;
  }
  writeFileSync(join(staging, 'package.json'), JSON.stringify(root));
  writeFileSync(join(staging, 'package-lock.json'), JSON.stringify({ name: pinned.name, lockfileVersion, requires, packages }));

  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: staging,
    stdio: 'inherit',
    shell: process.platform === 'win32', // npm is a .cmd file there
  });
  if (npm.error) throw npm.error;
  if (npm.status !== 0) throw new Error(`npm ci ended with ${npm.status}`);
}

function publish(name) {
  try {
    writeFileSync(join(target, markerOf(name)), ''); // written first, so that every package that a killed build leaves can be removed later
    renameSync(join(staging, 'node_modules', scope, name), join(target, name));
  } catch (error) {
    if (!existsSync(join(target, name))) throw error; // another build published the same package first
  }
}

function removeOutdated() {
  for (const entry of readdirSync(parent, { withFileTypes: true }))
    if (entry.isDirectory() && entry.name !== basename(target))
      removeInstalled(join(parent, entry.name));
}

function removeInstalled(folder) {
  const installed = readdirSync(folder).map(name => /^\.([a-z0-9][a-z0-9-]*)\.installed$/.exec(name)?.[1]).filter(name => name);
  for (const name of installed) {
    rmSync(join(folder, name), { recursive: true, force: true });
    rmSync(join(folder, markerOf(name)), { force: true });
  }
  if (installed.length > 0 && readdirSync(folder).length === 0) rmdirSync(folder);
}

function markerOf(name) {
  return `.${name}.installed`;
}
